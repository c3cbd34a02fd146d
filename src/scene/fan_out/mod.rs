//! The stage of fan-out: for polling and for pushing a diagram of space and time (the shard above, a
//! row for each application, time to the right) with a histogram of the delays beside it.

pub mod histogram;
pub mod measured;
pub mod moving;
pub mod table;

use super::chart::Size;
use crate::content::{content, t, tf};
use histogram::Histogram;
use lab_content::format::{THIN, dollars, percent, share, thousands};
use stream_engine::Simulation;
use stream_engine::bill::Dimension;
use stream_engine::consumers::fleet::watch::{Delivery, Watch};
use stream_engine::consumers::fleet::{Fleet, Member};
use stream_engine::kinesis::shard::Record;

/// Seconds looked back for means, histograms and rates.
pub const WINDOW_S: u64 = 10;
/// Below this width the histogram goes under its diagram.
const WIDE: f64 = 640.0;
/// From this width on there is room for long names and notes.
const ROOMY: f64 = 840.0;
/// Rows are so far apart at most, and named while they are so far apart.
const ROW_MOST: f64 = 24.0;
const ROW_NAMED: f64 = 11.0;

/// How an application reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    Pull,
    Push,
}

/// A row of the diagram.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    pub y: f64,
    /// Empty where rows are too close for every name.
    pub name: String,
    /// Why it gets nothing.
    pub problem: Option<&'static str>,
}

/// One way of reading.
#[derive(Clone, PartialEq, Debug)]
pub struct Half {
    pub way: Way,
    /// Upper edge and height.
    pub y: f64,
    pub height: f64,
    pub title: &'static str,
    /// What the limits are, or what was refused.
    pub note: String,
    pub is_refused: bool,
    /// Ends of the lines of time.
    pub left: f64,
    pub right: f64,
    pub shard_y: f64,
    pub shard: String,
    pub rows: Vec<Row>,
    /// The mean propagation delay with its unit; none before anything was delivered.
    pub mean: Option<String>,
    /// What stands beside it.
    pub mean_of: &'static str,
    /// What it costs an hour, and what AWS says of the delay with so many applications.
    pub cost: String,
    pub documented: Option<String>,
    pub histogram: Histogram,
}

/// The picture without what moves.
#[derive(Clone, PartialEq, Debug)]
pub struct FanOutScene {
    pub size: Size,
    pub halves: Vec<Half>,
    pub description: String,
}

/// Where the halves of a picture lie: upper edges and heights, with what reads there.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Place {
    pub way: Way,
    pub y: f64,
    pub height: f64,
    pub left: f64,
    pub right: f64,
    pub shard_y: f64,
    /// Between two rows.
    pub step: f64,
}

impl Place {
    /// The height of an application's row.
    pub fn row(&self, application: usize) -> f64 {
        self.shard_y + self.step * (application + 1) as f64
    }
}

/// The height that the picture wants at a width.
pub fn height(width: f64) -> f64 {
    if width >= WIDE { 376.0 } else { 520.0 }
}

/// The first fleet of the run.
pub fn fleet(run: &Simulation) -> Option<&Fleet> {
    run.fleets().first()
}

/// Places of what there is to show, above each other.
pub fn places(fleet: &Fleet, size: Size) -> Vec<Place> {
    let mode = fleet.setup.mode;
    let ways = [(Way::Pull, mode.polls()), (Way::Push, mode.is_pushed())];
    let shown: Vec<Way> = ways.into_iter().filter(|(_, is_shown)| *is_shown).map(|(way, _)| way).collect();
    let height = size.height / shown.len() as f64;
    let is_wide = size.width >= WIDE;
    let (left, right) = match is_wide {
        true => (110.0, 110.0 + (size.width - 110.0) * 0.585),
        false => (64.0, size.width - 16.0),
    };
    let below = if is_wide { 18.0 } else { 92.0 };
    let place = |(nth, way): (usize, Way)| {
        let y = height * nth as f64;
        let shard_y = y + if is_wide { 41.0 } else { 62.0 };
        let room = y + height - below - shard_y;
        let step = (room / f64::from(fleet.setup.applications.max(1))).min(ROW_MOST);
        Place { way, y, height, left, right, shard_y, step }
    };
    shown.into_iter().enumerate().map(place).collect()
}

