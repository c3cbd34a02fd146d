//! What the picture of an event source mapping says in words.

use super::{DestinationBox, FunctionBox};
use crate::content::{t, tf};
use crate::scene::lambda::destination::{Kind, count, kind, newest};
use lab_content::format::{duration, thousands};
use stream_engine::Simulation;
use stream_engine::consumers::lambda::batch::{Batch, Lane};
use stream_engine::consumers::lambda::mapping::Mapping;
use stream_engine::kinesis::stream::Stream;

/// From this age on a shard is late.
pub const LATE_MS: u64 = 120_000;

/// `60 records · attempt 3 · again in 32 s`.
pub fn batch(run: &Simulation, lane: &Lane, batch: &Batch) -> String {
    if batch.ends_window {
        return t("lambda.batch.window").to_owned();
    }
    let records = tf("lambda.batch.records", &[("n", &thousands(batch.records.len() as u64))]);
    let mut parts = vec![records];
    if batch.attempts > 0 {
        parts.push(tf("lambda.batch.attempt", &[("n", &(batch.attempts + 1).to_string())]));
    }
    if lane.running.is_none() && lane.retry_at > run.now() {
        let seconds = lane.retry_at.since(run.now()).div_ceil(1_000_000);
        parts.push(tf("lambda.batch.again", &[("s", &seconds.to_string())]));
    }
    parts.join(" · ")
}

/// What the function does.
pub fn function(run: &Simulation, mapping: &Mapping) -> FunctionBox {
    let name = mapping.setup.function.clone();
    let Some(function) = run.lambda().functions.get(&name) else {
        return FunctionBox { name, lines: Vec::new(), failing: false };
    };
    let last: Vec<_> = mapping.seconds.window(run.now(), 60).collect();
    let errors: u64 = last.iter().map(|second| u64::from(second.errors)).sum();
    let reads = if mapping.consumer.is_some() { "lambda.reads.pushed" } else { "lambda.reads.polls" };
    let mut lines = vec![
        t(reads).to_owned(),
        tf("lambda.running", &[("n", &function.running.to_string())]),
        tf("lambda.handled", &[("n", &thousands(mapping.records))]),
    ];
    if errors > 0 {
        lines.push(tf("lambda.errors", &[("n", &thousands(errors))]));
    }
    if mapping.setup.tumbling_window_in_seconds > 0 {
        let ended = mapping.windows.end();
        lines.push(tf("lambda.windows", &[("n", &thousands(ended))]));
    }
    FunctionBox { name, lines, failing: errors > 0 }
}

/// Where failed batches go, and the newest of them.
pub fn destination(run: &Simulation, mapping: &Mapping) -> DestinationBox {
    let Some((kind, name)) = kind(mapping) else {
        return DestinationBox {
            name: t("lambda.destination.none").to_owned(),
            lines: t("lambda.destination.none_lines").lines().map(str::to_owned).collect(),
            none: true,
        };
    };
    let service = match kind {
        Kind::Queue => "SQS",
        Kind::Topic => "SNS",
        Kind::Bucket => "S3",
    };
    let mut lines = vec![match count(run, mapping) {
        Some(count) => tf("lambda.destination.count", &[("service", service), ("n", &thousands(count))]),
        None => tf("lambda.destination.uncounted", &[("service", service)]),
    }];
    if let Some(newest) = newest(run, mapping) {
        let number = newest.numbers.0.to_string();
        let tail = &number[number.len().saturating_sub(8)..];
        lines.push(tf("lambda.destination.newest", &[("n", &newest.shard.0.to_string()), ("number", tail)]));
        lines.push(tf(
            "lambda.destination.batch",
            &[("n", &newest.records.to_string()), ("tries", &newest.invocations.to_string())],
        ));
        lines.push(newest.condition.name().to_owned());
    }
    DestinationBox { name: name.to_owned(), lines, none: false }
}

/// Good records that nobody will handle.
pub fn lost(mapping: &Mapping) -> Option<String> {
    let (expired, discarded) = (mapping.expired - mapping.expired_bad, mapping.discarded_good);
    let values = [("expired", thousands(expired)), ("discarded", thousands(discarded))];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let key = match (expired, discarded) {
        (0, 0) => return None,
        (_, 0) => "lambda.lost.expired",
        (0, _) => "lambda.lost.discarded",
        _ => "lambda.lost.both",
    };
    Some(tf(key, &values))
}

/// All of the picture.
pub fn description(run: &Simulation, mapping: &Mapping, stream: &Stream, cursors: &[usize]) -> String {
    let function = function(run, mapping);
    let mut told = vec![tf("lambda.describe", &[("name", &function.name), ("lines", &function.lines.join(", "))])];
    for cursor in cursors {
        let work = &mapping.shards[*cursor];
        let behind = duration(mapping.behind_ms(*cursor, stream, run.now()));
        let batches: Vec<String> =
            work.lanes.iter().filter_map(|lane| Some(batch(run, lane, lane.work.last()?))).collect();
        let batches = if batches.is_empty() { t("lambda.describe_no_batch").to_owned() } else { batches.join("; ") };
        let n = mapping.source.cursors[*cursor].shard.0.to_string();
        let lanes = work.lanes.len().to_string();
        let values = [("n", n.as_str()), ("t", &behind), ("lanes", &lanes), ("batches", &batches)];
        told.push(tf("lambda.describe_shard", &values));
    }
    let destination = destination(run, mapping);
    told.push(tf(
        "lambda.describe_destination",
        &[("name", &destination.name), ("lines", &destination.lines.join(", "))],
    ));
    told.extend(lost(mapping));
    told.join(" ")
}
