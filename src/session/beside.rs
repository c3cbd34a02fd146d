//! A second run beside the one that is shown: "what if". Both go on by one clock; either can be shown and
//! changed, and ending it loses neither.

use super::Session;
use crate::content::{t, tf};
use crate::scene::clock;
use crate::scene::compare::{Comparison, Pair, Side, compare};
use crate::share::SharedRun;
use leptos::prelude::*;
use std::rc::Rc;
use stream_engine::{History, Simulation, Time};

/// How the second run stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Beside {
    /// There is none.
    #[default]
    None,
    /// Both go on together.
    Compared(Parting),
    /// It is put aside, and stands still.
    Aside(Parting),
}

/// Where two runs parted, and which of them is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Parting {
    pub since: Time,
    pub shown: Side,
}

impl Beside {
    pub fn is_compared(self) -> bool {
        matches!(self, Beside::Compared(_))
    }
}

/// A run with what stands beside it, as it goes from one session to the next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Carried {
    pub run: SharedRun,
    pub beside: Option<(SharedRun, Beside)>,
}

impl From<SharedRun> for Carried {
    fn from(run: SharedRun) -> Carried {
        Carried { run, beside: None }
    }
}

impl Session {
    /// Forks the run here: the changed one is shown, the one as it was goes on beside it. A run that was put
    /// aside comes back.
    pub fn what_if(&self) {
        match self.beside.get_untracked() {
            Beside::Compared(_) => return,
            Beside::Aside(parting) => self.beside.set(Beside::Compared(parting)),
            Beside::None => {
                let now = self.peek(Simulation::now);
                self.history.update_value(|history| {
                    let fork = history.fork();
                    self.other.set_value(Some(std::mem::replace(history, fork)));
                });
                self.beside.set(Beside::Compared(Parting { since: now, shown: Side::Changed }));
            }
        }
        self.bring_beside();
        self.say(t("status.what_if").to_owned());
        self.refresh();
    }

    /// Shows the other of the two runs.
    pub fn swap(&self) {
        let (Beside::Compared(parting) | Beside::Aside(parting)) = self.beside.get_untracked() else { return };
        self.history.update_value(|history| {
            self.other.update_value(|other| {
                if let Some(other) = other {
                    std::mem::swap(history, other);
                }
            });
        });
        let shown = parting.shown.other();
        let parting = Parting { shown, ..parting };
        self.beside.update(|beside| match beside {
            Beside::Aside(_) => *beside = Beside::Aside(parting),
            _ => *beside = Beside::Compared(parting),
        });
        self.resets.bump();
        self.say(tf("status.shown", &[("letter", shown.letter())]));
        self.refresh();
    }

    /// Ends the comparison and goes on with one of the two; the other is put aside.
    pub fn keep(&self, side: Side) {
        let Beside::Compared(parting) = self.beside.get_untracked() else { return };
        if side != parting.shown {
            self.swap();
        }
        self.put_aside();
        self.say(tf("status.kept", &[("letter", side.letter())]));
        self.refresh();
    }

    /// Lets go of the run that was put aside.
    pub fn drop_aside(&self) {
        self.other.set_value(None);
        self.beside.set(Beside::None);
        self.refresh();
    }

    /// Opens a run in place of the shown one, which is put aside. Under another quota profile the lab begins a
    /// new session for it.
    pub fn open_run(&self, run: SharedRun) {
        self.pause();
        let aside = Beside::Aside(Parting { since: Time::ZERO, shown: Side::Changed });
        if let Some(workbench) = self.workbench.filter(|workbench| workbench.of_ones_own() != run.exercise) {
            let (profile, exercise) = (run.profile.clone(), run.exercise.clone());
            self.next.set_value(Some(Carried { run, beside: None }));
            self.shell.show_profile(&profile);
            return workbench.take(exercise);
        }
        if run.profile != self.profile.id {
            let profile = run.profile.clone();
            let beside = self.shared().map(|shown| (shown, aside));
            self.next.set_value(Some(Carried { run, beside }));
            return self.shell.show_profile(&profile);
        }
        let before = self.peek(Simulation::now);
        self.history.update_value(|history| {
            let opened = self.fresh().with_requests(run.requests, run.at);
            self.other.set_value(Some(std::mem::replace(history, opened)));
        });
        self.beside.set(aside);
        self.resets.bump();
        self.say(tf("status.opened", &[("moment", &clock(run.at)), ("before", &clock(before))]));
        self.refresh();
    }

    /// The two runs held against each other, in the views' group; None while there are not two.
    pub fn comparison(&self) -> Option<Comparison> {
        let Beside::Compared(parting) = self.beside.get() else { return None };
        self.run(|shown| {
            self.other.with_value(|other| {
                let beside = other.as_ref()?.present();
                let (as_it_was, changed) = match parting.shown {
                    Side::Changed => (beside, shown),
                    Side::AsItWas => (shown, beside),
                };
                let pair = Pair { as_it_was, changed, since: parting.since };
                Some(compare(self.lab, pair, self.prices(), |text| self.fill(text, &[])))
            })
        })
    }

    /// Looks at the run beside the shown one, if two are compared; follows whether they are.
    pub fn with_beside<T>(&self, look: impl FnOnce(Option<&Simulation>) -> T) -> T {
        let compared = self.beside.get().is_compared();
        self.other.with_value(|other| look(other.as_ref().filter(|_| compared).map(History::present)))
    }

    /// Leaves for the lab's next session what this one holds, unless something else was meant for it.
    pub(super) fn hand_over(&self) {
        let Some(run) = self.shared() else { return };
        let beside = self.beside.get_untracked();
        let other = self.other.with_value(|other| other.as_ref().map(|other| self.shared_of(other)));
        let carried = Carried { run, beside: other.map(|other| (other, beside)) };
        // Once the lab is left there is no next one.
        let _left = self.next.try_update_value(|next| _ = next.get_or_insert(carried));
    }

    /// The other run of what was carried, at its moment.
    pub(super) fn carry_beside(&self, beside: Option<(SharedRun, Beside)>) {
        if let Some((run, beside)) = beside {
            self.other.set_value(Some(self.fresh().with_requests(run.requests, run.at)));
            self.beside.set(beside);
        }
    }

    /// Ends the comparison; the run beside stays where it is.
    pub(super) fn put_aside(&self) {
        if let Beside::Compared(parting) = self.beside.get_untracked() {
            self.beside.set(Beside::Aside(parting));
        }
    }

    /// Brings the run beside to the moment of the shown one, while both are compared.
    pub(super) fn bring_beside(&self) {
        if self.beside.get_untracked().is_compared() {
            let now = self.peek(Simulation::now);
            self.other.update_value(|other| {
                if let Some(other) = other {
                    other.seek(now);
                }
            });
        }
    }

    /// The lab's run at its beginning.
    pub(super) fn begun(&self) -> History {
        match self.terms {
            Some(terms) => self.fresh().with_requests(terms.begin.clone(), terms.from),
            None => self.fresh(),
        }
    }

    /// The lab's run with nothing done.
    pub(super) fn fresh(&self) -> History {
        History::with(self.extensions(), Rc::new(self.lab.scenario.clone()), self.profile.quotas())
    }
}
