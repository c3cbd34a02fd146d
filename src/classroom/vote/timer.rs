//! The time of a discussion: it runs down, can be stopped and lengthened, and makes no sound.

use leptos::prelude::*;

/// Seconds that a discussion has at first, and that a press adds.
const SECONDS: u32 = 120;
const MORE_S: u32 = 60;
const MOST_S: u32 = 3_600;
const MS: f64 = 1_000.0;

/// The timer.
#[derive(Clone, Copy)]
pub struct Timer {
    /// Seconds left when it was stopped last.
    left_s: RwSignal<u32>,
    /// While it runs: when it ends.
    ends_ms: RwSignal<Option<f64>>,
    tick: RwSignal<u32>,
}

impl Timer {
    pub fn new() -> Timer {
        Timer { left_s: RwSignal::new(SECONDS), ends_ms: RwSignal::new(None), tick: RwSignal::new(0) }
    }

    pub fn reset(self) {
        self.ends_ms.set(None);
        self.left_s.set(SECONDS);
    }

    /// Seconds left; followed.
    pub fn left_s(self) -> u32 {
        self.tick.track();
        match self.ends_ms.get() {
            Some(ends) => ((ends - js_sys::Date::now()) / MS).max(0.0).ceil() as u32,
            None => self.left_s.get(),
        }
    }

    pub fn is_running(self) -> bool {
        self.ends_ms.with(Option::is_some)
    }

    /// Starts it, or stops it where it is. One that has run down starts anew.
    pub fn switch(self) {
        let left = untrack(|| self.left_s());
        match untrack(|| self.is_running()) {
            true => self.stop(left),
            false => self.run(if left == 0 { SECONDS } else { left }),
        }
    }

    /// A minute more.
    pub fn extend(self) {
        let left = (untrack(|| self.left_s()) + MORE_S).min(MOST_S);
        match untrack(|| self.is_running()) {
            true => self.run(left),
            false => self.left_s.set(left),
        }
    }

    /// Called now and then while it is looked at; true once, when it has run down.
    pub fn follow(self) -> bool {
        if !untrack(|| self.is_running()) {
            return false;
        }
        self.tick.update(|tick| *tick = tick.wrapping_add(1));
        let is_over = untrack(|| self.left_s()) == 0;
        if is_over {
            self.stop(0);
        }
        is_over
    }

    fn run(self, left_s: u32) {
        self.ends_ms.set(Some(js_sys::Date::now() + f64::from(left_s) * MS));
    }

    /// Stops it with so much left.
    pub fn stop(self, left_s: u32) {
        self.ends_ms.set(None);
        self.left_s.set(left_s);
    }
}