/// What the applications of one way got, with their numbers from 0.
pub fn watched<'a>(run: &'a Simulation, fleet: &'a Fleet, way: Way) -> Vec<(usize, &'a Watch)> {
    let members = fleet.running().iter().enumerate();
    let watch = |(nth, member): (usize, &Member)| {
        let watch = match way {
            Way::Pull => run.consumers().get(usize::from(member.polling?))?.watch.as_deref(),
            Way::Push => run.enhanced().get(usize::from(member.enhanced?))?.watch.as_deref(),
        };
        Some((nth, watch?))
    };
    members.filter_map(watch).collect()
}

/// The records of a delivery.
pub fn records<'a>(run: &'a Simulation, fleet: &Fleet, delivery: &Delivery) -> impl Iterator<Item = &'a Record> {
    let stream = run.streams().get(usize::from(fleet.setup.stream.0));
    let shard = stream.and_then(|stream| stream.shards.get(delivery.shard.0 as usize));
    let (from, count) = (delivery.from, (delivery.to - delivery.from) as usize);
    shard.into_iter().flat_map(move |shard| shard.records.iter_from(from).take(count))
}

/// The picture of a run's present moment, without what moves.
pub fn scene(run: &Simulation, size: Size) -> FanOutScene {
    let Some(fleet) = fleet(run) else {
        return FanOutScene { size, halves: Vec::new(), description: String::new() };
    };
    let places = places(fleet, size);
    let delays: Vec<Vec<u64>> = places.iter().map(|place| histogram::delays(run, fleet, place.way)).collect();
    let reach_ms = histogram::reach_ms(delays.iter().flatten().copied());
    let halves: Vec<Half> =
        places.iter().zip(&delays).map(|(place, delays)| half(run, fleet, *place, size, (delays, reach_ms))).collect();
    let description = halves.iter().map(|half| describe(half, fleet)).collect::<Vec<_>>().join(" ");
    FanOutScene { size, halves, description }
}

fn half(run: &Simulation, fleet: &Fleet, place: Place, size: Size, (delays, reach_ms): (&[u64], u64)) -> Half {
    let count = delays.len() as u64;
    let mean = delays.iter().sum::<u64>().checked_div(count);
    let is_roomy = size.width >= ROOMY;
    // Where it is narrow the note has a line of its own.
    let (note, is_refused) = note(run, fleet, place.way, is_roomy || size.width < WIDE);
    let title = match (place.way, is_roomy) {
        (Way::Pull, true) => "fan_out.pull",
        (Way::Push, true) => "fan_out.push",
        (Way::Pull, false) => "fan_out.pull.short",
        (Way::Push, false) => "fan_out.push.short",
    };
    let field = match size.width >= WIDE {
        true => (place.right + 24.0, size.width - 22.0, place.y + 62.0, place.y + place.height - 34.0),
        false => (place.left, place.right, place.y + place.height - 72.0, place.y + place.height - 22.0),
    };
    let stream = run.streams().get(usize::from(fleet.setup.stream.0));
    let open = stream.map_or(0, |stream| stream.open_count());
    let shard = match open {
        1 => tf("fan_out.shard", &[("n", &first_open(run, fleet).to_string())]),
        _ => tf("fan_out.shards", &[("n", &open.to_string())]),
    };
    Half {
        way: place.way,
        y: place.y,
        height: place.height,
        title: t(title),
        note,
        is_refused,
        left: place.left,
        right: place.right,
        shard_y: place.shard_y,
        shard,
        rows: rows(run, fleet, &place),
        mean_of: t(if is_roomy { "fan_out.mean" } else { "fan_out.mean_short" }),
        mean: mean.map(|mean| format!("{}{THIN}ms", thousands(mean))),
        cost: tf("fan_out.cost", &[("dollars", &dollars(cost_per_hour(run, place.way), 3))]),
        documented: documented(run, fleet, place.way),
        histogram: histogram::bars(delays, reach_ms, field),
    }
}

fn first_open(run: &Simulation, fleet: &Fleet) -> u32 {
    let stream = run.streams().get(usize::from(fleet.setup.stream.0));
    stream.and_then(|stream| stream.open_shards().next()).map_or(0, |shard| shard.id.0)
}

