//! What there is to split and merge: the hottest shard, the coldest pair, and where a shard's load
//! lies inside its range.

use stream_engine::Simulation;
use stream_engine::api::data::record_hash;
use stream_engine::event::EventKind;
use stream_engine::kinesis::hash_key::{HashKey, HashKeyRange};
use stream_engine::kinesis::shard::{Shard, ShardId, ShardState};
use stream_engine::kinesis::stream::Stream;
use stream_engine::time::SECOND_US;

/// "Hot" and "cold" look back so far.
const WINDOW_S: u64 = 10;
/// Records by which a shard's load is judged.
const RECENT: usize = 2_000;

/// One click each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Quick {
    pub open: usize,
    /// The hottest open shard.
    pub split: ShardId,
    /// The coldest open neighbours, the lower first; None with one shard.
    pub merge: Option<(ShardId, ShardId)>,
}

/// The hottest shard and the coldest pair of a run's first stream.
pub fn quick(run: &Simulation) -> Option<Quick> {
    let stream = run.streams().first()?;
    let records = |shard: &Shard| {
        let window = shard.seconds.window(run.now(), WINDOW_S);
        window.map(|second| u64::from(second.incoming_records)).sum::<u64>()
    };
    let open: Vec<(ShardId, u64)> = stream.open_shards().map(|shard| (shard.id, records(shard))).collect();
    let hottest = open.iter().rev().max_by_key(|(_, records)| *records)?;
    let coldest = open.windows(2).min_by_key(|pair| pair[0].1 + pair[1].1);
    Some(Quick { open: open.len(), split: hottest.0, merge: coldest.map(|pair| (pair[0].0, pair[1].0)) })
}

/// Seconds for which the first stream will be UPDATING still, rounded up; None if it is ACTIVE.
pub fn updating_s(run: &Simulation) -> Option<u64> {
    let stream = run.streams().first()?;
    let change = stream.resharding?;
    let began =
        run.events().iter_back().find(|event| event.kind == EventKind::ReshardingBegan { stream: stream.id })?;
    let ends = began.at + change.duration_us(run.quotas());
    Some(ends.since(run.now()).div_ceil(SECOND_US))
}

/// The shards that a list offers, with whether each is open: open ones by range, then closed ones.
pub fn listed(run: &Simulation) -> Vec<(ShardId, bool)> {
    let Some(stream) = run.streams().first() else { return Vec::new() };
    let closed = |shard: &&Shard| shard.state(run.now(), stream.retention_us) == ShardState::Closed;
    let open = stream.open_shards().map(|shard| (shard.id, true));
    open.chain(stream.shards.iter().filter(closed).map(|shard| (shard.id, false))).collect()
}

/// The range of a shard of the first stream.
pub fn range(run: &Simulation, shard: ShardId) -> Option<HashKeyRange> {
    run.streams().first()?.shards.get(shard.0 as usize).map(|shard| shard.range)
}

/// Hash keys of the newest records of a shard, in order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Load {
    hashes: Vec<u128>,
}

/// The load of a shard of the first stream.
pub fn load(run: &Simulation, shard: ShardId) -> Load {
    let found = run.streams().first().and_then(|stream| stream.shards.get(shard.0 as usize));
    let hashes = |shard: &Shard| {
        let first = shard.records.end().saturating_sub(RECENT as u64).max(shard.records.first());
        let hash = |index: u64| {
            let record = shard.records.get(index)?;
            Some(record_hash(run, record, shard.payload(index)).0)
        };
        (first..shard.records.end()).filter_map(hash).collect()
    };
    let mut hashes: Vec<u128> = found.map_or_else(Vec::new, hashes);
    hashes.sort_unstable();
    Load { hashes }
}

impl Load {
    /// Records it was judged by.
    pub fn records(&self) -> usize {
        self.hashes.len()
    }

    /// Records below a point and from it on.
    pub fn sides(&self, at: HashKey) -> (u64, u64) {
        let below = self.hashes.partition_point(|hash| *hash < at.0);
        (below as u64, (self.hashes.len() - below) as u64)
    }

    /// Records of the hash key that has most of them. None of them are parted by any split.
    pub fn hottest(&self) -> u64 {
        self.hashes.chunk_by(|one, next| one == next).map(<[u128]>::len).max().unwrap_or(0) as u64
    }

