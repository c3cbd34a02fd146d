//! Conditions of a statement: operators, their set forms and `IfExists`.
//! Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Multivalued context
//! keys" (checked 2026-11-23).

use super::context::Context;
use super::date;
use super::wildcard;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::net::IpAddr;

/// One key under one operator; the values are alternatives.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Condition {
    pub operator: Operator,
    /// In small letters.
    pub key: String,
    pub values: Vec<String>,
    /// Whether `${…}` in values is a variable: not in policies of the older version.
    pub variables: bool,
}

/// How a request's value is held against a policy's.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Operator {
    pub test: Test,
    /// Holds if no value matches, or the key is absent.
    pub negated: bool,
    pub if_exists: bool,
    pub set: Option<Set>,
}

/// For keys with several values.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Set {
    AllValues,
    AnyValue,
}

/// The comparison itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Test {
    StringEquals,
    StringEqualsIgnoreCase,
    StringLike,
    /// ArnEquals and ArnLike do the same.
    Arn,
    Bool,
    IpAddress,
    Numeric(Comparison),
    Date(Comparison),
    Null,
}

/// Which side of the policy's value.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Comparison {
    Equals,
    LessThan,
    LessThanEquals,
    GreaterThan,
    GreaterThanEquals,
}

const TESTS: [(&str, Test, bool); 25] = [
    ("StringEquals", Test::StringEquals, false),
    ("StringNotEquals", Test::StringEquals, true),
    ("StringEqualsIgnoreCase", Test::StringEqualsIgnoreCase, false),
    ("StringNotEqualsIgnoreCase", Test::StringEqualsIgnoreCase, true),
    ("StringLike", Test::StringLike, false),
    ("StringNotLike", Test::StringLike, true),
    ("ArnEquals", Test::Arn, false),
    ("ArnLike", Test::Arn, false),
    ("ArnNotEquals", Test::Arn, true),
    ("ArnNotLike", Test::Arn, true),
    ("Bool", Test::Bool, false),
    ("IpAddress", Test::IpAddress, false),
    ("NotIpAddress", Test::IpAddress, true),
    ("NumericEquals", Test::Numeric(Comparison::Equals), false),
    ("NumericNotEquals", Test::Numeric(Comparison::Equals), true),
    ("NumericLessThan", Test::Numeric(Comparison::LessThan), false),
    ("NumericLessThanEquals", Test::Numeric(Comparison::LessThanEquals), false),
    ("NumericGreaterThan", Test::Numeric(Comparison::GreaterThan), false),
    ("NumericGreaterThanEquals", Test::Numeric(Comparison::GreaterThanEquals), false),
    ("DateEquals", Test::Date(Comparison::Equals), false),
    ("DateNotEquals", Test::Date(Comparison::Equals), true),
    ("DateLessThan", Test::Date(Comparison::LessThan), false),
    ("DateLessThanEquals", Test::Date(Comparison::LessThanEquals), false),
    ("DateGreaterThan", Test::Date(Comparison::GreaterThan), false),
    ("DateGreaterThanEquals", Test::Date(Comparison::GreaterThanEquals), false),
];

impl Operator {
    /// Reads an operator's name.
    pub fn read(name: &str) -> Result<Operator, String> {
        let unknown = || format!("\"{name}\" is no condition operator");
        let (set, plain) = match name.split_once(':') {
            Some(("ForAllValues", plain)) => (Some(Set::AllValues), plain),
            Some(("ForAnyValue", plain)) => (Some(Set::AnyValue), plain),
            Some(_) => return Err(unknown()),
            None => (None, name),
        };
        if plain == "Null" {
            return Ok(Operator { test: Test::Null, negated: false, if_exists: false, set });
        }
        let (plain, if_exists) = plain.strip_suffix("IfExists").map_or((plain, false), |plain| (plain, true));
        let found = TESTS.iter().find(|(test, ..)| *test == plain);
        let (_, test, negated) = *found.ok_or_else(unknown)?;
        Ok(Operator { test, negated, if_exists, set })
    }
}

