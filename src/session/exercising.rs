//! A run within an exercise: it begins where that says, goes back no further, and takes what that allows.

use super::Session;
use super::kit::Kit;
use crate::app::Shell;
use crate::content::t;
use lab_content::challenge::Judged;
use lab_content::lab::Lab;
use lab_content::profile::Profile;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use stream_engine::extensions::Extensions;
use stream_engine::history::Request;
use stream_engine::{Command, History, Time};

/// What an exercise lays down for its run.
pub struct Terms {
    /// Requests made before the learner begins, and when that is.
    pub begin: Vec<Request>,
    pub from: Time,
    /// Whether calls may be made by hand.
    pub calls: bool,
    /// Whether a request is the learner's to make.
    pub allows: Box<dyn Fn(&Command) -> bool + Send + Sync>,
    /// The first moment at which the goals held; then the first at which those for gold did, too.
    pub reached: RwSignal<Option<Reached>>,
}

/// A moment at which the goals held.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Reached {
    pub done: Done,
    pub gold: bool,
}

/// What a learner did behind the beginning, and the moment at which the run stands.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Done {
    pub requests: Vec<Request>,
    pub at: Time,
}

impl Session {
    /// Opens an exercise's run at its beginning, or with what was done in it before.
    pub fn exercise(
        lab: &'static Lab,
        profile: &'static Profile,
        terms: &'static Terms,
        done: Option<Done>,
        kit: Kit,
        shell: Shell,
    ) -> Session {
        let extensions = StoredValue::new_local(Extensions::ALL);
        let fresh = History::with(Extensions::ALL, Rc::new(lab.scenario.clone()), profile.quotas());
        let done = done.unwrap_or_default();
        let requests = terms.begin.iter().cloned().chain(done.requests).collect();
        let history = fresh.with_requests(requests, done.at.max(terms.from));
        let next = StoredValue::new_local(None);
        let session = Session::new((lab, profile), history, next, None, (kit, extensions), shell);
        Session { terms: Some(terms), ..session }
    }

    /// What the learner did up to this moment; None once the session is gone.
    pub fn done(&self) -> Option<Done> {
        self.history.try_with_value(|history| self.behind_beginning(history.past_requests(), history.present().now()))
    }

    /// The same with what lies ahead of this moment, for whoever goes on later.
    pub fn done_and_ahead(&self) -> Option<Done> {
        self.history.try_with_value(|history| self.behind_beginning(history.requests(), history.present().now()))
    }

    fn behind_beginning(&self, requests: &[Request], at: Time) -> Done {
        let begun = self.terms.map_or(0, |terms| terms.begin.len());
        Done { requests: requests.get(begun..).unwrap_or_default().to_vec(), at }
    }

    /// Keeps the moment at which the goals hold, whatever becomes of the run.
    pub(super) fn note_reached(&self, judged: &Judged) {
        let (Some(terms), true) = (self.terms, judged.solved) else { return };
        let is_news = |reached: &Option<Reached>| reached.as_ref().is_none_or(|reached| judged.gold && !reached.gold);
        if terms.reached.with_untracked(is_news) {
            terms.reached.set(self.done().map(|done| Reached { done, gold: judged.gold }));
            self.say(t(if judged.gold { "status.gold" } else { "status.solved" }).to_owned());
        }
    }

    /// The earliest moment of the run.
    pub(super) fn from(&self) -> Time {
        self.terms.map_or(Time::ZERO, |terms| terms.from)
    }

    /// Whether a call may be made by hand.
    pub fn takes_calls(&self) -> bool {
        self.terms.is_none_or(|terms| terms.calls)
    }
}
