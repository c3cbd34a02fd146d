//! Charts of real runs of the labs.

use super::*;
use crate::content::content;
use crate::scene::chart::shares::shares;
use lab_content::challenge::requests;
use std::rc::Rc;
use stream_engine::{History, Time};

const SIZE: Size = Size { width: 380.0, height: 220.0 };

/// The lab's run at a second, with the steps of its wrong attempt of this name.
fn run(lab: &str, attempt: Option<&str>, second: u64) -> History {
    let lab = content().lab(lab).expect("the lab is built");
    let attempt =
        attempt.map(|name| lab.challenge.wrong.iter().find(|attempt| attempt.name == name).expect("it is there"));
    let steps = attempt.map_or(&[][..], |attempt| &attempt.steps);
    let quotas = content().profiles[0].quotas();
    History::replay(Rc::new(lab.scenario.clone()), quotas, requests(steps), Time::from_s(second))
}

fn writes(run: &History) -> LineChart {
    line_chart(run.present(), None, Chart::Writes, SIZE).expect("a chart of lines")
}

#[test]
fn a_chart_before_the_start_shows_its_limit_and_says_that_there_is_nothing() {
    let chart = writes(&run("hot-shard", None, 0));
    assert!(chart.lines.is_empty());
    assert!(chart.limit.is_some_and(|limit| limit.y.is_some()));
    assert_eq!(chart.description, t("chart.empty"));
}

#[test]
fn the_hot_shard_runs_along_the_limit_and_all_points_lie_in_the_field() {
    let chart = writes(&run("hot-shard", None, 40));
    assert_eq!(chart.lines.len(), 4);
    let limit = chart.limit.as_ref().and_then(|limit| limit.y).expect("the limit is near");
    let hot = chart.lines.iter().min_by(|one, other| one.end.1.total_cmp(&other.end.1)).expect("four lines");
    assert!((hot.end.1 - limit).abs() < 8.0, "{} beside {limit}", hot.end.1);
    for line in &chart.lines {
        let numbers = line.path.split(['M', 'L', ' ', 'h']).filter(|number| !number.is_empty());
        let numbers: Vec<f64> = numbers.map(|number| number.parse().expect("a number")).collect();
        assert!(numbers.len() / 2 <= 300, "{}", numbers.len());
        for point in numbers.chunks(2) {
            assert!((chart.plot.left - 0.1..=chart.plot.right + 0.1).contains(&point[0]), "{point:?}");
            assert!((chart.plot.top - 0.1..=chart.plot.bottom + 0.1).contains(&point[1]), "{point:?}");
        }
    }
}

#[test]
fn numbers_at_the_ends_of_lines_do_not_lie_on_each_other() {
    for second in [1, 9, 40, 100] {
        let chart = writes(&run("hot-shard", None, second));
        let mut heights: Vec<f64> = chart.lines.iter().map(|line| line.label_y).collect();
        heights.sort_by(f64::total_cmp);
        assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= LABEL_GAP - 0.01), "{second}: {heights:?}");
    }
}

#[test]
fn a_chart_scrolls_once_the_run_is_older_than_a_minute() {
    let (young, old) = (writes(&run("hot-shard", None, 40)), writes(&run("hot-shard", None, 100)));
    let first = |chart: &LineChart| chart.x_marks.first().map(|(_, text)| text.clone());
    assert_eq!(first(&young).as_deref(), Some("0:00"));
    assert_eq!(first(&old).as_deref(), Some("0:45"));
    assert!(old.lines.iter().all(|line| (line.end.0 - old.plot.right).abs() < 0.1));
}

#[test]
fn a_closed_shard_keeps_its_line_up_to_its_end_and_its_children_get_their_own() {
    let split = run("hot-shard", Some("a split of the hot shard"), 60);
    let chart = writes(&split);
    let labels: Vec<&str> = chart.lines.iter().map(|line| line.label.as_str()).collect();
    assert_eq!(labels, ["0", "1", "2", "3", "4", "5"]);
    assert!(chart.lines[2].end.0 < chart.plot.right - 10.0);
    assert!(chart.lines[2].name.contains("closed"));
    assert!((chart.lines[4].end.0 - chart.plot.right).abs() < 0.1);
}

