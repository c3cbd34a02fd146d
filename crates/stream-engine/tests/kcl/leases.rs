//! Who owns which lease: sharing, standing by, failing over, stealing.

use crate::stage::*;
use stream_engine::bill::Dimension;
use stream_engine::consumers::kcl::setup::{CheckpointEvery, WorkerSetup};
use stream_engine::consumers::kcl::{KclEvent, KclKnob};

#[test]
fn of_eight_workers_on_five_shards_five_work() {
    for version in [1, 2, 3] {
        let mut run = run(5, application(version, 8, Vec::new()));
        seconds(&mut run, 120);
        assert_eq!((attended(&run), app(&run).working()), (5, 5), "version {version}");
        assert!((1..=8).all(|nth| leases_of(&run, &format!("worker-{nth}")) <= 1), "version {version}");
        assert_eq!(app(&run).totals.out_of_order, 0);
    }
}

#[test]
fn two_workers_on_five_shards_have_several_leases_each() {
    for version in [1, 2, 3] {
        let mut run = run(5, application(version, 2, Vec::new()));
        seconds(&mut run, 120);
        let shares = [leases_of(&run, "worker-1"), leases_of(&run, "worker-2")];
        assert_eq!((shares.iter().sum::<usize>(), *shares.iter().max().expect("two")), (5, 3), "version {version}");
    }
}

/// Twice failover is KCL's default; a shorter one shows the failover time itself.
#[test]
fn after_a_crash_all_shards_are_owned_again_and_repeats_stay_within_the_checkpoint_interval() {
    for version in [1, 2] {
        for (assignment_ms, within_ms) in [(None, 40_200), (Some(1_000), 12_000)] {
            let knobs = assignment_ms.map(KclKnob::LeaseAssignmentIntervalMs).into_iter().collect();
            let mut run = run(5, application(version, 5, knobs));
            seconds(&mut run, 65);
            let (before, twice) = (leases_of(&run, "worker-2"), app(&run).totals.twice);
            assert_eq!(before, 1);
            crash(&mut run, "worker-2");
            assert_eq!(attended(&run), 4);
            // The last renewal may be a third of the failover time old.
            seconds(&mut run, 6);
            assert_eq!(attended(&run), 4, "not before the failover time is over");
            seconds(&mut run, 36);
            assert_eq!(attended(&run), 5);
            let took_us = app(&run).last_fail_over_us.expect("it is over");
            assert!((6_000_000..within_ms * 1_000).contains(&took_us), "{version} {assignment_ms:?} {took_us}");
            // One shard's records of two seconds, and a batch.
            let repeated = app(&run).totals.twice - twice;
            assert!((1..=(2 + 2) * 150).contains(&repeated), "{repeated}");
            assert_eq!(happened(&run, |event| matches!(event, KclEvent::FailOverComplete { .. })), 1);
        }
    }
}

#[test]
fn a_leader_gives_the_leases_of_a_crashed_worker_to_others() {
    let mut run = run(4, application(3, 3, Vec::new()));
    seconds(&mut run, 65);
    let leader = app(&run).coordinator.leader(run.quotas(), run.now()).expect("one leads");
    let other = (1..=3)
        .map(|nth| format!("worker-{nth}"))
        .find(|name| app(&run).find_worker(name) != Some(leader) && leases_of(&run, name) > 0);
    crash(&mut run, &other.expect("two others work"));
    // It stays a candidate until its report is a minute old; then the next round decides.
    seconds(&mut run, 100);
    assert_eq!(attended(&run), 4);
    assert!(app(&run).last_fail_over_us.is_some_and(|us| us > 10_000_000));
}

#[test]
fn a_crashed_leader_is_followed_by_another_once_its_lock_has_expired() {
    let mut run = run(4, application(3, 3, Vec::new()));
    seconds(&mut run, 65);
    let leader = app(&run).coordinator.leader(run.quotas(), run.now()).expect("one leads");
    let name = app(&run).worker_name(leader).to_owned();
    crash(&mut run, &name);
    seconds(&mut run, 85);
    assert!(attended(&run) < 4, "nobody assigns");
    seconds(&mut run, 120);
    assert_eq!(attended(&run), 4);
    assert_ne!(app(&run).coordinator.leader(run.quotas(), run.now()), Some(leader));
    assert_eq!(happened(&run, |event| *event == KclEvent::LeaderElected), 2);
}

