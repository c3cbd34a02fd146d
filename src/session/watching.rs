//! A run to watch: what it shows has been found already, nothing in it is for the learner to do, and it ends.

use super::Session;
use super::kit::Kit;
use super::pace::{Pace, tenths_to_last};
use crate::app::Shell;
use crate::scene::clock;
use crate::scene::proof::Watched;
use lab_content::profile::Profile;
use leptos::prelude::*;
use std::rc::Rc;
use stream_engine::extensions::Extensions;
use stream_engine::{History, Time};

/// Seconds that the run takes on the page: short enough that it needs no pause, though there is one.
const LASTS_S: u64 = 5;

impl Session {
    /// Opens the run at its start. Its lab and its pace are kept for the life of the page: a few kilobytes.
    pub fn watch(watched: Watched, profile: &'static Profile, kit: Kit, shell: Shell) -> Session {
        let Watched { lab, requests, end, .. } = watched;
        let (lab, end) = (&*Box::leak(Box::new(lab)), end.max(Time::from_ms(1)));
        let fresh = History::with(Extensions::ALL, Rc::new(lab.scenario.clone()), profile.quotas());
        let history = fresh.with_requests(requests, Time::ZERO);
        let extensions = StoredValue::new_local(Extensions::ALL);
        let session =
            Session::new((lab, profile), history, StoredValue::new_local(None), None, (kit, extensions), shell);
        let speeds = Box::leak(Box::new([(tenths_to_last(end, LASTS_S), "")]));
        let step_ms = (end.ms() / 100).max(1);
        let clock = Pace::of(lab).clock;
        let pace = Box::leak(Box::new(Pace { speeds, default: 0, step_ms, clock }));
        session.speed.set(0);
        Session { pace, ends: Some(end), ..session }
    }

    /// Plays it, from the start if it is at its end; stops it if it plays.
    pub fn play_again(&self) {
        self.arrive();
        if !self.playing.get_untracked() && Some(self.peek(|run| run.now())) == self.ends {
            self.seek(Time::ZERO);
        }
        self.playing.update(|playing| *playing = !*playing);
    }

    /// Where it stands, as its clock has it; followed.
    pub fn clock(&self) -> String {
        self.run(|run| clock(run.now()))
    }
}
