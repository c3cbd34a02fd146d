//! The bill of a run: what producers, consumers and calls use is counted where it happens.

use crate::common::{consumer, done, pass_ms, prices, producer, quiet, quotas, simulation, split};
use std::rc::Rc;
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
    for bytes in [0, 1, 65_536, 65_537, 262_144] {
        run.bill_sqs_request("orders.fifo", true, bytes);
    }
    run.bill_lambda_invocation("handler", 128, 8);
    run.bill_firehose_record("to-s3", 5_121);
    assert_eq!(line(&run, Dimension::SqsFifoRequests).quantity, 1 + 1 + 1 + 2 + 4);
    assert_eq!(line(&run, Dimension::LambdaDuration).quantity, 1_024);
    assert_eq!(line(&run, Dimension::FirehoseData).quantity, 10_240);
}
