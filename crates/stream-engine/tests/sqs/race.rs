//! Simulated senders and consumers of queues: nothing lost, order kept by groups, live changes.

use crate::common::{producer, quiet, simulation};
use stream_engine::command::QueueConsumerChange;
use stream_engine::consumers::queue_consumer::QueueConsumer;
use stream_engine::error::Refusal;
use stream_engine::scenario::{ProducerSetup, RetryStrategy};
use stream_engine::sqs::queue::Queue;
use stream_engine::sqs::setup::{DeleteMode, Poison, QueueConsumerSetup, QueueFeedSetup, QueueSetup};
use stream_engine::{Command, Scenario, Simulation, Time};

fn queue(name: &str) -> QueueSetup {
    QueueSetup { name: name.to_owned(), ..QueueSetup::default() }
}

fn feed(queue: &str, messages_per_call: u8) -> QueueFeedSetup {
    QueueFeedSetup {
        producer: "fleet".to_owned(),
        queue: queue.to_owned(),
        queue_only: false,
        messages_per_call,
        linger_ms: 100,
        by_group: false,
    }
}

fn workers(queue: &str, count: u32, processing_ms: u64) -> QueueConsumerSetup {
    QueueConsumerSetup {
        name: "workers".to_owned(),
        queue: queue.to_owned(),
        workers: count,
        max_messages_per_receive: 10,
        wait_time_seconds: 20,
        visibility_timeout_seconds: None,
        processing_us_min: processing_ms * 500,
        processing_us_max: processing_ms * 1_500,
        delete: DeleteMode::Batch,
        fails_on: Vec::new(),
    }
}

/// A hundred trucks that make `readings` readings, a stream of five shards, and a queue.
fn race(name: &str, readings: u32, rate_per_second: u32, consumer: QueueConsumerSetup) -> Scenario {
    let retry = RetryStrategy::FullJitter { base_ms: 50, cap_ms: 1_000, attempts: 20 };
    let fleet = ProducerSetup { sources: 100, readings: Some(readings), rate_per_second, retry, ..producer("fleet") };
    Scenario {
        producers: vec![fleet],
        queues: vec![queue(name)],
        queue_feeds: vec![feed(name, 10)],
        queue_consumers: vec![consumer],
        ..quiet(5)
    }
}

fn at_s(scenario: &Scenario, seconds: u64) -> Simulation {
    let mut run = simulation(scenario);
    run.run_until(Time::from_s(seconds));
    run
}

fn consumer(run: &Simulation) -> &QueueConsumer {
    &run.queue_actors().consumers[0]
}

fn named<'a>(run: &'a Simulation, name: &str) -> &'a Queue {
    run.sqs().queues().find(|queue| &*queue.name == name).expect("the queue is there")
}

fn change(change: QueueConsumerChange) -> Command {
    Command::QueueConsumer { consumer: "workers".to_owned(), change }
}

fn check_books(run: &Simulation) {
    for queue in run.sqs().queues() {
        let counts = queue.counts();
        assert_eq!(queue.totals.held(), counts.visible + counts.in_flight + counts.delayed);
    }
}

#[test]
fn one_trace_drives_a_stream_and_a_queue() {
    let run = at_s(&race("race.fifo", 6_000, 1_000, workers("race.fifo", 20, 10)), 60);
    let in_stream: u64 = run.streams()[0].shards.iter().map(|shard| shard.records.end()).sum();
    let totals = named(&run, "race.fifo").totals;
    assert_eq!((in_stream, totals.sent, totals.deleted), (6_000, 6_000, 6_000));
    let done = consumer(&run);
    assert_eq!((done.handled, done.handled_again, done.order_broken_by_source), (6_000, 0, 0));
    assert!(done.last_handled.is_some_and(|at| at < Time::from_s(12)), "{:?}", done.last_handled);
    let seconds: u32 = (0..60).filter_map(|second| done.seconds.get(second)).map(|second| second.handled).sum();
    assert_eq!(seconds, 6_000);
    check_books(&run);
}

