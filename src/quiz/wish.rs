//! What an address asks of the quiz: `#/quiz?mode=exam&count=20&seed=7`, and back.

use question_bank::Bank;
use question_bank::item::{Area, Domain};
use question_bank::practice::exam::LENGTHS;

/// Areas by their names in an address, in the order of the page.
pub const AREAS: [(Area, &str); 7] = [
    (Area::DataStreams, "data-streams"),
    (Area::Capacity, "capacity"),
    (Area::Producers, "producers"),
    (Area::Consumers, "consumers"),
    (Area::Resharding, "resharding"),
    (Area::Security, "security"),
    (Area::SqsFifo, "sqs-fifo"),
];

/// What is to be asked.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Wish {
    /// Nothing yet: the choice is shown.
    #[default]
    Choose,
    Practice {
        of: Of,
        /// Given for a class: everybody is asked the same in the same order, whatever they know.
        seed: Option<u64>,
    },
    Review,
    Exam {
        count: usize,
        seed: u64,
    },
}

/// Questions about what.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Of {
    #[default]
    All,
    Area(Area),
    /// Its number, from 1.
    Topic(u8),
    /// The lab's id.
    Lab(String),
    /// The item's id.
    Item(String),
    /// What the learner, or a teacher, brought.
    Own,
}

impl Wish {
    /// Reads the query of a fragment; what of it can't be taken is named.
    pub fn parse(query: &str, bank: &Bank) -> (Wish, Vec<String>) {
        let pairs: Vec<(&str, &str)> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
        let value = |name: &str| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        let mut refused = Vec::new();
        let mut refuse = |name: &str| refused.push(format!("{name}={}", value(name).unwrap_or_default()));
        let seed = value("seed").map(|text| text.parse::<u64>().map_err(|_| refuse("seed")));
        let seed = seed.and_then(Result::ok);
        let wish = match value("mode") {
            Some("review") => Wish::Review,
            Some("exam") => {
                let count = value("count").and_then(|text| text.parse().ok()).filter(|count| LENGTHS.contains(count));
                if count.is_none() && value("count").is_some() {
                    refuse("count");
                }
                Wish::Exam { count: count.unwrap_or(LENGTHS[0]), seed: seed.unwrap_or(1) }
            }
            mode => {
                if mode.is_some_and(|mode| mode != "practice") {
                    refuse("mode");
                }
                let asked = ["item", "topic", "area", "lab", "own"].into_iter().find(|name| value(name).is_some());
                let of = asked.map(|name| (name, Of::named(name, value(name).unwrap_or_default(), bank)));
                match of {
                    Some((_, Some(of))) => Wish::Practice { of, seed },
                    Some((name, None)) => {
                        refuse(name);
                        Wish::Choose
                    }
                    None if mode == Some("practice") => Wish::Practice { of: Of::All, seed },
                    None => Wish::Choose,
                }
            }
        };
        (wish, refused)
    }

    /// The fragment that asks for it.
    pub fn href(&self) -> String {
        let seeded = |seed: &Option<u64>| seed.map(|seed| format!("&seed={seed}")).unwrap_or_default();
        let query = match self {
            Wish::Choose => return crate::route::QUIZ_HREF.to_owned(),
            Wish::Review => "mode=review".to_owned(),
            Wish::Exam { count, seed } => format!("mode=exam&count={count}&seed={seed}"),
            Wish::Practice { of, seed } => format!("mode=practice{}{}", of.pair(), seeded(seed)),
        };
        format!("{}?{query}", crate::route::QUIZ_HREF)
    }
}

impl Of {
    fn named(name: &str, value: &str, bank: &Bank) -> Option<Of> {
        match name {
            "item" => bank.items.iter().any(|item| item.id == value).then(|| Of::Item(value.to_owned())),
            "own" => (value == "1").then_some(Of::Own),
            "lab" => bank.topics.iter().any(|topic| topic.lab == value).then(|| Of::Lab(value.to_owned())),
            "topic" => {
                value.parse().ok().filter(|nth| (1..=bank.topics.len()).contains(&usize::from(*nth))).map(Of::Topic)
            }
            _ => AREAS.iter().find(|(_, name)| *name == value).map(|(area, _)| Of::Area(*area)),
        }
    }

    /// As it stands in an address, with the `&` before it.
    fn pair(&self) -> String {
        match self {
            Of::All => String::new(),
            Of::Area(area) => format!("&area={}", area_name(*area)),
            Of::Topic(nth) => format!("&topic={nth}"),
            Of::Lab(id) => format!("&lab={id}"),
            Of::Item(id) => format!("&item={id}"),
            Of::Own => "&own=1".to_owned(),
        }
    }

    /// Whether the item in this place of the bank is one of these; the first `ours` items are ours.
    pub fn takes(&self, bank: &Bank, ours: usize, nth: usize) -> bool {
        let item = &bank.items[nth];
        let topic = &bank.topics[usize::from(item.topic) - 1];
        match self {
            Of::All => true,
            Of::Area(area) => topic.area == *area,
            Of::Topic(number) => *number == item.topic,
            Of::Lab(id) => topic.lab == *id,
            Of::Item(id) => *id == item.id,
            Of::Own => nth >= ours,
        }
    }
}

/// An area's name in addresses and keys of words.
pub fn area_name(area: Area) -> &'static str {
    AREAS.iter().find(|(known, _)| *known == area).map_or("", |(_, name)| name)
}

/// The key of the word for a domain of the exam.
pub fn domain_key(domain: Domain) -> &'static str {
    match domain {
        Domain::Development => "exam.domain.development",
        Domain::Security => "exam.domain.security",
        Domain::Deployment => "exam.domain.deployment",
        Domain::Troubleshooting => "exam.domain.troubleshooting",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::bank;

    #[test]
    fn what_is_asked_stands_in_the_address_and_comes_back() {
        let wishes = [
            Wish::Choose,
            Wish::Review,
            Wish::Exam { count: 65, seed: 7 },
            Wish::Practice { of: Of::All, seed: None },
            Wish::Practice { of: Of::Area(Area::SqsFifo), seed: Some(12) },
            Wish::Practice { of: Of::Topic(45), seed: None },
            Wish::Practice { of: Of::Own, seed: None },
            Wish::Practice { of: Of::Lab("kcl".to_owned()), seed: Some(0) },
            Wish::Practice { of: Of::Item("kcl-workers-at-work".to_owned()), seed: Some(3) },
        ];
        for wish in wishes {
            let href = wish.href();
            let query = href.split_once('?').map_or("", |(_, query)| query);
            assert_eq!(Wish::parse(query, bank()), (wish, Vec::new()), "{href}");
        }
    }

    #[test]
    fn what_cannot_be_asked_is_named() {
        let refused = |query| Wish::parse(query, bank()).1;
        assert_eq!(refused("mode=party"), ["mode=party"]);
        assert_eq!(refused("mode=exam&count=21"), ["count=21"]);
        assert_eq!(refused("topic=67&seed=-1"), ["seed=-1", "topic=67"]);
        assert_eq!(refused("item=nowhere"), ["item=nowhere"]);
        assert!(refused("theme=dark&mode=review").is_empty());
    }
}
