//! An item as it is asked: by a profile's limits, with drawn numbers, and in an order by chance.

use crate::expression::Expression;
use crate::facts::Facts;
use crate::given::{Drawn, draw, shuffled};
use crate::item::{Choice, Item, Kind, Right};
use crate::text::Names;
use lab_content::prediction::Match;
use lab_content::trial::Finding;
use std::collections::BTreeSet;
use stream_engine::rng::Generator;

/// What a learner is asked.
#[derive(Clone, PartialEq, Debug)]
pub struct Question {
    pub stem: String,
    pub body: Body,
    pub explanation: String,
}

/// What can be answered, with the key.
#[derive(Clone, PartialEq, Debug)]
pub enum Body {
    Choice {
        options: Vec<Shown>,
        many: bool,
    },
    Number {
        answer: f64,
        tolerance: f64,
        unit: String,
    },
    /// `places[n]` is the right place of the nth step as shown.
    Order {
        steps: Vec<Explained>,
        places: Vec<usize>,
    },
    /// `rights` are shown in their own order; `key[n]` is the one that belongs to the nth of `lefts`.
    Match {
        lefts: Vec<Explained>,
        rights: Vec<String>,
        key: Vec<usize>,
    },
}

/// What the key goes by.
enum Key<'a> {
    /// What the run showed, if one was made.
    By(Option<&'a Finding>),
    Unknown,
}

/// How much longer the right options may be than the wrong ones, on average, and the other way round, in percent.
const LENGTH_MAX_PERCENT: usize = 170;
/// And this many characters besides, since short options differ by a word.
const LENGTH_SLACK: usize = 14;

/// An option as it is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    pub text: String,
    pub why: String,
    pub right: bool,
}

/// A text with its reason.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explained {
    pub text: String,
    pub why: String,
}

impl Item {
    /// The numbers of a variant; None if none fit the item's conditions.
    pub fn draw(&self, facts: &Facts, seed: u64) -> Option<Drawn> {
        let conditions: Vec<Expression> =
            self.conditions.iter().filter_map(|text| Expression::parse(text).ok()).collect();
        let mut chance = Generator::named(seed, "numbers");
        draw(&self.given, &conditions, &|name| facts.number(name), &mut chance)
    }

    /// The question with these numbers, its options in an order by `seed`. `finding` is what the item's run showed; without
    /// it an item whose key needs one isn't asked.
    pub fn question(&self, facts: &Facts, drawn: &Drawn, seed: u64, finding: Option<&Finding>) -> Option<Question> {
        self.put(&Names { facts, drawn, found: self.found(facts, drawn, finding) }, seed, Key::By(finding))
    }

    /// The same as it is read before its run, for an item whose key is what that shows: nothing in it is right.
    pub fn question_without_key(&self, facts: &Facts, drawn: &Drawn, seed: u64) -> Option<Question> {
        self.put(&Names { facts, drawn, found: None }, seed, Key::Unknown)
    }

    fn put(&self, names: &Names, seed: u64, key: Key) -> Option<Question> {
        let mut chance = Generator::named(seed, "order");
        let explained = |text: &str, why: &str| Explained { text: names.fill(text), why: names.fill(why) };
        let body = match &self.kind {
            Kind::Single { options } | Kind::Multi { options } | Kind::Predict { options } => {
                let rights = match key {
                    Key::By(finding) => rights(options, names, finding)?,
                    Key::Unknown => vec![false; options.len()],
                };
                let shown = shuffled(options.len(), &mut chance).into_iter().map(|at| Shown {
                    text: names.fill(&options[at].text),
                    why: names.fill(&options[at].why),
                    right: rights[at],
                });
                Body::Choice { options: shown.collect(), many: matches!(self.kind, Kind::Multi { .. }) }
            }
            Kind::Numeric { answer, tolerance, unit } => Body::Number {
                answer: match key {
                    Key::By(_) => names.value(&Expression::parse(answer).ok()?)?,
                    Key::Unknown => f64::NAN,
                },
                tolerance: *tolerance as f64,
                unit: unit.clone(),
            },
            Kind::Order { steps } => {
                let places = shuffled(steps.len(), &mut chance);
                let steps = places.iter().map(|at| explained(&steps[*at].text, &steps[*at].why)).collect();
                Body::Order { steps, places }
            }
            Kind::Match { pairs } => {
                let (order, other) = (shuffled(pairs.len(), &mut chance), shuffled(pairs.len(), &mut chance));
                let lefts = order.iter().map(|at| explained(&pairs[*at].left, &pairs[*at].why)).collect();
                let rights = other.iter().map(|at| names.fill(&pairs[*at].right)).collect();
                let key = order.iter().filter_map(|at| other.iter().position(|one| one == at)).collect();
                Body::Match { lefts, rights, key }
            }
        };
        Some(Question { stem: names.fill(&self.stem), body, explanation: names.fill(&self.explanation) })
    }
}

impl Question {
    /// What keeps the key from being told from the options.
    pub fn flaws(&self) -> Vec<String> {
        let Body::Choice { options, many } = &self.body else { return Vec::new() };
        let mut problems = Vec::new();
        let rights = options.iter().filter(|option| option.right).count();
        if (*many && (rights < 2 || rights == options.len())) || (!*many && rights != 1) {
            problems.push(format!("{rights} of {} options are right", options.len()));
        }
        let texts: BTreeSet<&str> = options.iter().map(|option| option.text.as_str()).collect();
        if texts.len() < options.len() {
            problems.push("two options read alike".to_owned());
        }
        problems
    }

    /// What betrays the key by how long its options are.
    pub fn length_flaw(&self) -> Option<String> {
        let Body::Choice { options, .. } = &self.body else { return None };
        let mean = |right: bool| {
            let lengths: Vec<usize> = options
                .iter()
                .filter(|option| option.right == right)
                .map(|option| option.text.chars().count())
                .collect();
            lengths.iter().sum::<usize>() / lengths.len().max(1)
        };
        let (key, others) = (mean(true), mean(false));
        let too_long = |one: usize, other: usize| one * 100 > other * LENGTH_MAX_PERCENT + LENGTH_SLACK * 100;
        let is_told = too_long(key, others) || too_long(others, key);
        is_told.then(|| format!("the key is known by its length: {key} characters, the others {others}"))
    }
}

/// Which options are right; None if that is known only after a run.
fn rights(options: &[Choice], names: &Names, finding: Option<&Finding>) -> Option<Vec<bool>> {
    let mut rights = Vec::with_capacity(options.len());
    for option in options {
        rights.push(match &option.right {
            Right::No => false,
            Right::Yes => true,
            Right::If(text) => names.value(&Expression::parse(text).ok()?)? > 0.0,
            Right::When(wanted) => wanted.fits(finding?),
        });
    }
    let otherwise = |option: &&Choice| matches!(option.right, Right::When(Match::Otherwise));
    if let (Some(nth), true) = (options.iter().position(|option| otherwise(&option)), !rights.contains(&true)) {
        rights[nth] = true;
    }
    Some(rights)
}
