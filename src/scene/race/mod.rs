//! The race as data: on the left a stream's shards with what waits in them and their workers, on the
//! right a queue's message groups. Sizes in CSS pixels.

mod cell;
pub mod finish;
mod groups;
mod lanes;
#[cfg(test)]
mod tests;

use super::chart::Size;
use super::pieces::{for_bold, width as width_of};
use crate::content::{t, tf};
use groups::groups;
use lab_content::format::{THIN, thousands};
use lanes::{Lanes, lanes};
use stream_engine::consumers::kcl::application::Application;
use stream_engine::goal::race::Race;
use stream_engine::scenario::KeyStrategy;
use stream_engine::{Simulation, Time};

pub use cell::{Cell, CellState};
pub use groups::GROUPS_SHOWN;
pub use lanes::{Lane, WorkerBox};

/// From this width on both sides stand beside each other.
const WIDE: f64 = 640.0;
/// Type sizes of a side's title and of the line beside it.
const TITLE_TYPE: f64 = 14.0;
const STAFF_TYPE: f64 = 12.0;
/// Height of one side: two lines of heading, the picture, a line below.
const SIDE_HEIGHT: f64 = 376.0;
const MARGIN: f64 = 16.0;
/// Where lanes and groups begin below a side's top, and their height.
const TOP: f64 = 58.0;
const FIELD: f64 = 270.0;

/// Where a side stands.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Area {
    pub x: f64,
    pub y: f64,
    pub width: f64,
}

/// The heading of a side: its name, who works, how far it is, and its order.
#[derive(Clone, PartialEq, Debug)]
pub struct Head {
    pub area: Area,
    pub title: String,
    pub busy: String,
    pub standing: String,
    pub is_finished: bool,
    pub order: String,
    pub order_is_kept: bool,
}

/// All of it.
#[derive(Clone, PartialEq, Debug)]
pub struct RaceScene {
    pub size: Size,
    /// Where the line between the sides runs; None if they stand below each other.
    pub divider: Option<f64>,
    pub stream: Head,
    pub lanes: Lanes,
    pub idle: Vec<(f64, f64, f64)>,
    /// Idle workers that have no box, and the line's text: where and what.
    pub idle_note: (f64, f64, String),
    pub queue: Head,
    pub groups: Vec<Cell>,
    pub queue_note: (f64, f64, String),
    pub description: String,
}

/// The picture's height at a width.
pub fn height(width: f64) -> f64 {
    if width >= WIDE { SIDE_HEIGHT } else { 2.0 * SIDE_HEIGHT }
}

/// The race at the run's present moment.
pub fn race(run: &Simulation, size: Size) -> RaceScene {
    let wide = size.width >= WIDE;
    let half = if wide { size.width / 2.0 } else { size.width };
    let left = Area { x: MARGIN, y: 0.0, width: half - 1.75 * MARGIN };
    let right = match wide {
        true => Area { x: half + 0.75 * MARGIN, y: 0.0, width: half - 1.75 * MARGIN },
        false => Area { x: MARGIN, y: SIDE_HEIGHT, width: half - 2.0 * MARGIN },
    };
    let left = if wide { left } else { Area { width: right.width, ..left } };
    let Some(race) = Race::of(run, 0) else { return empty(size, left, right) };
    let trucks = Trucks::of(&race);
    let (stream, queue) = (stream_head(&race, left), queue_head(&race, right));
    let (idle, idle_note) = idle_workers(&race, left);
    let description = describe(&race, &stream, &queue);
    RaceScene {
        size,
        divider: wide.then_some(half),
        lanes: lanes(&race, &trucks, Area { y: left.y + TOP, ..left }, FIELD),
        groups: groups(&race, &trucks, Area { y: right.y + TOP, ..right }, FIELD),
        queue_note: (right.x, right.y + TOP + FIELD + 30.0, groups::note(&race)),
        stream,
        queue,
        idle,
        idle_note,
        description,
    }
}

fn empty(size: Size, left: Area, right: Area) -> RaceScene {
    let head = |area| Head {
        area,
        title: String::new(),
        busy: String::new(),
        standing: String::new(),
        is_finished: false,
        order: String::new(),
        order_is_kept: true,
    };
    RaceScene {
        size,
        divider: None,
        stream: head(left),
        lanes: Lanes::default(),
        idle: Vec::new(),
        idle_note: (0.0, 0.0, String::new()),
        queue: head(right),
        groups: Vec::new(),
        queue_note: (0.0, 0.0, String::new()),
        description: String::new(),
    }
}

/// The trucks of the race: the partition key of each, and the open shard that it belongs to.
pub(crate) struct Trucks {
    /// By source: key of the run's table, and number of the shard.
    pub list: Vec<(u64, u32)>,
    pub prefix: String,
}

impl Trucks {
    pub fn of(race: &Race) -> Trucks {
        let prefix = match &race.producer.setup.keys {
            KeyStrategy::Numbered(prefix) => prefix.clone(),
            _ => String::new(),
        };
        let keys = race.run.keys();
        let truck = |nth: u16| {
            let key = keys.find(&format!("{prefix}{}", nth + 1))?;
            let shard = &race.stream.shards[race.stream.route(keys.hash(key, (0, 0)))];
            Some((u64::from(key.0), shard.id.0))
        };
        Trucks { list: (0..race.producer.setup.sources).filter_map(truck).collect(), prefix }
    }
}

