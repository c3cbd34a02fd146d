//! The bill of a run: what producers, consumers and calls use is counted where it happens.

use crate::common::{consumer, done, pass_ms, prices, producer, quiet, quotas, simulation, split};
use serde_json::{Value, json};
use std::rc::Rc;
use stream_engine::api;
use stream_engine::bill::{Dimension, Line, Statement};
use stream_engine::security::SecurityCommand;
use stream_engine::{Command, Scenario, Simulation};

const HOUR_MS: u64 = 3_600_000;

fn line(run: &Simulation, dimension: Dimension) -> Line {
    let statement = Statement::of_run(run, &prices());
    let found = statement.lines.into_iter().find(|line| line.dimension == dimension);
    found.unwrap_or_else(|| panic!("no line for {dimension:?}"))
}

#[test]
fn a_split_is_on_the_bill_from_the_moment_it_takes_effect() {
    let mut run = simulation(&quiet(1));
    done(&mut run, split(0, 1 << 100));
    pass_ms(&mut run, HOUR_MS);
    let updating_us = u128::from(quotas().model_reshard_ms * 1_000);
    let shards = line(&run, Dimension::ShardHours);
    assert_eq!(shards.quantity, updating_us + 2 * (3_600_000_000 - updating_us));
    assert_eq!(shards.arithmetic, "2 shards × 730 h × $0.015 = $21.90");
}

#[test]
fn a_producers_records_are_payload_units() {
    let (producers, consumers) = (vec![producer("trucks")], vec![consumer("dashboard")]);
    let mut run = simulation(&Scenario { producers, consumers, ..quiet(2) });
    pass_ms(&mut run, 60_000);
    let units = line(&run, Dimension::PutPayloadUnits);
    assert_eq!(units.quantity, run.streams()[0].kept as u128, "one unit for each small record");
    assert!(units.quantity > 5_900, "{units:?}");
    // 100 a second for 730 hours are 262.8 million.
    let expected = 262_800_000 * 14_000_000 / 1_000_000;
    assert!(units.per_month.abs_diff(expected) < expected / 100, "{units:?}");
    let statement = Statement::of_run(&run, &prices());
    assert_eq!(statement.per_month(), statement.lines.iter().map(|line| line.per_month).sum::<u128>());
}

#[test]
fn retention_raised_by_a_call_is_billed_from_then_on() {
    let mut run = simulation(&quiet(2));
    pass_ms(&mut run, HOUR_MS);
    done(&mut run, Command::IncreaseStreamRetentionPeriod { stream: crate::common::STREAM, hours: 48 });
    pass_ms(&mut run, HOUR_MS);
    assert_eq!(line(&run, Dimension::ExtendedRetention).quantity, 2 * 3_600_000_000);
    assert_eq!(line(&run, Dimension::ShardHours).quantity, 4 * 3_600_000_000);
}

#[test]
fn what_was_written_a_week_ago_costs_when_it_is_read() {
    let retention = |run: &mut Simulation| {
        done(run, Command::IncreaseStreamRetentionPeriod { stream: crate::common::STREAM, hours: 8_760 });
    };
    let mut run = simulation(&quiet(1));
    retention(&mut run);
    done(&mut run, crate::common::put("a", &[0; 999]));
    pass_ms(&mut run, 169 * HOUR_MS);
    done(&mut run, crate::common::put("a", &[0; 999]));
    let kind = stream_engine::kinesis::shard_iterator::ShardIteratorType::TrimHorizon;
    let iterator = crate::common::iterator(&mut run, 0, kind);
    done(&mut run, Command::GetRecords { iterator, limit: None });
    assert_eq!(line(&run, Dimension::LongTermRetrieval).quantity, 1_000);
}

