//! Measures of streams, shards and polling readers.

use super::{Look, share};
use crate::kinesis::shard::ShardId;
use crate::simulation::Simulation;

pub(super) fn throttled_share(look: &Look) -> u64 {
    share(look.sum(|second| second.throttled), look.sum(|second| second.attempts))
}

pub(super) fn open_shards(run: &Simulation) -> u64 {
    run.streams().iter().map(|stream| stream.open_count() as u64).sum()
}

pub(super) fn fullest_shard(look: &Look) -> (u64, Option<ShardId>) {
    let shards = look.run.streams().iter().flat_map(|stream| &stream.shards);
    let records = shards.map(|shard| {
        let seconds = shard.seconds.window(look.run.now(), look.window_s());
        (seconds.map(|second| u64::from(second.incoming_records)).sum::<u64>(), shard.id)
    });
    let counted: Vec<(u64, ShardId)> = records.collect();
    let total = counted.iter().map(|(records, _)| records).sum();
    let fullest = counted.into_iter().max_by_key(|(records, id)| (*records, std::cmp::Reverse(*id)));
    fullest.map_or((0, None), |(records, id)| (share(records, total), Some(id)))
}

pub(super) fn millis_behind_latest(look: &Look) -> (u64, Option<ShardId>) {
    // Who has been stopped reads nothing and isn't late.
    let reading = look.run.consumers().iter().filter(|consumer| !consumer.stopped);
    let worst = reading.flat_map(|consumer| &consumer.readers).max_by_key(|reader| reader.millis_behind_latest);
    worst.map_or((0, None), |reader| (reader.millis_behind_latest, Some(reader.shard)))
}
