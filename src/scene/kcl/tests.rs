//! The picture of an application, by runs of its lab.

use super::*;
use crate::content::content;
use lab_content::challenge::Attempt;
use lab_content::run::replay;
use std::rc::Rc;
use stream_engine::consumers::kcl::setup::KclAction;
use stream_engine::{Command, History};

const SIZE: Size = Size { width: 892.0, height: 376.0 };

fn attempt(name: &str) -> &'static Attempt {
    let lab = content().lab("kcl").expect("the lab is built");
    let mut all = std::iter::once(&lab.challenge.solution).chain(&lab.challenge.wrong);
    all.find(|attempt| attempt.name == name).expect("it is there")
}

/// An attempt's run at a second.
fn run(name: &str, second: u64) -> History {
    let lab = content().lab("kcl").expect("the lab is built");
    let requests = lab_content::challenge::requests(&attempt(name).steps);
    let requests = requests.into_iter().filter(|request| request.at <= Time::from_s(second)).collect();
    replay(Rc::new(lab.scenario.clone()), content().profiles[0].quotas(), requests, Time::from_s(second))
}

#[test]
fn every_shard_has_a_line_to_its_worker() {
    let run = run("a crash with the defaults", 59);
    let scene = kcl(run.present(), 0, SIZE);
    assert_eq!((scene.shards.len(), scene.workers.len(), scene.rows.len()), (5, 4, 5));
    assert_eq!(scene.wires.len(), 5);
    assert!(scene.wires.iter().all(|wire| wire.state == WireState::Works));
    assert!(scene.workers.iter().all(|worker| worker.look == Look::Working && worker.takes.is_none()));
    assert!(scene.shards.iter().all(|shard| shard.processed > 0.9 && shard.saved <= shard.processed && !shard.left));
    assert!(scene.rows.iter().all(|row| row.cells[0].starts_with('…') && row.cells[1].starts_with("worker-")));
    let leases: usize = scene.workers.iter().map(|worker| worker.detail[..1].parse::<usize>().unwrap_or(0)).sum();
    assert_eq!(leases, 5);
    assert!(scene.description.contains("5 leases") && scene.description.contains("Shard 4"));
}

#[test]
fn after_a_crash_its_shards_are_red_and_one_worker_says_when_it_takes_them() {
    let run = run("a crash with the defaults", 64);
    let scene = kcl(run.present(), 0, SIZE);
    let crashed = scene.workers.iter().find(|worker| worker.name == "worker-b").expect("it is still to be seen");
    assert_eq!((crashed.look, crashed.detail.as_str()), (Look::Bad, "✕ crashed 4 s ago"));
    let left: Vec<&ShardBox> = scene.shards.iter().filter(|shard| shard.left).collect();
    assert!(!left.is_empty());
    let of = |state: WireState| scene.wires.iter().filter(|wire| wire.state == state).count();
    assert_eq!((of(WireState::Broken), of(WireState::Works)), (left.len(), 5 - left.len()));
    assert_eq!(of(WireState::Foretold), left.len());
    let takes: Vec<&String> = scene.workers.iter().filter_map(|worker| worker.takes.as_ref()).collect();
    assert!(!takes.is_empty() && takes[0].starts_with(&format!("takes shard {}", left[0].id.0)), "{takes:?}");
    assert_eq!(scene.rows.iter().filter(|row| row.bad).count(), left.len());
    assert_eq!(scene.note.len(), 3);
    assert!(scene.note[0].contains("no worker for 4.0"), "{:?}", scene.note);
    assert!(scene.note.iter().all(|line| !line.contains('{')), "{:?}", scene.note);
    assert!(scene.description.contains("read by nobody"));
}

#[test]
fn idle_workers_stand_by_and_the_other_application_has_a_table_of_its_own() {
    let run = run("workers that stand by", 89);
    let scene = kcl(run.present(), 0, SIZE);
    assert_eq!(scene.workers.iter().filter(|worker| worker.look == Look::Idle).count(), 2);
    let other = kcl(run.present(), 1, SIZE);
    assert_eq!((other.application.as_str(), other.workers.len(), other.rows.len()), ("audit", 2, 5));
    assert!(other.rows.iter().all(|row| row.cells[1].starts_with("auditor-")));
}

#[test]
fn boxes_stay_in_the_picture_and_columns_apart_at_every_width() {
    let run = run("workers that stand by", 100);
    for width in [296.0, 339.0, 500.0, 679.0, 680.0, 792.0, 892.0, 1_300.0] {
        let size = Size { width, height: geometry::height(width) };
        let scene = kcl(run.present(), 0, size);
        let geometry = scene.geometry;
        assert!(geometry.shards.end() + 20.0 < geometry.workers.x, "{width}");
        assert!(geometry.workers.end() <= width && geometry.table.end() <= width, "{width}");
        let lowest = scene.workers.iter().map(|worker| worker.y + worker.height).fold(0.0, f64::max);
        assert!(lowest <= geometry.upper_end, "{width}: {lowest}");
        let rows = scene.rows.iter().map(|row| row.y + row.height).fold(0.0, f64::max);
        assert!(rows <= geometry.note_y - 10.0, "{width}: {rows}");
        assert!(geometry.note_y + 2.0 * 17.0 <= size.height, "{width}");
    }
}

#[test]
fn of_many_workers_each_says_what_it_has_room_for() {
    let mut run = run("a crash with the defaults", 50);
    let mut act = |action| run.act(Command::Kcl { application: "telemetry".to_owned(), action }).map(|_| ());
    for worker in ["worker-e", "worker-f", "worker-g", "worker-h", "worker-i"] {
        act(KclAction::Start { worker: worker.to_owned() }).expect("there is room for it");
    }
    act(KclAction::Crash { worker: "worker-b".to_owned() }).expect("it runs");
    run.seek(Time::from_s(54));
    let details = |width: f64| {
        let scene = kcl(run.present(), 0, Size { width, height: geometry::height(width) });
        let taking = scene.workers.iter().find(|worker| worker.takes.is_some()).expect("one takes its leases");
        let crashed = scene.workers.iter().find(|worker| worker.look == Look::Bad).expect("it is to be seen");
        (taking.detail.clone(), crashed.detail.clone(), taking.height >= geometry::TWO_LINES)
    };
    let (takes, crashed, two_lines) = details(892.0);
    assert!(two_lines && takes.starts_with("→ shard ") && crashed == "✕ crashed 4 s ago", "{takes}, {crashed}");
    let (takes, crashed, two_lines) = details(345.0);
    assert!(!two_lines && takes.chars().count() == 3 && crashed == "✕", "{takes}, {crashed}");
}

#[test]
fn a_run_without_an_application_has_an_empty_picture() {
    let run = run("a crash with the defaults", 1);
    assert_eq!(kcl(run.present(), 7, SIZE).shards, []);
}
