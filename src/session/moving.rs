//! How a session's run moves along its time: on, back, at once, by playing, or in slices towards a moment far off.

use super::Session;
use crate::content::t;
use leptos::prelude::*;
use stream_engine::{Simulation, Time};

/// Milliseconds of a frame that the engine may take on the way to a moment that was chosen.
const SLICE_MS: f64 = 24.0;
/// The same of the press that chose it: a moment close by is reached at once.
const FIRST_SLICE_MS: f64 = 6.0;
/// Simulated time up to the first look at the watch; more where little happens in it.
const STEP_US: u64 = 20_000;
/// Looks at the watch in a slice, at least.
const LOOKS_MIN: f64 = 16.0;

/// A moment that the run is on its way to.
#[derive(Clone)]
pub struct Bound {
    to: Time,
    /// What is said on arrival instead of the moment.
    says: Option<String>,
    /// Whether a frame showed that it was chosen.
    is_shown: bool,
}

impl Session {
    /// Lets the run go on to `to`, without redrawing.
    pub fn advance(&self, to: Time) {
        self.history.update_value(|history| history.seek(to.max(self.from())));
        self.bring_beside();
    }

    /// Lets the run go on towards `to` for so long in real time, without redrawing; true once it is there.
    pub fn advance_for(&self, slice_ms: f64, to: Time) -> bool {
        let watch = window().performance();
        let spent = |since: f64| watch.as_ref().map_or(0.0, |watch| watch.now() - since);
        let began = spent(0.0);
        let (mut now, mut step) = (self.peek(Simulation::now), STEP_US);
        while now < to && spent(began) <= slice_ms {
            let looked = spent(0.0);
            now = to.min(now + step);
            self.advance(now);
            if spent(looked) < slice_ms / LOOKS_MIN {
                step *= 2;
            }
        }
        now >= to
    }

    /// Goes to a moment, back or forth, at once.
    pub fn seek(&self, to: Time) {
        self.bound.set(None);
        self.advance(to);
        self.refresh();
    }

    /// Goes to a moment that the learner chose; pauses, and says where the run stands. The page stays responsive,
    /// however far it is.
    pub fn scrub(&self, to: Time) {
        self.head_for(to, None);
    }

    /// The same with something else to be said.
    pub(super) fn head_for(&self, to: Time, says: Option<String>) {
        self.stop();
        let to = to.max(self.from());
        self.history.update_value(|history| history.near(to));
        self.bring_beside();
        self.bound.set(Some(Bound { to, says, is_shown: false }));
        self.approach(to, FIRST_SLICE_MS);
    }

    /// A frame's slice of the way to the moment that was chosen; false if the run takes none. The first frame shows what
    /// was chosen, and no more: it answers the press.
    pub fn go_on(&self) -> bool {
        let bound = self.bound.with_untracked(|bound| bound.as_ref().map(|bound| (bound.to, bound.is_shown)));
        let Some((to, is_shown)) = bound else { return false };
        if is_shown {
            self.approach(to, SLICE_MS);
        } else {
            self.bound.maybe_update(|bound| {
                bound.iter_mut().for_each(|bound| bound.is_shown = true);
                false
            });
        }
        is_shown
    }

    fn approach(&self, to: Time, slice_ms: f64) {
        if self.advance_for(slice_ms, to) {
            self.arrived();
        }
    }

    /// Goes the rest of the way at once.
    pub(super) fn arrive(&self) {
        if let Some(to) = self.bound.with_untracked(|bound| bound.as_ref().map(|bound| bound.to)) {
            self.advance(to);
            self.arrived();
        }
    }

    fn arrived(&self) {
        let says = self.bound.try_update(Option::take).flatten().and_then(|bound| bound.says);
        match says {
            Some(says) => self.say(says),
            None => self.say_moment(),
        }
        self.refresh();
    }

    /// Whether the run is on its way to a moment that was chosen. Followed.
    pub fn is_bound(&self) -> bool {
        self.bound.with(Option::is_some)
    }

    /// Where the timeline's handle stands: at the moment that was chosen, which the run may be on its way to. Followed.
    pub fn chosen(&self) -> Time {
        let bound = self.bound.with(|bound| bound.as_ref().map(|bound| bound.to));
        self.run(|run| bound.unwrap_or(run.now()))
    }

    /// One instant on; pauses.
    pub fn step(&self) {
        self.pause();
        self.history.update_value(|history| _ = history.step());
        self.bring_beside();
        self.say_moment();
        self.refresh();
    }

    /// One instant back; pauses.
    pub fn step_back(&self) {
        self.pause();
        let before = self.history.with_value(|history| history.previous_instant());
        self.scrub(before);
    }

    /// Back to the start, with what was done kept ahead.
    pub fn restart(&self) {
        self.stop();
        self.say(t("status.restarted").to_owned());
        self.seek(Time::ZERO);
    }

    pub fn play(&self) {
        self.arrive();
        self.playing.set(true);
    }

    pub fn toggle(&self) {
        if !self.playing.get_untracked() {
            return self.play();
        }
        self.pause();
        self.say_moment();
        self.refresh();
    }

    /// Stands still where it is, or at the moment that it was on its way to.
    pub fn pause(&self) {
        self.playing.set(false);
        self.arrive();
    }

    /// Stands still, wherever that is.
    pub(super) fn stop(&self) {
        self.playing.set(false);
        self.bound.set(None);
    }

    fn say_moment(&self) {
        let moment = self.peek(crate::scene::moment);
        self.say(moment);
    }
}
