//! An exercise that is being built: the only door through which the builder changes it. It outlives its page, so that whoever
//! tries it comes back to it, and stands in the builder's address, so that it outlives the visit.

use super::flaw::{flaws, obstacles};
use super::{Known, filled, keep, of_address};
use crate::app::Shell;
use crate::content::{content, frame, t};
use crate::outliving::outliving;
use crate::route::{self, Room, Route};
use crate::session::exercising::Done;
use crate::share::SharedRun;
use classroom::assignment::{Assignment, Notes, Solution, Touch};
use classroom::gather::{Found, gather};
use lab_content::challenge::requests;
use lab_content::lab::Lab;
use leptos::prelude::*;
use std::cell::OnceCell;
use std::time::Duration;
use stream_engine::Time;

/// Milliseconds without a change after which the exercise is tried.
const PAUSE_MS: u64 = 400;
/// Minutes that an exercise is proposed to take.
const MINUTES: u32 = 15;

/// The builder's handles.
#[derive(Clone, Copy)]
pub struct Building {
    pub draft: RwSignal<Assignment>,
    /// What is wrong with the draft; none until that is known.
    pub flaws: RwSignal<Option<Vec<String>>>,
    /// What of an address or a text couldn't be taken.
    pub problem: RwSignal<Option<String>>,
    /// Counts changes, so that only the last one is tried.
    changes: StoredValue<u32>,
    /// The name under which it was last kept among the teacher's own.
    kept_as: StoredValue<Option<String>>,
}

thread_local! {
    static KEPT: OnceCell<(Owner, Building)> = const { OnceCell::new() };
}

/// The one builder of the page, if this exercise is what is being built.
pub fn built_as(known: &Known) -> Option<Building> {
    KEPT.with(|kept| kept.get().map(|(_, building)| *building)).filter(|building| building.is(known))
}

/// The one builder of the page.
pub fn building(shell: Shell) -> Building {
    KEPT.with(|kept| kept.get_or_init(|| outliving(|| Building::new(shell))).1)
}

impl Building {
    fn new(shell: Shell) -> Building {
        let profile = untrack(|| shell.profile().id.clone());
        let building = Building {
            draft: RwSignal::new(of_lab(&content().labs[0], &profile)),
            flaws: RwSignal::new(None),
            problem: RwSignal::new(None),
            changes: StoredValue::new(0),
            kept_as: StoredValue::new(None),
        };
        Effect::new(move |_| {
            building.draft.track();
            building.flaws.set(None);
            building.changes.update_value(|changes| *changes += 1);
            let change = building.changes.get_value();
            let judge = move || {
                if building.changes.get_value() == change {
                    building.flaws.set(Some(building.draft.with_untracked(flaws)));
                    building.stand_in_address();
                }
            };
            set_timeout(judge, Duration::from_millis(PAUSE_MS));
        });
        building
    }

    /// Begins with what an address names: an exercise, or a run of a lab. One that names nothing goes on with the draft.
    pub fn begin(self, shell: Shell, query: &str) {
        self.problem.set(None);
        let lab = route::value(query, "lab").and_then(|id| content().lab(id));
        // What can't be played yet can be built on.
        let text = route::value(query, "e").and_then(|text| Assignment::open(text).ok());
        let named = match text {
            Some(assignment) => Ok(Some(assignment)),
            None => of_address(query).map(|known| known.map(|known| (*known.assignment).clone())),
        };
        match (named, lab) {
            (Err(why), _) => self.problem.set(Some(why)),
            (Ok(Some(assignment)), _) => self.start_with(assignment),
            (Ok(None), Some(lab)) => {
                let profile = untrack(|| shell.profile().id.clone());
                self.start_with(of_lab(lab, &profile));
                if let Some(run) = route::value(query, "s") {
                    self.take_run(run);
                }
            }
            (Ok(None), None) => {}
        }
    }

    fn start_with(self, assignment: Assignment) {
        // What comes back from its own address is the same exercise.
        if self.draft.with_untracked(|draft| *draft != assignment) {
            self.kept_as.set_value(None);
            self.draft.set(assignment);
        }
    }

    /// Puts the draft into the address, if the builder is what stands there: whoever comes back, or loads the page again,
    /// finds it as it was.
    fn stand_in_address(self) {
        let fragment = window().location().hash().unwrap_or_default();
        if let Route::Classroom(Room::Build, query) = Route::parse(&fragment) {
            let draft = self.draft.with_untracked(|draft| Known::of(draft.clone()).href_in(Room::Build));
            let others = query.split('&').filter(|pair| {
                !pair.is_empty() && !["of", "e", "lab", "s"].contains(&pair.split('=').next().unwrap_or_default())
            });
            route::replace(&others.fold(draft, |address, pair| format!("{address}&{pair}")));
        }
    }

    /// Keeps the draft among the teacher's own, in place of an earlier state of it.
    pub fn keep(self) {
        let draft = self.draft.get_untracked();
        keep(&draft, self.kept_as.get_value().as_deref());
        self.kept_as.set_value(Some(draft.name()));
    }

