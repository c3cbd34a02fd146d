//! The marks of the timeline: where the run was throttled, resharded, broke an order or lost a worker.
//! At most one for each stretch of the timeline, so that there are never too many to be read.

use crate::content::{t, tf};
use stream_engine::consumers::kcl::KclEvent;
use stream_engine::consumers::lambda::event::LambdaEvent;
use stream_engine::event::{Event, EventKind};
use stream_engine::{History, Simulation, Time};

/// Stretches into which the timeline is cut, and so marks at most.
pub const MARKS_MAX: u64 = 48;
/// Events that the text of one mark tells.
const TOLD_MAX: usize = 2;

/// What a mark is about, the gravest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum MarkKind {
    /// A worker crashed, or a table refused it.
    Failure,
    OrderBroken,
    Throttled,
    Resharding,
    /// Records were given up, as asked for.
    Discarded,
    /// A closed shard was read to its end.
    Drained,
}

impl MarkKind {
    /// Its class on the page.
    pub fn class(self) -> &'static str {
        match self {
            MarkKind::Failure => "failure",
            MarkKind::OrderBroken => "order",
            MarkKind::Throttled => "bad",
            MarkKind::Resharding => "reshard",
            MarkKind::Discarded => "discarded",
            MarkKind::Drained => "drained",
        }
    }

    /// The kind of an event; None for what is not worth a mark.
    fn of(kind: EventKind) -> Option<MarkKind> {
        Some(match kind {
            EventKind::ThrottlingBegan { .. } => MarkKind::Throttled,
            EventKind::OrderBroken { .. } | EventKind::Kcl { what: KclEvent::OrderBroken { .. }, .. } => {
                MarkKind::OrderBroken
            }
            EventKind::ReshardingBegan { .. } | EventKind::ReshardingEnded { .. } => MarkKind::Resharding,
            EventKind::ShardDrained { .. } | EventKind::Kcl { what: KclEvent::ShardEnded { .. }, .. } => {
                MarkKind::Drained
            }
            EventKind::Kcl { what: KclEvent::WorkerCrashed | KclEvent::TableRefuses { .. }, .. } => MarkKind::Failure,
            EventKind::Lambda { what: LambdaEvent::BatchFailed { .. } | LambdaEvent::Expired { .. }, .. } => {
                MarkKind::Failure
            }
            EventKind::Lambda { what: LambdaEvent::Discarded { .. }, .. } => MarkKind::Discarded,
            EventKind::Kcl { .. } => return None,
        })
    }
}

/// A mark.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// When the first of its events happened.
    pub at: Time,
    /// The gravest of its events.
    pub kind: MarkKind,
    pub text: String,
}

/// The marks of a run up to the furthest moment it has reached, on a timeline of this length.
pub fn marks(history: &History, end: Time) -> Vec<Mark> {
    let run = history.furthest();
    let stretch_us = end.0.div_ceil(MARKS_MAX).max(1);
    let mut marks: Vec<(u64, Vec<(MarkKind, Event)>)> = Vec::new();
    let events = run.events().iter().filter_map(|event| Some((MarkKind::of(event.kind)?, *event)));
    for (kind, event) in events {
        let stretch = event.at.0 / stretch_us;
        match marks.last_mut() {
            Some((last, events)) if *last == stretch => events.push((kind, event)),
            _ => marks.push((stretch, vec![(kind, event)])),
        }
    }
    // A run may have gone on beyond the timeline that was asked about.
    let surplus = marks.len().saturating_sub(MARKS_MAX as usize + 1);
    marks.into_iter().skip(surplus).map(|(_, events)| mark(run, events)).collect()
}

/// The next mark after a moment, or the one before it.
pub fn beside(marks: &[Mark], now: Time, forward: bool) -> Option<&Mark> {
    match forward {
        true => marks.iter().find(|mark| mark.at > now),
        false => marks.iter().rev().find(|mark| mark.at < now),
    }
}

fn mark(run: &Simulation, mut events: Vec<(MarkKind, Event)>) -> Mark {
    let at = events[0].1.at;
    events.sort_by_key(|(kind, event)| (*kind, event.at));
    let mut kinds: Vec<EventKind> = Vec::new();
    for (_, event) in &events {
        if !kinds.contains(&event.kind) {
            kinds.push(event.kind);
        }
    }
    let more = kinds.len().saturating_sub(TOLD_MAX);
    let mut told: Vec<String> = kinds.into_iter().take(TOLD_MAX).map(|kind| text(run, kind)).collect();
    if more > 0 {
        told.push(tf("marks.more", &[("n", &more.to_string())]));
    }
    Mark { at, kind: events[0].0, text: told.join(", ") }
}

