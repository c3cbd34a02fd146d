//! How often which delay came about in the last seconds, as bars over one axis for both ways.

use super::{WINDOW_S, Way, records, watched};
use crate::content::tf;
use crate::scene::pieces::Rectangle;
use lab_content::format::{THIN, thousands};
use stream_engine::Simulation;
use stream_engine::consumers::fleet::Fleet;
use stream_engine::time::{MS_US, SECOND_US};

/// Bars of a histogram.
pub const BARS: usize = 28;
/// Delays looked at, of each application: the newest.
const DELAYS_MAX: usize = 1_000;
/// Ends that an axis may have.
const REACHES_MS: [u64; 8] = [1_000, 1_250, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000];

/// Bars with their axis.
#[derive(Clone, PartialEq, Debug)]
pub struct Histogram {
    pub bars: Vec<Rectangle>,
    pub left: f64,
    pub right: f64,
    pub floor: f64,
    /// The end of the axis: `1 s`.
    pub reach: String,
}

/// Milliseconds from arrival to delivery of what was delivered in the last seconds.
pub fn delays(run: &Simulation, fleet: &Fleet, way: Way) -> Vec<u64> {
    let since = run.now().0.saturating_sub(WINDOW_S * SECOND_US);
    let mut delays = Vec::new();
    for (_, watch) in watched(run, fleet, way) {
        let newest = watch.deliveries.iter_back().take_while(|delivery| delivery.at.0 > since);
        let of = newest
            .flat_map(|delivery| records(run, fleet, delivery).map(|record| delivery.at.since(record.arrived) / MS_US));
        delays.extend(of.take(DELAYS_MAX));
    }
    delays
}

/// The end of an axis that all these fit on.
pub fn reach_ms(delays: impl Iterator<Item = u64>) -> u64 {
    let longest = delays.max().unwrap_or(0);
    REACHES_MS.into_iter().find(|reach| longest <= *reach).unwrap_or(REACHES_MS[REACHES_MS.len() - 1])
}

/// The bars of these delays in a field of left, right, top and floor.
pub fn bars(delays: &[u64], reach_ms: u64, (left, right, top, floor): (f64, f64, f64, f64)) -> Histogram {
    let mut counts = [0_u32; BARS];
    for delay in delays {
        let at = (delay * BARS as u64 / reach_ms.max(1)).min(BARS as u64 - 1);
        counts[at as usize] += 1;
    }
    let most = f64::from(counts.iter().copied().max().unwrap_or(0).max(1));
    let pitch = (right - left) / BARS as f64;
    let bar = |(nth, count): (usize, &u32)| {
        let height = (floor - top) * f64::from(*count) / most;
        Rectangle { x: left + pitch * nth as f64 + 1.0, y: floor - height, width: (pitch - 2.0).max(1.0), height }
    };
    let filled = counts.iter().enumerate().filter(|(_, count)| **count > 0);
    let seconds = match reach_ms % 1_000 {
        0 => format!("{}{THIN}s", thousands(reach_ms / 1_000)),
        _ => format!("{}{THIN}ms", thousands(reach_ms)),
    };
    let reach = match delays.iter().any(|delay| *delay > reach_ms) {
        true => tf("fan_out.and_more", &[("reach", &seconds)]),
        false => seconds,
    };
    Histogram { bars: filled.map(bar).collect(), left, right, floor, reach }
}
