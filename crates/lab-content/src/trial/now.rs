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
        let value = |measure: Measure, of, window_s| measure.value(&Look { run, prices, of, window_s }).0;
        Some(match self {
            Probe::FullestShardRecords => {
                let shards = run.streams().iter().flat_map(|stream| &stream.shards);
                Finding::Number(shards.map(|shard| shard.records.end()).max().unwrap_or(0))
            }
            Probe::Measure { measure, of, window_s } => Finding::Number(value(*measure, *of, *window_s)),
            Probe::Throttled { window_s } => {
                let some = |measure| value(measure, 0, *window_s) > 0;
                let found = match (some(Measure::ThrottledShare), some(Measure::ReadThrottledShare)) {
                    (true, true) => "both",
                    (true, false) => "writes",
                    (false, true) => "reads",
                    (false, false) => "nothing",
                };
                Finding::Text(found.to_owned())
            }
            Probe::CheaperMode { window_s } => {
                let month = |stream: &&Stream| {
                    let of = u8::try_from(stream.id.0).unwrap_or(u8::MAX);
                    value(Measure::LoadCostPerMonth, of, *window_s)
                };
                let found = match run.streams().iter().min_by_key(month).map(|stream| stream.mode) {
                    Some(StreamMode::OnDemand) => "on-demand",
                    _ => "provisioned",
                };
                Finding::Text(found.to_owned())
            }
            Probe::LastCallOf { actor } => Finding::Text(last_call_of(run, actor).to_owned()),
            Probe::ThrottledComparedWithBefore { .. }
            | Probe::LastOutcome
            | Probe::LastReply { .. }
            | Probe::SpedUp { .. }
            | Probe::FewestShards { .. } => return None,
        })
    }
}

/// What the service said to an actor's last call.
fn last_call_of(run: &Simulation, actor: &str) -> &'static str {
    let producer = run.producers().iter().position(|producer| producer.setup.name == actor);
    let consumer = run.consumers().iter().position(|consumer| consumer.setup.name == actor);
    let made = |call: &&Call| match call.actor {
        Actor::Producer(nth) => producer == Some(usize::from(nth)),
        Actor::Consumer(nth) => consumer == Some(usize::from(nth)),
        _ => false,
    };
    const THROTTLED: &str = "ProvisionedThroughputExceededException";
    match run.calls().iter_back().find(made).map(|call| &call.outcome) {
        None => "",
        Some(Outcome::Whole(whole)) => whole.result.as_ref().err().map_or("ok", Refusal::code),
        Some(Outcome::Put { result: Err(_), .. } | Outcome::Get { result: Err(_), .. }) => THROTTLED,
        Some(_) => "ok",
    }
}
