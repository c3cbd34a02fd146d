//! What a learner should be asked next, and how much they know: memory of the whole bank in one pass over the log. The log
//! itself and the memory of one item are `progress`' part.

use super::progress::{Known, Progress};
use crate::item::{Area, Bank};
use std::collections::BTreeMap;

/// What is known of each of a bank's items, by its place; None if it was never answered. Whoever asks for more than one
/// figure takes this once and asks it, since it costs a pass over the log.
#[derive(Clone, Debug)]
pub struct Memories<'a> {
    bank: &'a Bank,
    known: Vec<Option<Known>>,
}

impl Progress {
    /// What is known of each item of a bank.
    pub fn memories<'a>(&self, bank: &'a Bank) -> Memories<'a> {
        let place: BTreeMap<&str, usize> =
            bank.items.iter().enumerate().map(|(nth, item)| (item.id.as_str(), nth)).collect();
        let mut known = vec![None; bank.items.len()];
        for entry in self.entries() {
            if let Some(nth) = place.get(entry.item.as_str()) {
                known[*nth] = Some(Known::after(known[*nth], entry));
            }
        }
        Memories { bank, known }
    }
}

impl Memories<'_> {
    /// What is known of the item at this place.
    pub fn known(&self, nth: usize) -> Option<Known> {
        self.known.get(nth).copied().flatten()
    }

    /// What is due on a day, the least known first.
    pub fn due(&self, profile: &str, day: u32) -> Vec<usize> {
        let is_due = |nth: usize, known: &Known| known.due() <= day && self.bank.items[nth].is_asked_in(profile);
        let due = self.answered().filter(|(nth, known)| is_due(*nth, known));
        by_degree(due.map(|(nth, known)| (nth, known.retrievability(day))))
    }

    /// How much of an area is known on a day, 0 to 1: the mean over its topics that have items.
    pub fn mastery(&self, area: Area, day: u32) -> f64 {
        let of_area = self.bank.topics.iter().zip(1..).filter(|(topic, _)| topic.area == area);
        let parts: Vec<f64> = of_area.filter_map(|(_, number)| self.part(number, day)).collect();
        parts.iter().sum::<f64>() / parts.len().max(1) as f64
    }

    /// How much of a topic is known on a day, 0 to 1: the mean over its items, to which those that were never answered, or
    /// not right the last time, add nothing.
    pub fn topic_mastery(&self, topic: u8, day: u32) -> f64 {
        self.part(topic, day).unwrap_or(0.0)
    }

    /// The order of practice under a profile's limits: what is due, the least known first; then what is new, the easiest
    /// first and the topics in turn; then the rest, the least known first.
    pub fn next(&self, profile: &str, day: u32) -> Vec<usize> {
        let is_asked = |nth: &usize| self.bank.items[*nth].is_asked_in(profile);
        let mut order = self.due(profile, day);
        order.extend(self.unanswered().into_iter().filter(is_asked));
        let rest = self.answered().filter(|(nth, known)| known.due() > day && is_asked(nth));
        order.extend(by_degree(rest.map(|(nth, known)| (nth, known.degree(day)))));
        order
    }

    fn answered(&self) -> impl Iterator<Item = (usize, Known)> {
        self.known.iter().enumerate().filter_map(|(nth, known)| Some((nth, (*known)?)))
    }

    /// What was never answered, by difficulty and, within one, the topics in turn.
    fn unanswered(&self) -> Vec<usize> {
        let mut turns: BTreeMap<(u8, u8), usize> = BTreeMap::new();
        let mut order: Vec<(u8, usize, usize)> = Vec::new();
        for (nth, item) in self.bank.items.iter().enumerate().filter(|(nth, _)| self.known[*nth].is_none()) {
            let turn = turns.entry((item.difficulty, item.topic)).or_default();
            *turn += 1;
            order.push((item.difficulty, *turn, nth));
        }
        order.sort_unstable();
        order.into_iter().map(|(_, _, nth)| nth).collect()
    }

    /// How much of a topic is known; None if it has no items.
    fn part(&self, topic: u8, day: u32) -> Option<f64> {
        let of_topic = self.bank.items.iter().zip(&self.known).filter(|(item, _)| item.topic == topic);
        let degree = |known: &Option<Known>| known.map_or(0.0, |known| known.degree(day));
        let (count, sum) = of_topic.fold((0_u32, 0.0), |(count, sum), (_, known)| (count + 1, sum + degree(known)));
        (count > 0).then(|| sum / f64::from(count))
    }
}

