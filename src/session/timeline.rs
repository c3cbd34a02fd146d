//! The timeline: how long it is, what is marked on it, and the way from mark to mark.

use super::Session;
use crate::content::t;
use crate::scene::clock;
use crate::scene::marks::{Mark, beside, marks};
use leptos::prelude::*;
use stream_engine::Time;

impl Session {
    /// The marks of the timeline; followed.
    pub fn marks(&self) -> Vec<Mark> {
        let end = self.timeline_end();
        self.history(|history| marks(history, end))
    }

    /// Where the timeline ends: where the run does, or where the lab says, or later once the run has gone beyond it.
    /// Followed.
    pub fn timeline_end(&self) -> Time {
        if let Some(end) = self.ends {
            return end;
        }
        let latest = self.history(|history| history.latest().ms());
        Time::from_ms(latest.max(self.lab.timeline_s * 1_000).div_ceil(30_000) * 30_000)
    }

    /// Goes to the next mark of the timeline, or to the one before; says which, or that there is none.
    pub fn go_to_mark(&self, forward: bool) {
        let (now, marks) = untrack(|| (self.chosen(), self.marks()));
        match beside(&marks, now, forward) {
            Some(mark) => self.head_for(mark.at, Some(format!("{} · {}", clock(mark.at), mark.text))),
            None => self.say(t(if forward { "status.no_later_mark" } else { "status.no_earlier_mark" }).to_owned()),
        }
    }
}
