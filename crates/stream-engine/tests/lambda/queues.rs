//! FIFO queues as event sources: groups kept apart and in order, concurrency, failures, the API.

use crate::common::{self, done, pass_ms, producer, quiet, simulation};
use crate::scenes::{function, handler, mapped, mapping};
use serde_json::{Value, json};
use stream_engine::api;
use stream_engine::consumers::lambda::LambdaChange;
use stream_engine::consumers::lambda::function::{FunctionSetup, Poison};
use stream_engine::consumers::lambda::setup::MappingSetup;
use stream_engine::scenario::ProducerSetup;
use stream_engine::sqs::setup::{QueueFeedSetup, QueueSetup};
use stream_engine::{Change, Command, Scenario, Simulation};

const ARN: &str = "arn:aws:sqs:us-east-1:123456789012:race.fifo";

/// A fleet of so many trucks whose readings go to a FIFO queue, a group for each truck.
fn scene(trucks: u16, rate: u32, function: FunctionSetup, mapping: MappingSetup) -> Scenario {
    let fleet = ProducerSetup { rate_per_second: rate, sources: trucks, ..producer("fleet") };
    let queue = |name: &str| QueueSetup { name: name.to_owned(), ..QueueSetup::default() };
    let race = QueueSetup {
        visibility_timeout_seconds: Some(5),
        dead_letter_queue: Some("dead.fifo".to_owned()),
        max_receive_count: Some(3),
        ..queue("race.fifo")
    };
    Scenario {
        producers: vec![fleet],
        queues: vec![queue("dead.fifo"), race],
        queue_feeds: vec![QueueFeedSetup {
            producer: "fleet".to_owned(),
            queue: "race.fifo".to_owned(),
            queue_only: true,
            messages_per_call: 10,
            linger_ms: 20,
            by_group: false,
        }],
        functions: vec![function],
        mappings: vec![MappingSetup { queue: Some("race.fifo".to_owned()), ..mapping }],
        ..quiet(1)
    }
}

fn waiting(run: &Simulation, queue: &str) -> u64 {
    let id = run.sqs().find(queue).expect("the scene has it");
    let counts = run.sqs().queue(id).expect("it is there").counts();
    counts.visible + counts.in_flight + counts.delayed
}

fn silence(run: &mut Simulation) {
    done(run, Command::Change { actor: "fleet".to_owned(), change: Change::RatePerSecond(0) });
    pass_ms(run, 60_000);
}

#[test]
fn all_messages_are_handled_once_and_each_group_in_order() {
    let slow = FunctionSetup { invocation_us: 40_000, ..function() };
    let mut run = simulation(&scene(50, 200, slow, mapping()));
    pass_ms(&mut run, 60_000);
    silence(&mut run);
    let made = u64::from(run.producers()[0].made);
    assert_eq!((mapped(&run).records, mapped(&run).attempts, made), (made, made, made));
    assert_eq!((mapped(&run).order_broken_by_source, handler(&run).errors), (0, 0));
    assert!((2..=50).contains(&handler(&run).running_max), "{}", handler(&run).running_max);
    assert_eq!((waiting(&run, "race.fifo"), waiting(&run, "dead.fifo")), (0, 0));
}

#[test]
fn there_are_no_more_batches_at_one_time_than_groups_or_the_maximum() {
    for (trucks, maximum, most) in [(3, None, 3), (1, None, 1), (40, Some(2), 2)] {
        let slow = FunctionSetup { invocation_us: 500_000, ..function() };
        let settings = MappingSetup { batch_size: Some(1), maximum_concurrency: maximum, ..mapping() };
        let mut run = simulation(&scene(trucks, 40, slow, settings));
        pass_ms(&mut run, 30_000);
        assert_eq!(handler(&run).running_max, most, "{trucks} groups");
        assert_eq!(mapped(&run).order_broken_by_source, 0);
    }
}

#[test]
fn a_failing_group_waits_while_others_go_on_and_its_message_becomes_a_dead_letter() {
    let settings = MappingSetup { batch_size: Some(1), ..mapping() };
    let mut run = simulation(&scene(20, 40, function(), settings));
    pass_ms(&mut run, 5_000);
    let poison = LambdaChange::Poison(Some(Poison::Marker("\"source 7\"".to_owned())));
    done(&mut run, Command::Lambda { function: "handler".to_owned(), change: poison });
    pass_ms(&mut run, 12_000);
    let behind = waiting(&run, "race.fifo");
    assert!((15..=30).contains(&behind), "one truck of twenty, two readings a second: {behind}");
    // Three receives, five seconds each.
    pass_ms(&mut run, 6_000);
    assert_eq!(waiting(&run, "dead.fifo"), 1);
    assert!(handler(&run).errors >= 3);
    let cured = LambdaChange::Poison(None);
    done(&mut run, Command::Lambda { function: "handler".to_owned(), change: cured });
    silence(&mut run);
    assert_eq!(waiting(&run, "race.fifo"), 0);
    let made = u64::from(run.producers()[0].made);
    assert_eq!(mapped(&run).records + waiting(&run, "dead.fifo"), made);
    assert_eq!(mapped(&run).order_broken_by_source, 0);
}

