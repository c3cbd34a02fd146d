//! Leaving a lease in peace: graceful stop and graceful handoff repeat less than a crash.

use crate::stage::*;
use stream_engine::consumers::kcl::setup::{CheckpointEvery, WorkerSetup};
use stream_engine::consumers::kcl::worker::WorkerState;
use stream_engine::consumers::kcl::{KclEvent, KclKnob};

const RARELY: KclKnob = KclKnob::Checkpoint(CheckpointEvery::Ms(60_000));

#[test]
fn a_graceful_stop_repeats_nothing_and_a_crash_much() {
    let repeated = |gracefully: bool| {
        let mut run = run(2, application(2, 2, vec![RARELY, KclKnob::ProcessingUsPerRecord(500)]));
        seconds(&mut run, 50);
        let before = app(&run).totals.twice;
        let leaver = owner(&run, 0);
        if gracefully {
            stop(&mut run, &leaver)
        } else {
            crash(&mut run, &leaver)
        }
        seconds(&mut run, 60);
        let id = app(&run).find_worker(&leaver).expect("it was there");
        let state = app(&run).workers[usize::from(id.0)].state;
        assert_eq!(state, if gracefully { WorkerState::Stopped } else { WorkerState::Crashed });
        assert_eq!((attended(&run), app(&run).totals.out_of_order), (2, 0));
        app(&run).totals.twice - before
    };
    assert_eq!(repeated(true), 0);
    assert!(repeated(false) > 1_000);
}

#[test]
fn a_stopping_worker_finishes_its_batch_first() {
    let mut run = run(1, application(2, 1, vec![RARELY, KclKnob::ProcessingUsPerBatch(900_000)]));
    seconds(&mut run, 10);
    common_stop_within_a_batch(&mut run);
    let before = app(&run).totals.records;
    assert_eq!(app(&run).workers[0].state, WorkerState::Stopping);
    seconds(&mut run, 1);
    assert_eq!(app(&run).workers[0].state, WorkerState::Stopped);
    assert!(app(&run).totals.records > before);
    let progress = app(&run).progress.values().next().expect("one shard");
    assert_eq!(Some(progress.saved_to), progress.handled_to);
}

fn common_stop_within_a_batch(run: &mut stream_engine::Simulation) {
    while app(run).workers[0].consumers[0].batch.is_none() {
        assert!(run.step());
    }
    stop(run, "worker-1");
}

#[test]
fn with_graceful_handoff_a_lease_changes_hands_without_repeats() {
    let repeated = |graceful: bool| {
        let mut setup = application(3, 1, vec![RARELY, KclKnob::GracefulHandoff(graceful)]);
        setup.workers.push(WorkerSetup { name: "late".to_owned(), starts_ms: 31_000 });
        let mut run = run(4, setup);
        seconds(&mut run, 200);
        assert!(leases_of(&run, "late") >= 1, "the leader has moved a lease");
        let handed = happened(&run, |event| matches!(event, KclEvent::HandedOver { .. }));
        assert_eq!(handed > 0, graceful);
        assert_eq!((attended(&run), app(&run).totals.out_of_order), (4, 0));
        app(&run).totals.twice
    };
    assert_eq!(repeated(true), 0);
    assert!(repeated(false) > 100);
}

#[test]
fn a_handoff_that_takes_too_long_goes_on_without_the_old_owner() {
    // A batch of 45 s against a handoff of 5 s.
    let knobs = vec![RARELY, KclKnob::GracefulHandoffTimeoutMs(5_000), KclKnob::ProcessingUsPerBatch(45_000_000)];
    let mut setup = application(3, 1, knobs);
    setup.workers.push(WorkerSetup { name: "late".to_owned(), starts_ms: 31_000 });
    let mut run = run(4, setup);
    seconds(&mut run, 220);
    assert!(leases_of(&run, "late") >= 1);
    let began = marks(&run).into_iter().find(|(_, event)| matches!(event, KclEvent::HandoffBegan { .. }));
    let (began, KclEvent::HandoffBegan { shard, .. }) = began.expect("the leader asked") else { panic!("another") };
    let lost = marks(&run).into_iter().find(|(at, event)| *at >= began && *event == KclEvent::LeaseLost { shard });
    let waited_us = lost.expect("it was taken away").0.since(began);
    assert!((5_000_000..=9_000_000).contains(&waited_us), "{waited_us}");
}
