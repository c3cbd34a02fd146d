//! A person's own file as data to draw: shares of shards, hottest keys, what it needs and why, the busiest minute, the
//! commands that make it so. The counting is key-study's; here are words and sizes.

pub mod commands;
pub mod file;
pub mod minute;
pub mod needs;

use super::COLOURS;
use crate::content::tf;
use key_study::Findings;
use key_study::moment::Moments;
use lab_content::format::{Format, share, thousands};
use std::rc::Rc;
use stream_engine::kinesis::hash_key::{HashKey, HashKeyRange};

/// Hottest keys that are listed.
const LISTED: usize = 8;

/// A file that has been read, and the load that it makes.
#[derive(Clone)]
pub struct Known {
    pub findings: Rc<Findings>,
    pub moments: Moments,
    /// Records a second that a file without times is taken to bring.
    pub rate: u64,
}

impl Known {
    pub fn new(findings: Rc<Findings>, rate: u64) -> Known {
        let moments = Moments::of(&findings, rate);
        Known { findings, moments, rate }
    }

    pub fn is_timed(&self) -> bool {
        self.moments.busiest.is_some()
    }
}

/// A shard's bar.
#[derive(Clone, PartialEq, Debug)]
pub struct Bar {
    pub name: String,
    pub colour: u32,
    pub patterned: bool,
    /// Of the bar's track, from 0 to 1.
    pub length: f64,
    pub value: String,
}

/// Shares of equal shards.
#[derive(Clone, PartialEq, Debug)]
pub struct Shares {
    pub bars: Vec<Bar>,
    /// Where an even share lies on the track.
    pub even: f64,
    pub even_text: String,
}

/// The fullest bar takes this part of its track.
const FULLEST: f64 = 0.9;

/// The shares of all records that this many equal shards get.
pub fn shares(known: &Known, shards: u32) -> Shares {
    let line = &known.findings.line;
    let all = line.total().records;
    let parts: Vec<u64> =
        HashKeyRange::even(shards).into_iter().map(|range| share(line.within(range).records, all)).collect();
    let even = 100_000 / u64::from(shards.max(1));
    let fullest = parts.iter().copied().max().unwrap_or(0).max(even).max(1);
    let length = |part: u64| part as f64 / fullest as f64 * FULLEST;
    let bar = |(nth, part): (u32, &u64)| Bar {
        name: tf("chart.shard", &[("n", &nth.to_string())]),
        colour: nth % COLOURS,
        patterned: nth >= COLOURS,
        length: length(*part),
        value: Format::Percent.text(*part),
    };
    Shares { bars: (0..).zip(&parts).map(bar).collect(), even: length(even), even_text: Format::Percent.text(even) }
}

/// A row of the hottest keys.
#[derive(Clone, PartialEq, Debug)]
pub struct HotKey {
    pub key: String,
    pub records: String,
    pub share: String,
    /// Beside the hottest one's 1.
    pub length: f64,
    pub shard: u32,
    pub colour: u32,
}

/// The hottest keys, with the shard of each.
pub fn hottest(known: &Known, shards: u32) -> Vec<HotKey> {
    let all = known.findings.rows;
    let most = known.findings.hottest.first().map_or(1, |hot| hot.records.max(1));
    let ranges = HashKeyRange::even(shards);
    let row = |hot: &key_study::keys::Hot| {
        let shard = ranges.partition_point(|range| range.end < HashKey(hot.hash)) as u32;
        HotKey {
            key: hot.key.clone(),
            records: thousands(hot.records),
            share: Format::Percent.text(share(hot.records, all)),
            length: hot.records as f64 / most as f64,
            shard,
            colour: shard % COLOURS,
        }
    };
    known.findings.hottest.iter().take(LISTED).map(row).collect()
}

/// `of 212 904`, or about how many keys there are and what that means for the counts.
pub fn hottest_of(known: &Known) -> String {
    let (distinct, exact) = known.findings.keys.distinct();
    let n = thousands(distinct);
    match exact {
        true => tf("keys.hottest.of", &[("n", &n)]),
        false => tf("keys.hottest.of_about", &[("n", &n), ("missed", &thousands(known.findings.keys.missed()))]),
    }
}

#[cfg(test)]
mod tests;
