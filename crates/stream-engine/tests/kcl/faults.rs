//! What goes wrong: zombies, a lease table that refuses, poison, too many readers.

use crate::common;
use crate::stage::*;
use stream_engine::consumers::kcl::lease_table::TableRefusal;
use stream_engine::consumers::kcl::setup::{Billing, CheckpointEvery, TableFault};
use stream_engine::consumers::kcl::{KclAction, KclEvent, KclKnob};
use stream_engine::{Command, Simulation};

const BATCH: KclKnob = KclKnob::Checkpoint(CheckpointEvery::Batch);

#[test]
fn a_zombie_processes_a_last_batch_and_its_checkpoint_is_refused() {
    // A batch takes a good second, so that one is under way.
    let knobs = vec![BATCH, KclKnob::ProcessingUsPerBatch(1_200_000)];
    let mut run = run(2, application(2, 2, knobs));
    seconds(&mut run, 60);
    let zombie = owner(&run, 0);
    let before = app(&run).totals.clone();
    act(&mut run, KclAction::Pause { worker: zombie.clone(), ms: 60_000 });
    seconds(&mut run, 59);
    assert_ne!(owner(&run, 0), zombie, "another worker has taken over");
    assert_eq!(app(&run).totals.checkpoints_refused, before.checkpoints_refused);
    seconds(&mut run, 10);
    assert!(app(&run).totals.checkpoints_refused > before.checkpoints_refused);
    assert!(happened(&run, |event| matches!(event, KclEvent::CheckpointRefused { .. })) >= 1);
    assert!(app(&run).totals.twice > before.twice, "the zombie's last batch ran twice");
    seconds(&mut run, 60);
    assert_eq!((attended(&run), app(&run).totals.out_of_order), (2, 0));
}

#[test]
fn without_a_lease_table_workers_stall_and_say_so_and_go_on_when_it_is_back() {
    for version in [1, 2, 3] {
        for (fault, refusal) in
            [(TableFault::Throttled, TableRefusal::Throttled), (TableFault::Denied, TableRefusal::AccessDenied)]
        {
            let mut run = run(3, application(version, 2, vec![BATCH]));
            seconds(&mut run, 60);
            act(&mut run, KclAction::Table(fault));
            seconds(&mut run, 30);
            let records = app(&run).totals.records;
            assert!(app(&run).workers.iter().all(|worker| worker.trouble == Some(refusal)), "{version} {fault:?}");
            assert_eq!(attended(&run), 0, "{version} {fault:?}");
            seconds(&mut run, 30);
            assert_eq!(app(&run).totals.records, records, "nothing is processed any more");
            act(&mut run, KclAction::Table(TableFault::None));
            seconds(&mut run, 120);
            assert_eq!(attended(&run), 3, "{version} {fault:?}");
            assert!(app(&run).workers.iter().all(|worker| worker.trouble.is_none()));
            assert!(app(&run).last_fail_over_us.is_some());
            drain(&mut run);
            nothing_missed(&run);
        }
    }
}

#[test]
fn a_worker_without_permission_waits_before_it_has_begun() {
    let mut run = run(2, application(2, 0, vec![BATCH]));
    act(&mut run, KclAction::Table(TableFault::Denied));
    start(&mut run, "worker-1");
    seconds(&mut run, 20);
    assert_eq!((app(&run).table.created, app(&run).totals.records), (None, 0));
    act(&mut run, KclAction::Table(TableFault::None));
    seconds(&mut run, 3);
    assert!(app(&run).table.created.is_some() && attended(&run) == 2);
}

#[test]
fn a_table_slower_than_the_failover_time_lets_leases_expire() {
    let mut run = run(2, application(2, 2, vec![BATCH]));
    seconds(&mut run, 60);
    let moved = |run: &Simulation| happened(run, |event| matches!(event, KclEvent::LeaseLost { .. }));
    let before = moved(&run);
    act(&mut run, KclAction::Table(TableFault::Slow { ms: 2_000 }));
    seconds(&mut run, 60);
    assert_eq!(moved(&run), before, "slow, but in time");
    act(&mut run, KclAction::Table(TableFault::Slow { ms: 15_000 }));
    seconds(&mut run, 120);
    assert!(moved(&run) > before);
}

