//! The race's picture follows the run: shards, workers, groups, finishes.

use super::finish::finish;
use super::{GROUPS_SHOWN, RaceScene, race};
use crate::content::content;
use crate::scene::chart::Size;
use crate::scene::table::tables;
use lab_content::challenge::{Attempt, requests};
use lab_content::lab::{Lab, StageKind};
use std::rc::Rc;
use stream_engine::{Change, Command, History, Time};

const SIZE: Size = Size { width: 892.0, height: 376.0 };

fn lab() -> &'static Lab {
    content().lab("fifo-race").expect("the lab is built")
}

fn at(attempt: Option<&Attempt>, second: u64) -> History {
    let steps = attempt.map_or(&[][..], |attempt| &attempt.steps);
    let quotas = content().profiles[2].quotas();
    lab_content::run::replay(Rc::new(lab().scenario.clone()), quotas, requests(steps), Time::from_s(second))
}

fn scene(attempt: Option<&Attempt>, second: u64) -> RaceScene {
    race(at(attempt, second).present(), SIZE)
}

#[test]
fn each_shard_has_its_trucks_what_waits_and_a_worker() {
    let scene = scene(None, 20);
    let lanes = &scene.lanes.lanes;
    assert_eq!(lanes.len(), 5);
    let trucks: Vec<&str> = lanes.iter().map(|lane| lane.detail.split(' ').next().expect("a number")).collect();
    assert_eq!(trucks, ["12", "20", "17", "26", "25"]);
    assert!(lanes.iter().all(|lane| lane.worker.is_some()), "{lanes:?}");
    // The fullest shard has the longest line.
    let longest = lanes.iter().max_by_key(|lane| lane.strip.len()).expect("five of them");
    assert_eq!(longest.name, "shard 3");
    assert!(longest.strip.len() > 10 && longest.strip.iter().all(|(cell, _)| cell.x >= longest.x));
    assert_eq!((scene.idle.len(), scene.stream.title.as_str()), (3, "Kinesis · 5 shards"));
    assert!(scene.description.contains("Shard 3: "), "{}", scene.description);
}

#[test]
fn each_group_has_a_cell_with_what_waits_and_its_lock() {
    let run = at(None, 20);
    let scene = race(run.present(), SIZE);
    assert_eq!(scene.groups.len(), GROUPS_SHOWN);
    let locked = scene.groups.iter().filter(|cell| cell.is_locked()).count();
    assert!((1..=5).contains(&locked), "five consumers: {locked}");
    assert!(scene.groups.iter().all(|cell| cell.fill <= 1.0 && cell.x + cell.width <= SIZE.width));
    let waiting: u64 = run.present().sqs().queues().map(|queue| queue.totals.held()).sum();
    assert!(waiting > 1_000 && scene.groups.iter().filter(|cell| cell.fill > 0.0).count() > 90);
}

#[test]
fn many_groups_share_the_cells_and_many_shards_become_cells() {
    let mut run = at(None, 1);
    for change in [Change::Sources(1_000), Change::FurtherReadings(3_000)] {
        run.act(Command::Change { actor: "100 trucks".to_owned(), change }).expect("within the bounds");
    }
    for (nth, target) in [10, 20].into_iter().enumerate() {
        run.act(Command::UpdateShardCount { stream: Default::default(), target_shard_count: target }).expect("doubled");
        run.seek(Time::from_s(1 + 31 * (nth as u64 + 1)));
    }
    let scene = race(run.present(), SIZE);
    assert_eq!(scene.groups.len(), GROUPS_SHOWN);
    assert!(scene.queue_note.2.contains("10 groups"), "{}", scene.queue_note.2);
    assert!(scene.lanes.lanes.is_empty() && scene.lanes.cells.len() >= 20);
}

#[test]
fn the_finish_line_tells_both_times_and_orders() {
    let run = at(Some(&lab().challenge.solution), 70);
    let rows = finish(run.present(), &content().prices.prices);
    let values: Vec<&str> = rows.iter().map(|row| row.value.as_str()).collect();
    assert!(values[0].starts_with("65.") && values[0].ends_with('✓'), "{values:?}");
    assert!(values[1].starts_with("2") && values[1].ends_with('✓'), "{values:?}");
    assert_eq!(values[2], "kept · kept");
    assert!(values[4].contains('$'), "{values:?}");
    let scene = race(run.present(), SIZE);
    assert!(scene.stream.is_finished && scene.queue.is_finished);
    assert!(scene.stream.order_is_kept && scene.lanes.lanes.iter().all(|lane| lane.strip.is_empty()));
}

#[test]
fn a_narrow_picture_has_the_sides_below_each_other() {
    let narrow = race(at(None, 5).present(), Size { width: 320.0, height: 752.0 });
    assert_eq!(narrow.divider, None);
    assert!(narrow.queue.area.y > narrow.stream.area.y);
    assert!(narrow.groups.iter().all(|cell| cell.x + cell.width <= 320.0 && cell.width > 6.0));
}

#[test]
fn the_tables_tell_what_the_picture_shows() {
    let run = at(None, 20);
    let tables = tables(run.present(), StageKind::Race);
    assert_eq!(tables.iter().map(|table| table.rows.len()).collect::<Vec<_>>(), [8, 5, 20]);
    for table in &tables {
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{}", table.caption);
    }
    let trucks: Vec<&str> = tables[1].rows.iter().map(|row| row[2].text.as_str()).collect();
    assert_eq!(trucks, ["12", "20", "17", "26", "25"]);
}
