//! Tumbling windows: a state from invocation to invocation, ended by time, size or the shard's end.

use crate::common::{done, pass_ms, producer, put_at, simulation, split};
use crate::scenes::{function, mapped, mapping, put_many, run, scene};
use stream_engine::consumers::lambda::function::FunctionSetup;
use stream_engine::consumers::lambda::setup::MappingSetup;
use stream_engine::consumers::lambda::window::Window;
use stream_engine::scenario::ProducerSetup;
use stream_engine::{Scenario, Simulation, Time};

fn tumbling(seconds: u32) -> MappingSetup {
    MappingSetup { tumbling_window_in_seconds: seconds, ..mapping() }
}

fn windows(run: &Simulation) -> Vec<Window> {
    mapped(run).windows.iter().map(|ended| ended.window).collect()
}

#[test]
fn each_window_holds_what_arrived_in_it() {
    let fleet = ProducerSetup { rate_per_second: 50, readings: Some(3_000), ..producer("fleet") };
    let mut run = simulation(&Scenario { producers: vec![fleet], ..scene(1, function(), tumbling(10)) });
    run.run_until(Time::from_s(120));
    let windows = windows(&run);
    assert_eq!(windows.iter().map(|window| window.records).sum::<u64>(), 3_000);
    assert!(windows.iter().all(|window| !window.early));
    for window in &windows {
        let stored = run.streams()[0].shards[0].records.iter();
        let held = stored.filter(|record| (window.start..window.end).contains(&record.arrived)).count();
        assert_eq!(window.records, held as u64, "{window:?}");
        assert_eq!(window.start.0 % 10_000_000, 0);
    }
}

#[test]
fn a_state_beyond_its_limit_ends_the_window_early() {
    let function = FunctionSetup { state_bytes_per_record: 20_000, ..function() };
    let mut run = run(1, function, tumbling(900));
    put_many(&mut run, 300);
    pass_ms(&mut run, 1_000_000);
    let windows = windows(&run);
    assert!(windows.len() > 1 && windows[0].early, "{windows:?}");
    assert_eq!(windows.iter().map(|window| window.records).sum::<u64>(), 300);
    assert!(windows[0].state_bytes > run.quotas().lambda_esm_tumbling_state_max_bytes_per_shard);
}

#[test]
fn a_window_ends_with_its_shard() {
    let mut run = run(1, function(), tumbling(900));
    put_many(&mut run, 5);
    done(&mut run, split(0, 1 << 127));
    pass_ms(&mut run, 60_000);
    let windows = windows(&run);
    assert_eq!(windows.len(), 1);
    assert!(windows[0].early && windows[0].records == 5);
    done(&mut run, put_at(0, b"x"));
    pass_ms(&mut run, 3_000);
    assert_eq!(mapped(&run).records, 6, "the child is read");
}
