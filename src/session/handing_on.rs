//! The run as something to hand on: what was done, and the link that leads to this moment; and links of lessons that
//! lead into this lab.

use super::Session;
use crate::content::frame;
use crate::parameters::{self, with};
use crate::route::{self, Route, lab_href};
use crate::share::SharedRun;
use leptos::prelude::*;
use stream_engine::{History, REVISION, Time};

impl Session {
    /// What was done up to this moment; None once the session is gone.
    pub fn shared(&self) -> Option<SharedRun> {
        self.history.try_with_value(|history| self.shared_of(history))
    }

    pub(super) fn shared_of(&self, history: &History) -> SharedRun {
        SharedRun {
            profile: self.profile.id.clone(),
            at: history.present().now(),
            requests: history.past_requests().to_vec(),
            exercise: self.workbench.and_then(|workbench| workbench.of_ones_own()),
            engine: REVISION,
        }
    }

    /// Opens what a link into this lab asks for in place of the shown run, which is put aside; false if the link leads
    /// elsewhere, to other limits, or away from a topology of one's own.
    pub fn follow(&self, fragment: &str) -> bool {
        let is_here = matches!(Route::parse(fragment), Route::Lab { id, shared: None } if id == self.lab.id);
        let profiles: Vec<&str> = frame().profiles.iter().map(|profile| profile.id.as_str()).collect();
        let (asked, _) = parameters::read("", fragment, &profiles);
        let begun = self.shared().filter(|shown| shown.exercise.is_none());
        let (true, None, Some(begun)) = (is_here, &asked.profile, begun) else { return false };
        let named = asked.start.run.as_deref().and_then(|name| self.lab.run(name));
        let fresh = SharedRun { at: Time::ZERO, requests: Vec::new(), ..begun };
        self.open_run(named.map_or(fresh, |run| SharedRun::of(run, &self.profile.id)));
        self.start(asked.start);
        true
    }

    /// The fragment that opens such a text in a lab, in the view that is on.
    pub fn fragment_of(&self, lab: &str, run: &str) -> String {
        let look = self.shell.projector.get_untracked().then_some("projector");
        with(&format!("{}?s={run}", lab_href(lab)), "theme", look)
    }

    /// The link to this moment; None if it is too long.
    pub fn link(&self) -> Option<String> {
        route::address_of(&self.fragment_of(&self.lab.id, &self.shared()?.encode()?))
    }
}
