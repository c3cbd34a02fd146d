//! Every shard of the first stream, open or not, with what it takes.

use super::{Cell, Column, Table};
use crate::content::{t, tf};
use crate::scene::chart::axis::number;
use crate::scene::lineage;
use lab_content::format::{THIN, thousands};
use stream_engine::Simulation;
use stream_engine::histogram::Histogram;
use stream_engine::kinesis::shard::{Shard, ShardId, ShardState};

/// Rows at most; an update can make hundreds of shards.
pub const ROWS_MAX: usize = 100;

/// The table at the run's present moment, by shard number.
pub fn table(run: &Simulation) -> Table {
    let Some(stream) = run.streams().first() else { return Table::default() };
    let state = |shard: &Shard| shard.state(run.now(), stream.retention_us);
    let mut shown: Vec<&Shard> = stream.shards.iter().collect();
    let unseen = shown.len().saturating_sub(ROWS_MAX);
    if unseen > 0 {
        // The open ones first, then those that were closed last.
        shown.sort_by_key(|shard| (shard.closed.is_some(), std::cmp::Reverse(shard.id)));
        shown.truncate(ROWS_MAX);
        shown.sort_by_key(|shard| shard.id);
    }
    let (open, all) = (stream.open_count().to_string(), stream.shards.len().to_string());
    let mut caption = tf("table.caption", &[("stream", &stream.name), ("open", &open), ("all", &all)]);
    if stream.archived > 0 {
        caption.push(' ');
        caption.push_str(&tf("table.archived", &[("n", &thousands(stream.archived))]));
    }
    let rows = shown.into_iter().map(|shard| row(run, shard, state(shard))).collect();
    let unseen = (unseen > 0).then(|| tf("table.unseen", &[("n", &unseen.to_string())]));
    Table { caption, columns: columns(), rows, notes: unseen.into_iter().chain(latencies(run)).collect() }
}

fn columns() -> Vec<Column> {
    vec![
        Column::text(t("table.shard")),
        Column::text(t("table.state")),
        Column::text(t("table.parents")),
        Column::text(t("table.range")),
        Column::number(t("table.records")),
        Column::number(t("table.kilobytes")),
        Column::number(t("table.throttled")),
        Column::number(t("table.lag")),
    ]
}

fn latencies(run: &Simulation) -> Vec<String> {
    let line = |key: &str, name: &str, histogram: &Histogram| {
        let at = |percent| histogram.percentile(percent).map(thousands);
        Some(tf(key, &[("name", name), ("median", &at(50)?), ("high", &at(99)?)]))
    };
    let puts = run.producers().iter();
    let puts = puts.filter_map(|producer| line("table.put_latency", &producer.setup.name, &producer.put_latency_ms));
    let reads = run.consumers().iter();
    let reads = reads.filter_map(|consumer| line("table.delay", &consumer.setup.name, &consumer.propagation_delay_ms));
    puts.chain(reads).collect()
}

fn row(run: &Simulation, shard: &Shard, state: ShardState) -> Vec<Cell> {
    let last = shard.seconds.window(run.now(), 1).next().copied().unwrap_or_default();
    let parents: Vec<String> = shard.parents().map(|parent| parent.0.to_string()).collect();
    let (start, end) = (shard.range.start, shard.range.end);
    let is_open = state == ShardState::Open;
    let refused = u64::from(last.write_provisioned_throughput_exceeded);
    // Only an open shard is written to.
    let written = |text: String| Cell::from(if is_open { text } else { t("table.none").to_owned() });
    let is_throttled = is_open && refused > 0;
    let refused = if is_throttled { format!("✕ {}", thousands(refused)) } else { thousands(refused) };
    let range = format!("{:02x}…{}{:02x}…", start.0 >> 120, t("table.to"), end.0 >> 120);
    vec![
        Cell { full: Some(shard.id.to_string()), ..Cell::from(shard.id.0.to_string()) },
        lineage::state_word(state).into(),
        if parents.is_empty() { t("table.none").into() } else { parents.join(" + ").into() },
        Cell { full: Some(format!("{start} {}\n{end}", t("table.to"))), is_mono: true, ..Cell::from(range) },
        written(thousands(u64::from(last.incoming_records))),
        written(number(f64::from(last.incoming_bytes) / 1_024.0, 1)),
        Cell { is_bad: is_throttled, ..written(refused) },
        lag(run, shard.id).into(),
    ]
}

