//! Probes that look at one moment of a run: what they find there and then.

use super::{Finding, Probe};
use stream_engine::Simulation;
use stream_engine::bill::Prices;
use stream_engine::error::Refusal;
use stream_engine::event::{Actor, Call, Outcome};
use stream_engine::goal::{Look, Measure};
use stream_engine::kinesis::stream::{Stream, StreamMode};

impl Probe {
    /// What it finds in a run as that stands; None for a probe that compares moments or runs, or asks the service.
    pub fn now(&self, run: &Simulation, prices: &Prices) -> Option<Finding> {
        Some(match self {
            Probe::FullestShardRecords => fullest_shard(run),
            Probe::Measure { measure, of, window_s } => measured(run, prices, *measure, *of, *window_s),
            Probe::Throttled { window_s } => throttled(run, prices, *window_s),
            Probe::CheaperMode { window_s } => cheaper_mode(run, prices, *window_s),
            Probe::LastCallOf { actor } => last_call_of(run, actor),
            Probe::ThrottledComparedWithBefore { .. }
            | Probe::LastOutcome
            | Probe::LastReply { .. }
            | Probe::SpedUp { .. }
            | Probe::FewestShards { .. } => return None,
        })
    }
}

/// Records in the shard that holds most.
pub(super) fn fullest_shard(run: &Simulation) -> Finding {
    let shards = run.streams().iter().flat_map(|stream| &stream.shards);
    Finding::Number(shards.map(|shard| shard.records.end()).max().unwrap_or(0))
}

/// A measure's value.
pub(super) fn measured(run: &Simulation, prices: &Prices, measure: Measure, of: u8, window_s: u64) -> Finding {
    Finding::Number(measure.value(&Look { run, prices, of, window_s }).0)
}

/// What was refused.
pub(super) fn throttled(run: &Simulation, prices: &Prices, window_s: u64) -> Finding {
    let some = |measure: Measure| measure.value(&Look { run, prices, of: 0, window_s }).0 > 0;
    let found = match (some(Measure::ThrottledShare), some(Measure::ReadThrottledShare)) {
        (true, true) => "both",
        (true, false) => "writes",
        (false, true) => "reads",
        (false, false) => "nothing",
    };
    Finding::Text(found.to_owned())
}

/// The mode of the stream under load that cost least.
pub(super) fn cheaper_mode(run: &Simulation, prices: &Prices, window_s: u64) -> Finding {
    let month = |stream: &&Stream| {
        let of = u8::try_from(stream.id.0).unwrap_or(u8::MAX);
        Measure::LoadCostPerMonth.value(&Look { run, prices, of, window_s }).0
    };
    let found = match run.streams().iter().min_by_key(month).map(|stream| stream.mode) {
        Some(StreamMode::OnDemand) => "on-demand",
        _ => "provisioned",
    };
    Finding::Text(found.to_owned())
}

/// What the service said to an actor's last call.
pub(super) fn last_call_of(run: &Simulation, actor: &str) -> Finding {
    let producer = run.producers().iter().position(|producer| producer.setup.name == actor);
    let consumer = run.consumers().iter().position(|consumer| consumer.setup.name == actor);
    let made = |call: &&Call| match call.actor {
        Actor::Producer(nth) => producer == Some(usize::from(nth)),
        Actor::Consumer(nth) => consumer == Some(usize::from(nth)),
        _ => false,
    };
    const THROTTLED: &str = "ProvisionedThroughputExceededException";
    let said = match run.calls().iter_back().find(made).map(|call| &call.outcome) {
        None => "",
        Some(Outcome::Whole(whole)) => whole.result.as_ref().err().map_or("ok", Refusal::code),
        Some(Outcome::Put { result: Err(_), .. } | Outcome::Get { result: Err(_), .. }) => THROTTLED,
        Some(_) => "ok",
    };
    Finding::Text(said.to_owned())
}
