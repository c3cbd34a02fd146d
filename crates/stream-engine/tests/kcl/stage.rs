//! What the tests of this folder share: one application, its workers, and looks at them.

use crate::common::{self, done, quiet, simulation};
use stream_engine::consumers::kcl::application::Application;
use stream_engine::consumers::kcl::setup::{CheckpointEvery, InitialPosition, WorkerSetup};
use stream_engine::consumers::kcl::{KclAction, KclEvent, KclKnob, KclSetup};
use stream_engine::event::EventKind;
use stream_engine::scenario::ProducerSetup;
use stream_engine::{Command, Scenario, Simulation, Time};

/// An application with workers `worker-1`, `worker-2` …, all started at the beginning, that reads
/// from the oldest record on and saves its progress every two seconds.
pub fn application(version: u8, workers: usize, knobs: Vec<KclKnob>) -> KclSetup {
    let every = KclKnob::Checkpoint(CheckpointEvery::Ms(2_000));
    KclSetup {
        name: "telemetry-app".to_owned(),
        stream: common::STREAM,
        version: Some(version),
        initial_position: InitialPosition::TrimHorizon,
        workers: (1..=workers).map(|nth| WorkerSetup { name: format!("worker-{nth}"), starts_ms: 0 }).collect(),
        knobs: [vec![every], knobs].concat(),
    }
}

/// 500 records a second of fifty trucks, and an application.
pub fn scenario(shards: u32, application: KclSetup) -> Scenario {
    let fleet = ProducerSetup { rate_per_second: 500, sources: 50, ..common::producer("fleet") };
    Scenario { producers: vec![fleet], kcl: vec![application], ..quiet(shards) }
}

pub fn run(shards: u32, application: KclSetup) -> Simulation {
    simulation(&scenario(shards, application))
}

pub fn seconds(run: &mut Simulation, seconds: u64) {
    common::pass_ms(run, seconds * 1_000);
}

pub fn act(run: &mut Simulation, action: KclAction) {
    done(run, Command::Kcl { application: "telemetry-app".to_owned(), action });
}

pub fn start(run: &mut Simulation, worker: &str) {
    act(run, KclAction::Start { worker: worker.to_owned() });
}

pub fn stop(run: &mut Simulation, worker: &str) {
    act(run, KclAction::Stop { worker: worker.to_owned() });
}

pub fn crash(run: &mut Simulation, worker: &str) {
    act(run, KclAction::Crash { worker: worker.to_owned() });
}

pub fn app(run: &Simulation) -> &Application {
    &run.kcl()[0]
}

/// Leases that a worker has in the table.
pub fn leases_of(run: &Simulation, worker: &str) -> usize {
    let id = app(run).find_worker(worker);
    app(run).table.leases.values().filter(|lease| id.is_some() && lease.owner == id && !lease.ended()).count()
}

/// Shards that somebody works on.
pub fn attended(run: &Simulation) -> usize {
    let leases = app(run).table.leases.values().filter(|lease| !lease.ended());
    leases.filter(|lease| app(run).attended_by(lease.shard, run.now()).is_some()).count()
}

/// The worker of a shard.
pub fn owner(run: &Simulation, shard: u32) -> String {
    let lease = &app(run).table.leases[&stream_engine::kinesis::shard::ShardId(shard)];
    lease.owner.map(|id| app(run).worker_name(id).to_owned()).unwrap_or_default()
}

/// What was marked of the application, with its time.
pub fn marks(run: &Simulation) -> Vec<(Time, KclEvent)> {
    let mark = |event: &stream_engine::event::Event| match event.kind {
        EventKind::Kcl { what, .. } => Some((event.at, what)),
        _ => None,
    };
    run.events().iter().filter_map(mark).collect()
}

pub fn happened(run: &Simulation, what: impl Fn(&KclEvent) -> bool) -> usize {
    marks(run).iter().filter(|(_, event)| what(event)).count()
}

/// Nothing that was stored is left out: every record was processed at least once.
pub fn nothing_missed(run: &Simulation) {
    for shard in &common::stream(run).shards {
        let handled = app(run).progress.get(&shard.id).and_then(|progress| progress.handled_to).unwrap_or(0);
        assert_eq!(handled, shard.records.end(), "{}", shard.id);
    }
    assert_eq!((app(run).totals.missed, app(run).totals.skipped), (0, 0));
}
