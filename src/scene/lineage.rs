//! The tree of shards as data: a block for each shard at the height of its range, from its own
//! generation to that of its children, and an edge from each parent to each child.

use super::COLOURS;
use super::stage::millionths;
use crate::content::{t, tf};
use lab_content::format::thousands;
use stream_engine::Simulation;
use stream_engine::kinesis::hash_key::HashKey;
use stream_engine::kinesis::shard::{Shard, ShardId, ShardState};
use stream_engine::kinesis::stream::Stream;

/// Room between two generations, for the edges.
const BETWEEN: f64 = 26.0;
/// Wide enough for a name and its state.
const COLUMN_MIN: f64 = 118.0;
/// Room is kept for so many generations, so that the first reshardings move nothing.
const COLUMNS: u32 = 3;
const GAP: f64 = 3.0;
const EDGE: f64 = 1.0;
/// Blocks drawn at most: more would be thinner than a line.
const BLOCKS_MAX: usize = 300;
/// Shards named in the text.
const DESCRIBED: usize = 12;
/// Mean width of a character of the block's text.
const CHARACTER: f64 = 6.3;

/// A shard.
#[derive(Clone, PartialEq, Debug)]
pub struct Block {
    pub id: ShardId,
    pub colour: u32,
    pub patterned: bool,
    pub state: ShardState,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// What fits of name, state and reader: none, one or two lines.
    pub lines: Vec<String>,
}

/// From a parent to a child.
#[derive(Clone, PartialEq, Debug)]
pub struct Edge {
    pub from: (f64, f64),
    pub to: (f64, f64),
    pub colour: u32,
}

/// All of it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct LineageScene {
    pub width: f64,
    pub height: f64,
    pub blocks: Vec<Block>,
    pub edges: Vec<Edge>,
    /// Shards that there was no room for.
    pub hidden: usize,
    /// The picture in words.
    pub description: String,
}

/// The tree of a run's first stream.
pub fn lineage(run: &Simulation, width: f64, height: f64) -> LineageScene {
    let mut scene = LineageScene { width, height, ..LineageScene::default() };
    let Some(stream) = run.streams().first() else { return scene };
    let columns = Columns::of(stream, width);
    for shard in stream.shards.iter().rev() {
        match columns.span(shard) {
            Some(span) if scene.blocks.len() < BLOCKS_MAX => scene.blocks.push(block(run, stream, shard, span, height)),
            _ => scene.hidden += 1,
        }
    }
    scene.blocks.reverse();
    for block in &scene.blocks {
        let parents = stream.shards[block.id.0 as usize].parents();
        // Blocks are in the order of their ids.
        let find = |id: ShardId| scene.blocks.binary_search_by_key(&id, |block| block.id).ok();
        for parent in parents.filter_map(find).map(|at| &scene.blocks[at]) {
            let from = (parent.x + parent.width, parent.y + parent.height / 2.0);
            let to = (block.x, block.y + block.height / 2.0);
            scene.edges.push(Edge { from, to, colour: block.colour });
        }
    }
    scene.description = description(run, stream);
    scene
}

/// Height of a hash key in a picture of this height.
pub fn y_of(hash: u128, height: f64) -> f64 {
    EDGE + (height - 2.0 * EDGE) * millionths(hash) / 1e6
}

/// The hash key at a height.
pub fn hash_at(y: f64, height: f64) -> HashKey {
    let part = ((y - EDGE) / (height - 2.0 * EDGE)).clamp(0.0, 1.0);
    // The conversion stops at the highest number.
    HashKey((part * u128::MAX as f64) as u128)
}

/// The state's word, as the tables and the service's documents spell it.
pub fn state_word(state: ShardState) -> &'static str {
    match state {
        ShardState::Open => t("lineage.open"),
        ShardState::Closed => t("lineage.closed"),
        ShardState::Expired => t("lineage.expired"),
    }
}

/// Generations side by side, the newest at the right.
struct Columns {
    generation: Vec<u32>,
    first: u32,
    last: u32,
    pitch: f64,
}

