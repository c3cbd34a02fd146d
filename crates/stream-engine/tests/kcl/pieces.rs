//! Work on a long batch shows on the way, and numbered workers are started and stopped by their count.

use crate::stage::{act, app, application, crash, run, scenario, seconds};
use stream_engine::consumers::kcl::{KclAction, KclKnob};
use stream_engine::{Command, Simulation};

#[test]
fn a_long_batch_is_counted_as_it_is_worked_on() {
    // Ten records a second on one shard: a read of a hundred is ten seconds of work.
    let slow = vec![KclKnob::ProcessingUsPerRecord(100_000), KclKnob::MaxRecords(100)];
    let mut run = run(1, application(2, 1, slow));
    let handled = |run: &Simulation| app(run).totals.records;
    seconds(&mut run, 10);
    let mut before = handled(&run);
    for _ in 0..10 {
        seconds(&mut run, 2);
        assert!((10..=30).contains(&(handled(&run) - before)), "{before} {}", handled(&run));
        before = handled(&run);
    }
    assert!(app(&run).totals.last_handled.is_some());
    // What a crashed worker had done of its batch counts, and is done again by the next one.
    crash(&mut run, "worker-1");
    let at_crash = handled(&run);
    assert!(at_crash - before <= 10);
    assert_eq!(app(&run).totals.twice, 0);
    act(&mut run, KclAction::Start { worker: "worker-2".to_owned() });
    seconds(&mut run, 60);
    assert!(app(&run).totals.twice > 0 && app(&run).totals.twice < 100, "{}", app(&run).totals.twice);
}

#[test]
fn workers_are_staffed_by_their_numbers() {
    let mut run = stream_engine::Simulation::new(
        &scenario(4, application(2, 3, Vec::new())),
        std::rc::Rc::new(crate::common::quotas()),
    );
    seconds(&mut run, 5);
    assert_eq!(app(&run).staffed(), 3);
    let count = |count| Command::Kcl { application: "telemetry-app".to_owned(), action: KclAction::Workers { count } };
    assert_eq!((count(3).holds(&run), count(6).holds(&run)), (Some(true), Some(false)));
    act(&mut run, KclAction::Workers { count: 6 });
    seconds(&mut run, 5);
    assert_eq!(app(&run).staffed(), 6);
    act(&mut run, KclAction::Workers { count: 1 });
    seconds(&mut run, 60);
    assert_eq!((app(&run).staffed(), app(&run).working()), (1, 1));
    act(&mut run, KclAction::Workers { count: 2 });
    seconds(&mut run, 60);
    assert_eq!(app(&run).working(), 2);
}
