//! The span of time that the stage of capacity modes shows, cut into steps that are wide enough to be
//! seen: a day of a young run, later the last twenty-four hours with what is still to come of the day.

use super::capacity;
use stream_engine::Simulation;
use stream_engine::producers::load::curve::LoadCurve;
use stream_engine::producers::load::{Load, MINUTE_S, Target};

const HOUR_S: u64 = 3_600;
const DAY_S: u64 = 24 * HOUR_S;
/// Minutes of a step.
const STEP_MINUTES: u64 = 10;
/// Seconds between two points of what is to come.
const AHEAD_S: u64 = 300;

/// The hours in sight.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Day {
    pub from_s: u64,
    pub to_s: u64,
}

/// Some minutes of a load on a stream, as rates in records a second.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Step {
    /// Seconds of the run.
    pub from: f64,
    pub to: f64,
    pub stored: f64,
    pub refused: f64,
    pub capacity: f64,
}

impl Step {
    /// The highest rate to be drawn.
    pub fn highest(&self) -> f64 {
        (self.stored + self.refused).max(self.capacity)
    }
}

impl Day {
    /// Midnight to midnight on the first day; later the sight moves on with the run, six hours at a
    /// time, so that it isn't always another.
    pub fn of(run: &Simulation) -> Day {
        let now = run.now().second();
        let to_s = (now + HOUR_S).max(DAY_S).div_ceil(6 * HOUR_S) * 6 * HOUR_S;
        Day { from_s: to_s - DAY_S, to_s }
    }

    /// Where a second lies, from 0 to 1.
    pub fn part(&self, second: f64) -> f64 {
        ((second - self.from_s as f64) / (self.to_s - self.from_s) as f64).clamp(0.0, 1.0)
    }

    /// Marks every six hours: seconds and time of the day.
    pub fn marks(&self) -> Vec<(u64, String)> {
        let six = (self.from_s..=self.to_s).step_by(6 * HOUR_S as usize);
        six.map(|second| (second, format!("{:02}:00", second % DAY_S / HOUR_S))).collect()
    }
}

/// What was, in steps, up to now.
pub fn steps(run: &Simulation, load: &Load, target: &Target, day: &Day) -> Vec<Step> {
    let (first, last) = (day.from_s / MINUTE_S, run.now().second() / MINUTE_S);
    let step = |from: u64| {
        let minutes = (from..(from + STEP_MINUTES).min(last + 1)).filter_map(|number| target.minute(number));
        let (seconds, stored, refused, shards) = minutes.fold((0, 0, 0, 0), |sum, minute| {
            let seconds = sum.0 + u64::from(minute.seconds);
            (seconds, sum.1 + minute.stored, sum.2 + minute.refused, sum.3 + minute.shard_seconds)
        });
        let per_second = |count: u64| count as f64 / seconds.max(1) as f64;
        let begins = (from * MINUTE_S) as f64;
        (seconds > 0).then(|| Step {
            from: begins,
            to: begins + seconds as f64,
            stored: per_second(stored),
            refused: per_second(refused),
            capacity: capacity(run, load, per_second(shards)),
        })
    };
    (first..=last).step_by(STEP_MINUTES as usize).filter_map(step).collect()
}

/// The load still to come in sight: seconds and rates. Of an unknown one nothing is told.
pub fn ahead(run: &Simulation, load: &Load, day: &Day) -> impl Iterator<Item = (f64, f64)> {
    let known = !matches!(load.setup.curve, LoadCurve::Unknown { .. });
    let from = run.now().second();
    let to = if known { day.to_s } else { from };
    (from..to).step_by(AHEAD_S as usize).map(move |second| (second as f64, load.rate(run, second) as f64))
}

/// The highest rate still to come in sight.
pub fn highest_ahead(run: &Simulation, load: &Load, day: &Day) -> f64 {
    ahead(run, load, day).map(|(_, rate)| rate).fold(0.0, f64::max)
}
