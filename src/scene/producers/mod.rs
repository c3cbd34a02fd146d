//! The clients of producers as data: a row for each, with how it packs its events into records and
//! calls, what its stream takes of them, how long that takes and what it costs; below them the last
//! small calls of the one that shows a partial failure. Sizes in CSS pixels.

pub mod entries;
#[cfg(test)]
mod tests;

use super::COLOURS;
use super::chart::Size;
use crate::content::{content, t, tf};
use entries::{Entries, entries};
use lab_content::format::{THIN, dollars, thousands};
use stream_engine::Simulation;
use stream_engine::goal::{Look, Measure};
use stream_engine::producers::client::Client;
use stream_engine::producers::producer::Producer;
use stream_engine::producers::second::ProducerSecond;

/// From this width on a row is one line of columns, and from that on the order has one for itself.
const WIDE: f64 = 700.0;
const ROOMY: f64 = 780.0;
const ROW_WIDE: f64 = 62.0;
const ROW_NARROW: f64 = 108.0;
const TOP: f64 = 34.0;
/// Height of the part about a partial failure.
const ENTRIES_WIDE: f64 = 104.0;
const ENTRIES_NARROW: f64 = 152.0;
const MARGIN: f64 = 16.0;
/// Rows: the last producer of the lab is the one of the partial failure.
const ROWS: usize = 4;
/// Seconds that figures look back.
const WINDOW_S: u64 = 5;
/// What is drawn of a call at most: records, and events in each.
const RECORDS_DRAWN: u64 = 8;
const EVENTS_DRAWN: u64 = 9;

/// One client's row.
#[derive(Clone, PartialEq, Debug)]
pub struct ClientRow {
    pub y: f64,
    pub height: f64,
    pub colour: u32,
    pub name: String,
    pub detail: String,
    /// Records in a call and events in a record, as far as they are drawn.
    pub call: (u64, u64),
    pub call_text: String,
    /// Events stored, of those made, 0 to 1.
    pub load: f64,
    pub stored: String,
    pub refused: Option<String>,
    pub latency: String,
    pub latency_high: String,
    pub cost: String,
    pub order: String,
    pub order_is_kept: bool,
}

/// Where the columns stand.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Columns {
    pub wide: bool,
    pub client: f64,
    pub call: f64,
    pub stream: f64,
    pub stream_end: f64,
    pub latency: f64,
    pub cost: f64,
    pub order: f64,
}

/// All of it.
#[derive(Clone, PartialEq, Debug)]
pub struct ProducersScene {
    pub size: Size,
    pub columns: Columns,
    pub heads: Vec<(f64, bool, String)>,
    pub rows: Vec<ClientRow>,
    pub entries: Option<Entries>,
    pub description: String,
}

/// The picture's height at a width.
pub fn height(width: f64) -> f64 {
    match width >= WIDE {
        true => TOP + ROWS as f64 * ROW_WIDE + ENTRIES_WIDE + 8.0,
        false => 12.0 + ROWS as f64 * ROW_NARROW + ENTRIES_NARROW,
    }
}

/// The clients at the run's present moment.
pub fn producers(run: &Simulation, size: Size) -> ProducersScene {
    let columns = columns(size.width);
    let (top, pitch) = if columns.wide { (TOP, ROW_WIDE) } else { (12.0, ROW_NARROW) };
    let row = |(nth, producer): (usize, &Producer)| row(run, producer, nth, top + pitch * nth as f64, pitch);
    let rows: Vec<ClientRow> = run.producers().iter().take(ROWS).enumerate().map(row).collect();
    let entries = entries(run, ROWS, MARGIN, top + pitch * ROWS as f64, size.width - 2.0 * MARGIN);
    let mut description: Vec<String> = rows.iter().map(describe).collect();
    description.extend(entries.iter().map(|entries| entries.description.clone()));
    let heads = match columns.wide {
        true => heads(run, columns),
        false => Vec::new(),
    };
    ProducersScene { size, columns, heads, rows, entries, description: description.join(" ") }
}