#[test]
fn too_little_capacity_throttles_the_table_by_itself() {
    let tight = KclKnob::Billing(Billing::Provisioned { read_units: 1, write_units: 1 });
    let mut run = run(50, application(2, 1, vec![tight]));
    seconds(&mut run, 120);
    let throttled =
        |run: &Simulation| app(run).table.seconds.window(run.now(), 600).map(|one| one.throttled).sum::<u32>();
    assert!(throttled(&run) > 0, "fifty renewals every 3.3 s need fifteen units a second");
    act(&mut run, KclAction::Set(KclKnob::Billing(Billing::OnDemand)));
    seconds(&mut run, 90);
    let before = throttled(&run);
    seconds(&mut run, 30);
    assert_eq!((throttled(&run), attended(&run)), (before, 50));
}

#[test]
fn an_exception_in_process_records_skips_the_rest_of_the_batch() {
    let mut run = run(1, application(2, 1, vec![BATCH]));
    seconds(&mut run, 10);
    act(&mut run, KclAction::Set(KclKnob::PoisonKey(Some("truck-7".to_owned()))));
    seconds(&mut run, 10);
    let totals = app(&run).totals.clone();
    assert!(totals.skipped > 500, "{}", totals.skipped);
    assert!(happened(&run, |event| matches!(event, KclEvent::RecordsSkipped { .. })) >= 5);
    act(&mut run, KclAction::Set(KclKnob::PoisonKey(None)));
    seconds(&mut run, 5);
    let after = &app(&run).totals;
    assert!(after.records > totals.records && after.skipped <= totals.skipped + 1_000);
    let handled = app(&run).progress.values().next().and_then(|progress| progress.handled_to);
    let unprocessed = handled.expect("it reads") - (after.records - after.twice);
    assert_eq!(unprocessed, after.skipped, "each record is processed or skipped");
}

#[test]
fn slow_processing_falls_behind() {
    let lag = |us| {
        let mut run = run(1, application(2, 1, vec![BATCH, KclKnob::ProcessingUsPerRecord(us)]));
        seconds(&mut run, 60);
        app(&run).lag_ms(common::stream(&run), common::shard(&run, 0).id, run.now())
    };
    assert!(lag(500) < 3_000);
    // 4 ms a record is 250 records a second, half of what comes in.
    assert!(lag(4_000) > 15_000);
}

#[test]
fn applications_are_independent_but_share_the_shards_reads() {
    let knobs = || vec![BATCH, KclKnob::IdleBetweenReadsMs(500)];
    let mut setup = scenario(1, application(2, 1, knobs()));
    for nth in 2..=4 {
        let mut other = application(2, 1, knobs());
        other.name = format!("app-{nth}");
        setup.kcl.push(other);
    }
    let mut run = common::simulation(&setup);
    seconds(&mut run, 30);
    assert!(run.kcl().iter().all(|app| app.table.leases.len() == 1 && app.totals.records > 0));
    // Four times two calls a second, of which the shard answers five.
    assert!(run.kcl().iter().map(|app| app.totals.throttled).sum::<u64>() > 30);
    let action = KclAction::Crash { worker: "worker-1".to_owned() };
    common::done(&mut run, Command::Kcl { application: "app-2".to_owned(), action });
    let before: Vec<u64> = run.kcl().iter().map(|app| app.totals.records).collect();
    seconds(&mut run, 5);
    let after: Vec<u64> = run.kcl().iter().map(|app| app.totals.records).collect();
    let went_on: Vec<bool> = before.iter().zip(&after).map(|(before, after)| after > before).collect();
    assert_eq!(went_on, [true, false, true, true]);
}

#[test]
fn what_is_not_there_is_refused() {
    let mut run = run(1, application(2, 1, Vec::new()));
    let crash = KclAction::Crash { worker: "nobody".to_owned() };
    for application in ["telemetry-app", "no-app"] {
        let command = Command::Kcl { application: application.to_owned(), action: crash.clone() };
        let refusal = run.apply(&command).expect_err("it is not there");
        assert_eq!(refusal.code(), "ResourceNotFoundException");
    }
    for nth in 0..300 {
        let action = KclAction::Start { worker: format!("extra-{nth}") };
        let answer = run.apply(&Command::Kcl { application: "telemetry-app".to_owned(), action });
        assert_eq!(answer.is_ok(), nth < 255);
    }
}

/// The producer falls silent and all is read.
fn drain(run: &mut Simulation) {
    let change = stream_engine::Change::RatePerSecond(0);
    common::done(run, Command::Change { actor: "fleet".to_owned(), change });
    seconds(run, 30);
}
