//! Limits and prices that questions name.

use lab_content::profile::{Fact, FactValue};
use serde::{Deserialize, Serialize};

/// The facts of one profile, sorted by key; prices begin with `price.`.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Facts(pub Vec<Fact>);

impl Facts {
    pub fn fact(&self, key: &str) -> Option<&Fact> {
        let at = self.0.binary_search_by(|fact| fact.key.as_str().cmp(key)).ok()?;
        Some(&self.0[at])
    }

    /// The fact as a number; prices in dollars.
    pub fn number(&self, key: &str) -> Option<f64> {
        match &self.fact(key)?.value {
            FactValue::Count(count) => Some(*count as f64),
            FactValue::Decimal(text) => text.parse().ok(),
            FactValue::NanoDollars(nano) => Some(*nano as f64 / 1e9),
            FactValue::Text(_) | FactValue::Absent(_) => None,
        }
    }
}
