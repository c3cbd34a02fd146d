//! Seconds of load by part of the hash-key line: those of the busiest minutes, or one that is made of all rows.

use crate::busy::{CELLS, cell_start};
use crate::line::Line;
use crate::study::Findings;
use crate::timeline::{MINUTE, Minute};
use stream_engine::kinesis::hash_key::{HashKey, HashKeyRange};

/// Records and bytes in one second. Parts of records come from parting a cell.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Flow {
    pub records: f64,
    pub bytes: f64,
}

impl Flow {
    pub fn plus(self, other: Flow) -> Flow {
        Flow { records: self.records + other.records, bytes: self.bytes + other.bytes }
    }
}

/// One second.
#[derive(Clone, PartialEq, Debug)]
pub struct Moment {
    pub cells: Vec<(usize, Flow)>,
    pub total: Flow,
}

impl Moment {
    fn new(cells: Vec<(usize, Flow)>) -> Moment {
        let total = cells.iter().fold(Flow::default(), |sum, (_, flow)| sum.plus(*flow));
        Moment { cells, total }
    }

    /// All rows as if they came evenly mixed at this rate.
    pub fn of_all(line: &Line, total: Flow) -> Moment {
        let all = line.total();
        let part = |part: u64, whole: u64| part as f64 / whole.max(1) as f64;
        let cell = |cell: usize| {
            let amount = line.within(cell_range(cell));
            let flow = Flow {
                records: total.records * part(amount.records, all.records),
                bytes: total.bytes * part(amount.bytes, all.bytes),
            };
            (amount.records > 0).then_some((cell, flow))
        };
        Moment { cells: (0..CELLS).filter_map(cell).collect(), total }
    }
}

/// The hash keys of a part of the line.
pub fn cell_range(cell: usize) -> HashKeyRange {
    let end = if cell + 1 == CELLS { u128::MAX } else { cell_start(cell + 1) - 1 };
    HashKeyRange { start: HashKey(cell_start(cell)), end: HashKey(end) }
}

/// The minute that brought most records.
#[derive(Clone, PartialEq, Debug)]
pub struct BusiestMinute {
    /// Minutes since 1970.
    pub number: u64,
    pub records: u64,
    /// The fullest second's.
    pub peak: Flow,
    pub seconds: Vec<Moment>,
    /// The rows are not in order of time: the parts of the line are those of the whole file.
    pub is_mixed: bool,
}

/// What shards must hold out.
#[derive(Clone, PartialEq, Debug)]
pub struct Moments {
    /// The fullest first.
    pub all: Vec<Moment>,
    /// The highest of any second, records and bytes each.
    pub peak: Flow,
    /// None without a time.
    pub busiest: Option<BusiestMinute>,
}

impl Moments {
    /// From a file's findings; `rate` is the records a second that a file without times is taken to bring.
    pub fn of(findings: &Findings, rate: u64) -> Moments {
        let timed = findings.timeline.as_ref().map(|timeline| timeline.minutes()).unwrap_or_default();
        if timed.is_empty() {
            let all = findings.line.total();
            let bytes = all.bytes as f64 * rate as f64 / all.records.max(1) as f64;
            let peak = Flow { records: rate as f64, bytes };
            return Moments { all: vec![Moment::of_all(&findings.line, peak)], peak, busiest: None };
        }
        let mut all = Vec::new();
        for busy in &findings.busy {
            let whole = timed.iter().any(|minute| minute.number == busy.number && minute.total() == busy.rows);
            if whole {
                all.extend(
                    (0..MINUTE).map(|second| detailed(busy, second)).filter(|moment| moment.total.records > 0.0),
                );
            }
        }
        let seconds = || timed.iter().flat_map(|minute| minute.records.iter().zip(&minute.bytes));
        let most = |of: fn((&u32, &u32)) -> u32| seconds().map(of).max().unwrap_or(0);
        let peak =
            Flow { records: f64::from(most(|(records, _)| *records)), bytes: f64::from(most(|(_, bytes)| *bytes)) };
        // A second that is fuller than all of which the details are kept: with the parts of the whole file.
        for second in [fullest(timed, |(records, _)| records), fullest(timed, |(_, bytes)| bytes)] {
            let is_kept = |moment: &Moment| moment.total == second;
            if !all.iter().any(is_kept) {
                all.push(Moment::of_all(&findings.line, second));
            }
        }
        all.sort_by(|one, other| other.total.records.total_cmp(&one.total.records));
        Moments { all, peak, busiest: busiest(findings, timed) }
    }
}

fn detailed(busy: &crate::busy::Busy, second: usize) -> Moment {
    let flow = |load: crate::busy::Load| Flow { records: f64::from(load.records), bytes: f64::from(load.bytes) };
    Moment::new(busy.second(second).into_iter().map(|(cell, load)| (cell, flow(load))).collect())
}

fn fullest(minutes: &[Minute], by: fn((u32, u32)) -> u32) -> Flow {
    let seconds = minutes.iter().flat_map(|minute| minute.records.iter().copied().zip(minute.bytes.iter().copied()));
    let (records, bytes) = seconds.max_by_key(|second| by(*second)).unwrap_or_default();
    Flow { records: f64::from(records), bytes: f64::from(bytes) }
}

fn busiest(findings: &Findings, timed: &[Minute]) -> Option<BusiestMinute> {
    // Of equal ones the first.
    let minute = timed.iter().max_by_key(|minute| (minute.total(), std::cmp::Reverse(minute.number)))?;
    let kept = findings.busy.iter().find(|busy| busy.number == minute.number && busy.rows == minute.total());
    let mixed = |nth: usize| {
        let total = Flow { records: f64::from(minute.records[nth]), bytes: f64::from(minute.bytes[nth]) };
        Moment::of_all(&findings.line, total)
    };
    let most = |counts: &[u32; MINUTE]| f64::from(counts.iter().copied().max().unwrap_or(0));
    Some(BusiestMinute {
        number: minute.number,
        records: minute.total(),
        peak: Flow { records: most(&minute.records), bytes: most(&minute.bytes) },
        seconds: (0..MINUTE).map(|nth| kept.map_or_else(|| mixed(nth), |busy| detailed(busy, nth))).collect(),
        is_mixed: kept.is_none(),
    })
}
