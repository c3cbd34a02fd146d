//! An exercise that is being built: the only door through which the builder changes it. It outlives its page, so that whoever
//! tries it comes back to it.

use super::flaw::{flaws, obstacles};
use super::{Known, filled, of_address};
use crate::app::Shell;
use crate::content::{content, frame, t};
use crate::route;
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
    let fresh = || {
        let owner = Owner::new_root(None);
        let building = owner.with(|| Building::new(shell));
        (owner, building)
    };
    KEPT.with(|kept| kept.get_or_init(fresh).1)
}

impl Building {
    fn new(shell: Shell) -> Building {
        let profile = untrack(|| shell.profile().id.clone());
        let building = Building {
            draft: RwSignal::new(of_lab(&content().labs[0], &profile)),
            flaws: RwSignal::new(None),
            problem: RwSignal::new(None),
            changes: StoredValue::new(0),
        };
        Effect::new(move |_| {
            building.draft.track();
            building.flaws.set(None);
            building.changes.update_value(|changes| *changes += 1);
            let change = building.changes.get_value();
            let judge = move || {
                if building.changes.get_value() == change {
                    building.flaws.set(Some(building.draft.with_untracked(flaws)));
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
        match (of_address(query), lab) {
            (Err(why), _) => self.problem.set(Some(why)),
            (Ok(Some(known)), _) => self.draft.set((*known.assignment).clone()),
            (Ok(None), Some(lab)) => {
                let profile = untrack(|| shell.profile().id.clone());
                self.draft.set(of_lab(lab, &profile));
                if let Some(run) = route::value(query, "s") {
                    self.take_run(run);
                }
            }
            (Ok(None), None) => {}
        }
    }

    /// Changes the draft.
    pub fn change(self, change: impl FnOnce(&mut Assignment)) {
        self.draft.update(change);
    }

    /// Another lab, with all that comes from it; the teacher's notes stay.
    pub fn take_lab(self, id: &str) {
        let Some(lab) = content().lab(id) else { return };
        self.change(|draft| {
            *draft = Assignment { notes: std::mem::take(&mut draft.notes), ..of_lab(lab, &draft.profile) };
        });
    }

    /// A run of the draft's lab as its beginning, from a link or the text in it.
    pub fn take_run(self, text: &str) {
        let text = text.trim();
        let sealed = text.split_once("s=").map_or(text, |(_, rest)| rest.split('&').next().unwrap_or(rest));
        match SharedRun::decode(sealed) {
            Ok(run) => {
                self.problem.set(None);
                self.change(|draft| begin_with(draft, run));
            }
            Err(_) => self.problem.set(Some(t("build.bad_run").to_owned())),
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
    if let Some(own) = exercise {
        (draft.title, draft.text, draft.goals) = (own.title, own.text, own.goals);
        (draft.scenario, draft.par, draft.predicts) = (Some(own.scenario), String::new(), false);
    }
}