fn columns(width: f64) -> Columns {
    let wide = width >= WIDE;
    let end = width - MARGIN;
    match wide {
        // The order stands below the cost.
        true if width < ROOMY => Columns {
            wide,
            client: MARGIN,
            call: MARGIN + 152.0,
            stream: MARGIN + 310.0,
            stream_end: end - 190.0,
            latency: end - 82.0,
            cost: end,
            order: end,
        },
        true => Columns {
            wide,
            client: MARGIN,
            call: MARGIN + (width * 0.19).max(154.0),
            stream: MARGIN + width * 0.41,
            stream_end: width * 0.685,
            latency: width * 0.79,
            cost: end - 80.0,
            order: end,
        },
        false => Columns {
            wide,
            client: MARGIN,
            call: MARGIN,
            stream: MARGIN,
            stream_end: end,
            latency: MARGIN,
            cost: width * 0.6,
            order: end,
        },
    }
}

fn heads(run: &Simulation, columns: Columns) -> Vec<(f64, bool, String)> {
    let open = run.streams().first().map_or(0, |stream| stream.open_count()).to_string();
    let order = (columns.order > columns.cost).then(|| (columns.order, true, t("clients.order").to_owned()));
    let all = [
        (columns.client, false, t("clients.client").to_owned()),
        (columns.call, false, t("clients.call").to_owned()),
        (columns.stream, false, tf("clients.stream", &[("n", &open)])),
        (columns.latency, true, t("clients.latency").to_owned()),
        (columns.cost, true, t("clients.cost").to_owned()),
    ];
    all.into_iter().chain(order).collect()
}

/// What a producer has done in the last seconds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Recent {
    pub seconds: u64,
    pub calls: u64,
    pub records: u64,
    pub units: u64,
    pub readings: u64,
    pub failed: u64,
}

impl Recent {
    pub fn of(run: &Simulation, producer: &Producer) -> Recent {
        let window = WINDOW_S.min(run.now().second()).max(1);
        let add = |sum: Recent, second: &ProducerSecond| Recent {
            seconds: window,
            calls: sum.calls + u64::from(second.calls),
            records: sum.records + u64::from(second.records),
            units: sum.units + u64::from(second.put_payload_units),
            readings: sum.readings + u64::from(second.readings),
            failed: sum.failed + u64::from(second.failed),
        };
        let start = Recent { seconds: window, ..Recent::default() };
        producer.seconds.window(run.now(), window).fold(start, add)
    }

    /// A count a second.
    pub fn rate(&self, count: u64) -> u64 {
        count / self.seconds.max(1)
    }

    /// Tenths of one for each of another; records that were refused went along in the calls, too.
    pub fn records_a_call(&self) -> Option<u64> {
        ((self.records + self.failed) * 10).checked_div(self.calls)
    }

    pub fn events_a_record(&self) -> Option<u64> {
        (self.readings * 10).checked_div(self.records)
    }
}

/// Nano-dollars for a million events at the pace of the last seconds: the stream's shards and payload units.
pub fn cost_per_million(run: &Simulation, producer: &Producer, recent: &Recent) -> Option<u64> {
    let prices = &content().prices.prices;
    let stream = run.streams().get(usize::from(producer.setup.stream.0))?;
    let shards = u128::from(prices.shards_per_hour(stream.open_count() as u64)) * u128::from(recent.seconds) / 3_600;
    let units = u128::from(recent.units) * u128::from(prices.put_payload_units_per_million) / 1_000_000;
    let nano = (shards + units) * 1_000_000;
    nano.checked_div(u128::from(recent.readings)).map(|nano| nano as u64)
}

/// Mean milliseconds of the last seconds, and the 99th percentile of late.
pub fn latency(run: &Simulation, nth: usize, producer: &Producer) -> (Option<u64>, Option<u64>) {
    let look = Look { run, prices: &content().prices.prices, of: nth as u8, window_s: WINDOW_S };
    let (mean, _) = Measure::PutLatencyMean.value(&look);
    let high = producer.recent_latency_ms.percentile(99, run.now());
    (Some(mean).filter(|mean| *mean < u64::from(u32::MAX)), high)
}

