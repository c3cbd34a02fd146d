//! Settings turned one at a time, and what is told of records that were lost or found.

use crate::common::{self, done, pass_ms};
use crate::scenes::{function, mapped, mapping, poison, put_many, run, scene};
use stream_engine::consumers::lambda::LambdaChange;
use stream_engine::consumers::lambda::function::FunctionSetup;
use stream_engine::consumers::lambda::knob::MappingKnob;
use stream_engine::consumers::lambda::setup::MappingSetup;
use stream_engine::goal::{LambdaMeasure, Look, Measure};
use stream_engine::scenario::ProducerSetup;
use stream_engine::sqs::setup::QueueSetup;
use stream_engine::{Command, Scenario, Simulation};

const QUEUE: &str = "arn:aws:sqs:us-east-1:123456789012:failed";

fn set(knob: MappingKnob) -> Command {
    Command::Lambda { function: "handler".to_owned(), change: LambdaChange::Set(knob) }
}

fn measured(run: &Simulation, measure: LambdaMeasure) -> u64 {
    let prices = common::prices();
    Measure::Lambda(measure).value(&Look { run, prices: &prices, of: 0, window_s: 60 }).0
}

/// Two records a second on each of two shards, of which one can't be handled.
fn poisoned() -> Scenario {
    let fleet = ProducerSetup { rate_per_second: 4, ..common::producer("fleet") };
    let bad = FunctionSetup { poison: poison(1, 40), ..function() };
    let window = MappingSetup { maximum_batching_window_in_seconds: Some(30), ..mapping() };
    let failed = QueueSetup { name: "failed".to_owned(), ..QueueSetup::default() };
    Scenario { producers: vec![fleet], queues: vec![failed], ..scene(2, bad, window) }
}

#[test]
fn each_knob_changes_one_setting_within_the_services_bounds() {
    let mut run = run(1, function(), mapping());
    let knobs = [
        MappingKnob::BatchSize(20_000),
        MappingKnob::MaximumBatchingWindowInSeconds(5),
        MappingKnob::ParallelizationFactor(0),
        MappingKnob::MaximumRetryAttempts(2),
        MappingKnob::MaximumRecordAgeInSeconds(3_600),
        MappingKnob::BisectBatchOnFunctionError(true),
        MappingKnob::ReportBatchItemFailures(true),
        MappingKnob::TumblingWindowInSeconds(60),
        MappingKnob::OnFailure(QUEUE.to_owned()),
        MappingKnob::FanOut(true),
    ];
    for knob in &knobs {
        let before = set(knob.clone()).holds(&run);
        assert_eq!(before, Some(matches!(knob, MappingKnob::ParallelizationFactor(_))), "{knob:?}");
        done(&mut run, set(knob.clone()));
        assert_eq!(set(knob.clone()).holds(&run), Some(true), "{knob:?}");
    }
    let setup = &mapped(&run).setup;
    assert_eq!((setup.batch_size(), setup.factor(), setup.batch_window_seconds()), (10_000, 1, 5));
    assert_eq!((setup.maximum_retry_attempts, setup.tumbling_window_in_seconds), (Some(2), 60));
    assert_eq!(setup.on_failure.as_deref(), Some(QUEUE));
    for knob in [MappingKnob::MaximumRetryAttempts(-1), MappingKnob::OnFailure(String::new())] {
        done(&mut run, set(knob));
    }
    let setup = &mapped(&run).setup;
    assert_eq!((setup.maximum_retry_attempts, &setup.on_failure), (None, &None));
    let nowhere = set(MappingKnob::OnFailure("arn:aws:dynamodb:us-east-1:123456789012:table/t".to_owned()));
    assert_eq!(run.apply(&nowhere).expect_err("no destination").code(), "ValidationException");
}

#[test]
fn a_bucket_is_a_destination_only_where_the_profile_has_it() {
    let bucket = set(MappingKnob::OnFailure("arn:aws:s3:::failed".to_owned()));
    let given = |profile: &str| {
        let quotas = std::rc::Rc::new(common::profile(profile));
        Simulation::new(&scene(1, function(), mapping()), quotas).apply(&bucket).is_ok()
    };
    assert_eq!((given("exam-2022"), given("aws-2026")), (false, true));
}

#[test]
fn a_mapping_that_changes_the_way_it_reads_goes_on_where_it_stands() {
    let mut run = run(2, function(), mapping());
    put_many(&mut run, 50);
    pass_ms(&mut run, 5_000);
    assert_eq!(mapped(&run).records, 50);
    for fan_out in [true, false, true] {
        done(&mut run, set(MappingKnob::FanOut(fan_out)));
        assert_eq!(mapped(&run).consumer.is_some(), fan_out);
        assert_eq!(mapped(&run).source_arn.contains("/consumer/handler:"), fan_out);
        let before = mapped(&run).records;
        put_many(&mut run, 50);
        pass_ms(&mut run, 30_000);
        assert_eq!((mapped(&run).records, mapped(&run).attempts), (before + 50, before + 50));
    }
    assert_eq!(mapped(&run).order_broken_by_source, 0);
}

