//! Where to split: from equal ranges each shard that is too hot, or from one shard so that all have the same load. A
//! split point is a hash key of the file, so that it says itself on which side each key goes.

use crate::line::{Line, Weight};
use crate::moment::Moments;
use crate::need::{Bound, Limits, fullest};
use stream_engine::kinesis::hash_key::{HashKey, HashKeyRange};

/// Shards of a plan at most.
pub const SHARDS_MAX: usize = 500;

/// One SplitShard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Split {
    /// Number of the shard to split, as the service counts: a split's children take the next two numbers.
    pub shard: u32,
    pub at: HashKey,
    /// Records below the point and from it on.
    pub parts: (u64, u64),
}

/// An open shard of a plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shard {
    pub id: u32,
    pub range: HashKeyRange,
}

/// Splits in their order, and what is open after them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    /// Shards that the stream is made with.
    pub start: u32,
    pub splits: Vec<Split>,
    /// In the order of the hash-key line.
    pub shards: Vec<Shard>,
    /// Open shards that are too hot and can't be split: a single key is too much for them.
    pub stuck: Vec<Shard>,
}

impl Plan {
    fn fresh(start: u32) -> Plan {
        let ranges = HashKeyRange::even(start);
        let shards = ranges.into_iter().zip(0..).map(|(range, id)| Shard { id, range }).collect();
        Plan { start, splits: Vec::new(), shards, stuck: Vec::new() }
    }

    pub fn ranges(&self) -> Vec<HashKeyRange> {
        self.shards.iter().map(|shard| shard.range).collect()
    }

    /// Splits each shard that is too hot in its fullest second, where half of its load lies, until none is.
    pub fn split_hot(line: &Line, moments: &Moments, limits: &Limits, start: u32) -> Plan {
        let mut plan = Plan::fresh(start.max(1));
        // Looked at: shards from this place on. A shard that fits, or can't be split, is left behind.
        let mut at = 0;
        let mut parts = fullest(line, moments, limits, &plan.ranges());
        while at < plan.shards.len() {
            let (part, bound) = parts[at];
            if part <= 1.0 + 1e-9 {
                at += 1;
                continue;
            }
            let weight = if bound == Bound::Records { Weight::Records } else { Weight::Bytes };
            let point = line.point(plan.shards[at].range, weight, (1, 2));
            match point.filter(|_| plan.shards.len() < SHARDS_MAX) {
                Some(point) => {
                    plan.split(line, at, point);
                    let children = [plan.shards[at].range, plan.shards[at + 1].range];
                    parts.splice(at..=at, parts_of(line, moments, limits, children));
                }
                None => {
                    plan.stuck.push(plan.shards[at]);
                    at += 1;
                }
            }
        }
        plan
    }

    /// Splits one shard into up to `shards` with loads as equal as keys allow.
    pub fn even_out(line: &Line, weight: Weight, shards: u32) -> Plan {
        let mut plan = Plan::fresh(1);
        for left in (2..=shards).rev() {
            let last = plan.shards.len() - 1;
            let Some(point) = line.point(plan.shards[last].range, weight, (1, u64::from(left))) else { break };
            plan.split(line, last, point);
        }
        plan
    }

    fn split(&mut self, line: &Line, nth: usize, at: HashKey) {
        let Shard { id, range } = self.shards[nth];
        let next = self.start + 2 * self.splits.len() as u32;
        let lower = HashKeyRange { start: range.start, end: HashKey(at.0 - 1) };
        let upper = HashKeyRange { start: at, end: range.end };
        let parts = (line.within(lower).records, line.within(upper).records);
        self.splits.push(Split { shard: id, at, parts });
        self.shards.splice(nth..=nth, [Shard { id: next, range: lower }, Shard { id: next + 1, range: upper }]);
    }
}

/// The fullest seconds of two neighbours; all else of the line lies in shards that aren't asked about.
fn parts_of(line: &Line, moments: &Moments, limits: &Limits, children: [HashKeyRange; 2]) -> Vec<(f64, Bound)> {
    let [lower, upper] = children;
    let before = lower.start.0.checked_sub(1).map(|end| HashKeyRange { start: HashKey(0), end: HashKey(end) });
    let after = upper.end.0.checked_add(1).map(|start| HashKeyRange { start: HashKey(start), end: HashKey(u128::MAX) });
    let ranges: Vec<HashKeyRange> = before.into_iter().chain(children).chain(after).collect();
    let parts = fullest(line, moments, limits, &ranges);
    parts[usize::from(before.is_some())..][..2].to_vec()
}
