//! How long a producer waits before it sends a refused record again.

use crate::rng::Generator;
use crate::scenario::RetryStrategy;
use crate::time::MS_US;

/// Microseconds to wait after refusal number `refusals` (1 is the first), or None to give up.
pub fn wait_us(strategy: RetryStrategy, refusals: u8, jitter: &mut Generator) -> Option<u64> {
    let ceiling = |base_ms: u32, cap_ms: u32| {
        let doubled = u64::from(base_ms) << (refusals - 1).min(32);
        doubled.min(u64::from(cap_ms)) * MS_US
    };
    match strategy {
        RetryStrategy::Drop => None,
        RetryStrategy::AtOnce { attempts }
        | RetryStrategy::Exponential { attempts, .. }
        | RetryStrategy::FullJitter { attempts, .. }
            if refusals >= attempts =>
        {
            None
        }
        RetryStrategy::AtOnce { .. } => Some(0),
        RetryStrategy::Exponential { base_ms, cap_ms, .. } => Some(ceiling(base_ms, cap_ms)),
        RetryStrategy::FullJitter { base_ms, cap_ms, .. } => Some(jitter.between(0, ceiling(base_ms, cap_ms))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_cap_and_end_with_the_last_attempt() {
        let mut jitter = Generator::named(1, "jitter");
        let plain = RetryStrategy::Exponential { base_ms: 100, cap_ms: 1_000, attempts: 6 };
        let waits: Vec<_> = (1..=6).map(|refusal| wait_us(plain, refusal, &mut jitter)).collect();
        assert_eq!(
            waits,
            [100, 200, 400, 800, 1_000].map(|ms| Some(ms * MS_US)).into_iter().chain([None]).collect::<Vec<_>>()
        );
        assert_eq!(wait_us(RetryStrategy::Drop, 1, &mut jitter), None);
        assert_eq!(wait_us(RetryStrategy::AtOnce { attempts: 2 }, 1, &mut jitter), Some(0));
    }

    #[test]
    fn jitter_spreads_over_the_whole_wait() {
        let mut jitter = Generator::named(1, "jitter");
        let strategy = RetryStrategy::FullJitter { base_ms: 100, cap_ms: 1_000, attempts: 9 };
        let waits: Vec<u64> = (0..1_000).filter_map(|_| wait_us(strategy, 3, &mut jitter)).collect();
        assert!(waits.iter().all(|wait| *wait <= 400 * MS_US));
        let mean = waits.iter().sum::<u64>() / 1_000;
        assert!((180 * MS_US..220 * MS_US).contains(&mean), "{mean}");
    }
}