#[test]
fn reported_failures_leave_what_was_handled_before_them_deleted() {
    let settings = MappingSetup { report_batch_item_failures: true, ..mapping() };
    let mut run = simulation(&scene(1, 100, function(), settings));
    let poison = LambdaChange::Poison(Some(Poison::Marker("\"reading\":57}".to_owned())));
    done(&mut run, Command::Lambda { function: "handler".to_owned(), change: poison });
    pass_ms(&mut run, 3_000);
    assert_eq!(mapped(&run).records, 57);
    pass_ms(&mut run, 20_000);
    assert_eq!(waiting(&run, "dead.fifo"), 1);
    assert!(mapped(&run).records > 300, "{}", mapped(&run).records);
}

#[test]
fn a_saved_state_goes_on_and_a_queue_that_goes_ends_the_work() {
    let mut run = simulation(&scene(10, 100, function(), mapping()));
    pass_ms(&mut run, 4_321);
    let mut again = Simulation::from_bytes(&run.to_bytes()).expect("it was just written");
    [&mut run, &mut again].into_iter().for_each(|run| pass_ms(run, 5_000));
    assert_eq!(run.to_bytes(), again.to_bytes());
    let url = json!({ "QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/race.fifo" });
    assert_eq!(api::call(&mut run, "AmazonSQS.DeleteQueue", &url.to_string()).status, 200);
    let before = mapped(&run).records;
    pass_ms(&mut run, 120_000);
    assert!(mapped(&run).records <= before + 20);
}

#[test]
fn a_mapping_is_made_on_a_queues_arn_with_what_queues_have() {
    let mut scenario = scene(10, 50, function(), mapping());
    scenario.mappings.clear();
    let mut run = common::simulation(&scenario);
    let mut create = |more: Value| {
        let mut body = json!({ "EventSourceArn": ARN, "FunctionName": "handler" });
        more.as_object().into_iter().flatten().for_each(|(name, value)| body[name] = value.clone());
        let answer = api::call(&mut run, "AWSLambda.CreateEventSourceMapping", &body.to_string());
        (answer.status, serde_json::from_str::<Value>(&answer.body).unwrap_or_default())
    };
    for refused in [
        json!({ "BatchSize": 11 }),
        json!({ "MaximumBatchingWindowInSeconds": 1 }),
        json!({ "StartingPosition": "LATEST" }),
        json!({ "ParallelizationFactor": 2 }),
        json!({ "EventSourceArn": "arn:aws:sqs:us-east-1:123456789012:none.fifo" }),
        json!({ "ScalingConfig": { "MaximumConcurrency": 1 } }),
    ] {
        assert_eq!(create(refused.clone()).0, 400, "{refused}");
    }
    let (status, made) = create(json!({ "ScalingConfig": { "MaximumConcurrency": 5 } }));
    assert_eq!((status, &made["EventSourceArn"], &made["BatchSize"]), (200, &json!(ARN), &json!(10)));
    assert_eq!((&made["ScalingConfig"]["MaximumConcurrency"], &made["StartingPosition"]), (&json!(5), &Value::Null));
    assert_eq!(create(json!({})).0, 409);
    pass_ms(&mut run, 60_000);
    assert!(mapped(&run).records > 2_000 && handler(&run).running_max <= 5, "{}", mapped(&run).records);
}

/// The second of two mappings on one queue, the first of which is switched off, gets the messages.
#[test]
fn a_queue_wakes_all_mappings_that_work_on_it() {
    let slow = FunctionSetup { invocation_us: 40_000, ..function() };
    let mut scenario = scene(10, 50, slow, mapping());
    let second = FunctionSetup { name: "second".to_owned(), ..function() };
    scenario.functions.push(second);
    scenario.mappings.push(MappingSetup { function: "second".to_owned(), ..scenario.mappings[0].clone() });
    let handled = |run: &Simulation| run.lambda().mappings.values().map(|one| one.records).collect::<Vec<_>>();
    let mut run = simulation(&scenario);
    done(&mut run, Command::Lambda { function: "handler".to_owned(), change: LambdaChange::Enabled(false) });
    pass_ms(&mut run, 30_000);
    silence(&mut run);
    assert_eq!(handled(&run), [0, u64::from(run.producers()[0].made)]);
    // What the first has no room for is the second's.
    scenario.mappings[0].maximum_concurrency = Some(2);
    scenario.functions[0].invocation_us = 400_000;
    let mut run = simulation(&scenario);
    pass_ms(&mut run, 30_000);
    silence(&mut run);
    let both = handled(&run);
    assert_eq!(both.iter().sum::<u64>(), u64::from(run.producers()[0].made));
    assert!(both.iter().all(|records| *records > 0), "{both:?}");
}

/// A receive that moves all it finds to the dead-letter queue is no invocation.
#[test]
fn what_goes_to_the_dead_letter_queue_is_not_counted_as_an_invocation() {
    let mut scenario = scene(1, 1, FunctionSetup { failures_per_million: 1_000_000, ..function() }, mapping());
    scenario.producers[0].readings = Some(1);
    let mut run = simulation(&scenario);
    pass_ms(&mut run, 60_000);
    assert_eq!((waiting(&run, "race.fifo"), waiting(&run, "dead.fifo")), (0, 1));
    assert_eq!((handler(&run).errors, handler(&run).running, handler(&run).running_max), (3, 0, 1));
    // The look that found only a dead letter came after the third failure, with nothing running.
    let began: u32 = handler(&run).seconds.window(run.now(), 60).map(|second| second.concurrent_executions).sum();
    assert_eq!(began, 3);
}
