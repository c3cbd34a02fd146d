//! Two runs from one fork, side by side: each goal, each value of the "why", and the totals since the fork,
//! with both values and what lies between them.

use crate::content::{t, tf};
use lab_content::challenge::{LabGoal, NamedValue};
use lab_content::format::{Format, THIN, dollars, thousands};
use lab_content::lab::Lab;
use std::cmp::Ordering;
use stream_engine::bill::Prices;
use stream_engine::bill::statement::Statement;
use stream_engine::goal::{Look, Standing};
use stream_engine::histogram::Histogram;
use stream_engine::kinesis::metrics::RunSecond;
use stream_engine::{Simulation, Time};

/// Which of the two.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Side {
    /// The run as it was when the two parted.
    AsItWas,
    /// The run that is being changed.
    #[default]
    Changed,
}

impl Side {
    pub fn other(self) -> Side {
        match self {
            Side::AsItWas => Side::Changed,
            Side::Changed => Side::AsItWas,
        }
    }

    /// Its letter on the page.
    pub fn letter(self) -> &'static str {
        match self {
            Side::AsItWas => "A",
            Side::Changed => "B",
        }
    }
}

/// The two runs, standing at one moment.
#[derive(Clone, Copy)]
pub struct Pair<'a> {
    pub as_it_was: &'a Simulation,
    pub changed: &'a Simulation,
    /// When they parted.
    pub since: Time,
}

/// One value of both.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    pub name: String,
    pub as_it_was: Cell,
    pub changed: Cell,
    /// Of the changed run against the other, with its sign.
    pub difference: String,
    pub is_same: bool,
}

/// A value, and how it stands where it belongs to a goal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    pub text: String,
    pub standing: Option<Standing>,
}

/// Rows in three groups, each with its heading; a group without rows is left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comparison {
    pub groups: Vec<(String, Vec<Row>)>,
    /// What differs, in words.
    pub description: String,
}

/// Holds two runs of a lab against each other. `fill` puts facts into the labels of goals.
pub fn compare(lab: &Lab, pair: Pair, prices: &Prices, fill: impl Fn(&str) -> String) -> Comparison {
    let since = super::clock(pair.since);
    let groups = [
        (t("compare.goals").to_owned(), goals(lab, pair, prices, fill)),
        (t("compare.values").to_owned(), values(lab, pair, prices)),
        (tf("compare.totals", &[("moment", &since)]), totals(pair, prices)),
    ];
    let groups: Vec<_> = groups.into_iter().filter(|(_, rows)| !rows.is_empty()).collect();
    let differing = groups.iter().flat_map(|(_, rows)| rows).filter(|row| !row.is_same);
    let told: Vec<String> = differing.map(|row| format!("{}: {}", row.name, row.difference)).collect();
    let description = match told.is_empty() {
        true => t("compare.same").to_owned(),
        false => tf("compare.differs", &[("list", &told.join(", "))]),
    };
    Comparison { groups, description }
}

/// Those of the lab's challenge, and of its second one.
fn all_goals(lab: &Lab) -> impl Iterator<Item = &LabGoal> {
    let further = lab.further.iter().flat_map(|challenge| &challenge.goals);
    lab.challenge.goals.iter().chain(further)
}

fn goals(lab: &Lab, pair: Pair, prices: &Prices, fill: impl Fn(&str) -> String) -> Vec<Row> {
    let row = |goal: &LabGoal| {
        let (one, other) = (goal.goal.judge(pair.as_it_was, prices), goal.goal.judge(pair.changed, prices));
        let mut row = row(fill(&goal.label), goal.format, one.value, other.value);
        (row.as_it_was.standing, row.changed.standing) = (Some(one.standing), Some(other.standing));
        row
    };
    all_goals(lab).map(row).collect()
}