impl Condition {
    /// Says what is wrong with the values, as far as one can tell without a request.
    pub fn check(&self) -> Result<(), String> {
        let bad = |kind: &str| {
            let right = |value: &&String| match self.operator.test {
                Test::Bool | Test::Null => value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false"),
                Test::IpAddress => network(value).is_some(),
                Test::Numeric(_) => number(value).is_some(),
                Test::Date(_) => moment_us(value).is_some(),
                _ => true,
            };
            match self.values.iter().find(|value| !value.contains("${") && !right(value)) {
                Some(value) => Err(format!("\"{value}\" is {kind}")),
                None => Ok(()),
            }
        };
        match self.operator.test {
            Test::Bool | Test::Null => bad("neither \"true\" nor \"false\""),
            Test::IpAddress => bad("no IP address or range, as 203.0.113.0/24"),
            Test::Numeric(_) => bad("no number"),
            Test::Date(_) => bad("no date, as 2026-11-23T00:00:00Z, nor seconds since 1970"),
            _ => Ok(()),
        }
    }

    /// Whether a request meets it.
    pub fn holds(&self, context: &Context) -> bool {
        let Operator { test, negated, if_exists, set } = self.operator;
        let found = context.get(&self.key);
        if test == Test::Null {
            let wants_absent = self.values.iter().any(|value| value.eq_ignore_ascii_case("true"));
            return found.is_none() == wants_absent;
        }
        let Some(found) = found else {
            return match set {
                Some(Set::AllValues) => true,
                Some(Set::AnyValue) => if_exists,
                None => if_exists || negated,
            };
        };
        let variables = self.variables.then_some(context);
        let one = |found: &String| self.values.iter().any(|value| test.meets(found, value, variables)) != negated;
        match set {
            Some(Set::AllValues) => found.iter().all(one),
            Some(Set::AnyValue) => found.iter().any(one),
            // Without a set operator a key has one value; of several, each must do.
            None => !found.is_empty() && found.iter().all(one),
        }
    }
}

impl Test {
    fn meets(self, found: &str, wanted: &str, variables: Option<&Context>) -> bool {
        let filled = || wildcard::filled(wanted, variables);
        match self {
            Test::StringEquals => filled().is_some_and(|wanted| wanted == found),
            Test::StringEqualsIgnoreCase => {
                filled().is_some_and(|wanted| wanted.to_lowercase() == found.to_lowercase())
            }
            Test::StringLike => wildcard::like(wanted, found, variables),
            Test::Arn => wildcard::arn(wanted, found, variables),
            Test::Bool => filled().is_some_and(|wanted| wanted.eq_ignore_ascii_case(found)),
            Test::IpAddress => filled().and_then(|wanted| network(&wanted)).is_some_and(|network| network.holds(found)),
            Test::Numeric(comparison) => {
                let pair = number(found).zip(filled().and_then(|wanted| number(&wanted)));
                pair.and_then(|(found, wanted)| found.partial_cmp(&wanted)).is_some_and(|order| comparison.holds(order))
            }
            Test::Date(comparison) => {
                let pair = moment_us(found).zip(filled().and_then(|wanted| moment_us(&wanted)));
                pair.is_some_and(|(found, wanted)| comparison.holds(found.cmp(&wanted)))
            }
            Test::Null => false,
        }
    }
}

impl Comparison {
    fn holds(self, order: Ordering) -> bool {
        match self {
            Comparison::Equals => order.is_eq(),
            Comparison::LessThan => order.is_lt(),
            Comparison::LessThanEquals => order.is_le(),
            Comparison::GreaterThan => order.is_gt(),
            Comparison::GreaterThanEquals => order.is_ge(),
        }
    }
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// A moment in microseconds since 1970: a date by W3C's profile of ISO 8601, or seconds.
fn moment_us(text: &str) -> Option<i64> {
    let seconds = || text.parse::<i64>().ok()?.checked_mul(1_000_000);
    seconds().or_else(|| date::parse_us(text))
}

/// A range of addresses.
struct Network {
    address: IpAddr,
    bits: u32,
}

fn network(text: &str) -> Option<Network> {
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let address: IpAddr = address.parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.map_or(Some(most), |bits| bits.parse().ok())?;
    (bits <= most).then_some(Network { address, bits })
}

impl Network {
    fn holds(&self, found: &str) -> bool {
        let beginning = |value: u128, width: u32| value.checked_shr(width - self.bits).unwrap_or(0);
        match (self.address, found.parse()) {
            (IpAddr::V4(range), Ok(IpAddr::V4(found))) => {
                beginning(u32::from(range).into(), 32) == beginning(u32::from(found).into(), 32)
            }
            (IpAddr::V6(range), Ok(IpAddr::V6(found))) => beginning(range.into(), 128) == beginning(found.into(), 128),
            _ => false,
        }
    }
}
