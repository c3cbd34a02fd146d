//! One stream and its three kinds of readers, as data to draw: a buffer that becomes objects, windows
//! that become counts, a worker that handles each record; and the ages of records on one axis.

pub mod readers;

use super::chart::Size;
use super::pieces::{Bar, Card, Wire, Words, fit, width};
use crate::content::{t, tf};
use lab_content::format::{Format, thousands};
use readers::{Ages, Buffer, Counting, Landed, OBJECTS_MAX, ages, buffer, client, counting, duration, landed};
use stream_engine::Simulation;

/// Below this all stands below each other.
const WIDE: f64 = 640.0;
const MARGIN: f64 = 12.0;
/// How long an object falls, in simulated milliseconds.
const FALL_MS: u64 = 1_500;
/// A card of windows that is higher has two lines at its foot.
const LOW: f64 = 110.0;
/// The axis of ages reaches from 10 ms to 1 000 s.
const AXIS_FROM: f64 = 10.0;
const AXIS_DECADES: f64 = 5.0;
/// From this width on there is room for all its names.
const AXIS_NAMES: f64 = 480.0;

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
        draw_buffer(&mut scene, &found, places.buffer);
        let (objects, total) = landed(run, OBJECTS_MAX);
        draw_bucket(&mut scene, &found, (&objects, total), places.bucket);
    }
    if let Some(found) = counting(run) {
        draw_windows(&mut scene, &found, places.windows);
    }
    if let Some(found) = client(run) {
        let place = places.client;
        let values = [("n", thousands(found.records)), ("behind", duration(found.behind_ms))];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        let title = tf("delivery.kcl.title", &[("name", &found.name)]);
        scene.cards.push(card(place, "box", title, vec![tf("delivery.kcl.detail", &values)]));
    }
    draw_axis(&mut scene, &ages(run), places.axis);
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

/// Two gauges: the one that is full first makes the object.
fn draw_buffer(scene: &mut DeliveryScene, found: &Buffer, place: Place) {
    let by_size = found.next.is_some_and(|(_, by_size)| by_size);
    let class = if found.refuses { "box hot" } else { "box" };
    scene.cards.push(card(place, class, tf("delivery.firehose.title", &[("name", &found.name)]), Vec::new()));
    let (left, right) = (place.x + 12.0, place.x + place.width - 12.0);
    let gauges = [
        (
            t("delivery.size"),
            Format::Mebibytes.text(found.bytes),
            Format::Mebibytes.text(found.size_bytes),
            part(found.bytes, found.size_bytes),
            by_size,
        ),
        (
            t("delivery.time"),
            duration(found.waited_ms),
            duration(found.interval_ms),
            part(found.waited_ms, found.interval_ms),
            !by_size,
        ),
    ];
    for (nth, (name, now, full, part, first)) in gauges.into_iter().enumerate() {
        let y = place.y + 46.0 + 32.0 * nth as f64;
        scene.words.push(Words::new(left, y, if first { "reader-name" } else { "rate" }, name));
        let of = tf("delivery.of", &[("now", &now), ("full", &full)]);
        scene.words.push(Words::at_end(right, y, "rate", of));
        gauge(scene, (left, y + 6.0, right - left), part, "shard-1");
    }
    let last = match (found.waiting, found.next) {
        (1.., _) => tf("delivery.waiting", &[("n", &found.waiting_text())]),
        (_, Some((ms, true))) => tf("delivery.next_by_size", &[("in", &duration(ms))]),
        (_, Some((ms, false))) => tf("delivery.next_by_time", &[("in", &duration(ms))]),
        (_, None) => t("delivery.empty").to_owned(),
    };
    let class = if found.waiting > 0 { "refused" } else { "rate" };
    scene.words.push(Words::new(left, place.y + place.height - 12.0, class, last));
}

fn gauge(scene: &mut DeliveryScene, (x, y, width): (f64, f64, f64), part: f64, class: &str) {
    let bar = |width: f64, class: &str| Bar { x, y, width, height: 6.0, class: class.to_owned() };
    scene.bars.extend([bar(width, "track"), bar(width * part, class)]);
}

fn part(now: u64, full: u64) -> f64 {
    if full == 0 { 0.0 } else { (now as f64 / full as f64).min(1.0) }
}

