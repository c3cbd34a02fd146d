//! The two modes beside each other under the lab's load.

use super::*;
use std::rc::Rc;
use stream_engine::kinesis::stream::StreamId;
use stream_engine::{Command, History, Time};

const SIZE: Size = Size { width: 884.0, height: 376.0 };
const HOUR_S: u64 = 3_600;

fn run(hours: u64, shards: Option<u32>) -> History {
    let lab = content().lab("capacity-modes").expect("the lab is built");
    let mut history = History::new(Rc::new(lab.scenario.clone()), content().profiles[2].quotas());
    if let Some(target_shard_count) = shards {
        history.act(Command::UpdateShardCount { stream: StreamId(0), target_shard_count }).expect("at most double");
    }
    history.seek(Time::from_s(hours * HOUR_S));
    history
}

#[test]
fn both_modes_have_a_panel_with_the_load_behind_and_ahead() {
    let scene = scene(run(5, None).present(), SIZE);
    assert_eq!(scene.panels.len(), 2);
    for panel in &scene.panels {
        assert!(panel.stored.ends_with('Z') && panel.ahead.starts_with('M') && panel.capacity.starts_with('M'));
        assert_eq!((panel.refused.as_str(), panel.is_throttled), ("", false));
        assert_eq!(panel.x_marks.first().map(|(_, text)| text.as_str()), Some("00:00"));
        assert!(panel.cost.starts_with('$') && panel.top < panel.floor);
    }
    assert!(scene.panels[0].title.contains(t("capacity.provisioned")));
    assert!(scene.panels[1].title.contains(t("capacity.on_demand")));
}

#[test]
fn at_noon_two_shards_refuse_what_four_take() {
    let few = scene(run(13, None).present(), SIZE);
    assert!(few.panels[0].is_throttled && !few.panels[1].is_throttled);
    assert!(few.panels[0].refused.ends_with('Z') && few.panels[1].refused.is_empty());
    assert!(few.description.contains(&few.panels[0].throttled));
    let enough = scene(run(13, Some(4)).present(), SIZE);
    assert!(!enough.panels[0].is_throttled && enough.panels[0].refused.is_empty());
}

#[test]
fn the_sight_is_a_day_that_moves_on_with_the_run() {
    for (hours, from) in [(0, 0), (5, 0), (23, 0), (24, 6), (30, 12), (47, 24)] {
        let day = Day::of(run(hours, None).present());
        assert_eq!((day.from_s / HOUR_S, day.to_s - day.from_s), (from, 24 * HOUR_S), "{hours}");
        assert_eq!(day.marks().len(), 5);
    }
}

#[test]
fn money_has_the_names_of_the_mode_that_it_was_paid_in() {
    let made_of = |history: &History| scene(history.present(), SIZE).panels[0].made_of.clone();
    let switch = |history: &mut History, mode: &str| {
        let body = format!(
            r#"{{"StreamARN":"arn:aws:kinesis:us-east-1:123456789012:stream/yours","StreamModeDetails":{{"StreamMode":"{mode}"}}}}"#
        );
        history
            .act(Command::Call { target: "Kinesis_20131202.UpdateStreamMode".to_owned(), body })
            .expect("it is ACTIVE");
    };
    let mut history = run(24, None);
    assert!(made_of(&history).contains(" shards + "));
    switch(&mut history, "ON_DEMAND");
    assert!(made_of(&history).contains(" shards + "), "the day behind was paid by the shard: {}", made_of(&history));
    history.seek(Time::from_s(30 * HOUR_S));
    assert!(made_of(&history).contains(" by the hour + "), "{}", made_of(&history));
    history.seek(Time::from_s(50 * HOUR_S));
    assert!(made_of(&history).contains(" stream + "), "{}", made_of(&history));
}

#[test]
fn every_drawn_point_lies_in_its_field() {
    let size = Size { width: 320.0, height: height(320.0) };
    for panel in scene(run(20, None).present(), size).panels {
        assert!(panel.right <= 320.0 && panel.floor < panel.y + panel.height - 40.0);
        let ys = panel.capacity.split(['M', 'L']).filter_map(|point| point.split(' ').nth(1)?.parse::<f64>().ok());
        assert!(ys.clone().count() > 20);
        assert!(ys.into_iter().all(|y| y >= panel.top - 0.1 && y <= panel.floor + 0.1));
    }
}

#[test]
fn the_table_has_a_row_for_each_stream_with_costs_that_are_those_of_the_picture() {
    let history = run(24, Some(4));
    let (table, scene) = (table::table(history.present()), scene(history.present(), SIZE));
    assert_eq!(table.rows.len(), 2);
    for (row, panel) in table.rows.iter().zip(&scene.panels) {
        assert_eq!(row.len(), table.columns.len());
        assert_eq!(row[7].text, panel.cost);
    }
    assert!(table.notes[0].contains("00:00"));
}
