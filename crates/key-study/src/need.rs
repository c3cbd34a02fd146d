//! What a stream needs for a file's load: flows of shards, what they would refuse, how many shards, the price of a month.
//!
//! A simplification: a shard takes its limit in each second of the clock and refuses what is above, as the engine does;
//! what is refused isn't sent again here, and what a limit on bytes refuses is taken for records of mean size.

use crate::busy::CELLS;
use crate::line::{Amount, Line};
use crate::moment::{Flow, Moment, Moments, cell_range};
use stream_engine::bill::Prices;
use stream_engine::bill::dimension::MONTH_HOURS;
use stream_engine::kinesis::hash_key::{HashKey, HashKeyRange};
use stream_engine::quota::Quotas;

/// Shards that an even split is tried with at most.
pub const EVEN_MAX: u32 = 200;

/// A shard's limits by second, and how many applications read it by sharing its read limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    pub records: u64,
    pub bytes: u64,
    pub read_bytes: u64,
    pub applications: u64,
}

/// Which limit is the nearest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bound {
    Records,
    Bytes,
    Reads,
}

impl Limits {
    pub fn of(quotas: &Quotas, applications: u64) -> Limits {
        Limits {
            records: quotas.shard_write_records_per_second,
            bytes: quotas.shard_write_bytes_per_second,
            read_bytes: quotas.shard_shared_read_bytes_per_second,
            applications,
        }
    }

    /// A flow as part of what a shard can, and by which limit: 1 is full.
    pub fn part(&self, flow: Flow) -> (f64, Bound) {
        let reads = flow.bytes * self.applications as f64 / self.read_bytes as f64;
        let parts = [
            (flow.records / self.records as f64, Bound::Records),
            (flow.bytes / self.bytes as f64, Bound::Bytes),
            (reads, Bound::Reads),
        ];
        parts.into_iter().fold(parts[0], |most, part| if part.0 > most.0 { part } else { most })
    }

    /// Records of a flow that a shard refuses.
    pub fn refused(&self, flow: Flow) -> f64 {
        let by_records = (flow.records - self.records as f64).max(0.0);
        let over = (flow.bytes - self.bytes as f64).max(0.0);
        by_records.max(if over > 0.0 { flow.records * over / flow.bytes } else { 0.0 })
    }

    /// Shards that even keys would need for a flow, and because of which limit.
    pub fn shards(&self, flow: Flow) -> (u32, Bound) {
        let (part, bound) = self.part(flow);
        ((part - 1e-9).ceil().max(1.0) as u32, bound)
    }
}

/// How the parts of the hash-key line fall to shards. A part that a border goes through is divided as the whole file's
/// records in it are.
pub struct Map {
    shards: usize,
    /// For each part: shards with their fractions of its records and of its bytes.
    cells: Vec<Vec<(usize, Flow)>>,
}

impl Map {
    /// For shards with these ranges, in their order and without a gap.
    pub fn new(line: &Line, ranges: &[HashKeyRange]) -> Map {
        let cell = |cell: usize| {
            let whole = cell_range(cell);
            let first = ranges.partition_point(|range| range.end < whole.start);
            let of = |nth: usize| {
                let part = intersection(ranges[nth], whole)?;
                Some((nth, if part == whole { Flow { records: 1.0, bytes: 1.0 } } else { fraction(line, part, whole) }))
            };
            (first..ranges.len()).map_while(of).collect()
        };
        Map { shards: ranges.len(), cells: (0..CELLS).map(cell).collect() }
    }

    /// What each shard gets of a second.
    pub fn flows(&self, moment: &Moment) -> Vec<Flow> {
        let mut flows = vec![Flow::default(); self.shards];
        for (cell, flow) in &moment.cells {
            for (shard, part) in &self.cells[*cell] {
                let part = Flow { records: flow.records * part.records, bytes: flow.bytes * part.bytes };
                flows[*shard] = flows[*shard].plus(part);
            }
        }
        flows
    }
}

fn intersection(one: HashKeyRange, other: HashKeyRange) -> Option<HashKeyRange> {
    let (start, end) = (one.start.max(other.start), one.end.min(other.end));
    (start <= end).then_some(HashKeyRange { start, end })
}

fn fraction(line: &Line, part: HashKeyRange, whole: HashKeyRange) -> Flow {
    let (part, whole) = (line.within(part), line.within(whole));
    let of = |part: u64, whole: u64| part as f64 / whole.max(1) as f64;
    Flow { records: of(part.records, whole.records), bytes: of(part.bytes, whole.bytes) }
}

/// What shards of these ranges have of all records and bytes.
pub fn amounts(line: &Line, ranges: &[HashKeyRange]) -> Vec<Amount> {
    ranges.iter().map(|range| line.within(*range)).collect()
}

/// The smallest number of shards with equal ranges that refuses nothing; none up to `EVEN_MAX`.
pub fn even_split(line: &Line, moments: &Moments, limits: &Limits) -> Option<u32> {
    let (least, _) = limits.shards(moments.peak);
    let holds = |shards: &u32| {
        let map = Map::new(line, &HashKeyRange::even(*shards));
        moments.all.iter().all(|moment| map.flows(moment).into_iter().all(|flow| limits.part(flow).0 <= 1.0 + 1e-9))
    };
    (least..=EVEN_MAX).find(holds)
}

/// Each shard's fullest second, as part of what it can.
pub fn fullest(line: &Line, moments: &Moments, limits: &Limits, ranges: &[HashKeyRange]) -> Vec<(f64, Bound)> {
    let map = Map::new(line, ranges);
    let mut fullest = vec![(0.0, Bound::Records); ranges.len()];
    for moment in &moments.all {
        for (most, flow) in fullest.iter_mut().zip(map.flows(moment)) {
            let part = limits.part(flow);
            if part.0 > most.0 {
                *most = part;
            }
        }
    }
    fullest
}

/// What a single key brings in the fullest second of all, as part of what a shard can: its part of all records, of the
/// highest rate.
pub fn alone(line: &Line, moments: &Moments, limits: &Limits, hash: u128) -> f64 {
    let (all, key) = (line.total(), line.within(HashKeyRange { start: HashKey(hash), end: HashKey(hash) }));
    let of = |part: u64, whole: u64| part as f64 / whole.max(1) as f64;
    let flow = Flow {
        records: moments.peak.records * of(key.records, all.records),
        bytes: moments.peak.bytes * of(key.bytes, all.bytes),
    };
    limits.part(flow).0
}

/// Nano-dollars of a month, as AWS counts one: 730 hours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Month {
    pub shards: u64,
    pub units: u64,
    pub payload_units: u64,
}

impl Month {
    /// `units` payload units in `seconds`, as if that went on all month.
    pub fn of(prices: &Prices, shards: u32, units: u64, seconds: u64) -> Month {
        let month_s = u128::from(MONTH_HOURS * 3_600);
        let payload_units = u128::from(units) * month_s / u128::from(seconds.max(1));
        let cost = payload_units * u128::from(prices.put_payload_units_per_million) / 1_000_000;
        let bounded = |number: u128| u64::try_from(number).unwrap_or(u64::MAX);
        Month {
            shards: prices.shards_per_hour(u64::from(shards)) * MONTH_HOURS,
            units: bounded(cost),
            payload_units: bounded(payload_units),
        }
    }
}