#[test]
fn from_the_seventh_shard_on_the_colour_comes_with_a_dash() {
    let chart = writes(&run("hot-shard", Some("twice the shards"), 80));
    let lines: Vec<_> = chart.lines.iter().map(|line| (line.label.as_str(), line.stroke.as_str(), line.dash)).collect();
    assert!(lines.contains(&("5", "stroke-5", "")) && lines.contains(&("6", "stroke-0", "6 3")), "{lines:?}");
}

fn series(shard: u32, points: Vec<(u64, f64)>) -> Series {
    Series { ink: Ink::Shard(shard), name: format!("shard {shard}"), label: shard.to_string(), points }
}

#[test]
fn a_far_limit_is_told_but_does_not_flatten_the_lines() {
    let series = vec![series(0, vec![(0, 10.0), (1, 20.0)])];
    let chart =
        lines(Data { series, quantity: Quantity::Records, limit: Some((1_000.0, "limit")) }, Vec::new(), (2, 15), SIZE);
    assert_eq!(chart.limit.as_ref().map(|limit| limit.y), Some(None));
    assert!(chart.lines[0].end.1 < chart.plot.bottom - 100.0);
    assert!(chart.description.contains("1\u{202f}000"));
}

#[test]
fn of_too_many_lines_the_busiest_are_drawn() {
    let series = (0..100).map(|number| series(number, vec![(0, f64::from(number))])).collect();
    let chart = lines(Data { series, quantity: Quantity::Records, limit: None }, Vec::new(), (1, 15), SIZE);
    assert_eq!((chart.lines.len(), chart.unseen), (LINES_MAX, 88));
    assert_eq!(chart.lines[0].label, "88");
}

#[test]
fn the_cost_is_that_of_the_open_shards_and_of_the_units_written() {
    let prices = content().prices.prices;
    let history = run("hot-shard", None, 20);
    let found = cost(history.present(), None, &prices, SIZE);
    assert_eq!(found.shards, "$0.060");
    let last = history.present().seconds().window(history.present().now(), 1).next().expect("a second has passed");
    let nano = u64::from(last.put_payload_units) * 3_600 * prices.put_payload_units_per_million / 1_000_000;
    assert_eq!(found.units, format!("${}", lab_content::format::dollars(nano, 3)));
    assert_eq!(found.chart.lines.len(), 1);
}

#[test]
fn bars_of_shares_come_to_a_hundred_percent_and_stand_beside_an_even_part() {
    let chart = shares(run("partition-keys", None, 20).present(), SIZE);
    assert_eq!(chart.bars.len(), 4);
    let full: f64 = chart.bars.iter().map(|bar| bar.height).sum();
    let even = chart.plot.bottom - chart.even.y.expect("it is drawn");
    assert!((full - 4.0 * even).abs() < 0.1, "{full} and four times {even}");
    assert!(chart.bars.iter().all(|bar| bar.x >= chart.plot.left && bar.x + bar.width <= chart.plot.right));
    assert!(chart.description.contains("25.0"));
}

#[test]
fn shares_of_nothing_are_no_shares() {
    let chart = shares(run("partition-keys", None, 0).present(), SIZE);
    assert_eq!(chart.records, 0);
    assert_eq!(chart.description, t("chart.shares.nothing"));
}

#[test]
fn the_run_beside_is_drawn_to_the_same_scale_and_told() {
    let (quiet, loud) = (run("hot-shard", None, 30), run("hot-shard", None, 30));
    let alone = line_chart(quiet.present(), None, Chart::Writes, SIZE).expect("a chart of lines");
    let both = line_chart(quiet.present(), Some(loud.present()), Chart::Writes, SIZE).expect("a chart of lines");
    assert_eq!(alone.lines, both.lines);
    assert!(alone.beside.is_empty() && both.beside.len() == both.lines.len());
    assert!(both.beside.iter().zip(&both.lines).all(|(beside, line)| beside.path == line.path));
    assert!(both.description.len() > alone.description.len());
}

#[test]
fn a_chart_by_minute_names_hours() {
    let run = run("capacity-modes", None, 14 * 3_600);
    let chart = line_chart(run.present(), None, Chart::Capacity, SIZE).expect("a chart of lines");
    let names: Vec<&str> = chart.x_marks.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(names, ["0", "6\u{202f}h", "12\u{202f}h"]);
}