/// Objects as blocks, the newest at the left; it falls as it lands.
fn draw_bucket(scene: &mut DeliveryScene, buffer: &Buffer, (objects, total): (&[Landed], u64), place: Place) {
    let title = tf("delivery.bucket", &[("n", &thousands(total))]);
    let class = if buffer.refuses { "box hot" } else { "box" };
    let mark = Some(if buffer.refuses {
        (t("delivery.refuses").to_owned(), "bad")
    } else {
        (t("delivery.no_replay").to_owned(), "rate")
    });
    scene.cards.push(Card { mark, ..card(place, class, title, Vec::new()) });
    let floor = place.y + place.height - 28.0;
    let most = objects.iter().map(|object| object.bytes).max().unwrap_or(1).max(1);
    let slot = ((place.width - 20.0) / OBJECTS_MAX as f64).max(40.0);
    let shown = ((place.width - 20.0) / slot) as usize;
    for (nth, object) in objects.iter().take(shown).enumerate() {
        let x = place.x + 10.0 + slot * nth as f64;
        let height = 8.0 + 46.0 * object.bytes as f64 / most as f64;
        let falling = FALL_MS.saturating_sub(object.age_ms) as f64 / FALL_MS as f64;
        let y = (floor - height - 40.0 * falling).max(place.y + 26.0);
        scene.bars.push(Bar { x: x + 3.0, y, width: slot - 6.0, height, class: "block shard-1".to_owned() });
        let size = format!("{}.{}", object.bytes >> 20, (object.bytes % (1 << 20) * 10) >> 20);
        scene.words.push(Words::in_middle(x + slot / 2.0, floor + 11.0, "reader-detail", size));
        let age = short(object.age_ms);
        scene.words.push(Words::in_middle(x + slot / 2.0, floor + 23.0, "reader-detail", age));
    }
    if objects.is_empty() {
        scene.words.push(Words::new(place.x + 12.0, place.y + 60.0, "rate", t("delivery.nothing_landed")));
    } else {
        scene.words.push(Words::at_end(
            place.x + place.width - 10.0,
            place.y + 34.0,
            "reader-detail",
            t("delivery.blocks"),
        ));
    }
}

/// `40 s`, `12 min`: an age under a block.
fn short(ms: u64) -> String {
    if ms < 120_000 {
        tf("delivery.s", &[("n", &(ms / 1_000).to_string())])
    } else {
        tf("delivery.min", &[("n", &(ms / 60_000).to_string())])
    }
}

/// A column for each window: dashed while it is open, filled when its count came out.
fn draw_windows(scene: &mut DeliveryScene, found: &Counting, place: Place) {
    let title = tf("delivery.flink.title", &[("name", &found.name), ("window", &found.window)]);
    let lost = found.dropped > 0;
    let values = [("late", thousands(found.late)), ("dropped", thousands(found.dropped))];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let (class, late) = match (found.running, lost || found.late > 0) {
        (false, _) => ("refused", t("delivery.restarting").to_owned()),
        (_, false) => ("rate", t("delivery.in_time").to_owned()),
        (_, true) => (if lost { "refused" } else { "rate" }, tf("delivery.late", &values)),
    };
    let hot = lost || !found.running;
    scene.cards.push(card(place, if hot { "box hot" } else { "box" }, title, Vec::new()));
    // What was late stands beside the watermark, or below it where there is no room.
    let (left, right, bottom) = (place.x + 12.0, place.x + place.width - 12.0, place.y + place.height - 7.0);
    let is_low = place.height > LOW;
    let room = right - left - if is_low { 0.0 } else { width(&late, 11.5) + 16.0 };
    let watermark = fit(&watermark(found), room, 11.5);
    scene.words.push(Words::new(left, if is_low { bottom - 16.0 } else { bottom }, "rate", watermark));
    scene.words.push(match is_low {
        true => Words::new(left, bottom, class, late),
        false => Words::at_end(right, bottom, class, late),
    });
    let most = found.windows.iter().map(|window| window.count).max().unwrap_or(1).max(1);
    let floor = bottom - if is_low { 41.0 } else { 25.0 };
    let slot = (place.width - 24.0) / 8.0;
    for (nth, window) in found.windows.iter().enumerate() {
        let x = place.x + 12.0 + slot * nth as f64;
        let height = 2.0 + 26.0 * window.count as f64 / most as f64;
        let class = match (window.fired, window.corrected) {
            (true, true) => "block corrected shard-3",
            (true, false) => "block shard-3",
            (false, _) => "block open",
        };
        scene.bars.push(Bar { x: x + 3.0, y: floor - height, width: slot - 8.0, height, class: class.to_owned() });
        scene.words.push(Words::in_middle(
            x + slot / 2.0 - 1.0,
            floor - height - 4.0,
            "reader-detail",
            thousands(window.count),
        ));
        scene.words.push(Words::in_middle(x + slot / 2.0 - 1.0, floor + 11.0, "mark", clock(window.start_ms)));
    }
}

