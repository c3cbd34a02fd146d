//! A run written down as text, to be compared between machines: what came of each request, what
//! each second counted, what was marked, and the digest of the whole state at the end.

use crate::command::Operation;
use crate::error::Place;
use crate::event::{Outcome, WholeCall};
use crate::history::{History, Request};
use crate::quota::Quotas;
use crate::scenario::Scenario;
use crate::simulation::Simulation;
use crate::time::{SECOND_US, Time};
use md5::{Digest, Md5};
use serde::{Deserialize, Serialize};
use std::fmt::Write;
use std::rc::Rc;

/// Everything that makes a run under a quota profile.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    pub scenario: Rc<Scenario>,
    pub requests: Vec<Request>,
    /// How long it goes on.
    pub seconds: u64,
}

/// Looks a second.
const PARTS: u64 = 10;

/// The run's trace, one line for each second and for each thing that happened in it.
pub fn text(run: &Run, quotas: Rc<Quotas>) -> String {
    let mut history = History::replay(run.scenario.clone(), quotas, run.requests.clone(), Time::ZERO);
    let mut trace = String::new();
    let (mut events, mut calls) = (0, 0);
    for second in 1..=run.seconds {
        // In parts, as the log of calls is short; up to the last microsecond of the second, as what
        // the next one begins with belongs to that.
        for part in 1..=PARTS {
            history.seek(Time(second * SECOND_US - (PARTS - part) * SECOND_US / PARTS - 1));
            let present = history.present();
            for event in present.events().iter_from(events) {
                line(&mut trace, format_args!("  {} us {:?}", event.at.0, event.kind));
            }
            for call in present.calls().iter_from(calls) {
                if let Outcome::Whole(whole) = &call.outcome {
                    let text = whole_line(whole, present.place(call.stream));
                    line(&mut trace, format_args!("  {} us {text}", call.at.0));
                }
            }
            (events, calls) = (present.events().end(), present.calls().end());
        }
        line(&mut trace, format_args!("{}", second_line(history.present(), second - 1)));
    }
    line(&mut trace, format_args!("state {}", digest(history.present())));
    trace
}

fn whole_line(whole: &WholeCall, place: Place) -> String {
    let name = whole.command.operation().map_or("Change", Operation::name);
    match &whole.result {
        Ok(answer) => format!("{name}: {answer:?}"),
        Err(refusal) => format!("{name}: {}: {}", refusal.code(), refusal.message(place)),
    }
}

fn second_line(run: &Simulation, second: u64) -> String {
    let counted = run.seconds().get(second).copied().unwrap_or_default();
    let handled: u64 = run.consumers().iter().map(|consumer| consumer.records).sum();
    format!(
        "{second} s: attempts {}, stored {}, bytes {}, throttled {}, lost {}, out of order {} and {}, open {}, handled {handled}",
        counted.attempts,
        counted.stored,
        counted.stored_bytes,
        counted.throttled,
        counted.lost,
        counted.order_broken_by_source,
        counted.order_broken_by_producer,
        counted.open_shards,
    )
}

/// MD5 of the whole state, in hex.
pub fn digest(run: &Simulation) -> String {
    Md5::digest(run.to_bytes()).iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn line(trace: &mut String, text: std::fmt::Arguments) {
    writeln!(trace, "{text}").expect("a String takes any text");
}
