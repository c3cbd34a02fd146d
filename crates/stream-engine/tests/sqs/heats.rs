//! One trace that drives a stream with KCL workers and a FIFO queue with consumers, on one clock: when
//! each is through, what changes that, and what is done twice after a lost answer.

use crate::common::{done, prices, producer, profile, quiet};
use std::rc::Rc;
use stream_engine::command::QueueConsumerChange;
use stream_engine::consumers::kcl::setup::{CheckpointEvery, InitialPosition, KclAction, KclKnob, KclSetup, WorkerSetup};
use stream_engine::goal::Measure;
use stream_engine::goal::race::Race;
use stream_engine::producers::control::ProducerChange;
use stream_engine::queue_change::QueueChange;
use stream_engine::scenario::{ProducerSetup, RetryStrategy};
use stream_engine::sqs::setup::{DeleteMode, QueueConsumerSetup, QueueFeedSetup, QueueSetup};
use stream_engine::{Change, Command, Scenario, Simulation, Time};

const QUEUE: &str = "trucks.fifo";

/// A hundred trucks with fifty readings each; eight KCL workers, five consumers of the queue.
fn heat() -> Scenario {
    let retry = RetryStrategy::FullJitter { base_ms: 50, cap_ms: 1_000, attempts: 20 };
    let fleet = ProducerSetup {
        sources: 100,
        readings: Some(5_000),
        rate_per_second: 1_000,
        retry,
        ..producer("100 trucks")
    };
    let workers = (1..=8).map(|nth| WorkerSetup { name: format!("worker-{nth}"), starts_ms: 0 });
    Scenario {
        producers: vec![fleet],
        kcl: vec![KclSetup {
            name: "race".to_owned(),
            stream: Default::default(),
            version: None,
            initial_position: InitialPosition::TrimHorizon,
            workers: workers.collect(),
            knobs: vec![
                KclKnob::ProcessingUsPerRecord(50_000),
                KclKnob::MaxRecords(200),
                KclKnob::IdleBetweenReadsMs(250),
                KclKnob::LeaseAssignmentIntervalMs(1_000),
                KclKnob::Checkpoint(CheckpointEvery::Batch),
            ],
        }],
        queues: vec![QueueSetup { name: QUEUE.to_owned(), ..QueueSetup::default() }],
        queue_feeds: vec![QueueFeedSetup {
            producer: "100 trucks".to_owned(),
            queue: QUEUE.to_owned(),
            queue_only: false,
            messages_per_call: 1,
            linger_ms: 100,
            by_group: false,
        }],
        queue_consumers: vec![QueueConsumerSetup {
            name: "consumers".to_owned(),
            queue: QUEUE.to_owned(),
            workers: 5,
            max_messages_per_receive: 1,
            wait_time_seconds: 20,
            visibility_timeout_seconds: None,
            processing_us_min: 50_000,
            processing_us_max: 50_000,
            delete: DeleteMode::Batch,
            fails_on: Vec::new(),
        }],
        ..quiet(5)
    }
}

fn consumers(change: QueueConsumerChange) -> Command {
    Command::QueueConsumer { consumer: "consumers".to_owned(), change }
}

fn queue(change: QueueChange) -> Command {
    Command::Queue { queue: QUEUE.to_owned(), change }
}

fn trucks(change: Change) -> Command {
    Command::Change { actor: "100 trucks".to_owned(), change }
}

fn kcl(action: KclAction) -> Command {
    Command::Kcl { application: "race".to_owned(), action }
}

fn begin(profile_id: &str) -> Simulation {
    Simulation::new(&heat(), Rc::new(profile(profile_id)))
}

fn finishes(run: &Simulation) -> (Option<u64>, Option<u64>) {
    let race = Race::of(run, 0).expect("there is a race");
    let since = |at: Option<Time>| at.map(|at| at.since(race.began()) / 1_000);
    (since(race.stream_finish()), since(race.queue_finish()))
}

