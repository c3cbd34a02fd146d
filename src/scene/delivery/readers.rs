//! What the three kinds of readers of one stream are doing: a delivery stream, a Flink application, a
//! KCL application, and how old records are when each of them is done.

use crate::content::{t, tf};
use lab_content::format::{THIN, thousands};
use std::collections::BTreeMap;
use stream_engine::Simulation;
use stream_engine::consumers::firehose::{DeliveryStream, WAITING_MAX};
use stream_engine::consumers::flink::Application;
use stream_engine::consumers::flink::window::{Span, WindowKind};
use stream_engine::kinesis::shard::KeyId;
use stream_engine::time::MS_US;

/// Windows shown, the newest.
const WINDOWS_MAX: usize = 8;
/// Results looked through for them.
const RESULTS_MAX: usize = 2_048;
/// Objects shown, the newest.
pub const OBJECTS_MAX: usize = 9;

/// A delivery stream's buffer.
#[derive(Clone, PartialEq, Debug)]
pub struct Buffer {
    pub name: String,
    pub bytes: u64,
    pub size_bytes: u64,
    pub waited_ms: u64,
    pub interval_ms: u64,
    /// When the next object lands at this load, and whether its size makes it; none while nothing comes in.
    pub next: Option<(u64, bool)>,
    /// Objects that a refusing bucket has sent back.
    pub waiting: usize,
    pub refuses: bool,
}

impl Buffer {
    /// How many objects were sent back: exactly, up to what the engine keeps apart.
    pub fn waiting_text(&self) -> String {
        let more = if self.waiting >= WAITING_MAX { "+" } else { "" };
        format!("{}{more}", self.waiting)
    }
}

/// An object in the bucket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Landed {
    pub index: u64,
    pub key: String,
    pub bytes: u64,
    pub age_ms: u64,
}

/// A window's count.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Counted {
    pub start_ms: u64,
    pub end_ms: u64,
    pub count: u64,
    /// A result has come out.
    pub fired: bool,
    /// The result has come out again, as late readings came.
    pub corrected: bool,
}

/// A Flink application.
#[derive(Clone, PartialEq, Debug)]
pub struct Counting {
    pub name: String,
    pub window: String,
    /// Oldest first; times in milliseconds of the run.
    pub windows: Vec<Counted>,
    /// How far the watermark is behind the present moment; negative if it is ahead.
    pub watermark_behind_ms: Option<i64>,
    pub late: u64,
    pub dropped: u64,
    /// Readings in windows that lie ahead of the present.
    pub ahead: u64,
    pub running: bool,
    pub restarts: u32,
}

/// A KCL application.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Client {
    pub name: String,
    pub records: u64,
    pub behind_ms: u64,
}

/// Ages of records when a reader is done with them, in milliseconds: the youngest, the middle, the oldest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ages {
    pub name: &'static str,
    /// The colour's number.
    pub colour: u32,
    pub found: Option<(u64, u64, u64)>,
}

/// The first delivery stream.
pub fn buffer(run: &Simulation) -> Option<Buffer> {
    let delivery = run.firehose().streams.values().next()?;
    let buffer = &delivery.buffer;
    let size_bytes = delivery.setup.size_in_mbs.unwrap_or(1) << 20;
    let interval_ms = delivery.setup.interval_in_seconds.unwrap_or(0) * 1_000;
    let waited_ms = if buffer.is_empty() { 0 } else { run.now().since(buffer.since) / MS_US };
    let refuses = run.s3().buckets.get(&delivery.setup.bucket).is_some_and(|bucket| bucket.refuses);
    let per_s = per_second(run, delivery);
    let by_time = interval_ms.saturating_sub(waited_ms);
    let by_size = size_bytes.saturating_sub(buffer.bytes).saturating_mul(1_000).checked_div(per_s);
    let next = (!buffer.is_empty()).then_some(match by_size {
        Some(by_size) if by_size < by_time => (by_size, true),
        _ => (by_time, false),
    });
    Some(Buffer {
        name: delivery.setup.name.clone(),
        bytes: buffer.bytes,
        size_bytes,
        waited_ms,
        interval_ms,
        next,
        waiting: delivery.waiting.len(),
        refuses,
    })
}

/// Bytes a second by the last ten.
pub fn per_second(run: &Simulation, delivery: &DeliveryStream) -> u64 {
    let seconds = run.now().second().clamp(1, 10);
    delivery.seconds.window(run.now(), seconds).map(|second| second.incoming_bytes).sum::<u64>() / seconds
}

/// The newest objects of the first delivery stream's bucket, newest first, and how many there ever were.
pub fn landed(run: &Simulation, most: usize) -> (Vec<Landed>, u64) {
    let delivery = run.firehose().streams.values().next();
    let bucket = delivery.and_then(|delivery| run.s3().buckets.get(&delivery.setup.bucket));
    let Some(bucket) = bucket else { return (Vec::new(), 0) };
    let end = bucket.objects.end();
    let one = |(nth, object): (usize, &std::rc::Rc<stream_engine::s3::Object>)| Landed {
        index: end - 1 - nth as u64,
        key: object.key.clone(),
        bytes: object.size,
        age_ms: run.now().since(object.last_modified) / MS_US,
    };
    (bucket.objects.iter_back().take(most).enumerate().map(one).collect(), end)
}