fn rows(run: &Simulation, fleet: &Fleet, place: &Place) -> Vec<Row> {
    let members = fleet.running();
    let is_named = |nth: usize| place.step >= ROW_NAMED || (nth + 1).is_multiple_of(5);
    let row = |nth: usize| {
        let number = (nth + 1).to_string();
        let enhanced = members[nth].enhanced.filter(|_| place.way == Way::Push);
        let consumer = enhanced.and_then(|at| run.enhanced().get(usize::from(at)));
        let idle = consumer.filter(|consumer| consumer.shards.is_empty());
        let problem = idle
            .map(|consumer| t(if consumer.is_registered() { "fan_out.registering" } else { "fan_out.not_registered" }));
        let name = if is_named(nth) { tf("fan_out.application", &[("n", &number)]) } else { String::new() };
        Row { y: place.row(nth), name, problem }
    };
    (0..members.len()).map(row).collect()
}

/// The limits of a way of reading; for polling also what they refused in the last seconds.
fn note(run: &Simulation, fleet: &Fleet, way: Way, is_long: bool) -> (String, bool) {
    let quotas = run.quotas();
    let megabytes = |bytes: u64| format!("{}{THIN}MB/s", bytes >> 20);
    let applications = fleet.setup.applications.to_string();
    if way == Way::Push {
        let bytes = megabytes(quotas.efo_read_bytes_per_second_per_consumer_per_shard);
        let word = if is_long { "fan_out.push.note" } else { "fan_out.push.note_short" };
        return (tf(word, &[("bytes", &bytes)]), false);
    }
    let sums = watched(run, fleet, way).into_iter().map(|(_, watch)| watch.window(run.now(), WINDOW_S));
    let (polls, refused) =
        sums.fold((0, 0), |sum, window| (sum.0 + u64::from(window.polls), sum.1 + u64::from(window.refused)));
    if refused > 0 {
        let percent = percent(share(refused, polls), 0);
        let window = WINDOW_S.to_string();
        return (tf("fan_out.pull.refused", &[("percent", &percent), ("window", &window)]), true);
    }
    let calls = quotas.shard_get_records_calls_per_second.to_string();
    let bytes = megabytes(quotas.shard_shared_read_bytes_per_second);
    let word = if is_long { "fan_out.pull.note" } else { "fan_out.pull.note_short" };
    (tf(word, &[("n", &applications), ("calls", &calls), ("bytes", &bytes)]), false)
}

/// What AWS says of the mean delay with so many applications, where it says anything.
fn documented(run: &Simulation, fleet: &Fleet, way: Way) -> Option<String> {
    let key = measured::fact_key(way, fleet.setup.applications)?;
    let profile = content().profiles.iter().find(|profile| profile.limits == *run.quotas())?;
    Some(tf("fan_out.documented", &[("delay", &profile.fact(key)?.text())]))
}

/// What the stream costs an hour if all read in this way: shards and writes, and for pushing the
/// registered consumers and their data.
pub fn cost_per_hour(run: &Simulation, way: Way) -> u64 {
    let prices = &content().prices.prices;
    let Some(stream) = run.streams().first() else { return 0 };
    let open = stream.open_count() as u64;
    let written = prices.payload_units_per_hour(run.seconds().window(run.now(), WINDOW_S));
    let all = prices.shards_per_hour(open) + written;
    match way {
        Way::Pull => all,
        Way::Push => {
            let pushed = fleet(run).map_or(0, |fleet| {
                let watched = watched(run, fleet, way).into_iter();
                watched.map(|(_, watch)| watch.window(run.now(), WINDOW_S).bytes).sum::<u64>()
            });
            let seconds = WINDOW_S.min(run.now().second()).max(1);
            let per_hour = u128::from(pushed) * 3_600 / u128::from(seconds);
            let consumers = prices.efo_consumer_shard_hour * open * stream.consumers.len() as u64;
            all + consumers + Dimension::FanOutData.cost(per_hour, prices) as u64
        }
    }
}

fn describe(half: &Half, fleet: &Fleet) -> String {
    let mean = half.mean.clone().unwrap_or_else(|| t("fan_out.nothing").to_owned());
    let problems = half.rows.iter().filter(|row| row.problem.is_some()).count();
    let mut text = tf(
        "fan_out.describe",
        &[
            ("way", half.title),
            ("n", &fleet.setup.applications.to_string()),
            ("mean", &mean),
            ("note", &half.note),
            ("cost", &half.cost),
        ],
    );
    if problems > 0 {
        text.push(' ');
        text.push_str(&tf("fan_out.describe_idle", &[("n", &problems.to_string())]));
    }
    text
}

#[cfg(test)]
mod tests;