    /// The start of an upper child that leaves about half of the records on both sides. None if all
    /// records have one hash key: no split divides that.
    pub fn middle(&self) -> Option<HashKey> {
        let half = self.hashes.len() / 2;
        let pivot = *self.hashes.get(half)?;
        // Records of one hash key stay together, so a cut goes before or behind those of the pivot.
        let before = self.hashes.partition_point(|hash| *hash < pivot);
        let behind = self.hashes.partition_point(|hash| *hash <= pivot);
        let cuts = [before, behind].into_iter().filter(|cut| (1..self.hashes.len()).contains(cut));
        let cut = cuts.min_by_key(|cut| cut.abs_diff(half))?;
        let (low, high) = (self.hashes[cut - 1], self.hashes[cut]);
        Some(HashKey(low + (high - low) / 2 + 1))
    }
}

/// Thousandths of a range's width from its start.
pub fn at_permille(range: HashKeyRange, permille: u64) -> HashKey {
    let width = range.end.0 - range.start.0;
    let (per, rest, permille) = (width / 1_000, width % 1_000, u128::from(permille.min(1_000)));
    HashKey(range.start.0 + per * permille + rest * permille / 1_000)
}

/// Where a point lies inside a range, in thousandths of its width; None outside.
pub fn permille(range: HashKeyRange, at: HashKey) -> Option<u64> {
    let width = (range.end.0 - range.start.0).max(1) as f64;
    range.contains(at).then(|| ((at.0 - range.start.0) as f64 / width * 1_000.0).round() as u64)
}

/// The first open shard of a stream and the one above it.
pub fn first_pair(stream: &Stream) -> Option<(ShardId, ShardId)> {
    let mut open = stream.open_shards().map(|shard| shard.id);
    let first = open.next()?;
    Some((first, open.next().unwrap_or(first)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::content;
    use stream_engine::{Command, Time};

    fn run_of(lab: &str) -> Simulation {
        let lab = content().lab(lab).expect("the lab is built");
        Simulation::new(&lab.scenario, content().profiles[0].quotas())
    }

    #[test]
    fn the_hot_shard_is_split_and_its_coldest_neighbours_merged() {
        let mut run = run_of("resharding");
        run.run_until(Time::from_s(12));
        let quick = quick(&run).expect("there is a stream");
        assert_eq!((quick.open, quick.split), (4, ShardId(2)));
        assert_eq!(quick.merge, Some((ShardId(0), ShardId(1))));
    }

    #[test]
    fn updating_counts_down_to_its_end() {
        let mut run = run_of("resharding");
        run.run_until(Time::from_s(1));
        assert_eq!(updating_s(&run), None);
        let merge = Command::MergeShards { stream: Default::default(), shard: ShardId(0), adjacent: ShardId(1) };
        assert!(run.apply(&merge).is_ok());
        let whole = run.quotas().model_reshard_ms.div_ceil(1_000);
        assert_eq!(updating_s(&run), Some(whole));
        run.run_until(Time::from_ms(1_500));
        assert_eq!(updating_s(&run), Some(whole));
        run.run_until(Time::from_s(1 + whole));
        assert_eq!(updating_s(&run), None);
        assert_eq!(listed(&run).iter().filter(|(_, open)| !open).count(), 2);
    }

    #[test]
    fn the_middle_of_the_load_halves_it_where_keys_allow() {
        let halves = |hashes: &[u128]| {
            let load = Load { hashes: hashes.to_vec() };
            load.middle().map(|at| load.sides(at))
        };
        assert_eq!(halves(&[1, 2, 3, 90]), Some((2, 2)));
        assert_eq!(halves(&[1, 7, 7, 7]), Some((1, 3)));
        assert_eq!(halves(&[7, 7, 7, 9]), Some((3, 1)));
        assert_eq!(halves(&[7, 7, 7]), None);
        assert_eq!(halves(&[]), None);
        let hottest = |hashes: &[u128]| Load { hashes: hashes.to_vec() }.hottest();
        assert_eq!((hottest(&[1, 7, 7, 7]), hottest(&[1, 2]), hottest(&[])), (3, 1, 0));
    }

    #[test]
    fn the_middle_of_the_load_is_where_the_lab_cuts() {
        let mut run = run_of("resharding");
        run.run_until(Time::from_s(10));
        let load = load(&run, ShardId(2));
        let at = load.middle().expect("many trucks");
        let (below, above) = load.sides(at);
        assert!(below.abs_diff(above) * 20 < load.records() as u64, "{below} {above}");
        assert!(run.streams()[0].check_split(ShardId(2), at, run.now()).is_ok());
    }

    #[test]
    fn slider_and_number_follow_each_other() {
        for range in HashKeyRange::even(3).into_iter().chain(HashKeyRange::even(1)) {
            for thousandth in [0, 1, 333, 500, 999, 1_000] {
                assert_eq!(permille(range, at_permille(range, thousandth)), Some(thousandth));
            }
        }
        let lower = HashKeyRange::even(2)[0];
        assert_eq!(permille(lower, HashKey(u128::MAX)), None);
    }
}
