//! What only a mock exam has: a clock that can be switched off, answers that are kept unmarked, the end.

use super::Quiz;
use super::asked::Variant;
use super::round::{Place, Round};
use crate::answers;
use crate::content::{t, tf};
use crate::parts::Whole;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use question_bank::practice::Entry;
use question_bank::practice::exam::SECONDS_FOR_EACH;

/// Seconds that a press on "more time" gives.
const EXTENSION_S: u64 = 600;
const MS: f64 = 1_000.0;

/// The clock of a round: how long it goes on, and in an exam how much is left.
#[derive(Clone, Copy)]
pub struct Timer {
    began_ms: RwSignal<f64>,
    /// None where time isn't limited.
    limit_s: RwSignal<Option<u64>>,
    /// Seconds that it took, once it is over.
    took_s: RwSignal<Option<u64>>,
}

impl Timer {
    pub(super) fn new() -> Timer {
        Timer { began_ms: RwSignal::new(0.0), limit_s: RwSignal::new(None), took_s: RwSignal::new(None) }
    }

    /// Begins; in an exam with the time of so many questions.
    pub(super) fn start(self, questions: Option<usize>) {
        self.took_s.set(None);
        self.began_ms.set(js_sys::Date::now());
        self.limit_s.set(questions.map(|count| count as u64 * SECONDS_FOR_EACH));
    }

    /// Goes on after so many seconds, with as many in all.
    pub(super) fn resume(self, elapsed_s: u64, limit_s: Option<u64>) {
        self.took_s.set(None);
        self.began_ms.set(js_sys::Date::now() - elapsed_s as f64 * MS);
        self.limit_s.set(limit_s);
    }

    /// Seconds in all, if time is limited.
    pub(super) fn limit_s(self) -> Option<u64> {
        self.limit_s.get_untracked()
    }

    /// Seconds since the beginning.
    pub fn elapsed_s(self) -> u64 {
        ((js_sys::Date::now() - self.began_ms.get()) / MS).max(0.0) as u64
    }

    /// Seconds that are left, if time is limited.
    pub fn left_s(self) -> Option<u64> {
        Some(self.limit_s.get()?.saturating_sub(self.elapsed_s()))
    }

    pub fn is_limited(self) -> bool {
        self.limit_s.with(Option::is_some)
    }

    /// From now on time isn't limited.
    pub fn switch_off(self) {
        self.limit_s.set(None);
    }

    /// Stands still from now on.
    fn stop(self) {
        self.took_s.set(Some(untrack(|| self.elapsed_s())));
        self.switch_off();
    }

    /// Seconds that the round took, once it is over.
    pub fn took_s(self) -> Option<u64> {
        self.took_s.get()
    }

    /// Ten minutes more.
    pub fn extend(self) {
        self.limit_s.update(|limit| {
            if let Some(limit) = limit {
                *limit = (*limit).max(self.elapsed_s()) + EXTENSION_S;
            }
        });
    }
}

impl Quiz {
    /// Keeps what is drafted of an exam's question as its answer, which may still be changed.
    pub fn keep_draft(self) {
        let draft = self.draft.get_untracked();
        self.round.update(|round| {
            if let Some(round) = round.as_mut().filter(|round| round.is_exam && !round.is_over) {
                round.place_mut().answer = draft;
            }
        });
    }

    /// Marks or unmarks the question for later.
    pub fn mark_for_later(self, later: bool) {
        self.round.update(|round| {
            if let Some(round) = round {
                round.place_mut().later = later;
            }
        });
        self.keep_draft();
        self.keep_exam();
    }

    /// Ends the round. An exam is marked now: each answer's key is found, with a turn of the browser between them.
    pub fn finish(self) {
        self.settle();
        self.keep_draft();
        let is_exam = self.round.with_untracked(|round| round.as_ref().is_some_and(|round| round.is_exam));
        if !is_exam {
            self.looks_back.set(false);
            self.round.update(|round| _ = round.as_mut().map(|round| round.is_over = true));
            return self.status.set(t("quiz.round_over").to_owned());
        }
        if self.marking.try_update_value(|marking| std::mem::replace(marking, true)) != Some(false) {
            return;
        }
        self.shell.whole.with(self.shell, move |whole| spawn_local(self.mark_exam(whole)));
    }

    async fn mark_exam(self, whole: Whole) {
        let asked = self.round.with_untracked(|round| round.as_ref().map(|round| round.places.clone()));
        let asked = asked.unwrap_or_default();
        let of = asked.len().to_string();
        let profile = untrack(|| self.shell.profile_place());
        let (at, _) = answers::now();
        let (mut entries, mut marked) = (Vec::new(), asked.clone());
        for (nth, place) in asked.iter().enumerate() {
            let Some(answer) = &place.answer else { continue };
            self.status.set(tf("quiz.marking", &[("n", &(nth + 1).to_string()), ("of", &of)]));
            TimeoutFuture::new(0).await;
            let Some(variant) = Variant::new(self.bank.get_untracked(), place.item, place.seed, profile) else {
                continue;
            };
            let find = || (whole.find)(variant.item, variant.facts, &variant.drawn, variant.profile).ok().flatten();
            let finding = if variant.item.needs_run() { find() } else { None };
            let entry = self.entry(&variant, false);
            let Some(asked) = variant.asked(finding) else { continue };
            let right = asked.question.mark(answer).right;
            marked[nth].right = Some(right);
            self.tell_answer(&asked, answer, nth);
            // One second each, so that no two answers of one moment are taken for one.
            entries.push(Entry { at: at + nth as u64, right, ..entry });
        }
        self.marking.set_value(false);
        // What was noted meanwhile, here or in another tab, stays.
        let mut log = answers::load();
        entries.into_iter().for_each(|entry| log.note(entry));
        let _refused = answers::save(&log);
        self.log.set(log);
        self.drop_exam();
        let is_same = |round: &Round| round.places.iter().map(Place::variant).eq(asked.iter().map(Place::variant));
        let is_here = self.round.with_untracked(|round| round.as_ref().is_some_and(is_same));
        if !is_here {
            return;
        }
        self.timer.stop();
        self.round.update(|round| {
            if let Some(round) = round {
                round.places = marked;
                round.is_over = true;
            }
        });
        self.looks_back.set(false);
        self.ask();
        self.status.set(t("quiz.exam_over").to_owned());
    }
}