/// What the "why" measures and no goal does.
fn values(lab: &Lab, pair: Pair, prices: &Prices) -> Vec<Row> {
    let is_new = |value: &&NamedValue| {
        !all_goals(lab).any(|LabGoal { goal, .. }| (goal.measure, goal.of) == (value.measure, value.of))
    };
    let row = |value: &NamedValue| {
        let look = |run| value.measure.value(&Look { run, prices, of: value.of, window_s: value.window_s }).0;
        let name = capitalised(&value.name.replace('_', " "));
        let name = match value.window_s {
            0 => name,
            window => tf("compare.window", &[("name", &name), ("s", &window.to_string())]),
        };
        row(name, value.format, look(pair.as_it_was), look(pair.changed))
    };
    lab.why.values.iter().filter(is_new).map(row).collect()
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What was counted since the two parted; what neither has is left out.
fn totals(pair: Pair, prices: &Prices) -> Vec<Row> {
    let mut rows = Vec::new();
    let both = |look: &dyn Fn(&Simulation) -> u64| (look(pair.as_it_was), look(pair.changed));
    let mut add = |name: &str, values: (u64, u64), write: fn(u64) -> String| {
        if values != (0, 0) {
            rows.push(written(t(name).to_owned(), values, write, write));
        }
    };
    let span_s = pair.changed.now().second().saturating_sub(pair.since.second());
    let sum = |field: fn(&RunSecond) -> u64| {
        both(&|run: &Simulation| run.seconds().window(run.now(), span_s).map(field).sum::<u64>())
    };
    add("compare.stored", sum(|second| u64::from(second.stored)), thousands);
    add("compare.throttled", sum(|second| u64::from(second.throttled)), thousands);
    add("compare.lost", sum(|second| u64::from(second.lost)), thousands);
    add("compare.order", sum(|second| u64::from(second.order_broken_by_source)), thousands);
    let queued = |field: fn(&stream_engine::sqs::metrics::Totals) -> u64| {
        both(&|run: &Simulation| run.sqs().queues().map(|queue| field(&queue.totals)).sum::<u64>())
    };
    add("compare.messages_sent", queued(|totals| totals.sent), thousands);
    add("compare.messages_deleted", queued(|totals| totals.deleted), thousands);
    let bill = |run: &Simulation| u64::try_from(Statement::of_run(run, prices).so_far()).unwrap_or(u64::MAX);
    add("compare.bill", both(&bill), |nano| format!("${}", dollars(nano, 5)));
    let put = |percent| both(&move |run: &Simulation| percentile(puts(run), percent));
    add("compare.put_median", put(50), milliseconds);
    add("compare.put_high", put(99), milliseconds);
    let read = |percent| both(&move |run: &Simulation| percentile(reads(run), percent));
    add("compare.read_median", read(50), milliseconds);
    add("compare.read_high", read(99), milliseconds);
    rows
}

fn puts(run: &Simulation) -> Vec<&Histogram> {
    run.producers().iter().map(|producer| &producer.put_latency_ms).collect()
}

/// From a record's arrival to its reading, for all that read streams.
fn reads(run: &Simulation) -> Vec<&Histogram> {
    let polling = run.consumers().iter().map(|consumer| &consumer.propagation_delay_ms);
    polling.chain(run.enhanced().iter().map(|consumer| &consumer.propagation_delay_ms)).collect()
}

fn percentile(histograms: Vec<&Histogram>, percent: u64) -> u64 {
    let mut all = Histogram::default();
    for (value, times) in histograms.into_iter().flat_map(Histogram::steps) {
        all.add_many(value, times);
    }
    all.percentile(percent).unwrap_or(0)
}

fn milliseconds(ms: u64) -> String {
    format!("{}{THIN}ms", thousands(ms))
}

fn row(name: String, format: Format, as_it_was: u64, changed: u64) -> Row {
    let difference = |by: u64| match format {
        // A difference of shares is in points, and one of orders is a number.
        Format::Percent => tf("compare.points", &[("n", &format!("{:.1}", by as f64 / 1e3))]),
        Format::Kept => thousands(by),
        format => format.text(by),
    };
    written(name, (as_it_was, changed), |value| format.text(value), difference)
}

fn written(
    name: String,
    (as_it_was, changed): (u64, u64),
    value: impl Fn(u64) -> String,
    difference: impl Fn(u64) -> String,
) -> Row {
    let cell = |number| Cell { text: value(number), standing: None };
    let by = difference(as_it_was.abs_diff(changed));
    let difference = match changed.cmp(&as_it_was) {
        Ordering::Equal => t("compare.equal").to_owned(),
        Ordering::Greater => format!("+{by}"),
        Ordering::Less => format!("−{by}"),
    };
    Row { name, as_it_was: cell(as_it_was), changed: cell(changed), difference, is_same: as_it_was == changed }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::content;
    use lab_content::challenge::requests;
    use std::rc::Rc;
    use stream_engine::History;

    /// The hot-shard lab, and a fork of it at second 10 in which the solution's steps are done.
    fn pair() -> (&'static Lab, History, History) {
        let lab = content().lab("hot-shard").expect("the lab is built");
        let mut history = History::new(Rc::new(lab.scenario.clone()), content().profiles[0].quotas());
        history.seek(Time::from_s(10));
        let mut fork = history.fork();
        for request in requests(&lab.challenge.solution.steps) {
            fork.act(request.command).expect("the lab's own solution is accepted");
        }
        (lab, history, fork)
    }

    fn compared(lab: &Lab, one: &History, other: &History) -> Comparison {
        let pair = Pair { as_it_was: one.present(), changed: other.present(), since: Time::from_s(10) };
        compare(lab, pair, &content().prices.prices, str::to_owned)
    }

    #[test]
    fn a_fork_differs_in_nothing_until_something_is_done() {
        let (lab, mut history, _) = pair();
        let mut fork = history.fork();
        [&mut history, &mut fork].into_iter().for_each(|run| run.seek(Time::from_s(30)));
        let compared = compared(lab, &history, &fork);
        assert!(
            compared
                .groups
                .iter()
                .flat_map(|(_, rows)| rows)
                .all(|row| row.is_same && row.difference == t("compare.equal"))
        );
        assert_eq!(compared.description, t("compare.same"));
    }

    #[test]
    fn goals_and_totals_tell_both_values_and_the_difference_with_its_sign() {
        let (lab, mut history, mut fork) = pair();
        [&mut history, &mut fork].into_iter().for_each(|run| run.seek(Time::from_s(60)));
        let compared = compared(lab, &history, &fork);
        let goal = &compared.groups[0].1[0];
        assert_eq!(goal.as_it_was.standing, Some(Standing::Missed));
        assert_eq!(goal.changed.standing, Some(Standing::Met));
        assert!(goal.difference.starts_with('−') && goal.difference.contains("points"), "{goal:?}");
        let totals = &compared.groups.last().expect("there are totals").1;
        let stored = totals.iter().find(|row| row.name == t("compare.stored")).expect("records were stored");
        assert!(stored.difference.starts_with('−'), "packed: {stored:?}");
        assert!(totals.iter().any(|row| row.name == t("compare.bill") && row.as_it_was.text.starts_with('$')));
        assert!(compared.description.contains(&goal.name));
    }

    #[test]
    fn what_a_goal_measures_is_not_told_twice() {
        let (lab, history, fork) = pair();
        let compared = compared(lab, &history, &fork);
        let measured = compared.groups.iter().find(|(name, _)| name == t("compare.values"));
        assert!(measured.is_none_or(|(_, rows)| rows.iter().all(|row| !row.name.starts_with("Throttled"))));
    }
}