#[test]
fn keys_and_endpoints_are_billed_by_their_time() {
    let (vpc_id, service) = ("vpc-1".to_owned(), "kinesis".to_owned());
    let security = vec![
        SecurityCommand::CreateKey { alias: "alias/trucks".to_owned(), document: None },
        SecurityCommand::CreateVpcEndpoint { vpc_id, service, document: None },
    ];
    let mut run = Simulation::new(&Scenario { security, ..quiet(1) }, Rc::new(quotas()));
    pass_ms(&mut run, 73 * HOUR_MS);
    let key = line(&run, Dimension::KmsKeyMonths);
    assert_eq!((key.so_far, key.arithmetic.as_str()), (100_000_000, "1 key × $1.00 = $1.00"));
    let endpoint = line(&run, Dimension::VpcEndpointHours);
    assert_eq!((endpoint.so_far, endpoint.arithmetic.as_str()), (730_000_000, "1 endpoint × 730 h × $0.01 = $7.30"));
}

#[test]
fn requests_of_sqs_count_by_64_kilobytes() {
    let mut run = simulation(&quiet(1));
    let mut sqs = |operation: &str, body: Value| {
        let answer = api::call(&mut run, &format!("AmazonSQS.{operation}"), &body.to_string());
        assert_eq!(answer.status, 200, "{}", answer.body);
    };
    let attributes = json!({ "FifoQueue": "true", "ContentBasedDeduplication": "true" });
    sqs("CreateQueue", json!({ "QueueName": "orders.fifo", "Attributes": attributes }));
    let url = "https://sqs.us-east-1.amazonaws.com/123456789012/orders.fifo";
    for bytes in [1, 65_536, 65_537, 262_144] {
        let body = json!({ "QueueUrl": url, "MessageBody": "x".repeat(bytes), "MessageGroupId": "a" });
        sqs("SendMessage", body);
    }
    let parts = line(&run, Dimension::SqsFifoRequests);
    assert_eq!(parts.quantity, 1 + 1 + 2 + 4);
    // A queue that is deleted stays on the bill.
    let answer = api::call(&mut run, "AmazonSQS.DeleteQueue", &json!({ "QueueUrl": url }).to_string());
    assert_eq!(answer.status, 200);
    assert_eq!(line(&run, Dimension::SqsFifoRequests).quantity, parts.quantity);
}

#[test]
fn functions_deliveries_and_applications_are_on_the_bill() {
    let scenario: Scenario = serde_json::from_value(json!({
        "seed": 1,
        // Flink alone takes all five reads a second of its stream.
        "streams": [{ "name": "telemetry", "shards": 1 }, { "name": "clicks", "shards": 1 }],
        "functions": [{ "name": "handler", "invocation_us": 100_000 }],
        "mappings": [{ "function": "handler" }],
        "delivery_streams": [{ "name": "to-s3", "stream": 0, "bucket": "lake" }],
        "applications": [{ "name": "counts", "stream": 1, "window": { "Tumbling": { "size_ms": 1000 } } }],
    }))
    .expect("a scenario");
    let mut run = Simulation::new(&scenario, Rc::new(quotas()));
    // The delivery stream is CREATING for a while, and begins at LATEST.
    pass_ms(&mut run, 120_000);
    for _ in 0..10 {
        pass_ms(&mut run, 2_000);
        done(&mut run, crate::common::put("truck-1", &[b'x'; 993]));
    }
    pass_ms(&mut run, 5_000);
    // One record for each invocation of 100 ms, with 128 MB.
    assert_eq!(line(&run, Dimension::LambdaRequests).quantity, 10);
    assert_eq!(line(&run, Dimension::LambdaDuration).quantity, 10 * 100 * 128);
    // Each record counts as 5 KB.
    assert_eq!(line(&run, Dimension::FirehoseData).quantity, 10 * 5_120);
    // One KPU for the work, one for the application, up to the last checkpoint.
    assert_eq!(line(&run, Dimension::FlinkKpuHours).quantity, 2 * 120_000_000);
    // Nothing is on the bill twice.
    let lines = Statement::of_run(&run, &prices()).lines;
    let of = |line: &Line| (line.owner.clone(), line.dimension);
    assert!((1..lines.len()).all(|nth| lines[..nth].iter().all(|earlier| of(earlier) != of(&lines[nth]))), "{lines:?}");
}
