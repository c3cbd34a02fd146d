//! The stage as data: producers, the hash-key line, a lane for each open shard, consumers. Sizes in
//! CSS pixels, so that text stays crisp at every width.

use super::{COLOURS, megabytes};
use crate::content::{t, tf};
use lab_content::format::{THIN, percent, share, thousands};
use std::collections::BTreeMap;
use stream_engine::Simulation;
use stream_engine::kinesis::hash_key::hash_key;
use stream_engine::kinesis::shard::{Shard, ShardId};
use stream_engine::kinesis::stream::Stream;
use stream_engine::scenario::KeyStrategy;

/// Seconds of the strip in a lane: one cell each.
pub const STRIP_SECONDS: u64 = 40;
/// Lanes begin here and leave this below; without heads they begin and end at the margin.
const TOP: f64 = 32.0;
const BOTTOM: f64 = 24.0;
const MARGIN: f64 = 12.0;
/// Between two lanes.
const GAP: f64 = 4.0;
/// From this part of the refused writes on, in thousandths of a percent, one key is worth naming.
const ONE_KEY: u64 = 20_000;
/// From this height on a lane has room for its full name, and from this one for a strip of its last seconds and a line below.
const ROOM_FOR_NAME_ABOVE: f64 = 34.0;
pub const STRIP_FROM: f64 = 56.0;
/// Pixels that texts of a lane need: its full name beside the rate, a refusal, and one with its key's share.
const ROOM_FOR_NAME: f64 = 350.0;
const ROOM_FOR_REFUSAL: f64 = 270.0;
const ROOM_FOR_SHARE: f64 = 400.0;

/// Where things stand.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Geometry {
    pub width: f64,
    pub height: f64,
}

impl Geometry {
    /// Below this there is no room for producers and consumers.
    pub fn is_wide(&self) -> bool {
        self.width >= 640.0
    }

    /// Left edge of the hash-key line.
    pub fn line_x(&self) -> f64 {
        if self.is_wide() { 196.0 } else { 12.0 }
    }

    /// Where records start, right of the line.
    pub fn field_x(&self) -> f64 {
        self.line_x() + 14.0
    }

    /// Left edge of the lanes.
    pub fn lanes_x(&self) -> f64 {
        if self.is_wide() { (self.width * 0.365).min(self.line_x() + 190.0) } else { self.width * 0.3 }
    }

    /// Right edge of the lanes.
    pub fn lanes_end(&self) -> f64 {
        if self.is_wide() { self.width - 126.0 } else { self.width - 10.0 }
    }

    /// What a lane has for its text, without its margins.
    pub fn lane_room(&self) -> f64 {
        self.lanes_end() - self.lanes_x() - 26.0
    }

    /// Height of a point of the hash-key space, given as millionths.
    pub fn y(&self, millionths: f64) -> f64 {
        let (top, bottom) = if self.is_wide() { (TOP, BOTTOM) } else { (MARGIN, MARGIN) };
        top + (self.height - top - bottom) * millionths / 1e6
    }
}

/// One open shard's lane.
#[derive(Clone, PartialEq, Debug)]
pub struct Lane {
    pub id: ShardId,
    pub colour: u32,
    pub patterned: bool,
    pub y: f64,
    pub height: f64,
    /// Full name, or short where there is no room.
    pub name: String,
    pub rate: String,
    /// Used part of the tighter limit, 0 to 1.
    pub load: f64,
    /// What was refused in the last whole second, if anything.
    pub throttled: Option<String>,
    /// Used part of the record limit in each of the last seconds, newest last.
    pub strip: Vec<f64>,
}

/// A producer's box.
#[derive(Clone, PartialEq, Debug)]
pub struct ProducerBox {
    pub y: f64,
    pub name: String,
    pub detail: String,
    pub throttled: bool,
    /// Where its one key lies and in whose colour, if it has one key only.
    pub aim: Option<(f64, u32)>,
}

/// A reader's box beside its shard's lane.
#[derive(Clone, PartialEq, Debug)]
pub struct ReaderBox {
    pub y: f64,
    pub colour: u32,
    pub name: String,
    pub detail: String,
    pub behind: bool,
}