#[test]
fn the_oldest_record_not_dealt_with_tells_how_far_a_mapping_is_behind() {
    let mut run = common::simulation(&poisoned());
    pass_ms(&mut run, 1_800_000);
    let behind = measured(&run, LambdaMeasure::BehindMs);
    assert!((1_740_000..1_800_000).contains(&behind), "{behind}");
    assert!(measured(&run, LambdaMeasure::Errors) >= 1);
    let healthy = mapped(&run).behind_ms(0, common::stream(&run), run.now());
    assert!(healthy < 35_000, "{healthy}");
    let ages = |cursor: usize| mapped(&run).shards[cursor].minutes.get(29).copied().unwrap_or(0);
    assert!(ages(0) < 60_000 && ages(1) > 1_600_000, "{} {}", ages(0), ages(1));
}

/// What becomes of the records around a bad one, by the mapping's settings.
#[test]
fn only_halving_and_a_limit_of_retries_lose_no_good_record_and_find_the_bad_one() {
    let found = |knobs: &[MappingKnob]| {
        let mut run = common::simulation(&poisoned());
        pass_ms(&mut run, 120_000);
        knobs.iter().for_each(|knob| _ = done(&mut run, set(knob.clone())));
        pass_ms(&mut run, 1_800_000);
        let behind = measured(&run, LambdaMeasure::BehindMs) > 120_000;
        (behind, measured(&run, LambdaMeasure::GoodLost) > 0, measured(&run, LambdaMeasure::BadDelivered))
    };
    let (retries, bisect) = (MappingKnob::MaximumRetryAttempts(2), MappingKnob::BisectBatchOnFunctionError(true));
    let (report, told) = (MappingKnob::ReportBatchItemFailures(true), MappingKnob::OnFailure(QUEUE.to_owned()));
    let age = MappingKnob::MaximumRecordAgeInSeconds(60);
    let all = |knobs: &[&MappingKnob]| knobs.iter().map(|knob| (*knob).clone()).collect::<Vec<_>>();
    assert_eq!(found(&[]), (true, false, 0), "blocked");
    assert_eq!(found(&all(&[&told])), (true, false, 0), "a destination alone gets nothing");
    assert_eq!(found(&all(&[&bisect, &told])), (true, false, 0), "halved, and retried for ever");
    assert_eq!(found(&all(&[&retries, &told])), (false, true, 1), "the whole batch is given up");
    assert_eq!(found(&all(&[&report, &retries, &told])), (false, true, 1), "what stands behind it is given up");
    assert_eq!(found(&all(&[&age, &told])), (false, true, 1), "all that waited is too old");
    assert_eq!(found(&all(&[&bisect, &retries])), (false, false, 0), "nobody is told");
    assert_eq!(found(&all(&[&bisect, &retries, &told])), (false, false, 1));
    assert_eq!(found(&all(&[&bisect, &report, &retries, &told])), (false, false, 1));
}

/// More waits than is read ahead, so that no read is planned; then all of it is given up at once.
#[test]
fn a_mapping_that_gives_up_all_that_it_has_read_goes_on_reading() {
    let mut run = common::simulation(&poisoned());
    pass_ms(&mut run, 3_600_000);
    assert!(measured(&run, LambdaMeasure::BehindMs) > 3_500_000);
    done(&mut run, set(MappingKnob::MaximumRecordAgeInSeconds(60)));
    pass_ms(&mut run, 180_000);
    let behind = measured(&run, LambdaMeasure::BehindMs);
    assert!(behind <= 60_000, "{behind}");
}

#[test]
fn what_retention_takes_counts_as_lost_and_the_bad_record_itself_does_not() {
    let mut run = common::simulation(&poisoned());
    pass_ms(&mut run, 23 * 3_600_000);
    assert_eq!((mapped(&run).expired, mapped(&run).good_lost()), (0, 0));
    pass_ms(&mut run, 2 * 3_600_000);
    assert_eq!(mapped(&run).expired_bad, 1);
    assert_eq!(mapped(&run).good_lost(), mapped(&run).expired - 1);
    assert!(mapped(&run).good_lost() > 30, "{}", mapped(&run).good_lost());
    assert_eq!(measured(&run, LambdaMeasure::BadDelivered), 0);
}
