//! What a crash leads to: how long it lasts, what runs twice, who takes over and when.

use crate::stage::*;
use stream_engine::consumers::kcl::setup::{CheckpointEvery, TableFault};
use stream_engine::consumers::kcl::{KclAction, KclEvent, KclKnob};

/// Workers `worker-1` … `worker-4` on five shards, 30 records a second on each.
fn four(version: u8, failover_ms: u32, checkpoint_ms: u32) -> stream_engine::Simulation {
    let knobs = vec![KclKnob::FailoverTimeMs(failover_ms), KclKnob::Checkpoint(CheckpointEvery::Ms(checkpoint_ms))];
    let mut setup = scenario(5, application(version, 4, knobs));
    setup.producers[0].rate_per_second = 150;
    stream_engine::Simulation::new(&setup, std::rc::Rc::new(crate::common::quotas()))
}

/// Whatever the moment of the crash: with three seconds of failover time and a checkpoint every two
/// seconds all shards are owned again within 15 s, and fewer than 100 records run twice. With the
/// defaults either takes far longer.
#[test]
fn short_times_make_a_crash_cheap_and_the_defaults_do_not() {
    for tenths in (0..60).step_by(7) {
        let after = |failover_ms, checkpoint_ms| {
            let mut run = four(2, failover_ms, checkpoint_ms);
            seconds(&mut run, 100);
            crate::common::pass_ms(&mut run, tenths * 100);
            crash(&mut run, "worker-2");
            seconds(&mut run, 60);
            (app(&run).fail_over_ms(run.now()), app(&run).twice_since_crash())
        };
        let (took, twice) = after(3_000, 2_000);
        assert!((5_000..13_000).contains(&took) && twice < 100, "{tenths}: {took} ms, {twice} twice");
        let (took, twice) = after(10_000, 60_000);
        assert!(took > 15_000 && twice > 100, "{tenths}: {took} ms, {twice} twice");
    }
}

#[test]
fn a_crash_is_counted_from_its_beginning_until_all_is_calm() {
    let mut run = four(2, 3_000, 2_000);
    seconds(&mut run, 30);
    let now = run.now();
    assert_eq!((app(&run).fail_over_ms(now), app(&run).twice_since_crash(), app(&run).calm_ms(now)), (0, 0, 0));
    start(&mut run, "spare");
    seconds(&mut run, 30);
    crash(&mut run, "spare");
    crash(&mut run, "worker-1");
    seconds(&mut run, 2);
    let now = run.now();
    assert_eq!((app(&run).fail_over_ms(now), app(&run).calm_ms(now)), (2_000, 0));
    seconds(&mut run, 40);
    let (took, now) = (app(&run).fail_over_ms(run.now()), run.now());
    assert!(took < 13_000 && app(&run).twice_since_crash() > 0, "{took}");
    assert!((27_000..40_000).contains(&app(&run).calm_ms(now)), "{}", app(&run).calm_ms(now));
    let all = app(&run).totals.twice;
    crash(&mut run, "worker-2");
    assert_eq!((app(&run).fail_over_ms(now), app(&run).twice_since_crash()), (0, 0));
    seconds(&mut run, 40);
    assert_eq!(app(&run).totals.twice, all + app(&run).twice_since_crash());
}

#[test]
fn a_worker_without_leases_may_crash_unnoticed() {
    let mut run = run(1, application(2, 2, Vec::new()));
    seconds(&mut run, 60);
    let idle = if owner(&run, 0) == "worker-1" { "worker-2" } else { "worker-1" };
    crash(&mut run, idle);
    assert_eq!(app(&run).aftermath, None);
}

