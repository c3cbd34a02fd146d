//! Measures of who may do what: permissions against needs, the ways of calls, encryption at rest.

use super::Look;
use crate::event::{Actor, Outcome};
use crate::kinesis::stream::Stream;
use crate::security::survey::Surveyed;
use crate::time::Time;

/// Allowed things that nobody's work needs, of all producers and consumers by all ways.
pub fn permissions_beyond_need(look: &Look) -> u64 {
    look.run.survey().iter().map(Surveyed::beyond).sum::<usize>() as u64
}

/// Needed things that are refused on the way that each of them goes now.
pub fn permissions_missing(look: &Look) -> u64 {
    look.run.survey().iter().map(Surveyed::missing).sum::<usize>() as u64
}

/// Records of seconds at whose beginning their stream was not encrypted.
pub fn stored_unencrypted(look: &Look) -> u64 {
    look.run.streams().iter().map(|stream| unencrypted_of(look, stream)).sum()
}

fn unencrypted_of(look: &Look, stream: &Stream) -> u64 {
    let end = look.run.now().second();
    let seconds =
        (end.saturating_sub(look.window_s())..end).filter(|second| !stream.settings.encrypts(Time::from_s(*second)));
    let stored = |second: u64| {
        let of_shard =
            |shard: &crate::kinesis::shard::Shard| shard.seconds.get(second).map_or(0, |one| one.incoming_records);
        stream.shards.iter().map(of_shard).map(u64::from).sum::<u64>()
    };
    seconds.map(stored).sum()
}

/// Producers' calls in the log that security refused.
pub fn denied_puts(look: &Look) -> u64 {
    let from = Time::from_s(look.run.now().second().saturating_sub(look.window_s()));
    let recent = look.run.calls().iter_back().take_while(|call| call.at >= from);
    let denied = recent.filter(|call| {
        matches!(call.actor, Actor::Producer(_))
            && matches!(&call.outcome, Outcome::Whole(whole) if whole.result.is_err())
    });
    denied.count() as u64
}
