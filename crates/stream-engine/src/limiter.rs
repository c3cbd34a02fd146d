//! The integer token bucket behind every throughput limit.
//!
//! AWS publishes the rates, not how a shard measures them. Model (assumed): a bucket that holds
//! `burst` of the rate and refills evenly. Over any window of `w` seconds it lets through at most
//! `rate × (w + burst)`; over a long time, the rate.

use crate::time::{SECOND_US, Time};
use serde::{Deserialize, Serialize};

/// How much per second, and for how long unused room is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rate {
    /// Units (records, bytes, calls) per second, below 2^32.
    pub per_second: u64,
    /// The bucket's depth as microseconds of the rate.
    pub burst_us: u64,
}

/// A bucket of tokens, full at the start. Holds millionths, so that no refill is ever rounded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct TokenBucket {
    /// Millionths of a unit missing from a full bucket.
    missing: u64,
    updated: Time,
}

impl TokenBucket {
    /// Takes `units` if the bucket has them at `now`, otherwise nothing.
    pub fn take(&mut self, rate: Rate, now: Time, units: u64) -> bool {
        self.refill(rate, now);
        let fits = self.fits(rate, units);
        if fits {
            self.spend(units);
        }
        fits
    }

    /// Whether `units` are there, as of the last refill.
    pub fn fits(&self, rate: Rate, units: u64) -> bool {
        self.missing + units * SECOND_US <= rate.per_second * rate.burst_us
    }

    /// Whether `units` are more than the bucket ever holds and it is full: what never fits may go
    /// through alone and is paid off afterwards.
    pub fn fits_alone(&self, rate: Rate, units: u64) -> bool {
        self.missing == 0 && units * SECOND_US > rate.per_second * rate.burst_us
    }

    /// Takes `units` that were found to fit.
    pub fn spend(&mut self, units: u64) {
        self.missing += units * SECOND_US;
    }

    /// Takes `units` as long as anything is left, into debt if need be (a read learns its size late).
    pub fn take_into_debt(&mut self, rate: Rate, now: Time, units: u64) {
        self.refill(rate, now);
        self.spend(units);
    }

    /// Whole units that could be taken at `now`.
    pub fn available(&self, rate: Rate, now: Time) -> u64 {
        let mut copy = *self;
        copy.refill(rate, now);
        (rate.per_second * rate.burst_us).saturating_sub(copy.missing) / SECOND_US
    }

    /// Gives back what time has brought since the last look.
    pub fn refill(&mut self, rate: Rate, now: Time) {
        // An hour and more fills any bucket; below that the product needs no check (a checked one is
        // slow in WebAssembly).
        let elapsed = now.since(self.updated).min(u64::from(u32::MAX));
        self.missing = self.missing.saturating_sub(elapsed * rate.per_second);
        self.updated = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { per_second: 1_000, burst_us: SECOND_US };

    #[test]
    fn a_full_bucket_gives_one_burst_and_then_the_rate() {
        let mut bucket = TokenBucket::default();
        let taken = |bucket: &mut TokenBucket, at| (0..5_000).filter(|_| bucket.take(RATE, at, 1)).count();
        assert_eq!(taken(&mut bucket, Time::ZERO), 1_000);
        assert_eq!(taken(&mut bucket, Time::ZERO), 0);
        assert_eq!(taken(&mut bucket, Time::from_ms(100)), 100);
        assert_eq!(taken(&mut bucket, Time::from_s(1_000_000)), 1_000);
    }

    #[test]
    fn a_debt_is_paid_off_before_anything_is_given() {
        let mut bucket = TokenBucket::default();
        bucket.take_into_debt(RATE, Time::ZERO, 3_000);
        assert_eq!(bucket.available(RATE, Time::from_s(2)), 0);
        assert_eq!(bucket.available(RATE, Time::from_ms(2_500)), 500);
    }
}
