//! An answer: given, marked, and proven by its run.

use super::Quiz;
use super::asked::Variant;
use super::round::Place;
use crate::content::{t, tf};
use leptos::prelude::*;
use question_bank::mark::Answer;
use question_bank::question::Body;
use std::rc::Rc;

impl Quiz {
    /// Makes the run of a variant; marks this answer by what it showed, or else one that was given before.
    pub(super) fn run(self, variant: Variant, answer: Option<Answer>) {
        let is_same = {
            let (item, seed, profile) = (variant.item.id.clone(), variant.seed, variant.profile);
            move |place: Option<Place>| {
                let here = place.map(|place| (self.bank.get_untracked().items[place.item].id.clone(), place.seed));
                here == Some((item, seed)) && untrack(|| self.shell.profile_place()) == profile
            }
        };
        self.shell.whole.with(self.shell, move |whole| {
            // The learner may have gone on meanwhile, or left for good.
            if self.round.is_disposed() || !is_same(untrack(|| self.place())) {
                return;
            }
            match (whole.find)(variant.item, variant.facts, &variant.drawn, variant.profile) {
                Ok(finding) => match variant.asked(finding) {
                    Some(asked) => {
                        self.asked.set(Some(Rc::new(asked)));
                        match answer {
                            Some(answer) => self.mark(answer),
                            None => self.show_marks(),
                        }
                    }
                    None => self.give_up(t("quiz.no_key").to_owned()),
                },
                Err(why) => self.give_up(tf("quiz.broken", &[("why", &why)])),
            }
        });
    }

    /// Says why the question can't be put, in its place.
    fn give_up(self, why: String) {
        self.asked.set(None);
        self.marked.set(None);
        self.unasked.set(Some(why));
    }

    /// Shows what is known of an answer that was given before, and makes the run that proves it.
    pub(super) fn show_marks(self) {
        let Some((place, asked)) = untrack(|| self.place()).zip(self.asked.get_untracked()) else { return };
        // Once a round is over, what was left open is shown as answered by nothing.
        let is_over = self.round.with_untracked(|round| round.as_ref().is_some_and(|round| round.is_over));
        let nothing = is_over.then(|| Answer::Chosen(Vec::new()));
        let Some(answer) = place.answer.or(nothing).filter(|_| untrack(|| self.is_open())) else { return };
        if asked.has_key {
            let marked = asked.question.mark(&answer);
            // An answer of an earlier visit waited for its key.
            if !is_over && place.right.is_none() {
                self.round
                    .update(|round| round.iter_mut().for_each(|round| round.place_mut().right = Some(marked.right)));
            }
            self.marked.set(Some(marked));
        }
        if asked.has_run() && asked.finding.is_none() {
            self.run(asked.variant.clone(), None);
        }
    }

    /// Gives the answer that is drafted: it is marked, noted, and its proof runs.
    pub fn check(self) {
        let Some(asked) = self.asked.get_untracked() else { return };
        if self.marked.with_untracked(Option::is_some) {
            return;
        }
        let body = &asked.question.body;
        let draft = self.draft.get_untracked().or_else(|| as_shown(body));
        let Some(answer) = draft.filter(|answer| is_whole(answer, body)) else {
            return self.problem.set(Some(t(missing(body)).to_owned()));
        };
        self.problem.set(None);
        match asked.has_key {
            true => self.mark(answer),
            false => {
                self.status.set(t("quiz.proving").to_owned());
                self.run(asked.variant.clone(), Some(answer));
            }
        }
    }

    /// Marks an answer to a question whose key is known, and notes it.
    fn mark(self, answer: Answer) {
        let Some(asked) = self.asked.get_untracked() else { return };
        let marked = asked.question.mark(&answer);
        let nth = self.round.with_untracked(|round| round.as_ref().map_or(0, |round| round.at));
        self.tell_answer(&asked, &answer, nth);
        self.round.update(|round| {
            if let Some(round) = round {
                round.place_mut().answer = Some(answer);
                round.place_mut().right = Some(marked.right);
            }
        });
        self.pending.set_value(Some(self.entry(&asked.variant, marked.right)));
        self.status.set(t(if marked.right { "quiz.right" } else { "quiz.wrong" }).to_owned());
        self.show_marks();
        self.answered.update(|count| *count += 1);
    }
}

/// The order in which steps are shown, which is an answer already.
fn as_shown(body: &Body) -> Option<Answer> {
    match body {
        Body::Order { steps, .. } => Some(Answer::Order((0..steps.len()).collect())),
        _ => None,
    }
}

/// Whether nothing of the answer is missing.
fn is_whole(answer: &Answer, body: &Body) -> bool {
    match (answer, body) {
        (Answer::Chosen(chosen), _) => !chosen.is_empty(),
        (Answer::Matched(chosen), Body::Match { lefts, rights, .. }) => {
            chosen.len() == lefts.len() && chosen.iter().all(|nth| *nth < rights.len())
        }
        _ => true,
    }
}

/// The word for what is missing.
fn missing(body: &Body) -> &'static str {
    match body {
        Body::Choice { many: false, .. } => "quiz.choose_one",
        Body::Choice { many: true, .. } => "quiz.choose_some",
        Body::Number { .. } => "quiz.enter_number",
        Body::Order { .. } | Body::Match { .. } => "quiz.choose_all",
    }
}