/// The first Flink application.
pub fn counting(run: &Simulation) -> Option<Counting> {
    let application = run.flink().applications.first()?;
    let (job, setup) = (&application.job, &application.setup);
    let now_ms = run.account().epoch.ms(run.now());
    let start_ms = now_ms - run.now().ms();
    let window = match setup.window {
        WindowKind::Tumbling { size_ms } => tf("delivery.tumbling", &[("size", &seconds(size_ms))]),
        WindowKind::Sliding { size_ms, slide_ms } => {
            tf("delivery.sliding", &[("size", &seconds(size_ms)), ("slide", &seconds(slide_ms))])
        }
    };
    let all = windows(application);
    let is_ahead = |span: &Span| span.start_ms > now_ms + 1_000;
    let ahead = all.iter().filter(|(span, _)| is_ahead(span)).map(|(_, held)| held.count()).sum();
    let near = all.into_iter().filter(|(span, _)| !is_ahead(span)).map(|(span, held)| Counted {
        start_ms: span.start_ms.saturating_sub(start_ms),
        end_ms: span.end_ms.saturating_sub(start_ms),
        count: held.count(),
        fired: held.fired,
        corrected: held.corrected,
    });
    let mut windows: Vec<Counted> = near.collect();
    windows.drain(..windows.len().saturating_sub(WINDOWS_MAX));
    Some(Counting {
        name: setup.name.clone(),
        window,
        windows,
        watermark_behind_ms: job.watermark_ms.map(|watermark| now_ms as i64 - watermark as i64),
        late: job.late,
        dropped: job.late_dropped,
        ahead,
        running: application.running,
        restarts: application.restarts,
    })
}

#[derive(Default)]
struct Held {
    by_key: BTreeMap<KeyId, u64>,
    fired: bool,
    corrected: bool,
}

impl Held {
    fn count(&self) -> u64 {
        self.by_key.values().sum()
    }
}

/// Windows by their end: what is still open, and the newest result of each key for what is over.
fn windows(application: &Application) -> BTreeMap<Span, Held> {
    let mut all = BTreeMap::<Span, Held>::new();
    for (span, key, sums) in application.job.windows.open() {
        let held = all.entry(span).or_default();
        held.by_key.insert(key, sums.count);
        held.fired |= sums.fired;
    }
    for given in application.results.iter_back().take(RESULTS_MAX) {
        let held = all.entry(given.result.span).or_default();
        held.by_key.entry(given.result.key).or_insert(given.result.count);
        held.fired = true;
        held.corrected |= given.result.update;
    }
    all
}

/// The first KCL application.
pub fn client(run: &Simulation) -> Option<Client> {
    let application = run.kcl().first()?;
    let last = application.seconds.window(run.now(), 5).map(|second| second.millis_behind_latest).max();
    Some(Client {
        name: application.setup.name.clone(),
        records: application.totals.records,
        behind_ms: last.map_or(0, u64::from),
    })
}

/// Ages by reader, the freshest first.
pub fn ages(run: &Simulation) -> [Ages; 3] {
    let kcl = run.kcl().first().and_then(|application| {
        let delay = &application.totals.propagation_delay_ms;
        Some((delay.percentile(1)?, delay.percentile(50)?, delay.percentile(99)?))
    });
    // The youngest reading of a window is as old as the result is late, the oldest by as much more as it takes until
    // the first window that holds it ends.
    let flink = run.flink().applications.first().and_then(|application| {
        let late = application.result_latency_ms.percentile(50)?;
        let span = match application.setup.window {
            WindowKind::Tumbling { size_ms } => size_ms,
            WindowKind::Sliding { slide_ms, .. } => slide_ms,
        };
        Some((late, late + span / 2, late + span))
    });
    let firehose = run.firehose().streams.values().next().and_then(|delivery| {
        let ages = &delivery.latency_ms;
        Some((ages.percentile(1)?, ages.percentile(50)?, ages.percentile(99)?))
    });
    [
        Ages { name: t("delivery.kcl"), colour: 2, found: kcl },
        Ages { name: t("delivery.flink"), colour: 3, found: flink },
        Ages { name: t("delivery.firehose"), colour: 1, found: firehose },
    ]
}

/// `0.6 s`, `65 ms`, `2 min 5 s`.
pub fn duration(ms: u64) -> String {
    match ms {
        0..1_000 => format!("{ms}{THIN}ms"),
        1_000..10_000 => format!("{}.{}{THIN}s", ms / 1_000, ms % 1_000 / 100),
        10_000..120_000 => format!("{}{THIN}s", ms / 1_000),
        _ => format!("{}{THIN}min {}{THIN}s", ms / 60_000, ms / 1_000 % 60),
    }
}

/// `60 s`.
fn seconds(ms: u64) -> String {
    format!("{}{THIN}s", thousands(ms / 1_000))
}
