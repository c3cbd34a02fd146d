//! The log of answers, and what it says.

use crate::item::{Area, Bank, Item};
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
    /// Probability that it is still known.
    pub fn retrievability(&self, day: u32) -> f64 {
        self.memory.retrievability(f64::from(day.saturating_sub(self.day)))
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
        let mut known: Option<Known> = None;
        for entry in self.entries.iter().filter(|entry| entry.item == item) {
            let memory = match &known {
                Some(known) => known.memory.answered(entry.rating(), entry.day.saturating_sub(known.day)),
                None => Memory::new(entry.rating()),
            };
            let answers = known.map_or(0, |known| known.answers) + 1;
            known = Some(Known { memory, day: entry.day, right: entry.right, answers });
        }
        known
    }

    /// What is due on a day, the least known first: places of the bank's items.
    pub fn due(&self, bank: &Bank, day: u32) -> Vec<usize> {
        let mut due: Vec<(usize, f64)> = bank
            .items
            .iter()
            .enumerate()
            .filter_map(|(nth, item)| {
                let known = self.known(&item.id)?;
                (known.due() <= day).then(|| (nth, known.retrievability(day)))
            })
            .collect();
        due.sort_by(|one, other| one.1.total_cmp(&other.1).then(one.0.cmp(&other.0)));
        due.into_iter().map(|(nth, _)| nth).collect()
    }

    /// How much of an area is known on a day, 0 to 1: the mean over its topics of what is remembered of the topic's items,
    /// and nothing of those that were never answered.
    pub fn mastery(&self, bank: &Bank, area: Area, day: u32) -> f64 {
        let of_topic = |topic: usize| -> Vec<&Item> {
            bank.items.iter().filter(|item| usize::from(item.topic) == topic + 1).collect()
        };
        let topics = bank.topics.iter().enumerate().filter(|(_, topic)| topic.area == area);
        let parts: Vec<f64> = topics
            .map(|(topic, _)| of_topic(topic))
            .filter(|items| !items.is_empty())
            .map(|items| {
                let known = items.iter().filter_map(|item| self.known(&item.id));
                known.map(|known| if known.right { known.retrievability(day) } else { 0.0 }).sum::<f64>()
                    / items.len() as f64
            })
            .collect();
        parts.iter().sum::<f64>() / parts.len().max(1) as f64
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
