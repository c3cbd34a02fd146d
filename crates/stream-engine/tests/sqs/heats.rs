//! One trace that drives a stream with KCL workers and a FIFO queue with consumers, on one clock: when
//! each is through, what changes that, and what is done twice after a lost answer.

use crate::common::{done, prices, producer, profile, quiet};
use std::rc::Rc;
use stream_engine::command::QueueConsumerChange;
use stream_engine::consumers::kcl::setup::{
    CheckpointEvery, InitialPosition, KclAction, KclKnob, KclSetup, WorkerSetup,
};
use stream_engine::goal::race::Race;
use stream_engine::goal::{Look, Measure};
use stream_engine::kinesis::stream::StreamId;
use stream_engine::producers::control::ProducerChange;
use stream_engine::queue_change::QueueChange;
use stream_engine::scenario::{ProducerSetup, RetryStrategy};
use stream_engine::sqs::setup::{DeleteMode, QueueConsumerSetup, QueueFeedSetup, QueueSetup};
use stream_engine::{Change, Command, Scenario, Simulation, Time};

const QUEUE: &str = "trucks.fifo";

/// A hundred trucks with fifty readings each; eight KCL workers, five consumers of the queue.
fn heat() -> Scenario {
    let retry = RetryStrategy::FullJitter { base_ms: 50, cap_ms: 1_000, attempts: 20 };
    let fleet =
        ProducerSetup { sources: 100, readings: Some(5_000), rate_per_second: 1_000, retry, ..producer("100 trucks") };
    let workers = (1..=8).map(|nth| WorkerSetup { name: format!("worker-{nth}"), starts_ms: 0 });
    Scenario {
        producers: vec![fleet],
        kcl: vec![KclSetup {
            name: "race".to_owned(),
            stream: StreamId(0),
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
            linger_ms: 200,
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

fn at_s(run: &mut Simulation, second: u64) {
    run.run_until(Time::from_s(second));
}

fn measured(run: &Simulation, measure: Measure, window_s: u64) -> u64 {
    measure.value(&Look { run, prices: &prices(), of: 0, window_s }).0
}

const PROFILES: [&str; 3] = ["exam-2022", "aws-2025", "aws-2026"];

#[test]
fn the_fullest_shard_decides_when_the_stream_is_through() {
    for id in PROFILES {
        let mut run = begin(id);
        at_s(&mut run, 130);
        // 26 of 100 trucks with fifty messages each, 50 ms for a message.
        let (stream, queue) = finishes(&run);
        assert!(stream.is_some_and(|ms| (65_000..68_000).contains(&ms)), "{id}: {stream:?}");
        assert!(queue.is_some_and(|ms| ms > 100_000), "{id}: {queue:?}");
        assert_eq!(run.kcl()[0].totals.out_of_order + run.queue_actors().consumers[0].order_broken_by_source, 0);
        assert!(measured(&run, Measure::QueueTimeShare, 1) > 150_000);
    }
}

#[test]
fn twenty_more_consumers_speed_up_the_queue_and_not_the_stream() {
    for id in PROFILES {
        let mut run = begin(id);
        at_s(&mut run, 12);
        let before = measured(&run, Measure::KclRecordsPerSecond, 6);
        done(&mut run, kcl(KclAction::Workers { count: 28 }));
        done(&mut run, consumers(QueueConsumerChange::Workers(25)));
        assert_eq!(kcl(KclAction::Workers { count: 28 }).holds(&run), Some(true));
        at_s(&mut run, 20);
        let after = measured(&run, Measure::KclRecordsPerSecond, 6);
        assert!(after * 4 < before * 5, "{id}: {before} {after}");
        assert!(run.kcl()[0].working() <= 5);
        at_s(&mut run, 70);
        assert!(measured(&run, Measure::QueueTimeShare, 1) <= 50_000, "{id}: {:?}", finishes(&run));
        assert_eq!(measured(&run, Measure::QueueOrderBroken, 60), 0);
    }
}

#[test]
fn a_time_share_is_all_of_it_until_the_queue_is_through() {
    let mut run = begin("aws-2026");
    assert_eq!(measured(&run, Measure::QueueTimeShare, 1), 100_000);
    at_s(&mut run, 30);
    assert_eq!(measured(&run, Measure::QueueTimeShare, 1), 100_000);
    // Another heat begins another count.
    at_s(&mut run, 130);
    done(&mut run, trucks(Change::FurtherReadings(1_000)));
    assert_eq!(Race::of(&run, 0).expect("there is a race").began(), Time::from_s(130));
    assert_eq!((measured(&run, Measure::QueueTimeShare, 1), finishes(&run)), (100_000, (None, None)));
    at_s(&mut run, 200);
    assert_eq!(run.queue_actors().consumers[0].handled, 6_000);
    assert!(finishes(&run).1.is_some());
}

#[test]
fn more_shards_in_the_middle_of_a_heat_come_too_late_for_it() {
    let mut run = begin("aws-2026");
    at_s(&mut run, 2);
    done(&mut run, Command::UpdateShardCount { stream: StreamId(0), target_shard_count: 10 });
    at_s(&mut run, 130);
    assert!(finishes(&run).0.is_some_and(|ms| ms > 60_000), "{:?}", finishes(&run));
    done(&mut run, kcl(KclAction::Workers { count: 10 }));
    at_s(&mut run, 160);
    done(&mut run, trucks(Change::FurtherReadings(5_000)));
    at_s(&mut run, 260);
    assert!(finishes(&run).0.is_some_and(|ms| ms < 50_000), "{:?}", finishes(&run));
    assert_eq!(run.kcl()[0].totals.out_of_order, 0);
}

#[test]
fn after_a_lost_answer_the_stream_has_two_and_the_queue_has_one() {
    let mut run = begin("aws-2026");
    at_s(&mut run, 1);
    let lose = ProducerChange::LoseAnswers(20);
    done(&mut run, Command::Producer { producer: "100 trucks".to_owned(), change: lose });
    done(&mut run, queue(QueueChange::LoseAnswers(20)));
    done(&mut run, consumers(QueueConsumerChange::Workers(40)));
    at_s(&mut run, 130);
    let race = Race::of(&run, 0).expect("there is a race");
    assert_eq!((race.producer.counts.stored, race.producer.counts.duplicates), (5_000, 20));
    assert_eq!((race.queue.totals.sent, race.queue.totals.duplicates), (5_000, 20));
    assert_eq!((race.application.totals.records, race.consumer.handled), (5_020, 5_000));
    assert_eq!((race.producer.lost, race.producer.unstored(), race.consumer.order_broken_by_source), (0, 0, 0));
    assert!(race.stream_finish().is_some() && race.queue_finish().is_some());
}

#[test]
fn a_timeout_shorter_than_the_work_breaks_the_order_that_the_lock_keeps() {
    let mut run = begin("aws-2026");
    for change in [
        QueueConsumerChange::Workers(40),
        QueueConsumerChange::MaxMessagesPerReceive(10),
        QueueConsumerChange::VisibilityTimeoutSeconds(Some(1)),
    ] {
        done(&mut run, consumers(change));
    }
    done(&mut run, Command::Change { actor: "consumers".to_owned(), change: Change::WorkUs(300_000) });
    at_s(&mut run, 40);
    let done = &run.queue_actors().consumers[0];
    assert!(
        done.handled_again > 0 && done.order_broken_by_source > 0,
        "{} {}",
        done.handled_again,
        done.order_broken_by_source
    );
}

#[test]
fn batches_of_one_group_need_room_in_one_partition() {
    let refused = |by_group: bool| {
        let mut run = begin("exam-2022");
        let settings = [
            queue(QueueChange::HighThroughput(true)),
            queue(QueueChange::MessagesPerCall(10)),
            queue(QueueChange::BatchesByGroup(by_group)),
            consumers(QueueConsumerChange::MaxMessagesPerReceive(10)),
            consumers(QueueConsumerChange::Workers(300)),
            trucks(Change::RatePerSecond(10_000)),
            trucks(Change::FurtherReadings(50_000)),
        ];
        for setting in settings {
            done(&mut run, setting.clone());
            assert_ne!(setting.holds(&run), Some(false), "{setting:?}");
        }
        at_s(&mut run, 8);
        run.queue_actors().senders[0].refused
    };
    assert_eq!(refused(true), 0);
    assert!(refused(false) > 0);
}

#[test]
fn costs_of_a_trace_stand_still_once_it_is_through() {
    let mut run = begin("aws-2026");
    done(&mut run, consumers(QueueConsumerChange::Workers(40)));
    at_s(&mut run, 70);
    let cost = |run: &Simulation| Race::of(run, 0).expect("there is a race").cost_per_million(&prices());
    let (stream, queue) = cost(&run);
    // Five shards for 66 s and a payload unit each; three requests for a message, and a few empty ones.
    assert!(stream.is_some_and(|nano| (280_000_000..300_000_000).contains(&nano)), "{stream:?}");
    assert!(queue.is_some_and(|nano| (1_500_000_000..1_700_000_000).contains(&nano)), "{queue:?}");
    at_s(&mut run, 600);
    assert_eq!(cost(&run), (stream, queue));
}

#[test]
fn a_heat_in_slices_is_the_heat_at_once() {
    let mut whole = begin("aws-2026");
    at_s(&mut whole, 20);
    let mut sliced = begin("aws-2026");
    (1..=2_000).for_each(|slice| sliced.run_until(Time::from_ms(slice * 10)));
    assert_eq!(whole.to_bytes(), sliced.to_bytes());
    let again = Simulation::from_bytes(&whole.to_bytes()).expect("it was just written");
    assert_eq!(again.to_bytes(), whole.to_bytes());
}

#[test]
fn twenty_thousand_a_second_on_each_side_without_a_refusal() {
    for id in ["exam-2022", "aws-2026"] {
        let mut run = Simulation::new(&heat_of(300, 80), Rc::new(profile(id)));
        let settings = [
            queue(QueueChange::HighThroughput(true)),
            queue(QueueChange::MessagesPerCall(10)),
            queue(QueueChange::BatchesByGroup(true)),
            consumers(QueueConsumerChange::MaxMessagesPerReceive(10)),
            consumers(QueueConsumerChange::Workers(300)),
            consumers(QueueConsumerChange::ProcessingUs { min: 1_000, max: 1_000 }),
            kcl(KclAction::Set(KclKnob::ProcessingUsPerRecord(1_000))),
            kcl(KclAction::Workers { count: 40 }),
        ];
        settings.into_iter().for_each(|setting| _ = done(&mut run, setting));
        at_s(&mut run, 15);
        let found =
            [Measure::StreamRecordsPerSecond, Measure::QueueMessagesPerSecond].map(|one| measured(&run, one, 10));
        assert!(found.iter().all(|rate| (19_700..=20_300).contains(rate)), "{id}: {found:?}");
        let refused = [Measure::StreamCallsRefused, Measure::QueueCallsRefused].map(|one| measured(&run, one, 10));
        assert_eq!(refused, [0, 0], "{id}");
        let costs = [Measure::StreamCostPerMillion, Measure::QueueCostPerMillion].map(|one| measured(&run, one, 0));
        // In N. Virginia: 80 shards and a PUT unit a record against a tenth of three requests a message, $0.031 to $0.15.
        assert!(costs[0] * 4 < costs[1], "{id}: {costs:?}");
    }
}

/// So many trucks that send 20 000 messages a second into so many shards.
fn heat_of(sources: u16, shards: u32) -> Scenario {
    let mut scenario = heat();
    scenario.streams[0].shards = shards;
    let fleet = &mut scenario.producers[0];
    (fleet.sources, fleet.rate_per_second, fleet.readings) = (sources, 20_000, None);
    scenario
}