impl Columns {
    fn of(stream: &Stream, width: f64) -> Columns {
        let mut generation: Vec<u32> = Vec::with_capacity(stream.shards.len());
        for shard in &stream.shards {
            let parents = shard.parents().map(|parent| generation[parent.0 as usize] + 1);
            generation.push(parents.max().unwrap_or(0));
        }
        let last = generation.iter().copied().max().unwrap_or(0);
        let room = ((width + BETWEEN) / (COLUMN_MIN + BETWEEN)).floor().max(1.0) as u32;
        let shown = room.min(last + 1);
        let pitch = (width - 2.0 * EDGE + BETWEEN) / f64::from(shown.max(COLUMNS.min(room)));
        Columns { generation, first: last + 1 - shown, last, pitch }
    }

    /// Left edge and width of a shard: up to its children, or to the right edge while it is open.
    fn span(&self, shard: &Shard) -> Option<(f64, f64)> {
        let from = self.generation[shard.id.0 as usize].max(self.first);
        let children = shard.children.iter().map(|child| self.generation[child.0 as usize]);
        let to = children.max().unwrap_or(self.last + 1);
        let columns = to.checked_sub(from).filter(|columns| *columns > 0)?;
        let x = EDGE + self.pitch * f64::from(from - self.first);
        Some((x, self.pitch * f64::from(columns) - BETWEEN))
    }
}

fn block(run: &Simulation, stream: &Stream, shard: &Shard, (x, width): (f64, f64), room: f64) -> Block {
    let (top, end) = (y_of(shard.range.start.0, room), y_of(shard.range.end.0, room));
    let height = (end - top - GAP).max(0.5);
    let state = shard.state(run.now(), stream.retention_us);
    Block {
        id: shard.id,
        colour: shard.id.0 % COLOURS,
        patterned: shard.id.0 >= COLOURS,
        state,
        x,
        y: top + GAP / 2.0,
        width,
        height,
        lines: lines(run, shard, state, width, height),
    }
}

