//! Measures of a Lambda function's mappings, by the number of the mapping.

use super::Look;
use crate::consumers::lambda::mapping::Mapping;
use crate::kinesis::shard::ShardId;
use serde::{Deserialize, Serialize};

/// What is measured of an event source mapping.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum LambdaMeasure {
    /// Age in milliseconds of the oldest record not dealt with, of the shard furthest behind.
    BehindMs,
    /// Records that the function could have handled and never will: expired, or given up beside a bad one.
    GoodLost,
    /// Of these, records that retention has taken.
    Expired,
    /// Of these, records given up beside a bad one.
    GoodDiscarded,
    /// Bad records that the on-failure destination was told of.
    BadDelivered,
    /// Records that the function has dealt with.
    Handled,
    /// Failed invocations, in the window.
    Errors,
    /// Batches with the function now.
    Running,
}

impl LambdaMeasure {
    pub(super) fn looks_back(self) -> bool {
        self == LambdaMeasure::Errors
    }
}

pub(super) fn value(measure: LambdaMeasure, look: &Look) -> (u64, Option<ShardId>) {
    let Some(mapping) = look.run.lambda().mappings.get(&u16::from(look.of)) else { return (0, None) };
    let plain = |value: u64| (value, None);
    match measure {
        LambdaMeasure::BehindMs => behind(mapping, look),
        LambdaMeasure::GoodLost => plain(mapping.good_lost()),
        LambdaMeasure::Expired => plain(mapping.expired - mapping.expired_bad),
        LambdaMeasure::GoodDiscarded => plain(mapping.discarded_good),
        LambdaMeasure::BadDelivered => plain(mapping.delivered_bad),
        LambdaMeasure::Handled => plain(mapping.records),
        LambdaMeasure::Errors => {
            let seconds = mapping.seconds.window(look.run.now(), look.window_s());
            plain(seconds.map(|second| u64::from(second.errors)).sum())
        }
        LambdaMeasure::Running => plain(u64::from(mapping.running_lanes())),
    }
}

fn behind(mapping: &Mapping, look: &Look) -> (u64, Option<ShardId>) {
    let stream = look.run.streams().get(usize::from(mapping.source.stream.0));
    let slowest = stream.and_then(|stream| mapping.slowest(stream, look.run.now()));
    slowest.map_or((0, None), |(ms, shard)| (ms, Some(shard)))
}