#[test]
fn a_feed_does_not_shift_what_the_stream_sees() {
    let with = at_s(&race("race.fifo", 2_000, 500, workers("race.fifo", 5, 10)), 30);
    let alone = Scenario { queue_feeds: Vec::new(), ..race("race.fifo", 2_000, 500, workers("race.fifo", 5, 10)) };
    let alone = at_s(&alone, 30);
    let records = |run: &Simulation| {
        let shards = run.streams()[0].shards.iter();
        shards.flat_map(|shard| shard.records.iter().copied()).collect::<Vec<_>>()
    };
    assert_eq!(records(&with), records(&alone));
    assert_eq!(records(&with).len(), 2_000);
}

#[test]
fn more_workers_finish_earlier_up_to_the_number_of_groups() {
    let finish = |count| {
        let run = at_s(&race("race.fifo", 4_000, 1_000, workers("race.fifo", count, 50)), 300);
        assert_eq!(consumer(&run).handled, 4_000);
        assert_eq!(consumer(&run).order_broken_by_source, 0);
        consumer(&run).last_handled.expect("it has handled").ms()
    };
    let finishes = [5, 20, 100, 200].map(finish);
    assert!(finishes[0] > 3 * finishes[1], "{finishes:?}");
    assert!(finishes[1] > finishes[2], "{finishes:?}");
    // A hundred trucks are a hundred groups: the second hundred workers find all of them locked.
    assert!(finishes[3] * 10 > finishes[2] * 9, "{finishes:?}");
}

#[test]
fn a_standard_queue_breaks_the_order_that_a_fifo_queue_keeps() {
    let broken = |name: &str| {
        let run = at_s(&race(name, 3_000, 1_000, workers(name, 20, 40)), 300);
        assert_eq!(consumer(&run).handled, 3_000);
        consumer(&run).order_broken_by_source
    };
    assert_eq!(broken("race.fifo"), 0);
    assert!(broken("race") > 100);
}

#[test]
fn poison_holds_up_its_truck_only_and_ends_in_the_dead_letter_queue() {
    let failing = QueueConsumerSetup { fails_on: vec![Poison::Reading(250)], ..workers("race.fifo", 20, 10) };
    let mut scenario = race("race.fifo", 2_000, 500, failing);
    scenario.queues = vec![
        queue("dead.fifo"),
        QueueSetup {
            dead_letter_queue: Some("dead.fifo".to_owned()),
            max_receive_count: Some(3),
            visibility_timeout_seconds: Some(5),
            ..queue("race.fifo")
        },
    ];
    let mut run = simulation(&scenario);
    run.run_until(Time::from_s(8));
    // Its truck waits behind it, the other 99 go on.
    let left: Vec<u64> = named(&run, "race.fifo").groups().map(|group| group.messages).collect();
    assert_eq!(left.len(), 1, "{left:?}");
    assert!(left[0] > 5);
    run.run_until(Time::from_s(60));
    let done = consumer(&run);
    assert_eq!((done.handled, done.failed, done.order_broken_by_source), (1_999, 3, 0));
    assert_eq!(named(&run, "dead.fifo").totals.moved_in, 1);
    check_books(&run);
}

#[test]
fn a_crash_loses_nothing_and_gives_messages_again_in_order() {
    let mut run = simulation(&race("race.fifo", 5_000, 500, workers("race.fifo", 30, 30)));
    run.run_until(Time::from_s(5));
    run.apply(&change(QueueConsumerChange::Crash { workers: 15, restart_ms: 2_000 })).expect("it is there");
    run.run_until(Time::from_s(120));
    let done = consumer(&run);
    assert_eq!(named(&run, "race.fifo").totals.deleted, 5_000);
    assert!(done.handled >= 5_000 && done.handled_again > 0);
    assert_eq!(done.order_broken_by_source, 0);
    check_books(&run);
}

#[test]
fn work_longer_than_the_visibility_timeout_is_done_twice() {
    let slow = QueueConsumerSetup {
        visibility_timeout_seconds: Some(2),
        processing_us_min: 3_000_000,
        processing_us_max: 3_000_000,
        ..workers("race.fifo", 3, 0)
    };
    let run = at_s(&race("race.fifo", 20, 10, slow), 60);
    let done = consumer(&run);
    assert!(done.handled_again > 0 && done.expired_deletes > 0, "{} {}", done.handled_again, done.expired_deletes);
}

