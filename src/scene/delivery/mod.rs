//! One stream and its three kinds of readers, as data to draw: a buffer that becomes objects, windows
//! that become counts, a worker that handles each record; and the ages of records on one axis.

mod axis;
mod firehose;
pub mod readers;
mod windows;

use super::chart::Size;
use super::pieces::{Bar, Card, Wire, Words};
use crate::content::{t, tf};
use lab_content::format::{Format, thousands};
use readers::{OBJECTS_MAX, ages, buffer, client, counting, duration, landed};
use stream_engine::Simulation;

/// Below this all stands below each other.
const WIDE: f64 = 640.0;
const MARGIN: f64 = 12.0;
/// All of it.
#[derive(Clone, PartialEq, Debug)]
pub struct DeliveryScene {
    pub size: Size,
    pub wires: Vec<Wire>,
    pub cards: Vec<Card>,
    pub bars: Vec<Bar>,
    pub words: Vec<Words>,
    /// The picture in words.
    pub description: String,
}

/// A place for a part of the picture.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Place {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// Where everything stands.
struct Places {
    producers: Vec<Place>,
    stream: Place,
    buffer: Place,
    bucket: Place,
    windows: Place,
    client: Place,
    axis: Place,
}

/// The picture's height at a width.
pub fn height(width: f64) -> f64 {
    if width >= WIDE { 424.0 } else { 742.0 }
}

fn places(size: Size) -> Places {
    let place = |x: f64, y: f64, width: f64, height: f64| Place { x, y, width, height };
    let inner = size.width - 2.0 * MARGIN;
    if size.width >= WIDE {
        let (left, from) = (132.0, MARGIN + 132.0 + 28.0);
        let rest = size.width - MARGIN - from;
        let buffer = (rest * 0.44).min(320.0);
        return Places {
            producers: vec![place(MARGIN, 40.0, left, 52.0), place(MARGIN + 22.0, 112.0, left - 22.0, 52.0)],
            stream: place(MARGIN, 186.0, left, 86.0),
            buffer: place(from, 14.0, buffer, 128.0),
            bucket: place(from + buffer + 24.0, 14.0, rest - buffer - 24.0, 128.0),
            windows: place(from, 154.0, rest, 106.0),
            client: place(from, 272.0, rest, 44.0),
            axis: place(MARGIN, 328.0, inner, 84.0),
        };
    }
    let half = (inner - 10.0) / 2.0;
    Places {
        producers: vec![place(MARGIN, 12.0, half, 52.0), place(MARGIN + half + 10.0, 12.0, half, 52.0)],
        stream: place(MARGIN, 76.0, inner, 84.0),
        buffer: place(MARGIN, 172.0, inner, 128.0),
        bucket: place(MARGIN, 312.0, inner, 128.0),
        windows: place(MARGIN, 452.0, inner, 122.0),
        client: place(MARGIN, 586.0, inner, 60.0),
        axis: place(MARGIN, 658.0, inner, 76.0),
    }
}

/// The picture of a run.
pub fn delivery(run: &Simulation, size: Size) -> DeliveryScene {
    let places = places(size);
    let mut scene = DeliveryScene {
        size,
        wires: Vec::new(),
        cards: Vec::new(),
        bars: Vec::new(),
        words: Vec::new(),
        description: describe(run),
    };
    if size.width >= WIDE {
        wires(&mut scene, &places);
    }
    sources(&mut scene, run, &places);
    if let Some(found) = buffer(run) {
        firehose::draw_buffer(&mut scene, &found, places.buffer);
        let (objects, total) = landed(run, OBJECTS_MAX);
        firehose::draw_bucket(&mut scene, &found, (&objects, total), places.bucket);
    }
    if let Some(found) = counting(run) {
        windows::draw(&mut scene, &found, places.windows);
    }
    if let Some(found) = client(run) {
        let place = places.client;
        let values = [("n", thousands(found.records)), ("behind", duration(found.behind_ms))];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        let title = tf("delivery.kcl.title", &[("name", &found.name)]);
        scene.cards.push(card(place, "box", title, vec![tf("delivery.kcl.detail", &values)]));
    }
    axis::draw(&mut scene, &ages(run), places.axis);
    scene
}

fn card(place: Place, class: &'static str, title: String, lines: Vec<String>) -> Card {
    let Place { x, y, width, height } = place;
    Card { x, y, width, height, class, title, lines, mark: None }.fitted()
}