fn lines(run: &Simulation, shard: &Shard, state: ShardState, width: f64, height: f64) -> Vec<String> {
    let n = shard.id.0.to_string();
    let reading = (state == ShardState::Closed).then(|| reading(run, shard));
    let name = tf("lineage.block", &[("n", &n), ("state", state_word(state))]);
    let fits = |text: &String| text.chars().count() as f64 * CHARACTER + 16.0 <= width;
    match height {
        _ if height >= 32.0 => {
            let name = if fits(&name) { name } else { n };
            std::iter::once(name).chain(reading.filter(fits)).collect()
        }
        _ if height >= 10.5 => {
            let all = reading.map(|reading| format!("{name} · {reading}")).filter(fits);
            all.or(Some(name).filter(fits)).or(Some(n)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// How far the first consumer is with a closed shard.
fn reading(run: &Simulation, shard: &Shard) -> String {
    let readers = run.consumers().first().map_or(&[][..], |consumer| &consumer.readers);
    let reader = readers.iter().find(|reader| reader.shard == shard.id);
    let position = reader.map_or(0, |reader| reader.position);
    match shard.records.end().saturating_sub(position) {
        _ if reader.is_some_and(|reader| reader.done) => t("lineage.read").to_owned(),
        left => tf("lineage.left", &[("n", &thousands(left))]),
    }
}

fn description(run: &Simulation, stream: &Stream) -> String {
    let told = |shard: &Shard| {
        let n = shard.id.0.to_string();
        let state = shard.state(run.now(), stream.retention_us);
        let ids = |ids: Vec<ShardId>| ids.iter().map(|id| id.0.to_string()).collect::<Vec<_>>().join(", ");
        let parents = ids(shard.parents().collect());
        let from = if parents.is_empty() { String::new() } else { tf("lineage.from", &[("parents", &parents)]) };
        let read = if state == ShardState::Closed { format!(", {}", reading(run, shard)) } else { String::new() };
        format!("{}{from}{read}.", tf("lineage.told", &[("n", &n), ("state", state_word(state))]))
    };
    let newest = stream.shards.iter().rev().take(DESCRIBED).map(told);
    let open = stream.open_count().to_string();
    let head = tf("lineage.description", &[("stream", &stream.name), ("open", &open)]);
    newest.fold(head, |text, shard| format!("{text} {shard}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::content;
    use stream_engine::{Command, Time};

    const WIDTH: f64 = 892.0;
    const HEIGHT: f64 = 180.0;

    fn started() -> Simulation {
        let lab = content().lab("resharding").expect("the lab is built");
        Simulation::new(&lab.scenario, content().profiles[0].quotas())
    }

    fn ask(run: &mut Simulation, command: Command) {
        assert!(run.apply(&command).is_ok(), "{command:?}");
        run.run_until(run.now() + 60_000_000);
    }

    fn merged_and_split() -> Simulation {
        let mut run = started();
        run.run_until(Time::from_s(5));
        ask(&mut run, Command::MergeShards { stream: Default::default(), shard: ShardId(0), adjacent: ShardId(1) });
        let at = run.streams()[0].shards[2].range.middle();
        let shard = ShardId(2);
        ask(&mut run, Command::SplitShard { stream: Default::default(), shard, new_starting_hash_key: at });
        run
    }

    #[test]
    fn each_generation_stands_right_of_its_parents_and_covers_their_ranges() {
        let scene = lineage(&merged_and_split(), WIDTH, HEIGHT);
        assert_eq!((scene.blocks.len(), scene.edges.len(), scene.hidden), (7, 4, 0));
        for edge in &scene.edges {
            assert!((edge.to.0 - edge.from.0 - BETWEEN).abs() < 1e-6, "{edge:?}");
        }
        let merged = &scene.blocks[4];
        assert!((merged.y - scene.blocks[0].y).abs() < 0.01);
        assert!((merged.height - scene.blocks[0].height - scene.blocks[1].height - GAP).abs() < 0.01);
        // Shard 3 was never touched: it reaches from the first generation to the last.
        assert_eq!(scene.blocks[3].x, scene.blocks[0].x);
        assert!((scene.blocks[3].width - (2.0 * scene.blocks[0].width + BETWEEN)).abs() < 0.01);
    }

    #[test]
    fn a_closed_shard_says_how_far_it_is_read() {
        let run = merged_and_split();
        let scene = lineage(&run, WIDTH, HEIGHT);
        let states: Vec<ShardState> = scene.blocks.iter().map(|block| block.state).collect();
        use ShardState::{Closed, Open};
        assert_eq!(states, [Closed, Closed, Closed, Open, Open, Open, Open]);
        assert_eq!(scene.blocks[0].lines.last().map(String::as_str), Some(t("lineage.read")));
        assert!(scene.description.contains(t("lineage.read")), "{}", scene.description);
        assert!(scene.description.contains(t("lineage.closed")));
    }

    #[test]
    fn a_narrow_picture_shows_the_newest_generations() {
        let mut run = merged_and_split();
        for _ in 0..3 {
            let shard = run.streams()[0].shards.last().expect("there are shards").id;
            let at = run.streams()[0].shards[shard.0 as usize].range.middle();
            ask(&mut run, Command::SplitShard { stream: Default::default(), shard, new_starting_hash_key: at });
        }
        let scene = lineage(&run, 290.0, HEIGHT);
        assert!(scene.hidden > 0);
        assert!(scene.blocks.iter().all(|block| block.x >= 0.0 && block.x + block.width <= 290.0));
        assert!(scene.blocks.iter().any(|block| block.id.0 == 12));
    }

    #[test]
    fn heights_and_hash_keys_follow_each_other() {
        for hash in [0, 1 << 126, u128::MAX / 3, u128::MAX] {
            let back = hash_at(y_of(hash, HEIGHT), HEIGHT).0;
            assert!(back.abs_diff(hash) <= u128::MAX >> 48, "{hash} {back}");
        }
        assert_eq!((hash_at(-5.0, HEIGHT).0, hash_at(500.0, HEIGHT).0), (0, u128::MAX));
    }

    #[test]
    fn a_thousand_shards_stay_within_the_picture() {
        let mut run = started();
        while run.streams()[0].open_count() < 1_000 {
            let target_shard_count = run.streams()[0].open_count() as u32 * 2;
            if run.apply(&Command::UpdateShardCount { stream: Default::default(), target_shard_count }).is_err() {
                break;
            }
            run.run_until(run.now() + 600_000_000);
        }
        let scene = lineage(&run, WIDTH, HEIGHT);
        assert!(scene.blocks.len() <= BLOCKS_MAX);
        assert_eq!(scene.blocks.len() + scene.hidden, run.streams()[0].shards.len());
    }
}
