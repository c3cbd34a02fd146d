//! The lines of clients: one for each producer.

use super::axis::Quantity;
use super::series::{Data, Ink, Series};
use crate::content::t;
use lab_content::lab::Chart;
use std::ops::Range;
use stream_engine::Simulation;
use stream_engine::producers::second::ProducerSecond;

/// The lines of a chart; none for a chart of another kind.
pub fn data(run: &Simulation, chart: Chart, seconds: Range<u64>) -> Option<Data> {
    let (quantity, value): (Quantity, fn(&ProducerSecond) -> Option<f64>) = match chart {
        Chart::ClientCalls => (Quantity::Calls, |second| Some(f64::from(second.calls))),
        Chart::ClientRecords => (Quantity::Records, |second| Some(f64::from(second.records))),
        Chart::ClientReadings => (Quantity::Events, |second| Some(f64::from(second.readings))),
        Chart::ClientFailed => (Quantity::Records, |second| Some(f64::from(second.failed))),
        Chart::ClientLatency => (Quantity::Milliseconds, |second| {
            (second.answered > 0).then(|| second.latency_ms as f64 / f64::from(second.answered))
        }),
        _ => return None,
    };
    let sending = run.producers().iter().enumerate().filter(|(_, producer)| producer.setup.readings.is_none());
    let series = sending.map(|(nth, producer)| Series {
        ink: Ink::Shard(nth as u32),
        name: producer.setup.name.clone(),
        label: String::new(),
        points: seconds
            .clone()
            .filter_map(|second| Some((second, value(&producer.seconds.get(second).copied().unwrap_or_default())?)))
            .collect(),
    });
    let quotas = run.quotas();
    let shards = run.streams().first().map_or(1, |stream| stream.open_count() as u64);
    let made = run.producers().first().map_or(0, |producer| producer.setup.rate_per_second);
    let limit = match chart {
        Chart::ClientRecords => Some(((quotas.shard_write_records_per_second * shards) as f64, t("clients.limit"))),
        Chart::ClientReadings => Some((f64::from(made), t("clients.made"))),
        _ => None,
    };
    Some(Data { series: series.collect(), quantity, limit })
}
