//! A mock exam survives a closed page: its answers stand in this browser until it is marked, and the clock stands still.

use super::Quiz;
use super::round::Round;
use super::wish::Wish;
use crate::storage::{self, packed, unpacked};
use leptos::prelude::*;
use question_bank::mark::Answer;
use serde::{Deserialize, Serialize};

/// An exam under way.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct KeptExam {
    seed: u64,
    at: usize,
    /// Item, answer, and whether the learner wants to come back to it.
    places: Vec<(String, Option<Answer>, bool)>,
    elapsed_s: u64,
    limit_s: Option<u64>,
}

impl KeptExam {
    /// Puts its answers into the round, if that asks the same.
    fn put_into(self, round: &mut Round, id: impl Fn(usize) -> String) -> bool {
        let asks_same = self.places.len() == round.places.len()
            && self.at < self.places.len()
            && self.places.iter().zip(&round.places).all(|((item, ..), place)| *item == id(place.item));
        if asks_same {
            round.at = self.at;
            for ((_, answer, later), place) in self.places.into_iter().zip(&mut round.places) {
                (place.answer, place.later) = (answer, later);
            }
        }
        asks_same
    }
}

impl Quiz {
    /// Keeps the exam as it stands.
    pub(super) fn keep_exam(self) {
        let Wish::Exam { seed, .. } = self.wish.get_untracked() else { return };
        let bank = self.bank.get_untracked();
        let kept = self.round.with_untracked(|round| {
            let round = round.as_ref().filter(|round| round.is_exam && !round.is_over)?;
            let places = round.places.iter();
            let places = places.map(|place| (bank.items[place.item].id.clone(), place.answer.clone(), place.later));
            let (elapsed_s, limit_s) = (untrack(|| self.timer.elapsed_s()), self.timer.limit_s());
            packed(&KeptExam { seed, at: round.at, places: places.collect(), elapsed_s, limit_s })
        });
        if let Some(kept) = kept {
            storage::save_exam(&kept);
        }
    }

    /// Goes on with the exam that was kept, if it is this one.
    pub(super) fn resume_exam(self) {
        let Wish::Exam { seed, .. } = self.wish.get_untracked() else { return };
        let Some(kept) =
            storage::load_exam().as_deref().and_then(unpacked::<KeptExam>).filter(|kept| kept.seed == seed)
        else {
            return;
        };
        let bank = self.bank.get_untracked();
        let (elapsed_s, limit_s) = (kept.elapsed_s, kept.limit_s);
        self.round.update(|round| {
            let is_resumed = round.as_mut().is_some_and(|round| kept.put_into(round, |nth| bank.items[nth].id.clone()));
            if is_resumed {
                self.timer.resume(elapsed_s, limit_s);
            }
        });
        self.hold_answers();
    }

    /// The exam that is under way, as it is asked for.
    pub fn kept_exam() -> Option<Wish> {
        let kept = storage::load_exam().as_deref().and_then(unpacked::<KeptExam>)?;
        Some(Wish::Exam { count: kept.places.len(), seed: kept.seed })
    }

    /// Lets go of it.
    pub(super) fn drop_exam(self) {
        storage::save_exam("");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::bank;
    use crate::quiz::round::Ground;
    use question_bank::practice::Progress;

    #[test]
    fn a_kept_exam_is_resumed_by_the_same_round_only() {
        let log = Progress::default();
        let ground =
            Ground { bank: bank(), ours: bank().items.len(), profile: "aws-2026", log: &log, day: 1, chance: 1 };
        let round = |seed| Round::draw(&Wish::Exam { count: 20, seed }, &ground).expect("twenty");
        let id = |nth: usize| bank().items[nth].id.clone();
        let places =
            round(5).places.iter().map(|place| (id(place.item), Some(Answer::Chosen(vec![1])), true)).collect();
        let kept = KeptExam { seed: 5, at: 7, places, elapsed_s: 60, limit_s: None };
        let text = packed(&kept).expect("it is plain data");
        assert_eq!(unpacked(&text), Some(kept.clone()));
        assert_eq!(unpacked::<KeptExam>("1.!"), None);
        let mut same = round(5);
        assert!(kept.clone().put_into(&mut same, id));
        assert_eq!((same.at, same.answered()), (7, 20));
        let mut other = round(6);
        assert!(!kept.put_into(&mut other, id));
        assert_eq!((other.at, other.answered()), (0, 0));
    }
}
