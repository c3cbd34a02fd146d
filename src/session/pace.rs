//! How fast a lab's time can pass: its timeline is a minute, hours or days long.

use crate::scene::{capacity, clock};
use lab_content::lab::Lab;
use stream_engine::Simulation;

/// Speeds to choose from, and a clock to read.
pub struct Pace {
    /// Simulated seconds per second, in tenths, with their labels.
    pub speeds: &'static [(u64, &'static str)],
    /// The place of the speed that a lab opens with.
    pub default: usize,
    /// Milliseconds that an arrow key goes on the timeline.
    pub step_ms: u64,
    /// The present moment.
    pub clock: fn(&Simulation) -> String,
}

static SECONDS: Pace = Pace {
    speeds: &[(1, "0.1×"), (10, "1×"), (100, "10×"), (1_000, "100×")],
    default: 1,
    step_ms: 100,
    clock: |run| clock(run.now()),
};
static HOURS: Pace = Pace {
    speeds: &[(10, "1×"), (100, "10×"), (1_000, "100×"), (10_000, "1\u{202f}000×")],
    default: 1,
    step_ms: 1_000,
    clock: |run| clock(run.now()),
};
/// A day takes a minute and a half.
static DAYS: Pace = Pace {
    speeds: &[(10, "1×"), (1_000, "100×"), (10_000, "1\u{202f}000×"), (100_000, "10\u{202f}000×")],
    default: 2,
    step_ms: 900_000,
    clock: capacity::clock,
};
/// From so many seconds on a timeline is hours long.
const LONG_S: u64 = 2 * 3_600;

impl Pace {
    /// The pace of a lab.
    pub fn of(lab: &Lab) -> &'static Pace {
        match lab.stage.fast {
            true => &DAYS,
            false if lab.timeline_s >= LONG_S => &HOURS,
            false => &SECONDS,
        }
    }

    /// The place of a speed in tenths, if it is one of these.
    pub fn place(&self, tenths: u64) -> Option<usize> {
        self.speeds.iter().position(|(speed, _)| *speed == tenths)
    }
}

/// The speed, in tenths of a simulated second a second, with which a run lasts so many seconds.
pub fn tenths_to_last(end: stream_engine::Time, seconds: u64) -> u64 {
    (end.ms() / (100 * seconds)).max(1)
}
