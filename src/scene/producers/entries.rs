//! A partial failure: the last small calls of one producer entry by entry, and below them what its
//! shard holds, in order.

use crate::content::{t, tf};
use stream_engine::Simulation;
use stream_engine::producers::client::Client;
use stream_engine::producers::producer::Producer;

const CHIP: f64 = 26.0;
const GAP: f64 = 6.0;
/// Records of the shard that are shown, the newest.
const RECORDS_SHOWN: usize = 9;
/// Calls that are shown, the newest, and what each has room for at least: a PutRecord is narrow.
const CALLS_SHOWN: usize = 3;
const CALL_WIDTH: f64 = 104.0;
const SINGLE_CALLS_SHOWN: usize = 5;
const SINGLE_WIDTH: f64 = 58.0;

/// An entry of a call, or a record of the shard.
#[derive(Clone, PartialEq, Debug)]
pub struct Chip {
    pub x: f64,
    pub y: f64,
    pub size: f64,
    pub text: String,
    pub failed: bool,
    /// A record behind a later one of its source.
    pub out_of_order: bool,
}

/// All of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Entries {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub title: String,
    /// Text beside some chips: where and what.
    pub lines: Vec<(f64, f64, String)>,
    pub chips: Vec<Chip>,
    pub description: String,
}

/// The part about the producer with this number, from `x` and `y` on; None if there is none.
pub fn entries(run: &Simulation, nth: usize, x: f64, y: f64, width: f64) -> Option<Entries> {
    let producer = run.producers().get(nth)?;
    let beside = width >= 640.0;
    let mut part = Entries {
        x,
        y,
        width,
        title: t(if is_strict(producer) { "clients.entries_single" } else { "clients.entries" }).to_owned(),
        lines: Vec::new(),
        chips: Vec::new(),
        description: String::new(),
    };
    let mut words = vec![part.title.clone()];
    calls(producer, &mut part, &mut words);
    let at = if beside { (x + width * 0.52, y + 34.0) } else { (x, y + 98.0) };
    shard(run, producer, &mut part, at, &mut words);
    part.description = words.join(" ");
    Some(part)
}

/// Whether it makes a PutRecord of each record, one at a time.
fn is_strict(producer: &Producer) -> bool {
    matches!(&producer.setup.client, Client::Sdk(sdk) if sdk.strict_order)
}

/// Entries are counted from 1 within the three readings that were made together.
fn place(number: u32) -> u32 {
    number % 3 + 1
}

fn calls(producer: &Producer, part: &mut Entries, words: &mut Vec<String>) {
    let (x, y) = (part.x, part.y + 34.0);
    let small = &producer.calls.small;
    let strict = is_strict(producer);
    let (most, width) = if strict { (SINGLE_CALLS_SHOWN, SINGLE_WIDTH) } else { (CALLS_SHOWN, CALL_WIDTH) };
    let shown = small.iter().skip(small.len().saturating_sub(most));
    if small.is_empty() {
        part.lines.push((x, y + 18.0, t("clients.no_call").to_owned()));
        words.push(t("clients.no_call").to_owned());
    }
    let mut left = x;
    for (nth, call) in shown.enumerate() {
        let failed = call.entries.iter().filter(|(_, result)| result.is_err()).count();
        let label = match nth {
            _ if strict => t(if failed > 0 { "clients.single_failed" } else { "clients.single_stored" }).to_owned(),
            0 => tf("clients.answer", &[("n", &failed.to_string())]),
            _ => tf("clients.answer_again", &[("n", &failed.to_string())]),
        };
        part.lines.push((left, y + CHIP + 16.0, label.clone()));
        let mut told = Vec::new();
        for (at, (number, result)) in call.entries.iter().enumerate() {
            let text = place(*number).to_string();
            let state = match result {
                Ok(_) => t("clients.entry_stored"),
                Err(throttle) => throttle.code(),
            };
            told.push(format!("{text} {state}"));
            part.chips.push(Chip {
                x: left + (CHIP + GAP) * at as f64,
                y,
                size: CHIP,
                text,
                failed: result.is_err(),
                out_of_order: false,
            });
        }
        words.push(format!("{label}: {}.", told.join(", ")));
        left += ((CHIP + GAP) * call.entries.len() as f64).max(width) + 14.0;
    }
}

fn shard(run: &Simulation, producer: &Producer, part: &mut Entries, (x, y): (f64, f64), words: &mut Vec<String>) {
    let stream = run.streams().get(usize::from(producer.setup.stream.0));
    let records = stream.into_iter().flat_map(|stream| &stream.shards).flat_map(|shard| shard.records.iter());
    let numbers: Vec<u32> = records.map(|record| record.number).collect();
    let first = numbers.len().saturating_sub(RECORDS_SHOWN);
    let mut highest = None;
    let mut told = Vec::new();
    for (nth, number) in numbers.iter().enumerate() {
        // A record that is there twice is no longer in its place either.
        let out_of_order = highest.is_some_and(|highest| *number <= highest);
        highest = highest.max(Some(*number));
        if nth < first {
            continue;
        }
        told.push(place(*number).to_string());
        part.chips.push(Chip {
            x: x + (CHIP + GAP) * (nth - first) as f64,
            y,
            size: CHIP,
            text: place(*number).to_string(),
            failed: false,
            out_of_order,
        });
    }
    let label = match told.is_empty() {
        true => t("clients.shard_empty").to_owned(),
        false => t("clients.shard_order").to_owned(),
    };
    let below = if told.is_empty() { y + 18.0 } else { y + CHIP + 16.0 };
    words.push(format!("{label} {}", told.join(", ")));
    part.lines.push((x, below, label));
}
