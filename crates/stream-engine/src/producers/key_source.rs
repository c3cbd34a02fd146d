//! Which source the next reading comes from, and which partition key it gets.

use crate::keys::KeyTable;
use crate::kinesis::shard::KeyId;
use crate::rng::{Generator, mix};
use crate::scenario::KeyStrategy;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A key strategy made ready for its producer's sources: lookups only, no hashing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum KeySource {
    /// The key of each source, by its number.
    BySource(Rc<Vec<KeyId>>),
    Random,
    /// Keys of the sources with the running sum of their weights.
    Drawn(Rc<Vec<(u64, KeyId)>>),
    /// Keys in order with their sources: a source is a key, numbered by its first line.
    List(Rc<Vec<Picked>>),
}

/// A reading's source (its number inside the producer) and key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Picked {
    pub source: u16,
    pub key: KeyId,
}

impl KeySource {
    /// Makes a strategy ready for a producer with this many sources.
    pub fn new(strategy: &KeyStrategy, sources: u16, keys: &mut KeyTable) -> KeySource {
        let sources = sources.max(1);
        let mut numbered = |prefix: &str, source: u16| keys.intern(&format!("{prefix}{}", source + 1));
        match strategy {
            KeyStrategy::Numbered(prefix) => {
                KeySource::BySource(Rc::new((0..sources).map(|source| numbered(prefix, source)).collect()))
            }
            KeyStrategy::Zipf { prefix, exponent_percent } => {
                let mut sum = 0;
                let exponent = f64::from(*exponent_percent) / 100.0;
                let drawn = (0..sources).map(|source| {
                    // libm's pow gives the same bits natively and in WASM.
                    sum += (libm::pow(f64::from(source + 1), -exponent) * 1e9) as u64 + 1;
                    (sum, numbered(prefix, source))
                });
                KeySource::Drawn(Rc::new(drawn.collect()))
            }
            KeyStrategy::Weighted(choices) => KeySource::BySource(Rc::new(
                (0..sources).map(|source| keys.intern(weighted(choices, source, sources))).collect(),
            )),
            KeyStrategy::Random => KeySource::Random,
            KeyStrategy::Constant(key) => KeySource::BySource(Rc::new(vec![keys.intern(key); usize::from(sources)])),
            KeyStrategy::List(list) => {
                let mut sources = BTreeMap::new();
                let lines = list.iter().map(|text| {
                    let key = keys.intern(text);
                    let next = sources.len() as u16;
                    Picked { source: *sources.entry(key).or_insert(next), key }
                });
                KeySource::List(Rc::new(lines.collect()))
            }
        }
    }

    /// Source and key of the record that is the producer's `turn`-th.
    pub fn pick(&self, turn: u32, sources: u16, chance: &mut Generator) -> Picked {
        let round_robin = whose_turn(turn, sources.max(1));
        match self {
            KeySource::BySource(keys) => Picked { source: round_robin, key: keys[usize::from(round_robin)] },
            KeySource::Random => Picked { source: round_robin, key: KeyTable::random() },
            KeySource::Drawn(drawn) => {
                let at = chance.below(drawn.last().map_or(0, |(sum, _)| *sum));
                let source = drawn.partition_point(|(sum, _)| *sum <= at);
                Picked { source: source as u16, key: drawn[source].1 }
            }
            KeySource::List(keys) if keys.is_empty() => Picked { source: round_robin, key: KeyTable::random() },
            KeySource::List(keys) => keys[turn as usize % keys.len()],
        }
    }
}

/// Each source has one turn a round; a round begins with another source each time, so that the
/// readings of a fleet don't march in step.
fn whose_turn(turn: u32, sources: u16) -> u16 {
    let (round, place) = (turn / u32::from(sources), turn % u32::from(sources));
    let begins = if round == 0 { 0 } else { mix(u64::from(round)) % u64::from(sources) };
    ((begins + u64::from(place)) % u64::from(sources)) as u16
}

/// The choice that falls to this source when the sources are dealt out by weight.
fn weighted(choices: &[(String, u32)], source: u16, sources: u16) -> &str {
    let total: u64 = choices.iter().map(|(_, weight)| u64::from(*weight)).sum();
    let point = u64::from(source) * total / u64::from(sources);
    let mut sum = 0;
    for (key, weight) in choices {
        sum += u64::from(*weight);
        if point < sum {
            return key;
        }
    }
    choices.last().map_or("-", |(key, _)| key)
}
