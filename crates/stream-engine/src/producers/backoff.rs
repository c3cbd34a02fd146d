//! How long a producer waits before it sends a refused record again.

use crate::quota::Quotas;
use crate::rng::Generator;
use crate::scenario::RetryStrategy;
use crate::time::MS_US;

/// A failed attempt.
#[derive(Clone, Copy, Debug)]
pub struct Failure {
    /// How many there have been, this one counted.
    pub refusals: u8,
    /// The service was asked too much; otherwise the call broke.
    pub throttled: bool,
    /// Microseconds waited before this attempt; 0 before the first.
    pub waited_us: u64,
}

/// Microseconds to wait after a failure, or None to give up.
pub fn wait_us(strategy: RetryStrategy, failure: Failure, quotas: &Quotas, jitter: &mut Generator) -> Option<u64> {
    let Failure { refusals, throttled, waited_us } = failure;
    let doubled_us = |base_ms: u64, cap_ms: u64| (base_ms << (refusals.max(1) - 1).min(32)).min(cap_ms) * MS_US;
    let ceiling = |base_ms: u32, cap_ms: u32| doubled_us(u64::from(base_ms), u64::from(cap_ms));
    match strategy {
        RetryStrategy::Drop => None,
        RetryStrategy::AtOnce { attempts }
        | RetryStrategy::Exponential { attempts, .. }
        | RetryStrategy::FullJitter { attempts, .. }
        | RetryStrategy::EqualJitter { attempts, .. }
        | RetryStrategy::DecorrelatedJitter { attempts, .. }
            if refusals >= attempts =>
        {
            None
        }
        RetryStrategy::Standard if u64::from(refusals) >= quotas.sdk_standard_retry_max_attempts => None,
        RetryStrategy::AtOnce { .. } => Some(0),
        RetryStrategy::Exponential { base_ms, cap_ms, .. } => Some(ceiling(base_ms, cap_ms)),
        RetryStrategy::FullJitter { base_ms, cap_ms, .. } => Some(jitter.between(0, ceiling(base_ms, cap_ms))),
        RetryStrategy::EqualJitter { base_ms, cap_ms, .. } => {
            let half = ceiling(base_ms, cap_ms) / 2;
            Some(half + jitter.between(0, half))
        }
        RetryStrategy::DecorrelatedJitter { base_ms, cap_ms, .. } => {
            let base = u64::from(base_ms) * MS_US;
            Some(jitter.between(base, waited_us.max(base) * 3).min(u64::from(cap_ms) * MS_US))
        }
        RetryStrategy::Standard => {
            let scale_ms = match throttled {
                true => quotas.sdk_standard_retry_throttling_scale_ms,
                false => quotas.sdk_standard_retry_other_scale_ms,
            };
            Some(jitter.between(0, doubled_us(scale_ms, quotas.sdk_standard_retry_max_backoff_ms)))
        }
    }
}