/// How far the slowest reader of the shard is behind.
fn lag(run: &Simulation, shard: ShardId) -> String {
    let readers = run.consumers().iter().flat_map(|consumer| &consumer.readers);
    let slowest =
        readers.filter(|reader| reader.shard == shard).max_by_key(|reader| (!reader.done, reader.millis_behind_latest));
    match slowest {
        None => t("table.none").to_owned(),
        Some(reader) if reader.done => t("table.drained").to_owned(),
        Some(reader) => {
            let ms = reader.millis_behind_latest;
            format!("{}.{}{THIN}s", thousands(ms / 1_000), ms % 1_000 / 100)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::content;
    use lab_content::challenge::requests;
    use std::rc::Rc;
    use stream_engine::scenario::StreamSetup;
    use stream_engine::{Command, History, Scenario, Time};

    fn run(steps: &[lab_content::challenge::Step], second: u64) -> History {
        let lab = content().lab("hot-shard").expect("the lab is built");
        let quotas = content().profiles[0].quotas();
        History::replay(Rc::new(lab.scenario.clone()), quotas, requests(steps), Time::from_s(second))
    }

    /// Places of columns.
    const RANGE: usize = 3;
    const THROTTLED: usize = 6;
    const LAG: usize = 7;

    fn texts(row: &[Cell]) -> Vec<&str> {
        row.iter().map(|cell| cell.text.as_str()).collect()
    }

    fn wrong(name: &str) -> &'static [lab_content::challenge::Step] {
        let lab = content().lab("hot-shard").expect("the lab is built");
        &lab.challenge.wrong.iter().find(|attempt| attempt.name == name).expect("it is there").steps
    }

    #[test]
    fn a_row_tells_range_rates_and_lag_of_its_shard() {
        let table = table(run(&[], 20).present());
        assert_eq!(table.rows.len(), 4);
        let (first, last) = (&table.rows[0], &table.rows[3]);
        assert_eq!(texts(first)[..4], ["0", "OPEN", "–", "00…–3f…"]);
        let end =
            |row: &[Cell]| row[RANGE].full.clone().is_some_and(|full| full.ends_with(&(u128::MAX / 4).to_string()));
        assert!(end(first) && last[RANGE].full.clone().is_some_and(|full| full.ends_with(&u128::MAX.to_string())));
        assert!(table.rows.iter().any(|row| row[THROTTLED].is_bad && row[THROTTLED].text.starts_with('✕')));
        assert!(table.rows.iter().all(|row| row[LAG].text.ends_with("\u{202f}s")));
        assert!(table.caption.contains("trucks"));
    }

    #[test]
    fn a_split_shard_stays_in_the_table_as_closed_and_is_its_childrens_parent() {
        let table = table(run(wrong("a split of the hot shard"), 60).present());
        assert_eq!(table.rows.len(), 6);
        assert_eq!(texts(&table.rows[2])[1], "CLOSED");
        assert_eq!((texts(&table.rows[2])[THROTTLED], texts(&table.rows[2])[LAG]), ("–", t("table.drained")));
        assert_eq!(texts(&table.rows[4])[1..3], ["OPEN", "2"]);
    }

    #[test]
    fn of_too_many_shards_the_open_ones_stay() {
        let streams = vec![StreamSetup { name: "quiet".to_owned(), shards: 4, ..StreamSetup::default() }];
        let scenario = Scenario { seed: 1, streams, ..Scenario::default() };
        let mut history = History::new(Rc::new(scenario), content().profiles[0].quotas());
        for target in [8, 16, 32, 64, 32] {
            let target = Command::UpdateShardCount { stream: Default::default(), target_shard_count: target };
            history.act(target).expect("within the limits");
            history.seek(history.latest() + 600_000_000);
        }
        let table = table(history.present());
        assert_eq!(table.rows.len(), ROWS_MAX);
        assert!(!table.notes.is_empty());
        assert_eq!(table.rows.iter().filter(|row| row[1].text == "OPEN").count(), 32);
    }
}