#[test]
fn workers_come_and_go_while_the_race_runs() {
    let mut run = simulation(&race("race.fifo", 6_000, 1_000, workers("race.fifo", 2, 50)));
    let handled = |run: &Simulation| consumer(run).handled;
    run.run_until(Time::from_s(10));
    let with_two = handled(&run);
    run.apply(&change(QueueConsumerChange::Workers(40))).expect("it is there");
    run.run_until(Time::from_s(20));
    let with_forty = handled(&run) - with_two;
    assert!(with_forty > 10 * with_two, "{with_two} {with_forty}");
    run.apply(&change(QueueConsumerChange::Workers(0))).expect("it is there");
    run.run_until(Time::from_s(25));
    let after = handled(&run);
    run.run_until(Time::from_s(60));
    assert_eq!(handled(&run), after);
    run.apply(&change(QueueConsumerChange::Workers(40))).expect("it is there");
    run.run_until(Time::from_s(120));
    assert_eq!((handled(&run), consumer(&run).order_broken_by_source), (6_000, 0));
}

#[test]
fn who_waits_gets_a_message_as_soon_as_it_is_there() {
    let mut scenario = race("race.fifo", 10, 1, workers("race.fifo", 3, 10));
    scenario.queues[0].delay_seconds = 3;
    let run = at_s(&scenario, 60);
    let delays: Vec<u64> = consumer(&run).propagation_delay_ms.steps().map(|(ms, _)| ms).collect();
    assert_eq!(consumer(&run).handled, 10);
    assert!(delays.iter().all(|ms| (2_800..=3_000).contains(ms)), "{delays:?}");
}

#[test]
fn an_idle_queue_costs_a_long_poll_every_twenty_seconds() {
    let run = at_s(&race("race.fifo", 0, 1, workers("race.fifo", 1, 10)), 3_600);
    let totals = named(&run, "race.fifo").totals;
    assert!((175..=181).contains(&totals.billed_requests), "{totals:?}");
}

#[test]
fn limits_hold_back_a_feed_without_losing_or_reordering() {
    // 900 single calls a second against 300: the queue takes what it may, in order.
    let mut scenario = race("race.fifo", 3_000, 900, workers("race.fifo", 50, 5));
    scenario.queue_feeds[0].messages_per_call = 1;
    let run = at_s(&scenario, 60);
    let second = |second| *named(&run, "race.fifo").seconds.get(second).expect("it is kept");
    assert!(second(2).throttled > 0 && second(2).number_of_messages_sent <= 300);
    let sender = &run.queue_actors().senders[0];
    assert_eq!(consumer(&run).handled + sender.lost, 3_000);
    assert_eq!(consumer(&run).order_broken_by_source, 0);

    scenario.queues[0].high_throughput = true;
    let run = at_s(&scenario, 60);
    assert_eq!((consumer(&run).handled, run.queue_actors().senders[0].refused), (3_000, 0));
}

#[test]
fn an_unknown_consumer_is_refused_by_name() {
    let mut run = simulation(&race("race.fifo", 0, 1, workers("race.fifo", 1, 1)));
    let command = Command::QueueConsumer { consumer: "nobody".to_owned(), change: QueueConsumerChange::Workers(1) };
    assert!(matches!(run.apply(&command), Err(Refusal::ResourceNotFound(_))));
}

#[test]
fn a_run_in_slices_is_the_run_at_once() {
    let scenario = race("race.fifo", 3_000, 700, workers("race.fifo", 15, 20));
    let whole = at_s(&scenario, 20);
    let mut sliced = simulation(&scenario);
    (1..=2_000).for_each(|slice| sliced.run_until(Time::from_ms(slice * 10)));
    assert_eq!(whole.to_bytes(), sliced.to_bytes());
    let again = Simulation::from_bytes(&whole.to_bytes()).expect("it was just written");
    assert_eq!(again.to_bytes(), whole.to_bytes());
}