fn text(run: &Simulation, kind: EventKind) -> String {
    let shard = |id: u32| id.to_string();
    let consumer = |nth: u8| {
        let name = run.consumers().get(usize::from(nth)).map(|consumer| consumer.setup.name.clone());
        name.unwrap_or_else(|| t("marks.consumer").to_owned())
    };
    match kind {
        EventKind::ThrottlingBegan { shard: id, .. } => tf("marks.throttled", &[("shard", &shard(id.0))]),
        EventKind::ReshardingBegan { .. } => t("marks.resharding").to_owned(),
        EventKind::ReshardingEnded { .. } => t("marks.resharded").to_owned(),
        EventKind::OrderBroken { consumer: nth, producer } => {
            let producer = run.producers().get(usize::from(producer)).map(|producer| producer.setup.name.as_str());
            let producer = producer.unwrap_or_else(|| t("marks.producer"));
            tf("marks.order", &[("producer", producer), ("consumer", &consumer(nth))])
        }
        EventKind::ShardDrained { consumer: nth, shard: id } => {
            tf("marks.drained", &[("consumer", &consumer(nth)), ("shard", &shard(id.0))])
        }
        EventKind::Kcl { worker, what, .. } => of_worker(&worker.0.to_string(), what),
        EventKind::Lambda { what, .. } => of_mapping(what),
    }
}

fn of_mapping(what: LambdaEvent) -> String {
    let (key, shard, records) = match what {
        LambdaEvent::BatchFailed { shard, records } => ("marks.batch_failed", shard, records),
        LambdaEvent::Discarded { shard, records } => ("marks.discarded", shard, records),
        LambdaEvent::Expired { shard, records } => ("marks.expired", shard, records),
    };
    tf(key, &[("shard", &shard.0.to_string()), ("n", &records.to_string())])
}

fn of_worker(worker: &str, what: KclEvent) -> String {
    match what {
        KclEvent::WorkerCrashed => tf("marks.crashed", &[("n", worker)]),
        KclEvent::TableRefuses { .. } => tf("marks.table", &[("n", worker)]),
        KclEvent::OrderBroken { .. } => tf("marks.worker_order", &[("n", worker)]),
        KclEvent::ShardEnded { shard } => tf("marks.ended", &[("n", worker), ("shard", &shard.0.to_string())]),
        // The others have no marks.
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::content;
    use lab_content::challenge::requests;
    use std::rc::Rc;

    const END: Time = Time::from_s(90);

    /// The hot-shard lab with one of its wrong attempts, which splits.
    fn run(second: u64) -> History {
        let lab = content().lab("hot-shard").expect("the lab is built");
        let split = lab.challenge.wrong.iter().find(|attempt| attempt.name == "a split of the hot shard");
        let steps = requests(&split.expect("it is there").steps);
        History::replay(Rc::new(lab.scenario.clone()), content().profiles[0].quotas(), steps, Time::from_s(second))
    }

    #[test]
    fn throttles_and_reshards_are_marked_in_order_of_time_and_say_what_they_are() {
        let marks = marks(&run(70), END);
        assert!(marks.is_sorted_by_key(|mark| mark.at) && !marks.is_empty());
        assert!(marks.iter().any(|mark| mark.kind == MarkKind::Throttled && mark.text.contains("throttled")));
        assert!(marks.iter().any(|mark| mark.text.contains(t("marks.resharded"))));
        assert!(marks.iter().all(|mark| !mark.text.is_empty()));
    }

    #[test]
    fn marks_ahead_stay_when_the_run_goes_back_and_go_when_it_is_cut_off() {
        let mut history = run(70);
        let all = marks(&history, END);
        history.seek(Time::from_s(5));
        assert_eq!(marks(&history, END), all);
        let command = stream_engine::Command::Change {
            actor: "truck-007".to_owned(),
            change: stream_engine::Change::RatePerSecond(1),
        };
        history.act(command).expect("the producer is there");
        assert!(marks(&history, END).iter().all(|mark| mark.at <= Time::from_s(5)));
    }

    #[test]
    fn there_are_never_more_marks_than_stretches_of_the_timeline() {
        let history = run(200);
        for end in [Time::from_s(1), Time::from_s(10), Time::from_s(300)] {
            assert!(marks(&history, end).len() as u64 <= MARKS_MAX + 1);
        }
    }

    #[test]
    fn the_next_and_the_last_mark_are_found_from_any_moment() {
        let marks = marks(&run(70), END);
        let second = marks[1].clone();
        assert_eq!(beside(&marks, marks[0].at, true), Some(&second));
        assert_eq!(beside(&marks, second.at + 1, false), Some(&second));
        assert_eq!(beside(&marks, Time::ZERO, false), None);
        assert_eq!(beside(&marks, Time::from_s(70), true), None);
    }
}
