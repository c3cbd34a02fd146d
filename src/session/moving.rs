//! How a session's run moves along its time: on, back, at once or by playing.

use super::Session;
use crate::content::t;
use leptos::prelude::*;
use stream_engine::Time;

impl Session {
    /// Lets the run go on to `to`, without redrawing; true if anything is left to reach.
    pub fn advance(&self, to: Time) {
        self.history.update_value(|history| history.seek(to.max(self.from())));
        self.bring_beside();
    }

    /// Goes to a moment, back or forth.
    pub fn seek(&self, to: Time) {
        self.advance(to);
        self.refresh();
    }

    /// Goes to a moment that the learner chose; pauses, and says where the run stands.
    pub fn scrub(&self, to: Time) {
        self.pause();
        self.advance(to);
        self.say_moment();
        self.refresh();
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
        self.history.update_value(|history| {
            history.step_back();
            if history.present().now() < self.from() {
                history.seek(self.from());
            }
        });
        self.bring_beside();
        self.say_moment();
        self.refresh();
    }

    /// Back to the start, with what was done kept ahead.
    pub fn restart(&self) {
        self.pause();
        self.say(t("status.restarted").to_owned());
        self.seek(Time::ZERO);
    }

    pub fn toggle(&self) {
        let playing = !self.playing.get_untracked();
        self.playing.set(playing);
        if !playing {
            self.say_moment();
            self.refresh();
        }
    }

    pub fn pause(&self) {
        self.playing.set(false);
    }

    fn say_moment(&self) {
        let moment = self.peek(crate::scene::moment);
        self.say(moment);
    }
}
