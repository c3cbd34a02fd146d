//! Keys as data: where one key lies, and what a learner's own list of keys comes to on the shards.

use lab_content::format::{THIN, share};
use stream_engine::kinesis::hash_key::{HashKey, hash_key};
use stream_engine::kinesis::shard::ShardId;
use stream_engine::kinesis::stream::Stream;

/// Keys that a list may hold. The engine numbers a list's keys with 16 bits, so 65 536 would be the
/// end; this bound is a round number below it that is hashed and counted within a blink.
pub const LINES_MAX: usize = 50_000;

/// What is wrong with a list; lines are counted from 1, empty ones included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ListError {
    Empty,
    /// `line` is the first one too many.
    TooMany {
        line: usize,
        keys: usize,
    },
    TooLong {
        line: usize,
        chars: usize,
    },
}

/// The keys of a text, one a line. Empty lines don't count.
pub fn read_list(text: &str, chars_max: u64) -> Result<Vec<String>, ListError> {
    let lines = || {
        let lines = text.trim_start_matches('\u{feff}').split('\n').map(|line| line.trim_end_matches('\r'));
        lines.enumerate().filter(|(_, line)| !line.is_empty())
    };
    if let Some((nth, _)) = lines().nth(LINES_MAX) {
        return Err(ListError::TooMany { line: nth + 1, keys: lines().count() });
    }
    let mut keys = Vec::new();
    for (nth, line) in lines() {
        // Bytes are never fewer than characters, and most lines are short.
        if line.len() as u64 > chars_max && line.chars().count() as u64 > chars_max {
            return Err(ListError::TooLong { line: nth + 1, chars: line.chars().count() });
        }
        keys.push(line.to_owned());
    }
    if keys.is_empty() { Err(ListError::Empty) } else { Ok(keys) }
}

/// A list counted: its places on the hash-key line, each with how often it comes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tally {
    pub records: u64,
    /// The key that comes most often, the first by alphabet of several.
    pub hottest: String,
    pub hottest_records: u64,
    /// By hash key, with the records up to and including it.
    places: Vec<(u128, u64)>,
}

/// A shard's part of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Part {
    pub shard: ShardId,
    pub records: u64,
    /// Of all records, in thousandths of a percent.
    pub share: u64,
}

impl Tally {
    /// Counts a list. Each different key is hashed once.
    pub fn of(keys: &[String]) -> Tally {
        let mut sorted: Vec<&str> = keys.iter().map(String::as_str).collect();
        sorted.sort_unstable();
        let mut tally =
            Tally { records: keys.len() as u64, hottest: String::new(), hottest_records: 0, places: Vec::new() };
        for same in sorted.chunk_by(|one, other| one == other) {
            let records = same.len() as u64;
            tally.places.push((hash_key(same[0]).0, records));
            if records > tally.hottest_records {
                (tally.hottest, tally.hottest_records) = (same[0].to_owned(), records);
            }
        }
        tally.places.sort_unstable();
        let mut sum = 0;
        for (_, records) in &mut tally.places {
            sum += *records;
            *records = sum;
        }
        tally
    }

    /// How many different keys there are.
    pub fn distinct(&self) -> usize {
        self.places.len()
    }

    /// The parts of the open shards, in the order of their ranges.
    pub fn parts(&self, stream: &Stream) -> Vec<Part> {
        let below = |hash: u128| match self.places.partition_point(|(place, _)| *place < hash) {
            0 => 0,
            count => self.places[count - 1].1,
        };
        let part = |shard: &stream_engine::kinesis::shard::Shard| {
            let up_to = shard.range.end.0.checked_add(1).map_or(self.records, below);
            let records = up_to - below(shard.range.start.0);
            Part { shard: shard.id, records, share: share(records, self.records) }
        };
        stream.open_shards().map(part).collect()
    }
}

/// A number of many digits in groups of three. The spaces between them may break, unlike those of
/// shorter numbers: 39 digits fit no narrow line.
pub fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let lead = digits.len() % 3;
    let mut text = digits[..lead].to_owned();
    for (nth, digit) in digits[lead..].chars().enumerate() {
        if nth % 3 == 0 && !text.is_empty() {
            text.push('\u{2009}');
        }
        text.push(digit);
    }
    text
}

/// How far along the hash-key line, as `66.667 %`.
pub fn place(hash: HashKey) -> String {
    let thousandths = thousandths(hash);
    format!("{}.{:03}{THIN}%", thousandths / 1_000, thousandths % 1_000)
}

/// How far along the hash-key line, in thousandths of a percent.
pub fn thousandths(hash: HashKey) -> u64 {
    // The top 64 bits tell more than three decimals can.
    (((hash.0 >> 64) * 100_000) >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::content;
    use std::rc::Rc;
    use stream_engine::scenario::StreamSetup;
    use stream_engine::{Scenario, Simulation};

    #[test]
    fn a_list_is_read_by_lines_and_refused_by_line() {
        let read = |text: &str| read_list(text, 256);
        let keys = |keys: &[&str]| Ok(keys.iter().map(|key| (*key).to_owned()).collect());
        assert_eq!(read("\u{feff}a\r\n\r\n b \nb\n\n"), keys(&["a", " b ", "b"]));
        assert_eq!(read("<script>alert(1)</script>"), keys(&["<script>alert(1)</script>"]));
        assert_eq!(read("\n \r\n".replace(' ', "").as_str()), Err(ListError::Empty));
        assert_eq!(read(&format!("a\n\n{}", "ü".repeat(257))), Err(ListError::TooLong { line: 3, chars: 257 }));
        assert_eq!(read(&"ü".repeat(256)).map(|keys| keys.len()), Ok(1));
        assert_eq!(read(&"k\n".repeat(LINES_MAX)).map(|keys| keys.len()), Ok(LINES_MAX));
        let million = format!("\n{}", "k\n".repeat(1_000_000));
        assert_eq!(read(&million), Err(ListError::TooMany { line: LINES_MAX + 2, keys: 1_000_000 }));
    }

    #[test]
    fn a_list_falls_to_the_shards_that_own_its_keys() {
        let trucks: Vec<String> = (1..=100).map(|n| format!("truck-{n}")).collect();
        let keys = [trucks.as_slice(), &trucks[..1]].concat();
        let tally = Tally::of(&keys);
        assert_eq!((tally.records, tally.distinct()), (101, 100));
        assert_eq!((tally.hottest.as_str(), tally.hottest_records), ("truck-1", 2));
        let setup = StreamSetup { name: "trucks".to_owned(), shards: 5, ..StreamSetup::default() };
        let scenario = Scenario { seed: 1, streams: vec![setup], ..Scenario::default() };
        let run = Simulation::new(&scenario, Rc::new(content().profiles[0].limits.clone()));
        let stream = &run.streams()[0];
        let parts = tally.parts(stream);
        for part in &parts {
            let range = stream.shards[part.shard.0 as usize].range;
            let there = keys.iter().filter(|key| range.contains(hash_key(key))).count() as u64;
            assert_eq!(part.records, there, "{:?}", part.shard);
        }
        assert_eq!(parts.iter().map(|part| part.records).sum::<u64>(), 101);
    }

    #[test]
    fn numbers_and_places_read_well() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(1_234_567).replace('\u{2009}', " "), "1 234 567");
        assert_eq!(grouped(u128::MAX).replace('\u{2009}', "").len(), 39);
        assert_eq!(place(HashKey(1 << 127)).replace(THIN, " "), "50.000 %");
        assert_eq!(place(HashKey(u128::MAX)).replace(THIN, " "), "99.999 %");
    }
}
