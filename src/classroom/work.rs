//! A learner's way through an exercise: the run, the prediction, the questions, and the result that is handed in. What is
//! unfinished is kept in this browser.

use super::Known;
use crate::answers;
use crate::app::Shell;
use crate::content::{bank, content, frame};
use crate::quiz::Quiz;
use crate::session::Session;
use crate::session::exercising::{Done, Reached, Terms};
use crate::session::kit::Kit;
use crate::storage::{self, packed, unpacked};
use classroom::outcome::{NICKNAME_MAX, Outcome, Predicted};
use lab_content::lab::Lab;
use leptos::ev;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use stream_engine::REVISION;

/// Exercises whose work is kept.
const KEPT_MAX: usize = 12;

/// The handles of an exercise that is open.
#[derive(Clone, Copy)]
pub struct Work {
    pub known: StoredValue<Known>,
    pub session: Session,
    pub lab: &'static Lab,
    terms: &'static Terms,
    /// None if it asks no questions.
    pub quiz: Option<Quiz>,
    pub predicted: RwSignal<Option<Predicted>>,
    pub nickname: RwSignal<String>,
    name: StoredValue<String>,
    /// Seconds before this visit, and when that began.
    took_before_s: u32,
    began_s: u64,
}

/// What is kept of an exercise.
#[derive(Serialize, Deserialize)]
pub(crate) struct Kept {
    /// The exercise's name.
    exercise: String,
    done: Done,
    reached: Option<Reached>,
    /// Its run isn't among what this holds.
    outcome: Outcome,
}

impl Work {
    /// Opens an exercise where it was left, else with what was brought. None if the page lacks its lab or its limits.
    pub fn open(known: Known, brought: Option<Outcome>, kit: Kit, shell: Shell) -> Option<Work> {
        let assignment = known.assignment.clone();
        let name = assignment.name();
        let lab: &'static Lab = Box::leak(Box::new(assignment.lab(content())?));
        let profile = content().profiles.iter().find(|profile| profile.id == assignment.profile)?;
        let kept = load().into_iter().find(|kept| kept.exercise == name);
        let brought = brought.filter(|outcome| outcome.exercise == name);
        let (done, reached, outcome) = match (kept, brought) {
            (Some(Kept { done, reached, outcome, .. }), _) => {
                // What another engine showed this one may not.
                (Some(done), reached.filter(|_| outcome.engine == REVISION), outcome)
            }
            (None, Some(outcome)) => {
                let done = Done { requests: outcome.requests.clone(), at: outcome.end };
                (Some(done), None, outcome)
            }
            (None, None) => (None, None, Outcome::new(&assignment)),
        };
        let allowing = Assigned { assignment: (*assignment).clone(), lab };
        let terms: &'static Terms = Box::leak(Box::new(Terms {
            begin: assignment.begin.clone(),
            from: assignment.from,
            calls: assignment.touch.calls,
            allows: Box::new(move |command| allowing.assignment.allows(allowing.lab, command)),
            reached: RwSignal::new(reached),
        }));
        let session = Session::exercise(lab, profile, terms, done, kit, shell);
        let quiz = (!assignment.questions.is_empty()).then(|| {
            let asked = assignment.questions.iter().map(|of| (of.item.clone(), of.seed));
            let quiz = Quiz::new(shell, bank());
            quiz.begin_with(asked, &outcome.answers);
            quiz
        });
        let (began_s, _) = answers::now();
        let work = Work {
            known: StoredValue::new(known),
            session,
            lab,
            terms,
            quiz,
            predicted: RwSignal::new(outcome.predicted),
            nickname: RwSignal::new(outcome.nickname),
            name: StoredValue::new(name),
            took_before_s: outcome.took_s,
            began_s,
        };
        // What was brought may hold them already.
        session.note_challenge();
        work.keep_up();
        Some(work)
    }

    /// The moment that a result would hold: one at which the goals held, if there was one.
    pub fn reached(self) -> Option<Reached> {
        self.terms.reached.get()
    }

    /// What would be handed in now.
    pub fn outcome(self) -> Outcome {
        let reached = self.terms.reached.get_untracked();
        let done = reached.map(|reached| reached.done).or_else(|| self.session.done()).unwrap_or_default();
        Outcome { requests: done.requests, end: done.at, ..self.outcome_without_run() }
    }

    fn outcome_without_run(self) -> Outcome {
        let answers = self.quiz.map(|quiz| {
            quiz.round.with_untracked(|round| {
                round.iter().flat_map(|round| round.places.iter().map(|place| place.answer.clone())).collect()
            })
        });
        let (now_s, _) = answers::now();
        let took_s =
            self.took_before_s.saturating_add(now_s.saturating_sub(self.began_s).try_into().unwrap_or(u32::MAX));
        let fresh = self.known.with_value(|known| Outcome::new(&known.assignment));
        Outcome {
            nickname: self.nickname.get_untracked().trim().chars().take(NICKNAME_MAX).collect(),
            predicted: self.predicted.get_untracked(),
            answers: answers.unwrap_or_default(),
            took_s,
            ..fresh
        }
    }

    /// Keeps the work whenever something of it changes while the run stands, and when the page is left.
    fn keep_up(self) {
        Effect::new(move |_| {
            if let Some(quiz) = self.quiz {
                quiz.round.track();
            }
            self.predicted.track();
            self.nickname.track();
            self.terms.reached.track();
            self.session.run(|_| ());
            if !self.session.playing.get() {
                self.keep();
            }
        });
        let left = window_event_listener_untyped("pagehide", move |_| self.keep());
        let hidden = window_event_listener(ev::visibilitychange, move |_| self.keep());
        on_cleanup(move || {
            self.keep();
            left.remove();
            hidden.remove();
        });
    }

    fn keep(self) {
        let Some(done) = self.session.done_and_ahead() else { return };
        let name = self.name.get_value();
        let kept = Kept {
            exercise: name.clone(),
            done,
            reached: self.terms.reached.get_untracked(),
            outcome: self.outcome_without_run(),
        };
        let others = load().into_iter().filter(|other| other.exercise != name);
        let all: Vec<Kept> = std::iter::once(kept).chain(others).take(KEPT_MAX).collect();
        if let Some(text) = packed(&all) {
            // A browser that stores nothing goes on without.
            let _refused = storage::save_work(&text);
        }
    }
}

/// Held by what answers whether a request may be made.
struct Assigned {
    assignment: classroom::assignment::Assignment,
    lab: &'static Lab,
}

fn load() -> Vec<Kept> {
    storage::load_work().and_then(|text| unpacked(&text)).unwrap_or_default()
}

/// The title of the exercise's lab.
pub fn lab_title(lab: &str) -> &'static str {
    frame().course.iter().find(|card| card.id == lab).map_or("", |card| card.title.as_str())
}
