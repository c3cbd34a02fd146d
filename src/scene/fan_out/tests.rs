//! The stage of fan-out at moments of its lab.

use super::measured::{DOCUMENTED, Trial};
use super::moving::moving;
use super::*;
use std::rc::Rc;
use stream_engine::consumers::fleet::{FleetChange, ReadMode};
use stream_engine::{Command, History, Time};

const SIZE: Size = Size { width: 892.0, height: 376.0 };

fn run(second: u64, changes: &[(u64, FleetChange)]) -> History {
    let lab = content().lab("fan-out").expect("the lab is built");
    let mut history = History::new(Rc::new(lab.scenario.clone()), content().profiles[0].quotas());
    for (second, change) in changes {
        history.seek(Time::from_s(*second));
        history.act(Command::Fleet { fleet: "app".to_owned(), change: *change }).expect("within bounds");
    }
    history.seek(Time::from_s(second));
    history
}

#[test]
fn side_by_side_each_half_has_five_rows_its_limits_and_its_delays() {
    let scene = scene(run(30, &[]).present(), SIZE);
    assert_eq!(scene.halves.len(), 2);
    let (pull, push) = (&scene.halves[0], &scene.halves[1]);
    assert_eq!((pull.rows.len(), push.rows.len()), (5, 5));
    assert_eq!((pull.y, push.y, push.height), (0.0, 188.0, 188.0));
    assert!(pull.rows.iter().chain(&push.rows).all(|row| row.problem.is_none() && !row.name.is_empty()));
    assert!(pull.note.contains('5') && !pull.is_refused);
    let mean = |half: &Half| half.mean.as_deref().and_then(|text| text.split(THIN).next()?.parse::<u64>().ok());
    assert!(mean(pull).is_some_and(|ms| (450..700).contains(&ms)), "{:?}", pull.mean);
    assert!(mean(push).is_some_and(|ms| (50..90).contains(&ms)), "{:?}", push.mean);
    assert!(pull.histogram.bars.len() > 15 && push.histogram.bars.len() <= 4);
    assert!(pull.documented.is_some() && push.documented.is_some());
    assert!(
        scene.description.contains("GetRecords") && scene.description.contains(push.mean.as_deref().unwrap_or("-"))
    );
}

#[test]
fn a_sixth_application_that_polls_makes_the_note_tell_of_refused_reads() {
    let scene = scene(run(40, &[(5, FleetChange::Applications(6))]).present(), SIZE);
    assert!(scene.halves[0].is_refused && !scene.halves[1].is_refused);
    assert_eq!(scene.halves[0].rows.len(), 6);
    assert_eq!(scene.halves[0].documented, None, "AWS says nothing of six");
}

#[test]
fn twenty_rows_fit_and_only_some_are_named() {
    let history = run(60, &[(5, FleetChange::Applications(20))]);
    let scene = scene(history.present(), SIZE);
    for half in &scene.halves {
        assert_eq!(half.rows.len(), 20);
        assert!(half.rows.iter().all(|row| row.y > half.shard_y && row.y < half.y + half.height - 10.0));
        assert_eq!(half.rows.iter().filter(|row| !row.name.is_empty()).count(), 4);
    }
    let strokes: usize = moving(history.present(), SIZE).iter().map(|half| half.strokes.len()).sum();
    assert!((200..=960).contains(&strokes), "{strokes}");
}

#[test]
fn one_way_alone_takes_the_whole_height() {
    let scene = scene(run(20, &[(5, FleetChange::Mode(ReadMode::Enhanced))]).present(), SIZE);
    assert_eq!(scene.halves.len(), 1);
    assert_eq!((scene.halves[0].way, scene.halves[0].height), (Way::Push, 376.0));
    assert!(cost_per_hour(run(20, &[]).present(), Way::Push) > 5 * cost_per_hour(run(20, &[]).present(), Way::Pull));
}

#[test]
fn every_stroke_leads_from_the_shards_line_to_a_later_moment_of_a_row() {
    for half in moving(run(12, &[]).present(), SIZE) {
        assert!(!half.strokes.is_empty() && !half.arrivals.is_empty() && !half.deliveries.is_empty());
        let shard_y = half.arrivals[0].1;
        assert!(half.strokes.iter().all(|stroke| stroke.from.1 == shard_y && stroke.to.0 > stroke.from.0));
        assert!(half.others.len() + 1 >= half.arrivals.len(), "every second record has strokes, or fewer");
        assert!(half.arrivals.iter().all(|(x, _)| *x > half.left - 1.0 && *x <= half.right));
        assert_eq!(half.ticks.is_empty(), half.way == Way::Push);
        assert!(half.refused.is_empty());
    }
}

#[test]
fn on_a_narrow_page_the_histogram_lies_under_its_diagram() {
    let size = Size { width: 320.0, height: height(320.0) };
    for half in scene(run(20, &[]).present(), size).halves {
        assert!(half.rows.iter().all(|row| row.y < half.histogram.floor - 40.0));
        assert!(half.histogram.right <= 320.0 && half.right <= 320.0);
    }
}

#[test]
fn the_measured_means_lie_near_the_documented_ones() {
    let profile = &content().profiles[0];
    let found = DOCUMENTED.map(|(way, applications)| {
        let mut trial = Trial::new(profile, way, applications);
        loop {
            if let Some(mean) = trial.go_on() {
                break mean;
            }
        }
    });
    let bands = [150..=250, 800..=1_150, 55..=85, 55..=85];
    assert!(found.iter().zip(&bands).all(|(found, band)| band.contains(found)), "{found:?}");
}

#[test]
fn the_table_has_a_row_for_each_application_and_way() {
    let table = table::table(run(40, &[(5, FleetChange::Applications(6))]).present());
    assert_eq!(table.rows.len(), 12);
    assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
    assert!(table.rows[..6].iter().any(|row| row[5].is_bad));
    assert!(table.rows[6..].iter().all(|row| row[4].text == t("table.none")));
}
