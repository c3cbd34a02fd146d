//! Quota profiles and prices: every value with unit, source and date.

use crate::format::{THIN, dollars, with_unit};
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use stream_engine::bill::Prices;
use stream_engine::quota::Quotas;

/// A profile as the header's switch knows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProfileName {
    pub id: String,
    pub label: String,
}

/// The limits of AWS as of a date.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Profile {
    pub id: String,
    pub label: String,
    pub short: String,
    pub date: String,
    pub about: String,
    /// What the engine works with.
    pub limits: Quotas,
    /// What the page's texts use, sorted by key.
    pub facts: Vec<Fact>,
}

/// A value with its origin.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Fact {
    pub key: String,
    pub name: String,
    pub value: FactValue,
    pub unit: String,
    pub source: String,
    pub date: String,
    pub note: String,
}

/// What a fact says.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum FactValue {
    Count(u64),
    /// A decimal number as it is written: `0.5`.
    Decimal(String),
    Text(String),
    /// A price in nano-dollars.
    NanoDollars(u64),
    /// No value, and why.
    Absent(String),
}

impl Fact {
    /// Value with unit, as in a sentence.
    pub fn text(&self) -> String {
        self.value.text(&self.unit)
    }
}

impl FactValue {
    /// The value with its unit, as in a sentence.
    pub fn text(&self, unit: &str) -> String {
        match self {
            FactValue::Count(value) => with_unit(*value, unit),
            FactValue::Decimal(text) | FactValue::Text(text) if unit.is_empty() => text.clone(),
            FactValue::Decimal(text) | FactValue::Text(text) => format!("{text}{THIN}{unit}"),
            FactValue::NanoDollars(nano) => format!("${} {unit}", dollars(*nano, 3)),
            FactValue::Absent(why) => why.clone(),
        }
    }
}

impl Profile {
    /// The limits as a run takes them.
    pub fn quotas(&self) -> Rc<Quotas> {
        Rc::new(self.limits.clone())
    }

    /// The fact with this key, if the page uses it.
    pub fn fact(&self, key: &str) -> Option<&Fact> {
        find(&self.facts, key)
    }
}

/// Prices of one Region.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PriceList {
    pub region: String,
    pub checked: String,
    /// What the engine works with.
    pub prices: Prices,
    /// What the page's texts use, sorted by key.
    pub facts: Vec<Fact>,
}

impl PriceList {
    /// The price with this key, if the page uses it.
    pub fn fact(&self, key: &str) -> Option<&Fact> {
        find(&self.facts, key)
    }
}

fn find<'a>(facts: &'a [Fact], key: &str) -> Option<&'a Fact> {
    let at = facts.binary_search_by(|fact| fact.key.as_str().cmp(key)).ok()?;
    Some(&facts[at])
}
