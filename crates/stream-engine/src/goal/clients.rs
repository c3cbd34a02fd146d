//! Measures of one producer and its client.

use super::{Look, share};
use crate::producers::producer::Producer;
use crate::producers::second::ProducerSecond;

fn producer<'a>(look: &Look<'a>) -> Option<&'a Producer> {
    look.run.producers().get(usize::from(look.of))
}

fn sum(look: &Look, field: fn(&ProducerSecond) -> u64) -> u64 {
    let Some(producer) = producer(look) else { return 0 };
    producer.seconds.window(look.run.now(), look.window_s()).map(field).sum()
}

/// Readings stored, of those that its rate makes; at most all of them.
pub(super) fn stored_share(look: &Look) -> u64 {
    let made = producer(look).map_or(0, |producer| u64::from(producer.setup.rate_per_second)) * look.window_s();
    share(sum(look, |second| u64::from(second.readings)), made).min(100_000)
}

pub(super) fn latency_mean_ms(look: &Look) -> u64 {
    let answered = sum(look, |second| u64::from(second.answered));
    // Nobody has had an answer: no latency is short enough.
    sum(look, |second| second.latency_ms).checked_div(answered).unwrap_or(u64::from(u32::MAX))
}

pub(super) fn calls_per_second(look: &Look) -> u64 {
    sum(look, |second| u64::from(second.calls)) / look.window_s()
}

pub(super) fn records_per_second(look: &Look) -> u64 {
    sum(look, |second| u64::from(second.records)) / look.window_s()
}

pub(super) fn readings_per_second(look: &Look) -> u64 {
    sum(look, |second| u64::from(second.readings)) / look.window_s()
}

pub(super) fn failed_per_second(look: &Look) -> u64 {
    sum(look, |second| u64::from(second.failed)) / look.window_s()
}

/// Open shards of the stream that it writes to.
pub(super) fn shards(look: &Look) -> u64 {
    let stream = producer(look).and_then(|producer| look.run.streams().get(usize::from(producer.setup.stream.0)));
    stream.map_or(0, |stream| stream.open_count() as u64)
}
