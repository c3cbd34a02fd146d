//! What a file needs: shards for even keys and for these keys, the hottest key beside a shard, a month's price, and why.

use super::Known;
use crate::content::{t, tf};
use key_study::need::{Bound, Limits, Month, alone, even_split};
use key_study::plan::Plan;
use lab_content::format::{Format, THIN, dollars, share, thousands, with_unit};
use stream_engine::bill::Prices;
use stream_engine::bill::dimension::MONTH_HOURS;
use stream_engine::kinesis::hash_key::{HashKey, HashKeyRange};

/// A key with this part of all records, in thousandths of a percent, is worth a word.
const HOT: u64 = 5_000;
/// A key with more than this of its shard's records is what is left, however the shard is split.
const HALF: u64 = 50_000;
/// With fewer different keys than this for each shard, chance decides who gets how many.
const KEYS_PER_SHARD: u64 = 20;

/// What a file needs, whatever number of shards is looked at.
#[derive(Clone, PartialEq, Debug)]
pub struct Needs {
    pub limits: Limits,
    /// Shards that the load would need if every key had the same.
    pub even_keys: u32,
    pub bound: Bound,
    /// From so many shards, with the splits that these keys need.
    pub plan: Plan,
    /// Equal shards that do too.
    pub even_split: Option<u32>,
    /// The hottest key in the fullest second; 1 is a full shard.
    pub alone: f64,
}

impl Needs {
    pub fn of(known: &Known, limits: Limits) -> Needs {
        let (line, moments) = (&known.findings.line, &known.moments);
        let (even_keys, bound) = limits.shards(moments.peak);
        let plan = Plan::split_hot(line, moments, &limits, even_keys);
        let hottest = known.findings.hottest.first();
        let even_split = if plan.stuck.is_empty() { even_split(line, moments, &limits) } else { None };
        let alone = hottest.map_or(0.0, |hot| alone(line, moments, &limits, hot.hash));
        Needs { limits, even_keys, bound, plan, even_split, alone }
    }

    /// Shards that these keys need, and whether their ranges are equal.
    pub fn shards(&self) -> (u32, bool) {
        let planned = self.plan.shards.len() as u32;
        match self.even_split {
            Some(even) if even <= planned => (even, true),
            _ => (planned, false),
        }
    }

    /// Whether no number of shards is enough.
    pub fn is_stuck(&self) -> bool {
        !self.plan.stuck.is_empty()
    }

    /// `5, uneven split`.
    pub fn shards_text(&self) -> String {
        let (shards, even) = self.shards();
        let key = match (self.is_stuck(), even) {
            (true, _) => return t("keys.need.stuck").to_owned(),
            (false, true) => "keys.need.even_split",
            (false, false) => "keys.need.uneven_split",
        };
        tf(key, &[("n", &shards.to_string())])
    }

    /// `0.38 of a shard`.
    pub fn alone_text(&self) -> String {
        tf("keys.need.of_a_shard", &[("n", &format!("{:.2}", self.alone))])
    }

    /// Why so many shards with even keys.
    pub fn because(&self, known: &Known) -> String {
        let peak = known.moments.peak;
        let records = format!("{}{THIN}rec/s", thousands(peak.records.round() as u64));
        let bytes = crate::scene::megabytes(peak.bytes.round() as u64);
        let n = self.even_keys.to_string();
        let (key, rate, limit) = match self.bound {
            Bound::Records => ("keys.because.records", records, with_unit(self.limits.records, "records/s")),
            Bound::Bytes => ("keys.because.bytes", bytes, with_unit(self.limits.bytes, "bytes/s")),
            Bound::Reads => ("keys.because.reads", bytes, with_unit(self.limits.read_bytes, "bytes/s")),
        };
        let applications = self.limits.applications.to_string();
        tf(key, &[("rate", &rate), ("limit", &limit), ("n", &n), ("applications", &applications)])
    }

    /// Why these keys are uneven, and what helps; or why they aren't. A heading, and two or three sentences.
    pub fn why(&self, known: &Known, shards: u32) -> (&'static str, String) {
        let findings = &known.findings;
        let Some(hot) = findings.hottest.first() else { return ("", String::new()) };
        let hot_share = share(hot.records, findings.rows);
        let ranges = HashKeyRange::even(shards);
        let shard = ranges.partition_point(|range| range.end < HashKey(hot.hash));
        let of_shard = share(hot.records, ranges.get(shard).map_or(0, |range| findings.line.within(*range).records));
        let values = [
            ("key", shortened(&hot.key)),
            ("share", Format::Percent.text(hot_share)),
            ("shard", shard.to_string()),
            ("part", Format::Percent.text(of_shard)),
            ("alone", format!("{:.2}", self.alone)),
        ];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        let (distinct, _) = findings.keys.distinct();
        let mut sentences = Vec::new();
        let mut title = t("keys.why.title");
        match () {
            () if self.alone > 1.0 => sentences.push(tf("keys.why.stuck", &values)),
            () if shards == 1 => {
                title = t("keys.why.one_title");
                sentences.push(t("keys.why.one").to_owned());
            }
            // Where half of the load lies, there is only this key.
            () if hot_share >= HOT && of_shard > HALF => sentences.push(tf("keys.why.hot_alone", &values)),
            () if hot_share >= HOT => sentences.push(tf("keys.why.hot", &values)),
            () if distinct < KEYS_PER_SHARD * u64::from(shards) => {
                let n = thousands(distinct);
                sentences.push(tf("keys.why.few", &[("n", &n), ("shards", &shards.to_string())]));
            }
            () => {
                title = t("keys.why.even_title");
                let line = &findings.line;
                let fullest = ranges.iter().map(|range| line.within(*range).records).max().unwrap_or(0);
                let share = Format::Percent.text(share(fullest, findings.rows));
                let even = Format::Percent.text(100_000 / u64::from(shards.max(1)));
                sentences.push(tf("keys.why.spread", &[("share", &share), ("even", &even)]));
            }
        }
        if let Some(even) = self.even_split.filter(|even| !self.shards().1 && *even > self.even_keys) {
            sentences.push(tf("keys.why.even_split", &[("n", &even.to_string())]));
        }
        (title, sentences.join(" "))
    }

    /// A month of shards and of payload units: `$54.75 + $11.30`, and what that is made of.
    pub fn month(&self, known: &Known, prices: &Prices) -> (String, String) {
        let (shards, _) = self.shards();
        let findings = &known.findings;
        let span = findings.timeline.as_ref().and_then(|timeline| timeline.span());
        // Without times, the file is as long as it takes at the rate that was set.
        let (units, seconds) = match span {
            Some((first, last)) => (findings.units, last - first + 1),
            None => (findings.units * known.rate.max(1), findings.rows.max(1)),
        };
        let month = Month::of(prices, shards, units, seconds);
        let price = |nano: u64| format!("${}", dollars(nano, 2));
        let value = format!("{} + {}", price(month.shards), price(month.units));
        let hours = MONTH_HOURS.to_string();
        let values = [("n", shards.to_string()), ("units", thousands(month.payload_units)), ("hours", hours)];
        let made_of = tf("keys.need.month_of", &values.each_ref().map(|(name, value)| (*name, value.as_str())));
        (value, made_of)
    }
}

/// A key as it fits into a sentence.
fn shortened(key: &str) -> String {
    const CHARACTERS: usize = 40;
    match key.char_indices().nth(CHARACTERS) {
        Some((end, _)) => format!("{}…", &key[..end]),
        None => key.to_owned(),
    }
}
