//! The run as something to hand on: what was done, and the link that leads to this moment.

use super::Session;
use crate::parameters::with;
use crate::route::lab_href;
use crate::share::SharedRun;
use leptos::prelude::*;
use stream_engine::History;

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
        }
    }

    /// The fragment that opens such a text in a lab, in the view that is on.
    pub fn fragment_of(&self, lab: &str, run: &str) -> String {
        let look = self.shell.projector.get_untracked().then_some("projector");
        with(&format!("{}?s={run}", lab_href(lab)), "theme", look)
    }

    /// The link to this moment; None if it is too long.
    pub fn link(&self) -> Option<String> {
        let location = window().location();
        let fragment = self.fragment_of(&self.lab.id, &self.shared()?.encode()?);
        Some(format!("{}{}{fragment}", location.origin().ok()?, location.pathname().ok()?))
    }
}