#[test]
fn the_takeover_comes_when_and_from_whom_it_was_foretold() {
    for (version, failover_ms) in [(1, 10_000), (2, 10_000), (2, 3_000), (2, 1_000), (3, 3_000)] {
        for tenths in (0..40).step_by(9) {
            let mut run = four(version, failover_ms, 2_000);
            seconds(&mut run, 120);
            crate::common::pass_ms(&mut run, tenths * 100);
            assert_eq!(app(&run).takeovers(run.quotas(), run.now()), []);
            let leader = app(&run).coordinator.leader(run.quotas(), run.now());
            let victim = (1..=4)
                .map(|nth| format!("worker-{nth}"))
                .find(|name| leases_of(&run, name) == 1 && (leader.is_none() || app(&run).find_worker(name) != leader));
            crash(&mut run, &victim.expect("four workers on five shards"));
            let foretold = app(&run).takeovers(run.quotas(), run.now());
            assert_eq!(foretold.len(), 1, "{version} {failover_ms} {tenths}");
            let (shard, at) = (foretold[0].shard, foretold[0].at);
            run.run_until(at - 1);
            let before = app(&run).table.leases[&shard].owner;
            let again = app(&run).takeovers(run.quotas(), run.now());
            assert_eq!(again, foretold, "nothing has changed since");
            run.run_until(at + 1);
            let after = app(&run).table.leases[&shard].owner;
            assert_ne!(before, after, "version {version}, {failover_ms} ms, {tenths}");
            assert!(foretold[0].by.is_none_or(|by| Some(by) == after));
        }
    }
}

#[test]
fn nobody_takes_over_without_a_table_or_without_another_worker() {
    let mut run = run(2, application(2, 2, Vec::new()));
    seconds(&mut run, 60);
    act(&mut run, KclAction::Table(TableFault::Denied));
    crash(&mut run, "worker-1");
    assert_eq!(app(&run).takeovers(run.quotas(), run.now()), []);
    act(&mut run, KclAction::Table(TableFault::None));
    assert_eq!(app(&run).takeovers(run.quotas(), run.now()).len(), 1);
    crash(&mut run, "worker-2");
    assert_eq!(app(&run).takeovers(run.quotas(), run.now()), []);
}

#[test]
fn another_version_goes_on_with_the_same_table_where_the_last_one_stopped() {
    for (from, to) in [(2, 1), (2, 3), (3, 2), (1, 3)] {
        let mut run = run(4, application(from, 3, vec![KclKnob::ProcessingUsPerBatch(200_000)]));
        seconds(&mut run, 60);
        let owners: Vec<String> = (0..4).map(|shard| owner(&run, shard)).collect();
        act(&mut run, KclAction::Deploy { version: to });
        seconds(&mut run, 2);
        assert_eq!((app(&run).version, app(&run).deployment.is_none(), attended(&run)), (to, true, 4), "{from} {to}");
        assert_eq!((0..4).map(|shard| owner(&run, shard)).collect::<Vec<_>>(), owners);
        let twice = app(&run).totals.twice;
        seconds(&mut run, 5);
        assert_eq!(app(&run).totals.twice, twice, "{from} {to}: progress was saved");
        // Later leases may be stolen, as the new version balances in its own way.
        seconds(&mut run, 120);
        assert_eq!((attended(&run), app(&run).totals.out_of_order), (4, 0), "{from} {to}");
        assert_eq!(happened(&run, |event| *event == KclEvent::LeaderElected) > 0, from == 3 || to == 3);
        assert_eq!(app(&run).aftermath, None, "that was no crash");
    }
}

#[test]
fn a_version_that_does_not_exist_yet_is_refused() {
    let setup = scenario(1, application(2, 1, Vec::new()));
    let quotas = std::rc::Rc::new(crate::common::profile("exam-2022"));
    let mut run = stream_engine::Simulation::new(&setup, quotas);
    for version in [0, 3, 4] {
        let action = KclAction::Deploy { version };
        let command = stream_engine::Command::Kcl { application: "telemetry-app".to_owned(), action };
        assert_eq!(run.apply(&command).expect_err("none").code(), "ValidationException");
    }
    assert_eq!(app(&run).version, 2);
}
