//! The busiest minute on this many shards: what each takes and what is refused, second by second.

use super::Known;
use crate::content::{t, tf};
use crate::scene::chart::axis::Quantity;
use crate::scene::chart::series::{Data, Ink, Series};
use crate::scene::chart::{LineChart, Size, lines};
use key_study::moment::{BusiestMinute, Flow};
use key_study::need::{Bound, Limits, Map};
use lab_content::format::{Format, THIN, share, thousands};
use stream_engine::civil::Civil;
use stream_engine::kinesis::hash_key::HashKeyRange;

/// A minute that has been laid on shards.
#[derive(Clone, PartialEq, Debug)]
pub struct Minute {
    pub title: String,
    /// Rate, and who would refuse how much.
    pub summary: String,
    pub is_refused: bool,
    /// Set if the parts of the shards are those of the whole file.
    pub note: Option<&'static str>,
    data: Data,
}

impl Minute {
    /// The busiest minute of a file; none without times.
    pub fn of(known: &Known, shards: u32, limits: &Limits) -> Option<Minute> {
        let busiest = known.moments.busiest.as_ref()?;
        let map = Map::new(&known.findings.line, &HashKeyRange::even(shards));
        let seconds: Vec<Vec<Flow>> = busiest.seconds.iter().map(|second| map.flows(second)).collect();
        let by_bytes = limits.part(known.moments.peak).1 != Bound::Records;
        let refused = |shard: usize| seconds.iter().map(|flows| limits.refused(flows[shard])).sum::<f64>();
        let sent = |shard: usize| seconds.iter().map(|flows| flows[shard].records).sum::<f64>();
        let most = (0..shards as usize)
            .map(|shard| (shard, refused(shard)))
            .fold((0, 0.0), |most, one| if one.1 > most.1 { one } else { most });
        let is_refused = most.1 >= 0.5;
        let said = match is_refused {
            true => {
                let part = share(most.1.round() as u64, sent(most.0).round().max(1.0) as u64);
                let part = Format::Percent.text(part);
                tf("keys.minute.refused", &[("shard", &most.0.to_string()), ("share", &part)])
            }
            false => t("keys.minute.fits").to_owned(),
        };
        let rate = format!("{}{THIN}rec/s", thousands(busiest.peak.records.round() as u64));
        Some(Minute {
            title: tf("keys.minute.title", &[("time", &time(busiest))]),
            summary: tf("keys.minute.summary", &[("date", &date(busiest)), ("rate", &rate), ("said", &said)]),
            is_refused,
            note: busiest.is_mixed.then(|| t("keys.minute.mixed")),
            data: Data {
                series: series(&seconds, shards as usize, limits, by_bytes),
                quantity: if by_bytes { Quantity::Bytes } else { Quantity::Records },
                limit: Some((if by_bytes { limits.bytes } else { limits.records } as f64, t("chart.limit.shard"))),
            },
        })
    }

    /// Drawn at this size.
    pub fn chart(&self, size: Size) -> LineChart {
        lines(self.data.clone(), Vec::new(), (60, 60), size)
    }
}

/// What each shard takes, and what is refused by all together.
fn series(seconds: &[Vec<Flow>], shards: usize, limits: &Limits, by_bytes: bool) -> Vec<Series> {
    let of =
        |flow: Flow| if by_bytes { (flow.bytes, limits.bytes as f64) } else { (flow.records, limits.records as f64) };
    let points = |value: &dyn Fn(&Vec<Flow>) -> f64| (0..).zip(seconds.iter().map(value)).collect::<Vec<(u64, f64)>>();
    let taken = |shard: usize| Series {
        ink: Ink::Shard(shard as u32),
        name: tf("chart.shard", &[("n", &shard.to_string())]),
        label: shard.to_string(),
        points: points(&|flows| of(flows[shard]).0.min(of(flows[shard]).1)),
    };
    let over = |flow: &Flow| (of(*flow).0 - of(*flow).1).max(0.0);
    let refused = points(&|flows| flows.iter().map(over).sum());
    let mut all: Vec<Series> = (0..shards).map(taken).collect();
    if refused.iter().any(|(_, value)| *value > 0.0) {
        let name = t("keys.minute.refused_line").to_owned();
        all.push(Series { ink: Ink::Bad, name, label: "✕".to_owned(), points: refused });
    }
    all
}

fn civil(minute: &BusiestMinute) -> Civil {
    Civil::from_ms(minute.number * 60_000)
}

/// `14:07`.
fn time(minute: &BusiestMinute) -> String {
    let Civil { hour, minute, .. } = civil(minute);
    format!("{hour:02}:{minute:02}")
}

/// `2026-11-24`.
fn date(minute: &BusiestMinute) -> String {
    let Civil { year, month, day, .. } = civil(minute);
    format!("{year:04}-{month:02}-{day:02}")
}