fn seconds(time: Time) -> String {
    let tenths = time.ms() / 100;
    format!("{}.{}{THIN}s", thousands(tenths / 10), tenths % 10)
}

/// How far a side is: its finish, or how much it has left.
fn standing(began: Time, finish: Option<Time>, left: u64) -> String {
    match finish {
        Some(at) => tf("race.finished", &[("time", &seconds(Time(at.since(began))))]),
        None => tf("race.left", &[("n", &thousands(left))]),
    }
}

fn order(broken: u64) -> String {
    match broken {
        0 => t("race.order_kept").to_owned(),
        broken => tf("race.order_broken", &[("n", &thousands(broken))]),
    }
}

/// Whether title and staff of a side have room beside each other.
fn fits(title: &str, staff: &str, area: Area) -> bool {
    const BETWEEN: f64 = 12.0;
    width_of(title, TITLE_TYPE) / for_bold(1.0) + width_of(staff, STAFF_TYPE) + BETWEEN <= area.width
}

/// Workers that are alive, and how many of them have a shard.
fn staff(application: &Application) -> (usize, usize) {
    let alive = application.workers.iter().filter(|worker| worker.state.is_alive()).count();
    (alive, application.working().min(alive))
}

fn stream_head(race: &Race, area: Area) -> Head {
    let (alive, busy) = staff(race.application);
    let open = race.stream.open_count();
    let updating = race.stream.resharding.map(|change| change.leads_to(open as u64));
    let title = match updating {
        Some(target) => tf("race.stream_updating", &[("n", &open.to_string()), ("target", &target.to_string())]),
        None => tf("race.stream", &[("n", &open.to_string())]),
    };
    let left: u64 = race.stream.shards.iter().map(|shard| race.waiting(shard.id)).sum();
    let broken = race.application.totals.out_of_order;
    let values = [("busy", busy.to_string()), ("n", alive.to_string())];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let finish = race.stream_finish();
    let whole = tf("race.with_shard", &values);
    Head {
        area,
        busy: if fits(&title, &whole, area) { whole } else { tf("race.with_shard_short", &values) },
        title,
        standing: standing(race.began(), finish, left),
        is_finished: finish.is_some(),
        order: order(broken),
        order_is_kept: broken == 0,
    }
}

fn queue_head(race: &Race, area: Area) -> Head {
    let (busy, all) = (race.consumer.busy().to_string(), race.consumer.setup.workers.to_string());
    let left = race.queue.totals.held() + race.sender.waiting() as u64;
    let broken = race.consumer.order_broken_by_source;
    let finish = race.queue_finish();
    let head = |title, staff| {
        let groups = thousands(u64::from(race.producer.setup.sources));
        (tf(title, &[("n", &groups)]), tf(staff, &[("busy", &busy), ("n", &all)]))
    };
    let (title, staff) = head("race.queue", "race.busy");
    let (title, busy) = match fits(&title, &staff, area) {
        true => (title, staff),
        false => head("race.queue_short", "race.busy_short"),
    };
    Head {
        area,
        title,
        busy,
        standing: standing(race.began(), finish, left),
        is_finished: finish.is_some(),
        order: order(broken),
        order_is_kept: broken == 0,
    }
}

/// Left edge, upper edge and width of a box.
type IdleBox = (f64, f64, f64);

/// Boxes of the workers without a shard, as many as there is room for.
fn idle_workers(race: &Race, area: Area) -> (Vec<IdleBox>, (f64, f64, String)) {
    const WIDTH: f64 = 58.0;
    /// What the line of text beside the boxes takes.
    const NOTE: f64 = 154.0;
    let most = ((area.width - NOTE) / (WIDTH + 8.0)).clamp(1.0, 3.0) as usize;
    let (alive, busy) = staff(race.application);
    let (idle, y) = (alive - busy, area.y + TOP + FIELD + 12.0);
    let boxes: Vec<_> = (0..idle.min(most)).map(|nth| (area.x + nth as f64 * (WIDTH + 8.0), y, WIDTH)).collect();
    let x = area.x + boxes.len() as f64 * (WIDTH + 8.0) + if boxes.is_empty() { 0.0 } else { 4.0 };
    let more = idle.saturating_sub(boxes.len());
    let n = more.to_string();
    let [whole, short] = ["race.more_idle", "race.more_idle_short"].map(|key| tf(key, &[("n", &n)]));
    let note = match more > 0 {
        true if width_of(&whole, 12.0) <= area.x + area.width - x => whole,
        true => short,
        false => t("race.one_worker").to_owned(),
    };
    (boxes, (x, y + 18.0, note))
}

fn describe(race: &Race, stream: &Head, queue: &Head) -> String {
    let side = |head: &Head| format!("{}: {}, {}, {}.", head.title, head.busy, head.standing, head.order);
    let shards = race.stream.open_shards().take(12).map(|shard| {
        let waiting = thousands(race.waiting(shard.id));
        tf("race.describe_shard", &[("n", &shard.id.0.to_string()), ("waiting", &waiting)])
    });
    let shards: Vec<String> = shards.collect();
    let locked = race.queue.groups().filter(|group| group.locked).count().to_string();
    let waiting = race.queue.groups().count().to_string();
    let groups = tf("race.describe_groups", &[("n", &waiting), ("locked", &locked)]);
    format!("{} {} {} {groups}", side(stream), shards.join(" "), side(queue))
}
