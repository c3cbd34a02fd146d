//! Applications that are pushed to instead of polling.

use crate::common;
use crate::stage::*;
use stream_engine::consumers::kcl::setup::CheckpointEvery;
use stream_engine::consumers::kcl::{KclAction, KclKnob};
use stream_engine::event::{Actor, Outcome};
use stream_engine::{Command, Simulation};

const BATCH: KclKnob = KclKnob::Checkpoint(CheckpointEvery::Batch);

/// The producer falls silent, and what is under way arrives.
fn silence(run: &mut Simulation) {
    let change = stream_engine::Change::RatePerSecond(0);
    common::done(run, stream_engine::Command::Change { actor: "fleet".to_owned(), change });
    seconds(run, 5);
}

#[test]
fn an_application_is_registered_under_its_name_and_makes_no_getrecords_calls() {
    for version in [2, 3] {
        let mut run = run(3, application(version, 2, vec![BATCH, KclKnob::FanOut(true)]));
        seconds(&mut run, 60);
        let names: Vec<&str> = common::stream(&run).consumers.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["telemetry-app"]);
        let polls = run
            .calls()
            .iter()
            .filter(|call| matches!(call.actor, Actor::Kcl { .. }) && matches!(call.outcome, Outcome::Get { .. }));
        assert_eq!(polls.count(), 0);
        assert!(app(&run).totals.records > 20_000, "{}", app(&run).totals.records);
        assert_eq!((attended(&run), app(&run).totals.out_of_order), (3, 0));
    }
}

#[test]
fn under_version_1_it_polls_and_says_so_and_under_2_it_is_pushed_to_again() {
    let set = |fan_out| Command::Kcl {
        application: "telemetry-app".to_owned(),
        action: KclAction::Set(KclKnob::FanOut(fan_out)),
    };
    let mut run = run(1, application(2, 1, vec![BATCH, KclKnob::FanOut(true)]));
    seconds(&mut run, 30);
    // Fan-out chosen, of use; polling chosen.
    let standing = |run: &Simulation| (set(true).holds(run), set(true).has_use(run), set(false).holds(run));
    let deploy = |run: &mut Simulation, version| {
        let action = KclAction::Deploy { version };
        common::done(run, Command::Kcl { application: "telemetry-app".to_owned(), action });
    };
    assert_eq!(standing(&run), (Some(true), true, Some(false)));
    deploy(&mut run, 1);
    assert_eq!(standing(&run), (Some(false), false, Some(true)));
    seconds(&mut run, 60);
    assert_eq!(standing(&run), (Some(false), false, Some(true)));
    assert!(set(false).has_use(&run));
    let polls =
        |run: &Simulation| run.calls().iter().filter(|call| matches!(call.outcome, Outcome::Get { .. })).count();
    // The log keeps the newest calls only.
    assert!(polls(&run) > 0);
    deploy(&mut run, 2);
    assert_eq!(standing(&run), (Some(true), true, Some(false)));
}

#[test]
fn pushed_records_come_sooner_than_polled_ones() {
    let delay = |fan_out| {
        let mut run = run(1, application(2, 1, vec![BATCH, KclKnob::FanOut(fan_out)]));
        // Long enough for the start, when all waited for the registration, to be a small part.
        seconds(&mut run, 600);
        app(&run).totals.propagation_delay_ms.percentile(50).expect("records were processed")
    };
    let (pushed, polled) = (delay(true), delay(false));
    assert!(pushed < 200 && polled > 400, "{pushed} {polled}");
}

#[test]
fn subscriptions_are_renewed_and_a_shards_end_is_followed() {
    let mut run = run(1, application(2, 2, vec![BATCH, KclKnob::FanOut(true)]));
    seconds(&mut run, 20);
    common::done(&mut run, common::split(0, 1 << 127));
    seconds(&mut run, 700);
    assert_eq!((attended(&run), app(&run).working()), (2, 2));
    silence(&mut run);
    nothing_missed(&run);
    assert_eq!(app(&run).totals.out_of_order, 0);
}

#[test]
fn a_crashed_workers_shard_is_pushed_to_another() {
    let mut run = run(2, application(2, 2, vec![BATCH, KclKnob::FanOut(true), KclKnob::FailoverTimeMs(2_000)]));
    seconds(&mut run, 60);
    let gone = owner(&run, 0);
    crash(&mut run, &gone);
    seconds(&mut run, 30);
    let before = app(&run).totals.records;
    seconds(&mut run, 10);
    assert!(app(&run).totals.records >= before + 4_500);
    assert_eq!(attended(&run), 2);
    silence(&mut run);
    nothing_missed(&run);
}