#[test]
fn a_late_second_worker_gets_half_of_the_leases() {
    for version in [1, 2, 3] {
        let mut setup = application(version, 1, Vec::new());
        setup.workers.push(WorkerSetup { name: "late".to_owned(), starts_ms: 30_000 });
        let mut run = run(4, setup);
        seconds(&mut run, 29);
        assert_eq!((leases_of(&run, "worker-1"), leases_of(&run, "late")), (4, 0), "version {version}");
        // One lease a round of twenty seconds; in 3.x every third round balances.
        seconds(&mut run, 180);
        let (first, late) = (leases_of(&run, "worker-1"), leases_of(&run, "late"));
        assert_eq!(first + late, 4);
        assert!(late == 2 || (version == 3 && late >= 1), "version {version}: {first} and {late}");
        let stolen = happened(&run, |event| matches!(event, KclEvent::LeaseStolen { .. }));
        assert_eq!(stolen > 0, version < 3);
        assert_eq!(app(&run).totals.out_of_order, 0);
    }
}

#[test]
fn nothing_is_stolen_while_anything_has_expired_and_never_more_than_allowed() {
    let mut run = run(6, application(1, 1, vec![KclKnob::MaxLeasesForWorker(4)]));
    seconds(&mut run, 5);
    assert_eq!(attended(&run), 4, "no more than it may have, though nobody else is there");
    start(&mut run, "worker-2");
    seconds(&mut run, 1);
    assert_eq!((leases_of(&run, "worker-1"), leases_of(&run, "worker-2")), (4, 2), "what is free comes first");
    seconds(&mut run, 100);
    assert_eq!((leases_of(&run, "worker-1"), leases_of(&run, "worker-2")), (3, 3));
}

#[test]
fn a_restarted_worker_takes_up_its_own_leases_at_once() {
    let mut run = run(3, application(2, 1, vec![KclKnob::Checkpoint(CheckpointEvery::Records(100))]));
    seconds(&mut run, 20);
    crash(&mut run, "worker-1");
    seconds(&mut run, 2);
    assert_eq!(attended(&run), 0);
    start(&mut run, "worker-1");
    assert_eq!(attended(&run), 3);
    assert_eq!(app(&run).last_fail_over_us, Some(2_000_000));
}

#[test]
fn versions_differ_in_what_the_table_holds_and_in_how_leases_come_to_workers() {
    let events = |version| {
        let mut run = run(4, application(version, 2, Vec::new()));
        seconds(&mut run, 60);
        let of = |what: fn(&KclEvent) -> bool| happened(&run, what) > 0;
        let taken = of(|event| matches!(event, KclEvent::LeaseTaken { .. } | KclEvent::LeaseStolen { .. }));
        (
            taken,
            of(|event| matches!(event, KclEvent::LeaseAssigned { .. })),
            of(|event| *event == KclEvent::LeaderElected),
        )
    };
    assert_eq!(events(1), (true, false, false));
    assert_eq!(events(2), (true, false, false));
    assert_eq!(events(3), (false, true, true));
}

#[test]
fn what_the_table_is_asked_for_stands_on_the_bill() {
    let mut run = run(3, application(3, 2, Vec::new()));
    seconds(&mut run, 120);
    let counted =
        |wanted| run.bill().counts().find(|(dimension, ..)| *dimension == wanted).map(|(_, owner, n)| (owner, n));
    let table = &app(&run).table;
    assert!(table.write_units > 50, "{}", table.write_units);
    assert_eq!(counted(Dimension::DynamoDbWrites), Some(("telemetry-app", table.write_units)));
    assert_eq!(counted(Dimension::DynamoDbReads), Some(("telemetry-app", table.read_half_units / 2)));
}