/// How often the reader of a producer's stream met its events out of order.
pub fn order_broken(run: &Simulation, producer: &Producer) -> u64 {
    let readers = run.consumers().iter().filter(|consumer| consumer.setup.stream == producer.setup.stream);
    readers.map(|consumer| consumer.order_broken_by_source).sum()
}

/// `1.5`, without the decimal where it says nothing.
pub fn tenths(value: u64) -> String {
    match value % 10 {
        0 => thousands(value / 10),
        rest if value < 100 => format!("{}.{rest}", value / 10),
        _ => thousands((value + 5) / 10),
    }
}

fn row(run: &Simulation, producer: &Producer, nth: usize, y: f64, height: f64) -> ClientRow {
    let recent = Recent::of(run, producer);
    let made = u64::from(producer.setup.rate_per_second);
    let stored = recent.rate(recent.readings);
    let (in_call, in_record) = (recent.records_a_call(), recent.events_a_record());
    let none = || t("table.none").to_owned();
    let call_text = match (in_call, in_record) {
        (Some(records), Some(events)) => {
            tf("clients.call_text", &[("records", &tenths(records)), ("events", &tenths(events))])
        }
        _ => none(),
    };
    let (mean, high) = latency(run, nth, producer);
    let ms = |ms: Option<u64>| ms.map_or_else(none, |ms| format!("{}{THIN}ms", thousands(ms)));
    let broken = order_broken(run, producer);
    let refused = recent.rate(recent.failed);
    ClientRow {
        y,
        height,
        colour: nth as u32 % COLOURS,
        name: producer.setup.name.clone(),
        detail: detail(run, producer),
        call: (
            in_call.map_or(0, |tenths| tenths.div_ceil(10).clamp(1, RECORDS_DRAWN)),
            in_record.map_or(0, |tenths| tenths.div_ceil(10).clamp(1, EVENTS_DRAWN)),
        ),
        call_text,
        load: stored as f64 / made.max(1) as f64,
        stored: tf("clients.stored", &[("n", &thousands(stored)), ("made", &thousands(made))]),
        refused: (refused > 0).then(|| tf("clients.refused", &[("n", &thousands(refused))])),
        latency: ms(mean),
        latency_high: high.map_or_else(String::new, |high| tf("clients.high", &[("ms", &thousands(high))])),
        cost: cost_per_million(run, producer, &recent).map_or_else(none, |nano| format!("${}", dollars(nano, 4))),
        order: match broken {
            0 => t("race.order_kept").to_owned(),
            _ => t("clients.order_broken").to_owned(),
        },
        order_is_kept: broken == 0,
    }
}

/// The client's settings in a few words.
fn detail(run: &Simulation, producer: &Producer) -> String {
    let quotas = run.quotas();
    match &producer.setup.client {
        Client::PutRecord => t("clients.put_record").to_owned(),
        Client::Sdk(sdk) => {
            let records = thousands(sdk.records_max(quotas) as u64);
            tf("clients.put_records", &[("n", &records), ("ms", &thousands(u64::from(sdk.linger_ms)))])
        }
        Client::Kpl(kpl) => {
            let ms = thousands(kpl.settings(quotas).buffered_us / 1_000);
            tf(if kpl.aggregation_disabled { "clients.kpl_plain" } else { "clients.kpl" }, &[("ms", &ms)])
        }
        Client::Agent(agent) => {
            let ms = agent.max_buffer_age_ms.map_or(quotas.agent_max_buffer_age_ms_default, u64::from);
            tf("clients.agent", &[("s", &thousands(ms / 1_000))])
        }
    }
}

fn describe(row: &ClientRow) -> String {
    let refused = row.refused.as_ref().map_or_else(String::new, |refused| format!(", {refused}"));
    let (latency, cost, order) = (&row.latency, &row.cost, &row.order);
    let values = [("latency", latency.as_str()), ("cost", cost.as_str()), ("order", order.as_str())];
    format!("{}: {}{refused}, {}", row.name, row.stored, tf("clients.describe", &values))
}