/// All of it.
#[derive(Clone, PartialEq, Debug)]
pub struct StageScene {
    pub geometry: Geometry,
    pub lanes: Vec<Lane>,
    pub producers: Vec<ProducerBox>,
    pub readers: Vec<ReaderBox>,
    /// Height and text of the marks along the hash-key line.
    pub marks: Vec<(f64, String)>,
    /// The picture in words.
    pub description: String,
}

/// The stage of a run's first stream.
pub fn stage(run: &Simulation, geometry: Geometry) -> StageScene {
    let Some(stream) = run.streams().first() else {
        return StageScene {
            geometry,
            lanes: Vec::new(),
            producers: Vec::new(),
            readers: Vec::new(),
            marks: Vec::new(),
            description: String::new(),
        };
    };
    let lanes: Vec<Lane> = stream.open_shards().map(|shard| lane(run, shard, geometry)).collect();
    StageScene {
        geometry,
        producers: producers(run, geometry),
        readers: readers(run, &lanes, stream),
        marks: marks(stream, geometry),
        description: description(run, stream),
        lanes,
    }
}

/// Start of a range as millionths of the hash-key space.
pub fn millionths(hash_key: u128) -> f64 {
    hash_key as f64 / u128::MAX as f64 * 1e6
}

fn lane(run: &Simulation, shard: &Shard, geometry: Geometry) -> Lane {
    let (top, end) = (geometry.y(millionths(shard.range.start.0)), geometry.y(millionths(shard.range.end.0)));
    let height = (end - top - GAP).max(2.0);
    let quotas = run.quotas();
    let last = shard.seconds.window(run.now(), 1).next().copied().unwrap_or_default();
    let records = f64::from(last.incoming_records) / quotas.shard_write_records_per_second as f64;
    let bytes = f64::from(last.incoming_bytes) / quotas.shard_write_bytes_per_second as f64;
    let now = run.now().second();
    let cell = |ago| {
        let second = now.checked_sub(ago).and_then(|second| shard.seconds.get(second));
        second.map_or(0.0, |second| f64::from(second.incoming_records) / quotas.shard_write_records_per_second as f64)
    };
    let roomy = geometry.is_wide() && height >= ROOM_FOR_NAME_ABOVE && geometry.lane_room() >= ROOM_FOR_NAME;
    let own_line = geometry.is_wide() && height >= STRIP_FROM;
    let counted = u64::from(last.incoming_records);
    Lane {
        id: shard.id,
        colour: shard.id.0 % COLOURS,
        patterned: shard.id.0 >= COLOURS,
        y: top + GAP / 2.0,
        height,
        name: if roomy { shard.id.to_string() } else { tf("stage.shard", &[("n", &shard.id.0.to_string())]) },
        rate: match roomy {
            true => format!(
                "{} / {}{THIN}rec/s · {}",
                thousands(counted),
                thousands(quotas.shard_write_records_per_second),
                megabytes(u64::from(last.incoming_bytes))
            ),
            false => {
                format!("{} / {}{THIN}rec/s", thousands(counted), thousands(quotas.shard_write_records_per_second))
            }
        },
        load: records.max(bytes).min(1.0),
        throttled: (last.write_provisioned_throughput_exceeded > 0).then(|| {
            let refused = thousands(u64::from(last.write_provisioned_throughput_exceeded));
            let of_one_key = one_key_share(run, shard.id);
            let key = match geometry.lane_room() {
                room if own_line && room >= ROOM_FOR_SHARE && of_one_key >= ONE_KEY => "stage.throttled_by_one",
                room if own_line && room >= ROOM_FOR_REFUSAL => "stage.throttled",
                _ => "stage.throttled_short",
            };
            tf(key, &[("n", &refused), ("share", &percent(of_one_key, 0))])
        }),
        strip: (1..=STRIP_SECONDS).rev().map(cell).collect(),
    }
}

fn producers(run: &Simulation, geometry: Geometry) -> Vec<ProducerBox> {
    let count = run.producers().len();
    let room = geometry.height - TOP - BOTTOM;
    let recently = |producer: u8| {
        let newest = run.refused().iter_back().take(2_000).find(|refused| refused.record.producer == producer);
        newest.is_some_and(|refused| run.now().since(refused.record.arrived) < 1_000_000)
    };
    let boxes = run.producers().iter().enumerate().map(|(nth, producer)| {
        let waiting = producer.waiting();
        let rate = thousands(u64::from(producer.setup.rate_per_second));
        ProducerBox {
            y: TOP + room * (nth as f64 + 0.5) / count as f64,
            name: producer.setup.name.clone(),
            detail: match waiting {
                0 => format!("{rate}{THIN}{}", t("stage.readings_per_second")),
                waiting => tf("stage.waiting", &[("rate", &rate), ("n", &thousands(waiting as u64))]),
            },
            throttled: recently(nth as u8),
            aim: match &producer.setup.keys {
                KeyStrategy::Constant(key) => aim(run, key, geometry),
                _ => None,
            },
        }
    });
    boxes.collect()
}