fn wires(scene: &mut DeliveryScene, places: &Places) {
    let stream = places.stream;
    for producer in &places.producers {
        let x = producer.x + 11.0;
        scene.wires.push(Wire {
            path: format!("M{x} {}V{}", producer.y + producer.height, stream.y),
            class: "wire".to_owned(),
        });
    }
    let (from, middle) = (stream.x + stream.width, stream.y + stream.height / 2.0);
    for (reader, colour) in [(places.buffer, 1), (places.windows, 3), (places.client, 2)] {
        let (to, at) = (reader.x, reader.y + reader.height / 2.0);
        let bend = (from + to) / 2.0;
        let path = format!("M{from} {middle}C{bend} {middle} {bend} {at} {to} {at}");
        scene.wires.push(Wire { path, class: format!("wire stroke-{colour}") });
    }
    let (buffer, bucket) = (places.buffer, places.bucket);
    let at = buffer.y + buffer.height / 2.0;
    scene.wires.push(Wire {
        path: format!("M{} {at}H{}", buffer.x + buffer.width, bucket.x),
        class: "wire stroke-1".to_owned(),
    });
}

fn sources(scene: &mut DeliveryScene, run: &Simulation, places: &Places) {
    for (producer, place) in run.producers().iter().zip(&places.producers) {
        let bytes = u64::from(producer.setup.rate_per_second) * u64::from(producer.setup.record_bytes) * 60;
        let rate = match bytes {
            100_000.. => {
                tf("delivery.megabytes", &[("n", &format!("{}.{}", bytes / 1_000_000, bytes % 1_000_000 / 100_000))])
            }
            _ => tf("delivery.kilobytes", &[("n", &(bytes / 1_000).to_string())]),
        };
        let clock = match producer.clock_offset_ms {
            0 => rate,
            ms if ms < 0 => tf("delivery.clock_slow", &[("by", &duration(ms.unsigned_abs()))]),
            ms => tf("delivery.clock_fast", &[("hours", &(ms / 3_600_000).to_string())]),
        };
        let class = if producer.clock_offset_ms == 0 { "box" } else { "box hot" };
        scene.cards.push(card(*place, class, producer.setup.name.clone(), vec![clock]));
    }
    if let Some(stream) = run.streams().first() {
        let hours = stream.retention_us / stream_engine::time::HOUR_US;
        let lines = vec![
            tf("security.stream.shards", &[("n", &stream.open_count().to_string())]),
            tf("delivery.kept", &[("hours", &hours.to_string())]),
            t("delivery.replay").to_owned(),
        ];
        let title = tf("security.stream", &[("name", &stream.name)]);
        scene.cards.push(card(places.stream, "box", title, lines));
    }
}

fn describe(run: &Simulation) -> String {
    let mut all = Vec::new();
    if let Some(found) = buffer(run) {
        let (objects, total) = landed(run, 1);
        let last = objects
            .first()
            .map_or_else(|| t("delivery.nothing_landed").to_owned(), |object| Format::Mebibytes.text(object.bytes));
        let values = [
            ("name", found.name.clone()),
            ("bytes", Format::Mebibytes.text(found.bytes)),
            ("size", Format::Mebibytes.text(found.size_bytes)),
            ("waited", duration(found.waited_ms)),
            ("interval", duration(found.interval_ms)),
            ("objects", thousands(total)),
            ("last", last),
        ];
        all.push(tf("delivery.describe.firehose", &values.each_ref().map(|(name, value)| (*name, value.as_str()))));
        if found.refuses {
            all.push(tf("delivery.waiting", &[("n", &found.waiting_text())]));
        }
    }
    if let Some(found) = counting(run) {
        let counts: Vec<String> = found
            .windows
            .iter()
            .map(|window| format!("{} {}", windows::clock(window.start_ms), thousands(window.count)))
            .collect();
        let values = [
            ("name", found.name.clone()),
            ("window", found.window.clone()),
            ("counts", counts.join(", ")),
            ("watermark", windows::watermark(&found)),
            ("late", thousands(found.late)),
            ("dropped", thousands(found.dropped)),
        ];
        all.push(tf("delivery.describe.flink", &values.each_ref().map(|(name, value)| (*name, value.as_str()))));
    }
    for reader in ages(run) {
        let age = reader.found.map_or_else(|| t("delivery.no_age").to_owned(), |(_, middle, _)| duration(middle));
        all.push(tf("delivery.describe.age", &[("name", reader.name), ("age", &age)]));
    }
    all.join(" ")
}

#[cfg(test)]
mod tests;