    /// Changes the draft.
    pub fn change(self, change: impl FnOnce(&mut Assignment)) {
        self.draft.update(change);
    }

    /// Another lab, with all that comes from it; what the teacher wrote stays.
    pub fn take_lab(self, id: &str) {
        let Some(lab) = content().lab(id) else { return };
        let before = of_lab(self.lab(), &self.draft.with_untracked(|draft| draft.profile.clone()));
        self.change(|draft| {
            let proposed = of_lab(lab, &draft.profile);
            let written = std::mem::replace(draft, proposed);
            (draft.minutes, draft.nickname) = (written.minutes, written.nickname);
            (draft.questions, draft.notes) = (written.questions, written.notes);
            if written.title != before.title {
                draft.title = written.title;
            }
            if written.text != before.text {
                draft.text = written.text;
            }
        });
    }

    /// A run as the beginning, from a link, which may lead into another lab, or the text in it.
    pub fn take_run(self, text: &str) {
        let text = text.trim();
        let fragment = text.split_once('#').map(|(_, fragment)| fragment);
        let (lab, sealed) = match fragment.map(Route::parse) {
            Some(Route::Lab { id, shared }) => (Some(id), shared),
            Some(_) => (None, None),
            None => (None, Some(text.to_owned())),
        };
        let run = sealed.and_then(|sealed| SharedRun::decode(&sealed).ok());
        let is_known = |run: &SharedRun| {
            content().profiles.iter().any(|profile| profile.id == run.profile)
                && lab.as_ref().is_none_or(|id| content().lab(id).is_some())
        };
        match run.filter(is_known) {
            Some(run) => {
                self.problem.set(None);
                let another = lab.filter(|id| self.draft.with_untracked(|draft| draft.lab != *id));
                another.iter().for_each(|id| self.take_lab(id));
                self.change(|draft| begin_with(draft, run));
            }
            None => self.problem.set(Some(t("build.bad_run").to_owned())),
        }
    }

    /// From the lab's own start again.
    pub fn go_to_start(self) {
        self.change(|draft| {
            draft.begin.clear();
            draft.from = Time::ZERO;
            draft.solution = None;
        });
    }

    /// A learner's result as the solution, from its link, code or file.
    pub fn take_solution(self, text: &str) {
        let found = gather(text).into_iter().find_map(|(_, found)| match found {
            Found::Result(outcome) => Some(Solution { requests: outcome.requests, end: outcome.end }),
            _ => None,
        });
        match found {
            Some(solution) => {
                self.problem.set(None);
                self.change(|draft| draft.solution = Some(solution));
            }
            None => self.problem.set(Some(t("build.bad_result").to_owned())),
        }
    }

    /// What was done in the exercise as it is being tried, as its solution.
    pub fn solve_with(self, done: Done) {
        self.change(|draft| draft.solution = Some(Solution { requests: done.requests, end: done.at }));
    }

    /// Whether this is what is being built.
    fn is(self, known: &Known) -> bool {
        self.draft.with_untracked(|draft| draft.name() == known.assignment.name())
    }

    /// Whether learners can open it.
    pub fn is_playable(self) -> bool {
        self.draft.with(|draft| obstacles(draft).is_empty())
    }

    /// The lab of the draft.
    pub fn lab(self) -> &'static Lab {
        let labs = &content().labs;
        self.draft.with(|draft| content().lab(&draft.lab).unwrap_or(&labs[0]))
    }
}

/// What a lab proposes.
fn of_lab(lab: &Lab, profile: &str) -> Assignment {
    let card = frame().course.iter().find(|card| card.id == lab.id);
    let challenge = &lab.challenge;
    Assignment {
        title: card.map_or(String::new(), |card| card.title.clone()),
        text: filled(&challenge.text, profile),
        minutes: MINUTES,
        profile: profile.to_owned(),
        lab: lab.id.clone(),
        scenario: None,
        seed: None,
        begin: Vec::new(),
        from: Time::ZERO,
        touch: Touch { controls: None, calls: false },
        goals: challenge.goals.clone(),
        par: challenge.par.clone(),
        predicts: true,
        questions: Vec::new(),
        nickname: false,
        notes: Notes::default(),
        solution: Some(Solution {
            requests: requests(&challenge.solution.steps),
            end: Time::from_s(challenge.solution.until_s),
        }),
    }
}

/// A run as the beginning. A topology of its own brings its task and its goals; a solution of the lab's isn't one any more.
fn begin_with(draft: &mut Assignment, run: SharedRun) {
    let SharedRun { profile, at, requests, exercise, .. } = run;
    (draft.profile, draft.begin, draft.from, draft.solution) = (profile, requests, at, None);
    (draft.scenario, draft.seed) = (None, None);
    if let Some(own) = exercise {
        (draft.title, draft.text, draft.goals) = (own.title, own.text, own.goals);
        (draft.scenario, draft.par, draft.predicts) = (Some(own.scenario), String::new(), false);
    }
}
