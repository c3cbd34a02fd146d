//! The finish line: when each side was through, in which order, for how much, with how much done twice.

use super::seconds;
use crate::content::{t, tf};
use lab_content::format::{Format, thousands};
use stream_engine::bill::Prices;
use stream_engine::goal::race::Race;
use stream_engine::{Simulation, Time};

/// One line of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FinishRow {
    pub label: String,
    pub value: String,
    pub standing: FinishStanding,
}

/// How a value is to be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FinishStanding {
    Plain,
    Good,
    Bad,
}

/// The lines at the run's present moment.
pub fn finish(run: &Simulation, prices: &Prices) -> Vec<FinishRow> {
    let Some(race) = Race::of(run, 0) else { return Vec::new() };
    let row = |label: String, value: String, standing| FinishRow { label, value, standing };
    let open = race.stream.open_count().to_string();
    let consumers = race.consumer.setup.workers.to_string();
    let (on_stream, on_queue) = (race.application.totals.out_of_order, race.consumer.order_broken_by_source);
    let kept = on_stream + on_queue == 0;
    // What the stream was given twice is handled twice; of what the queue was, nothing is left.
    let twice = race.producer.counts.duplicates + race.application.totals.twice;
    let money = |nano: Option<u64>| nano.map_or_else(|| t("table.none").to_owned(), |nano| Format::Dollars.text(nano));
    let (stream_cost, queue_cost) = race.cost_per_million(prices);
    let both = |one: String, other: String| format!("{one} · {other}");
    vec![
        row(tf("race.finish_stream", &[("n", &open)]), time(&race, race.stream_finish()), FinishStanding::Plain),
        row(tf("race.finish_queue", &[("n", &consumers)]), time(&race, race.queue_finish()), FinishStanding::Plain),
        row(
            t("race.finish_order").to_owned(),
            both(Format::Kept.text(on_stream), Format::Kept.text(on_queue)),
            if kept { FinishStanding::Good } else { FinishStanding::Bad },
        ),
        row(
            t("race.finish_twice").to_owned(),
            both(thousands(twice), thousands(race.consumer.handled_again)),
            FinishStanding::Plain,
        ),
        row(t("race.finish_cost").to_owned(), both(money(stream_cost), money(queue_cost)), FinishStanding::Plain),
    ]
}

/// A finish, or the time so far.
fn time(race: &Race, finish: Option<Time>) -> String {
    let since = |at: Time| seconds(Time(at.since(race.began())));
    match finish {
        Some(at) => format!("{} ✓", since(at)),
        None => format!("{} …", since(race.run.now())),
    }
}
