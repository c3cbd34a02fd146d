//! Measures of how long records take to the applications of a fleet, and of what those ask of a stream.

use super::{Look, share};
use crate::consumers::fleet::Fleet;
use crate::consumers::fleet::watch::{Watch, WatchSecond};
use crate::kinesis::metrics::ShardSecond;

fn fleet<'a>(look: &Look<'a>) -> Option<&'a Fleet> {
    look.run.fleets().get(usize::from(look.of))
}

/// What each application of the fleet got in the window.
fn windows<'a>(look: &'a Look) -> impl Iterator<Item = WatchSecond> + 'a {
    let watched = fleet(look).into_iter().flat_map(|fleet| fleet.watched(look.run));
    watched.map(|watch| watch.window(look.run.now(), look.window_s()))
}

pub(super) fn slowest_application_ms(look: &Look) -> u64 {
    let nothing_ms = look.elapsed_s() * 1_000;
    windows(look).map(|window| window.mean_delay_ms().unwrap_or(nothing_ms)).max().unwrap_or(nothing_ms)
}

pub(super) fn polled_ms(look: &Look) -> u64 {
    let polling = fleet(look).into_iter().flat_map(|fleet| fleet.polling(look.run));
    mean_ms(look, polling.filter_map(|consumer| consumer.watch.as_deref()))
}

pub(super) fn pushed_ms(look: &Look) -> u64 {
    let enhanced = fleet(look).into_iter().flat_map(|fleet| fleet.enhanced(look.run));
    mean_ms(look, enhanced.filter_map(|consumer| consumer.watch.as_deref()))
}

/// The mean over all records of these applications; 0 without any.
fn mean_ms<'a>(look: &Look, watched: impl Iterator<Item = &'a Watch>) -> u64 {
    let windows = watched.map(|watch| watch.window(look.run.now(), look.window_s()));
    let sum = windows.fold((0, 0), |(records, ms), window| (records + u64::from(window.records), ms + window.delay_ms));
    sum.1.checked_div(sum.0).unwrap_or(0)
}

pub(super) fn applications(look: &Look) -> u64 {
    fleet(look).map_or(0, |fleet| u64::from(fleet.setup.applications))
}

/// A field of all shards of a stream, added up over the window.
fn sum(look: &Look, field: fn(&ShardSecond) -> u32) -> u64 {
    let shards = look.run.streams().get(usize::from(look.of)).into_iter().flat_map(|stream| &stream.shards);
    let seconds = shards.flat_map(|shard| shard.seconds.window(look.run.now(), look.window_s()));
    seconds.map(|second| u64::from(field(second))).sum()
}

pub(super) fn read_throttled_share(look: &Look) -> u64 {
    let refused = sum(look, |second| second.read_provisioned_throughput_exceeded);
    share(refused, refused + sum(look, |second| second.get_records_calls))
}

pub(super) fn stored_bytes_per_second(look: &Look) -> u64 {
    sum(look, |second| second.incoming_bytes) / look.elapsed_s().max(1)
}
