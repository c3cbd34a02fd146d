//! The log of answers, and what it says of one item.

use serde::{Deserialize, Serialize};
use spaced_review::{Memory, Rating};

/// How sure a learner was.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Sure {
    Guessed,
    Fairly,
    Certain,
}

/// An answer.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Seconds since 1970.
    pub at: u64,
    /// The learner's day, in days since 1970: theirs may begin hours before or after that of UTC.
    pub day: u32,
    /// An item's id, or `lab/<id>` for the prediction of a lab.
    pub item: String,
    /// The item's, so that answers to what was asked before a change are told apart.
    pub version: u32,
    /// With which numbers and in which order.
    pub seed: u64,
    pub right: bool,
    pub sure: Sure,
}

impl Entry {
    /// What the answer says of memory. Right by a guess is hardly known.
    pub fn rating(&self) -> Rating {
        match (self.right, self.sure) {
            (false, _) => Rating::Again,
            (true, Sure::Guessed) => Rating::Hard,
            (true, Sure::Fairly) => Rating::Good,
            (true, Sure::Certain) => Rating::Easy,
        }
    }
}

/// What is remembered of an item.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Known {
    pub memory: Memory,
    /// Day of the last answer.
    pub day: u32,
    /// Whether that one was right.
    pub right: bool,
    pub answers: u32,
}

impl Known {
    /// With one more answer.
    pub(super) fn after(before: Option<Known>, entry: &Entry) -> Known {
        let memory = match &before {
            Some(known) => known.memory.answered(entry.rating(), entry.day.saturating_sub(known.day)),
            None => Memory::new(entry.rating()),
        };
        let answers = before.map_or(0, |known| known.answers) + 1;
        Known { memory, day: entry.day, right: entry.right, answers }
    }

    /// Probability that it is still known.
    pub fn retrievability(&self, day: u32) -> f64 {
        self.memory.retrievability(f64::from(day.saturating_sub(self.day)))
    }

    /// The same, and nothing after an answer that was wrong.
    pub fn degree(&self, day: u32) -> f64 {
        if self.right { self.retrievability(day) } else { 0.0 }
    }

    /// Day on which it should be asked again.
    pub fn due(&self) -> u32 {
        self.day.saturating_add(self.memory.due_in_days())
    }
}

/// All answers in the order of their time, none twice.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Progress {
    entries: Vec<Entry>,
}

impl Progress {
    /// Notes an answer.
    pub fn note(&mut self, entry: Entry) {
        if let Err(at) = self.entries.binary_search(&entry) {
            self.entries.insert(at, entry);
        }
    }

    /// Takes in another log, as from a file: nothing of either is lost, and what is in both is counted once. How many
    /// entries were new.
    pub fn merge(&mut self, other: Progress) -> usize {
        let before = self.entries.len();
        self.entries.extend(other.entries);
        self.entries.sort_unstable();
        self.entries.dedup();
        self.entries.len() - before
    }

    /// All answers, the oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What is remembered of an item; None if it was never answered.
    pub fn known(&self, item: &str) -> Option<Known> {
        let of_item = self.entries.iter().filter(|entry| entry.item == item);
        of_item.fold(None, |known, entry| Some(Known::after(known, entry)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(item: &str, day: u32, right: bool, sure: Sure) -> Entry {
        Entry { at: u64::from(day) * 86_400, day, item: item.to_owned(), version: 1, seed: 1, right, sure }
    }

    #[test]
    fn what_is_missed_comes_back_the_next_day_and_what_is_certain_much_later() {
        let mut progress = Progress::default();
        progress.note(entry("a", 100, false, Sure::Certain));
        progress.note(entry("b", 100, true, Sure::Certain));
        progress.note(entry("c", 100, true, Sure::Guessed));
        let due = |item| progress.known(item).expect("it was answered").due();
        assert_eq!((due("a"), due("c")), (101, 101));
        assert!(due("b") >= 105, "{}", due("b"));
        assert_eq!(progress.known("d"), None);
    }

    #[test]
    fn answers_in_any_order_make_the_same_memory() {
        let answers = [
            entry("a", 100, false, Sure::Fairly),
            entry("a", 101, true, Sure::Fairly),
            entry("b", 101, true, Sure::Certain),
            entry("a", 104, true, Sure::Certain),
        ];
        let (mut forward, mut backward) = (Progress::default(), Progress::default());
        answers.iter().for_each(|answer| forward.note(answer.clone()));
        answers.iter().rev().for_each(|answer| backward.note(answer.clone()));
        assert_eq!(forward, backward);
        assert_eq!(forward.known("a").map(|known| known.answers), Some(3));
    }

    #[test]
    fn two_logs_become_one_without_loss_however_often() {
        let (mut one, mut other) = (Progress::default(), Progress::default());
        for day in 0..20 {
            one.note(entry("a", day, day % 2 == 0, Sure::Fairly));
            other.note(entry("a", day + 10, (day + 10) % 2 == 0, Sure::Fairly));
            other.note(entry("b", day, true, Sure::Guessed));
        }
        let mut both = one.clone();
        assert_eq!(both.merge(other.clone()), 30);
        assert_eq!(both.merge(other.clone()), 0);
        let mut reverse = other;
        reverse.merge(one);
        assert_eq!(both, reverse);
        assert_eq!(both.entries().len(), 50);
    }
}