fn aim(run: &Simulation, key: &str, geometry: Geometry) -> Option<(f64, u32)> {
    let hash = hash_key(key);
    let stream = run.streams().first()?;
    let shard = &stream.shards[stream.route(hash)];
    Some((geometry.y(millionths(hash.0)), shard.id.0 % COLOURS))
}

/// Share of a shard's refused writes of the last second that the most refused key has, in thousandths of a percent.
fn one_key_share(run: &Simulation, id: ShardId) -> u64 {
    let mut by_key = BTreeMap::<_, u64>::new();
    let since = run.now() - 1_000_000;
    for refused in run.refused().iter_back().take_while(|refused| refused.record.arrived > since) {
        if refused.throttle.shard == id {
            // A random key is a key of its own.
            *by_key
                .entry((refused.record.key, run.keys().is_random(refused.record.key).then_some(refused.record.number)))
                .or_default() += 1;
        }
    }
    let most = by_key.values().max().copied().unwrap_or(0);
    share(most, by_key.values().sum())
}

fn readers(run: &Simulation, lanes: &[Lane], stream: &Stream) -> Vec<ReaderBox> {
    let Some(consumer) = run.consumers().first() else { return Vec::new() };
    let of_lane = |lane: &Lane| {
        // The shard's own reader, or while that waits, the one that still reads a parent.
        let parents = stream.shards[lane.id.0 as usize].parents();
        let shards = std::iter::once(lane.id).chain(parents);
        let reader = shards.filter_map(|id| consumer.readers.iter().find(|reader| reader.shard == id)).next()?;
        let behind_ms = reader.millis_behind_latest;
        let behind = format!("{}.{}", behind_ms / 1_000, behind_ms % 1_000 / 100);
        let detail = match reader.shard == lane.id {
            _ if reader.throttled => t("stage.read_throttled").to_owned(),
            true => tf("stage.behind", &[("s", &behind)]),
            false => tf("stage.parent_first", &[("n", &reader.shard.0.to_string())]),
        };
        Some(ReaderBox {
            y: lane.y + lane.height / 2.0,
            colour: lane.colour,
            name: consumer.setup.name.clone(),
            detail,
            behind: behind_ms > 1_000,
        })
    };
    lanes.iter().filter(|lane| lane.height >= 40.0).filter_map(of_lane).collect()
}

fn marks(stream: &Stream, geometry: Geometry) -> Vec<(f64, String)> {
    let mut marks: Vec<(f64, String)> = Vec::new();
    let mut add = |y: f64, text: String| {
        if marks.last().is_none_or(|(last, _)| y - last >= 12.0) {
            marks.push((y, text));
        }
    };
    for shard in stream.open_shards() {
        add(geometry.y(millionths(shard.range.start.0)), format!("{:02x}…", shard.range.start.0 >> 120));
    }
    add(geometry.y(1e6), "ff…".to_owned());
    marks
}

fn description(run: &Simulation, stream: &Stream) -> String {
    let of = |shard: &Shard| {
        let last = shard.seconds.window(run.now(), 1).next().copied().unwrap_or_default();
        let refused = last.write_provisioned_throughput_exceeded;
        let n = shard.id.0.to_string();
        let (records, refused_text) = (thousands(u64::from(last.incoming_records)), thousands(u64::from(refused)));
        let key = if refused > 0 { "stage.describe_throttled" } else { "stage.describe" };
        tf(key, &[("n", &n), ("records", &records), ("refused", &refused_text)])
    };
    let shards: Vec<String> = stream.open_shards().take(12).map(of).collect();
    let (name, open) = (stream.name.as_str(), stream.open_count().to_string());
    let head = tf("stage.describe_stream", &[("stream", name), ("status", stream.status.name()), ("open", &open)]);
    format!("{head} {}", shards.join(" "))
}