fn watermark(found: &Counting) -> String {
    let at = match found.watermark_behind_ms {
        None => t("delivery.no_watermark").to_owned(),
        Some(behind) if behind >= 0 => tf("delivery.watermark", &[("behind", &duration(behind.unsigned_abs()))]),
        Some(ahead) => tf("delivery.watermark_ahead", &[("hours", &(ahead.unsigned_abs() / 3_600_000).to_string())]),
    };
    match found.ahead {
        0 => at,
        n => format!("{at} {}", tf("delivery.ahead", &[("n", &thousands(n))])),
    }
}

/// `1:00`.
fn clock(ms: u64) -> String {
    format!("{}:{:02}", ms / 60_000, ms / 1_000 % 60)
}

/// A bar for each reader from its youngest to its oldest record, on a logarithmic axis.
fn draw_axis(scene: &mut DeliveryScene, ages: &[Ages; 3], place: Place) {
    let left = place.x + 116.0;
    let right = place.x + place.width - 16.0;
    let x = |ms: f64| left + (right - left) * ((ms.max(AXIS_FROM) / AXIS_FROM).log10() / AXIS_DECADES).clamp(0.0, 1.0);
    let marks = [
        (10.0, "delivery.axis.10ms"),
        (100.0, "delivery.axis.100ms"),
        (1_000.0, "delivery.axis.1s"),
        (10_000.0, "delivery.axis.10s"),
        (60_000.0, "delivery.axis.1min"),
        (600_000.0, "delivery.axis.10min"),
    ];
    let bottom = place.y + 64.0;
    // Where it is narrow every second name would touch the next.
    let hidden: &[f64] = match (place.width >= AXIS_NAMES, right - left >= 180.0) {
        (true, _) => &[],
        (false, true) => &[100.0, 10_000.0],
        (false, false) => &[100.0, 10_000.0, 60_000.0],
    };
    for (ms, key) in marks {
        scene.wires.push(Wire { path: format!("M{:.1} {}V{bottom}", x(ms), place.y + 4.0), class: "grid".to_owned() });
        if !hidden.contains(&ms) {
            scene.words.push(Words::in_middle(x(ms), bottom + 13.0, "mark", t(key)));
        }
    }
    for (nth, reader) in ages.iter().enumerate() {
        let y = place.y + 6.0 + 20.0 * nth as f64;
        scene.words.push(Words::new(place.x, y + 11.0, "reader-name", reader.name));
        let Some((low, middle, high)) = reader.found else {
            scene.words.push(Words::new(left + 4.0, y + 11.0, "reader-detail", t("delivery.no_age")));
            continue;
        };
        let [from, at, to] = [low, middle, high].map(|ms| x(ms as f64));
        let bar = |x: f64, width: f64, class: String| Bar { x, y: y + 2.0, width, height: 12.0, class };
        scene.bars.push(bar(from, (to - from).max(3.0), format!("ages shard-{}", reader.colour)));
        scene.bars.push(bar(at - 1.5, 3.0, "middle".to_owned()));
        let text = duration(middle);
        // Behind the bar if there is room, else before it.
        let words = if to + 64.0 < right {
            Words::new(to + 6.0, y + 12.0, "reader-detail", text)
        } else {
            Words::at_end(from - 6.0, y + 12.0, "reader-detail", text)
        };
        scene.words.push(words);
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
            .map(|window| format!("{} {}", clock(window.start_ms), thousands(window.count)))
            .collect();
        let values = [
            ("name", found.name.clone()),
            ("window", found.window.clone()),
            ("counts", counts.join(", ")),
            ("watermark", watermark(&found)),
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
