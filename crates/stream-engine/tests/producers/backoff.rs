//! How long each retry strategy waits, and what that does to many clients at once.

use crate::common::{producer, quiet, quotas, simulation};
use stream_engine::producers::backoff::{Failure, wait_us};
use stream_engine::rng::Generator;
use stream_engine::scenario::{KeyStrategy, ProducerSetup, RetryStrategy};
use stream_engine::{Quotas, Scenario, Time};

const MS: u64 = 1_000;

fn throttled(refusals: u8) -> Failure {
    Failure { refusals, throttled: true, waited_us: 0 }
}

/// Many waits after refusal number three.
fn third(strategy: RetryStrategy, waited_us: u64, is_throttled: bool) -> Vec<u64> {
    let mut chance = Generator::named(1, "jitter");
    let failure = Failure { refusals: 3, throttled: is_throttled, waited_us };
    let quotas = Quotas { sdk_standard_retry_max_attempts: 9, ..quotas() };
    (0..2_000).filter_map(|_| wait_us(strategy, failure, &quotas, &mut chance)).collect()
}

/// Least, mean and most, in milliseconds.
fn spread(waits: &[u64]) -> (u64, u64, u64) {
    let mean = waits.iter().sum::<u64>() / waits.len() as u64;
    let ends = (waits.iter().min().copied(), waits.iter().max().copied());
    (ends.0.unwrap_or(0) / MS, mean / MS, ends.1.unwrap_or(0) / MS)
}

fn near(found: (u64, u64, u64), wanted: (u64, u64, u64)) {
    for (found, wanted) in [(found.0, wanted.0), (found.1, wanted.1), (found.2, wanted.2)] {
        assert!(found.abs_diff(wanted) <= wanted / 12 + 5, "{found} is not about {wanted}");
    }
}

#[test]
fn waits_double_up_to_the_cap_and_end_with_the_last_attempt() {
    let mut chance = Generator::named(1, "jitter");
    let quotas = quotas();
    let mut wait = |strategy, refusals| wait_us(strategy, throttled(refusals), &quotas, &mut chance);
    let plain = RetryStrategy::Exponential { base_ms: 100, cap_ms: 1_000, attempts: 6 };
    let waits: Vec<_> = (1..=6).map(|refusals| wait(plain, refusals)).collect();
    let wanted = [Some(100), Some(200), Some(400), Some(800), Some(1_000), None];
    assert_eq!(waits, wanted.map(|ms| ms.map(|ms| ms * MS)));
    assert_eq!(wait(RetryStrategy::Drop, 1), None);
    assert_eq!(wait(RetryStrategy::AtOnce { attempts: 2 }, 1), Some(0));
    assert!(wait(RetryStrategy::Standard, 2).is_some());
    assert_eq!(wait(RetryStrategy::Standard, 3), None, "three attempts in all");
}

#[test]
fn each_jitter_spreads_as_its_formula_says() {
    let (base_ms, cap_ms, attempts) = (100, 1_000, 9);
    near(spread(&third(RetryStrategy::FullJitter { base_ms, cap_ms, attempts }, 0, true)), (0, 200, 400));
    near(spread(&third(RetryStrategy::EqualJitter { base_ms, cap_ms, attempts }, 0, true)), (200, 300, 400));
    let decorrelated = RetryStrategy::DecorrelatedJitter { base_ms, cap_ms, attempts };
    near(spread(&third(decorrelated, 200 * MS, true)), (100, 350, 600));
    near(spread(&third(decorrelated, 900 * MS, true)), (100, 825, 1_000));
    near(spread(&third(RetryStrategy::Standard, 0, true)), (0, 2_000, 4_000));
    near(spread(&third(RetryStrategy::Standard, 0, false)), (0, 100, 200));
}

/// A hundred clients that are refused at one instant: how many calls come in the fullest tenth of a second.
fn peak(retry: RetryStrategy) -> usize {
    let clients = (0..100).map(|nth| ProducerSetup {
        rate_per_second: 100,
        burst: 50,
        readings: Some(50),
        keys: KeyStrategy::Constant("one".to_owned()),
        retry,
        ..producer(&format!("client-{nth}"))
    });
    let mut run = simulation(&Scenario { producers: clients.collect(), ..quiet(1) });
    let (mut peak, mut before) = (0, 0);
    for tenth in 1..=80 {
        run.run_until(Time::from_ms(tenth * 100));
        let sent: u64 = run.producers().iter().map(|producer| producer.sent).sum();
        // The first wave is the same for all.
        peak = peak.max(if tenth > 3 { (sent - before) as usize } else { 0 });
        before = sent;
    }
    peak
}

#[test]
fn without_jitter_clients_come_in_waves_and_with_it_they_do_not() {
    let (base_ms, cap_ms, attempts) = (400, 20_000, 10);
    let waves = peak(RetryStrategy::Exponential { base_ms, cap_ms, attempts });
    let full = peak(RetryStrategy::FullJitter { base_ms, cap_ms, attempts });
    let decorrelated = peak(RetryStrategy::DecorrelatedJitter { base_ms, cap_ms, attempts });
    assert!(waves > 3_500, "{waves}");
    assert!(full * 2 < waves && decorrelated * 3 < waves, "{waves} {full} {decorrelated}");
}