#[test]
fn explore() {
    for id in ["exam-2022", "aws-2025", "aws-2026"] {
        for (name, steps) in [
            ("nothing", vec![]),
            ("28/25", vec![kcl(KclAction::Workers { count: 28 }), consumers(QueueConsumerChange::Workers(25))]),
            ("batches", vec![queue(QueueChange::MessagesPerCall(10)), consumers(QueueConsumerChange::MaxMessagesPerReceive(10))]),
            ("40 batches", vec![queue(QueueChange::MessagesPerCall(10)), consumers(QueueConsumerChange::MaxMessagesPerReceive(10)), consumers(QueueConsumerChange::Workers(40))]),
            ("120 batches", vec![queue(QueueChange::MessagesPerCall(10)), consumers(QueueConsumerChange::MaxMessagesPerReceive(10)), consumers(QueueConsumerChange::Workers(120))]),
            ("40 single", vec![consumers(QueueConsumerChange::Workers(40))]),
            ("10 shards", vec![Command::UpdateShardCount{stream: Default::default(), target_shard_count: 10}]),
        ] {
            let mut run = begin(id);
            for step in &steps { done(&mut run, step.clone()); }
            for s in [1, 2, 5, 10, 30, 200] {
                run.run_until(Time::from_s(s));
                let race = Race::of(&run, 0).expect("race");
                eprint!("[{s}s work {} held {} qbusy {}] ", run.kcl()[0].working(), run.kcl()[0].totals.records, race.consumer.busy());
            }
            let race = Race::of(&run, 0).expect("race");
            eprintln!("\n{id} {name}: {:?} cost {:?} order {} {} share {} twice {} lost {} refused {}", finishes(&run), race.cost_per_million(&prices()), run.kcl()[0].totals.out_of_order, race.consumer.order_broken_by_source, race.time_share(), run.kcl()[0].totals.twice, race.sender.lost, race.sender.refused);
        }
    }
}

#[test]
fn load() {
    for id in ["exam-2022", "aws-2026"] {
      for (sources, shards, by_group) in [(300, 40, true), (1000, 40, true), (1000, 40, false), (100, 80, true)] {
        let mut run = begin(id);
        run.run_until(Time::from_s(1));
        let mut s = 1;
        let mut count = 5;
        while count < shards { count *= 2; done(&mut run, Command::UpdateShardCount{stream: Default::default(), target_shard_count: count}); s += 31; run.run_until(Time::from_s(s)); }
        for c in [queue(QueueChange::MessagesPerCall(10)), consumers(QueueConsumerChange::MaxMessagesPerReceive(10)), consumers(QueueConsumerChange::Workers(300)), queue(QueueChange::HighThroughput(true)), queue(QueueChange::BatchesByGroup(by_group)),
          trucks(Change::Sources(sources)), consumers(QueueConsumerChange::ProcessingUs{min:1000,max:1000}), kcl(KclAction::Set(KclKnob::ProcessingUsPerRecord(1000))), kcl(KclAction::Workers{count: 40}), trucks(Change::RatePerSecond(20_000)), trucks(Change::FurtherReadings(600_000))] { done(&mut run, c); }
        run.run_until(Time::from_s(200));
        let t = run.now();
        s = 200;
        let wall = std::time::Instant::now();
        for k in 1..=4 { run.run_until(Time::from_s(s + 5*k));
         let look = |m: Measure| m.value(&stream_engine::goal::Look{run: &run, prices: &prices(), of: 0, window_s: 4}).0;
         eprintln!("{id} {sources} {shards} {by_group} +{} recs/s {} msgs/s {} refused {} {} kcl/s {} q/s {} cost/M {} {} busy {} {}", run.now().since(t)/1000000, look(Measure::StreamRecordsPerSecond), look(Measure::QueueMessagesPerSecond), look(Measure::StreamCallsRefused), look(Measure::QueueCallsRefused), look(Measure::KclRecordsPerSecond), look(Measure::QueueHandledPerSecond), look(Measure::StreamCostPerMillion), look(Measure::QueueCostPerMillion), look(Measure::KclWorking), look(Measure::QueueWorkersBusy));
        }
        eprintln!("wall {:?} for 20 s", wall.elapsed());
      }
    }
}
