//! What a measure is taken of.

use crate::bill::Prices;
use crate::kinesis::metrics::RunSecond;
use crate::simulation::Simulation;

/// What a measure looks at.
pub struct Look<'a> {
    pub run: &'a Simulation,
    pub prices: &'a Prices,
    /// Number of the one that it is about, for a measure of one.
    pub of: u8,
    /// Whole seconds looked back; 0 counts as 1.
    pub window_s: u64,
}

impl Look<'_> {
    pub(super) fn window_s(&self) -> u64 {
        self.window_s.max(1)
    }

    /// Seconds of the window that have passed.
    pub(super) fn elapsed_s(&self) -> u64 {
        self.window_s().min(self.run.now().second())
    }

    /// A field of the run's own seconds, added up over the window.
    pub(super) fn sum(&self, field: fn(&RunSecond) -> u32) -> u64 {
        let seconds = self.run.seconds().window(self.run.now(), self.window_s());
        seconds.map(|second| u64::from(field(second))).sum()
    }
}
