//! Rounds that are brought: questions that somebody chose, and answers of an earlier visit. What a link or a store holds is
//! made by anybody, and held against the questions.

use super::Quiz;
use super::asked::{Asked, Variant};
use super::round::{Place, Round};
use leptos::prelude::*;
use question_bank::mark::Answer;

impl Quiz {
    /// Asks these, by their ids and with these numbers; some may have been answered before.
    pub fn begin_with(self, asked: impl Iterator<Item = (String, u64)>, answers: &[Option<Answer>]) {
        let bank = self.bank.get_untracked();
        let mut answers = answers.iter().cloned();
        let place = |(id, seed): (String, u64)| {
            let answer = answers.next().flatten();
            let item = bank.items.iter().position(|item| item.id == id)?;
            Some(Place { answer, ..Place::new(item, seed) })
        };
        let places: Vec<Place> = asked.filter_map(place).collect();
        let round = Round { places, at: 0, is_exam: false, is_over: false };
        self.round.set((!round.places.is_empty()).then_some(round));
        self.hold_answers();
        self.round.update(|round| {
            if let Some(round) = round {
                round.at = round.places.iter().position(|place| place.answer.is_none()).unwrap_or(0);
                round.places.iter_mut().for_each(|place| place.right = self.marked_already(place));
            }
        });
        self.ask();
    }

    /// Lets go of answers that can't be given to their questions.
    pub(super) fn hold_answers(self) {
        self.round.update(|round| {
            for place in round.iter_mut().flat_map(|round| &mut round.places) {
                let fits = |answer: &Answer| self.asked_at(place).is_some_and(|asked| asked.question.takes(answer));
                if !place.answer.as_ref().is_none_or(fits) {
                    (place.answer, place.right) = (None, None);
                }
            }
        });
    }

    /// Whether its answer is right, as far as that can be told without a run.
    fn marked_already(self, place: &Place) -> Option<bool> {
        let answer = place.answer.as_ref()?;
        self.asked_at(place).filter(|asked| asked.has_key).map(|asked| asked.question.mark(answer).right)
    }

    fn asked_at(self, place: &Place) -> Option<Asked> {
        let profile = untrack(|| self.shell.profile_place());
        let variant = Variant::new(self.bank.get_untracked(), place.item, place.seed, profile)?;
        variant.clone().asked(None).or_else(|| variant.without_key())
    }
}
