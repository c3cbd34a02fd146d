//! Reads quota profiles and prices into facts and into what the engine takes.

use super::Reader;
use crate::profile::{Fact, FactValue, PriceList, Profile};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use stream_engine::bill::Prices;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfileFile {
    id: String,
    label: String,
    short: String,
    date: String,
    about: String,
    pub quota: BTreeMap<String, Quota>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Quota {
    value: Option<toml::Value>,
    absent: Option<String>,
    pub unit: String,
    pub name: String,
    pub source: String,
    pub date: String,
    #[serde(default)]
    pub note: String,
}

impl Quota {
    /// The value as texts show it.
    pub fn fact(&self) -> FactValue {
        let absent = || FactValue::Absent(self.absent.clone().unwrap_or_default());
        self.value.as_ref().map_or_else(absent, fact_value)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PriceFile {
    region: String,
    #[serde(rename = "currency")]
    _currency: String,
    checked: String,
    pub price: BTreeMap<String, Price>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Price {
    pub usd: f64,
    pub unit: String,
    pub name: String,
    pub source: String,
    pub date: String,
    #[serde(default)]
    pub note: String,
}

impl Reader<'_> {
    /// A profile with the facts in `used`, and all that the engine asks for.
    pub(super) fn profile(&mut self, id: &str, used: &BTreeSet<String>) -> Option<Profile> {
        let path = format!("quotas/{id}.toml");
        let file: ProfileFile = self.toml(&path)?;
        let mut numbers: toml::Table = file.quota.iter().filter_map(|(key, quota)| engine_value(key, quota)).collect();
        numbers.insert("as_of".to_owned(), toml::Value::Integer(day_number(&file.date)));
        let limits = match toml::Value::Table(numbers).try_into() {
            Ok(quotas) => quotas,
            Err(error) => {
                self.problem(&path, None, format!("the engine needs every quota it knows: {error}"));
                return None;
            }
        };
        let mut facts = Vec::new();
        for (key, quota) in file.quota {
            if quota.value.is_some() == quota.absent.is_some() {
                self.problem(&path, None, format!("{key}: either `value` or `absent`"));
                continue;
            }
            let value = quota.fact();
            if !is_date(&quota.date) || quota.source.is_empty() {
                self.problem(&path, None, format!("{key}: a source and an ISO date are needed"));
            }
            let Quota { unit, name, source, date, note, .. } = quota;
            if used.contains(&key) {
                facts.push(Fact { key, name, value, unit, source, date, note });
            }
        }
        let ProfileFile { id, label, short, date, about, .. } = file;
        Some(Profile { id, label, short, date, about, limits, facts })
    }

    /// The prices of a Region.
    pub(super) fn prices(&mut self, region: &str, used: &BTreeSet<String>) -> Option<PriceList> {
        let path = format!("prices/{region}.toml");
        let file: PriceFile = self.toml(&path)?;
        let nano = |price: &Price| toml::Value::Integer((price.usd * 1e9).round() as i64);
        let numbers = file.price.iter().map(|(key, price)| (key.clone(), nano(price))).collect();
        let prices: Prices = match toml::Value::Table(numbers).try_into() {
            Ok(prices) => prices,
            Err(error) => {
                self.problem(&path, None, format!("the engine needs every price it knows: {error}"));
                return None;
            }
        };
        let wanted = file.price.into_iter().filter(|(key, _)| used.contains(&format!("price.{key}")));
        let facts = wanted.map(|(key, price)| {
            let value = FactValue::NanoDollars(nano_dollars(price.usd));
            let Price { unit, name, source, date, note, .. } = price;
            Fact { key, name, value, unit, source, date, note }
        });
        Some(PriceList { region: file.region, checked: file.checked, prices, facts: facts.collect() })
    }
}

/// Dollars in billionths.
pub(super) fn nano_dollars(usd: f64) -> u64 {
    (usd * 1e9).round() as u64
}

/// Whole numbers go to the engine as they are, of several the lowest, factors as percent.
fn engine_value(key: &str, quota: &Quota) -> Option<(String, toml::Value)> {
    match quota.value.as_ref()? {
        value @ toml::Value::Integer(_) => Some((key.to_owned(), value.clone())),
        toml::Value::Float(factor) => {
            let percent = toml::Value::Integer((factor * 100.0).round() as i64);
            Some((format!("{key}_percent"), percent))
        }
        // Of several the engine lives under the lowest.
        toml::Value::Array(items) => {
            let lowest = items.iter().filter_map(toml::Value::as_integer).min()?;
            Some((key.to_owned(), toml::Value::Integer(lowest)))
        }
        _ => None,
    }
}

fn fact_value(value: &toml::Value) -> FactValue {
    match value {
        toml::Value::Integer(count) => match u64::try_from(*count) {
            Ok(count) => FactValue::Count(count),
            Err(_) => FactValue::Text(format!("\u{2212}{}", count.unsigned_abs())),
        },
        toml::Value::Float(number) => FactValue::Decimal(number.to_string()),
        toml::Value::Array(items) => {
            let texts: Vec<String> = items.iter().map(plain).collect();
            FactValue::Text(texts.join(", "))
        }
        other => FactValue::Text(plain(other)),
    }
}

fn plain(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// `2026-11-23` → 20261123; 0 for what is no date.
fn day_number(date: &str) -> i64 {
    date.replace('-', "").parse().unwrap_or(0)
}

/// `2026-11-23`.
pub fn is_date(text: &str) -> bool {
    let shape: String =
        text.chars().map(|character| if character.is_ascii_digit() { '0' } else { character }).collect();
    shape == "0000-00-00"
}
