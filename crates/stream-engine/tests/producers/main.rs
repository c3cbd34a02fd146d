//! Producers and how long things take: the SDK, the KPL, the Agent, and what readers see of them.

#[path = "../common/mod.rs"]
mod common;

mod agent;
mod aggregated;
mod backoff;
mod clients;
mod convert;
mod frames;
mod kpl;
mod latency;
mod many_seeds;
mod sdk;

use common::{producer, quiet, simulation};
use stream_engine::producers::client::Client;
use stream_engine::producers::control::ProducerChange;
use stream_engine::producers::producer::Producer;
use stream_engine::scenario::ProducerSetup;
use stream_engine::{Command, Scenario, Simulation, Time};

/// A fleet with this client on so many shards.
fn fleet(shards: u32, client: Client) -> Scenario {
    Scenario { producers: vec![ProducerSetup { client, ..producer("fleet") }], ..quiet(shards) }
}

fn run(scenario: &Scenario, seconds: u64) -> Simulation {
    let mut run = simulation(scenario);
    run.run_until(Time::from_s(seconds));
    run
}

fn change(change: ProducerChange) -> Command {
    Command::Producer { producer: "fleet".to_owned(), change }
}

/// Readings that the stream holds, each copy counted, wherever it lies.
fn readings_in_stream(run: &Simulation) -> u64 {
    let records = run.streams()[0].shards.iter().flat_map(|shard| shard.records.iter());
    records.map(|record| run.readings(record).count() as u64).sum()
}

/// Whatever happened: each reading is stored, lost or still held, and the stream holds what was counted.
fn check_sums(run: &Simulation, what: &str) {
    let fleet: &Producer = &run.producers()[0];
    let made = u64::from(fleet.made);
    let counts = &fleet.counts;
    let known = counts.stored + fleet.lost + fleet.unstored();
    assert_eq!(
        made,
        known,
        "{what}: made, and stored {} + lost {} + held {}",
        counts.stored,
        fleet.lost,
        fleet.unstored()
    );
    assert_eq!(readings_in_stream(run), counts.stored + counts.duplicates + counts.misplaced, "{what}: in the stream");
}
