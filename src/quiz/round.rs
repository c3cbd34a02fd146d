//! The questions of a round, in their order, and what has been answered: practice, review, or a mock exam.

use super::wish::{Of, Wish};
use question_bank::Bank;
use question_bank::given::shuffled;
use question_bank::mark::Answer;
use question_bank::practice::{Exam, Progress};
use std::collections::BTreeSet;
use stream_engine::rng::Generator;

/// Questions in a round of practice or review.
pub const ROUND: usize = 18;
/// And in a lab's own.
pub const OF_A_LAB: usize = 3;

/// What a round is drawn from.
pub struct Ground<'a> {
    pub bank: &'a Bank,
    /// How many of its items are ours, and not the learner's own.
    pub ours: usize,
    /// Id of the quota profile.
    pub profile: &'a str,
    pub log: &'a Progress,
    /// The learner's day.
    pub day: u32,
    /// For numbers and orders that nobody asked to be the same for a class.
    pub chance: u64,
}

/// One question's place in the round.
#[derive(Clone, PartialEq, Debug)]
pub struct Place {
    /// Place in the bank.
    pub item: usize,
    pub seed: u64,
    pub answer: Option<Answer>,
    /// Once it has been marked.
    pub right: Option<bool>,
    /// The learner wants to come back to it.
    pub later: bool,
}

/// A round under way.
#[derive(Clone, PartialEq, Debug)]
pub struct Round {
    pub places: Vec<Place>,
    pub at: usize,
    /// No word on what is right before the end.
    pub is_exam: bool,
    pub is_over: bool,
}

impl Round {
    /// Draws what is wished; None if there is nothing to ask.
    pub fn draw(wish: &Wish, ground: &Ground) -> Option<Round> {
        let Ground { bank, ours, profile, log, day, chance } = ground;
        let is_asked = |nth: &usize| bank.items[*nth].is_asked_in(profile);
        let mut seed = *chance;
        let items: Vec<usize> = match wish {
            Wish::Choose => Vec::new(),
            Wish::Review => log.memories(bank).due(profile, *day).into_iter().take(ROUND).collect(),
            Wish::Exam { count, seed } => {
                let places = Exam::draw(&bank.items[..*ours], profile, *count, *seed).asked.into_iter();
                let places: Vec<Place> = places.map(|(item, seed)| Place::new(item, seed)).collect();
                return (!places.is_empty()).then_some(Round { places, at: 0, is_exam: true, is_over: false });
            }
            Wish::Practice { of, seed: given } => {
                let most = if matches!(of, Of::Lab(_)) { OF_A_LAB } else { ROUND };
                seed = given.unwrap_or(seed);
                let order = match (of, given) {
                    (Of::Item(_), _) => (0..bank.items.len()).collect(),
                    (_, None) => log.memories(bank).next(profile, *day),
                    (_, Some(seed)) => in_order_of(bank, *ours, *seed).into_iter().filter(is_asked).collect(),
                };
                order.into_iter().filter(|nth| of.takes(bank, *ours, *nth)).take(most).collect()
            }
        };
        let places: Vec<Place> =
            items.into_iter().zip(0..).map(|(item, nth)| Place::new(item, seed.wrapping_add(nth))).collect();
        (!places.is_empty()).then_some(Round { places, at: 0, is_exam: false, is_over: false })
    }

    /// The question that is asked.
    pub fn place(&self) -> &Place {
        &self.places[self.at]
    }

    pub fn place_mut(&mut self) -> &mut Place {
        &mut self.places[self.at]
    }

    /// How many have been answered.
    pub fn answered(&self) -> usize {
        self.places.iter().filter(|place| place.answer.is_some()).count()
    }

    /// Where the next one is that isn't answered, round the end; None if all are.
    pub fn next_open(&self) -> Option<usize> {
        let after = self.at + 1..self.places.len();
        after.chain(0..=self.at).find(|nth| self.places[*nth].answer.is_none())
    }