/// Places in the order of a number.
fn by_degree(places: impl Iterator<Item = (usize, f64)>) -> Vec<usize> {
    let mut places: Vec<(usize, f64)> = places.collect();
    places.sort_by(|one, other| one.1.total_cmp(&other.1).then(one.0.cmp(&other.0)));
    places.into_iter().map(|(nth, _)| nth).collect()
}

#[cfg(test)]
mod tests {
    use super::super::progress::{Entry, Sure};
    use super::*;
    use crate::item::{Domain, Item, Kind, Proof, Topic};

    fn item(id: &str, topic: u8, difficulty: u8) -> Item {
        Item {
            id: id.to_owned(),
            version: 1,
            topic,
            domain: Domain::Development,
            difficulty,
            misconception: String::new(),
            given: Vec::new(),
            conditions: Vec::new(),
            stem: String::new(),
            kind: Kind::Single { options: Vec::new() },
            explanation: String::new(),
            sources: Vec::new(),
            proof: Proof::Facts(Vec::new()),
            profiles: Vec::new(),
        }
    }

    /// Three topics in two labs; the last has no item.
    fn bank() -> Bank {
        let topic = |lab: &str, area| Topic { name: String::new(), area, lab: lab.to_owned() };
        let topics =
            vec![topic("kcl", Area::Consumers), topic("lambda", Area::Consumers), topic("kcl", Area::Security)];
        let items = vec![item("a", 1, 2), item("b", 1, 1), item("c", 1, 1), item("d", 2, 1), item("e", 2, 3)];
        Bank { topics, items, facts: Vec::new() }
    }

    fn answered(answers: &[(&str, u32, bool, Sure)]) -> Progress {
        let mut progress = Progress::default();
        for (item, day, right, sure) in answers {
            let (at, item) = (u64::from(*day) * 86_400, (*item).to_owned());
            progress.note(Entry { at, day: *day, item, version: 1, seed: 1, right: *right, sure: *sure });
        }
        progress
    }

    #[test]
    fn one_pass_knows_of_each_item_what_the_log_says_of_it() {
        let bank = bank();
        let mut progress = Progress::default();
        for nth in 0..400_u32 {
            let item = ["a", "b", "c", "d", "lab/kcl"][nth as usize % 5].to_owned();
            let sure = [Sure::Guessed, Sure::Fairly, Sure::Certain][nth as usize % 3];
            let (at, day) = (u64::from(nth), nth / 7);
            progress.note(Entry { at, day, item, version: 1, seed: 1, right: nth % 4 != 0, sure });
        }
        let memories = progress.memories(&bank);
        for (nth, item) in bank.items.iter().enumerate() {
            assert_eq!(memories.known(nth), progress.known(&item.id), "{}", item.id);
        }
        assert_eq!((memories.known(4), memories.known(99)), (None, None));
    }

    #[test]
    fn practice_asks_what_is_due_then_what_is_new_and_easy_then_what_is_least_known() {
        let mut bank = bank();
        let progress = Progress::default();
        assert_eq!(progress.memories(&bank).next("any", 100), [1, 3, 2, 0, 4], "the topics in turn");
        // b is due, e was known surely, c was missed today.
        let progress = answered(&[
            ("b", 90, false, Sure::Fairly),
            ("e", 99, true, Sure::Certain),
            ("c", 100, false, Sure::Fairly),
        ]);
        assert_eq!(progress.memories(&bank).next("any", 100), [1, 3, 0, 2, 4]);
        assert_eq!(progress.memories(&bank).due("any", 100), [1]);
        bank.items[1].profiles = vec!["other".to_owned()];
        bank.items[3].profiles = vec!["other".to_owned()];
        assert_eq!(progress.memories(&bank).next("any", 100), [0, 2, 4]);
        assert!(progress.memories(&bank).due("any", 100).is_empty());
    }

    #[test]
    fn mastery_is_the_mean_of_the_items_of_a_topic_and_of_the_topics_of_an_area() {
        let bank = bank();
        let progress = answered(&[
            ("a", 100, true, Sure::Certain),
            ("b", 100, true, Sure::Fairly),
            ("d", 100, false, Sure::Fairly),
        ]);
        let near = |one: f64, other: f64| assert!((one - other).abs() < 1e-9, "{one} {other}");
        near(progress.memories(&bank).topic_mastery(1, 100), 2.0 / 3.0);
        near(progress.memories(&bank).topic_mastery(2, 100), 0.0);
        near(progress.memories(&bank).topic_mastery(3, 100), 0.0);
        near(progress.memories(&bank).mastery(Area::Consumers, 100), 1.0 / 3.0);
        near(progress.memories(&bank).mastery(Area::Security, 100), 0.0);
        assert!(progress.memories(&bank).topic_mastery(1, 130) < 2.0 / 3.0, "it is forgotten");
    }
}