    /// The labs in which what was missed can be played, each once, most missed first.
    pub fn labs_to_play<'a>(&self, bank: &'a Bank) -> Vec<&'a str> {
        let missed = self.places.iter().filter(|place| place.right != Some(true));
        let lab = |place: &Place| bank.topics[usize::from(bank.items[place.item].topic) - 1].lab.as_str();
        let labs: Vec<&str> = missed.map(lab).collect();
        let mut known: Vec<&str> = labs.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        known.sort_by_key(|lab| std::cmp::Reverse(labs.iter().filter(|other| *other == lab).count()));
        known
    }
}

/// All items in the order of a seed, the same for everybody: the first `ours`, and behind them what was brought.
pub fn in_order_of(bank: &Bank, ours: usize, seed: u64) -> Vec<usize> {
    let mut chance = Generator::named(seed, "class");
    let mut order = shuffled(ours, &mut chance);
    order.extend(shuffled(bank.items.len() - ours, &mut chance).into_iter().map(|nth| ours + nth));
    order
}

impl Place {
    /// What is asked, and with which numbers.
    pub fn variant(&self) -> (usize, u64) {
        (self.item, self.seed)
    }

    /// Not answered yet.
    pub fn new(item: usize, seed: u64) -> Place {
        Place { item, seed, answer: None, right: None, later: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::bank;
    use question_bank::practice::{Entry, Sure};

    fn ground(log: &Progress, chance: u64) -> Ground<'_> {
        Ground { bank: bank(), ours: bank().items.len(), profile: "aws-2026", log, day: 100, chance }
    }

    fn items(round: Option<Round>) -> Vec<usize> {
        round.expect("there is something to ask").places.iter().map(|place| place.item).collect()
    }

    #[test]
    fn a_class_with_one_seed_sees_one_order_whatever_each_knows() {
        let mut log = Progress::default();
        let wish = Wish::Practice { of: Of::All, seed: Some(7) };
        let fresh = Round::draw(&wish, &ground(&log, 1));
        let item = bank().items[fresh.as_ref().map_or(0, |round| round.places[0].item)].id.clone();
        log.note(Entry { at: 1, day: 1, item, version: 1, seed: 1, right: true, sure: Sure::Certain });
        assert_eq!(fresh, Round::draw(&wish, &ground(&log, 2)));
        let other = Wish::Practice { of: Of::All, seed: Some(8) };
        assert_ne!(items(fresh), items(Round::draw(&other, &ground(&log, 1))));
    }

    #[test]
    fn a_lab_asks_three_of_its_own_and_a_topic_only_of_itself() {
        let log = Progress::default();
        let of = |of: Of| items(Round::draw(&Wish::Practice { of, seed: None }, &ground(&log, 1)));
        let of_lab = of(Of::Lab("kcl".to_owned()));
        assert_eq!(of_lab.len(), OF_A_LAB);
        let lab = |nth: &usize| bank().topics[usize::from(bank().items[*nth].topic) - 1].lab.as_str();
        assert!(of_lab.iter().all(|nth| lab(nth) == "kcl"));
        assert!(of(Of::Topic(45)).iter().all(|nth| bank().items[*nth].topic == 45));
    }

    #[test]
    fn review_asks_what_is_due_and_nothing_else() {
        let mut log = Progress::default();
        assert_eq!(Round::draw(&Wish::Review, &ground(&log, 1)), None);
        let id = bank().items[5].id.clone();
        log.note(Entry { at: 1, day: 90, item: id, version: 1, seed: 1, right: false, sure: Sure::Fairly });
        assert_eq!(items(Round::draw(&Wish::Review, &ground(&log, 1))), [5]);
    }

    #[test]
    fn open_questions_are_found_round_the_end() {
        let log = Progress::default();
        let mut round = Round::draw(&Wish::Exam { count: 20, seed: 3 }, &ground(&log, 1)).expect("twenty");
        assert_eq!((round.places.len(), round.next_open()), (20, Some(1)));
        round.at = 19;
        assert_eq!(round.next_open(), Some(0));
        round.places.iter_mut().for_each(|place| place.answer = Some(Answer::Chosen(vec![0])));
        assert_eq!((round.next_open(), round.answered()), (None, 20));
        round.places.iter_mut().skip(1).for_each(|place| place.right = Some(true));
        assert_eq!(round.labs_to_play(bank()).len(), 1);
    }
}
