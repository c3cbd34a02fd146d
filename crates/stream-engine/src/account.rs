//! Whose simulated services these are, in which Region, and when the run starts.

use crate::time::Epoch;
use serde::{Deserialize, Serialize};

/// One AWS account in one Region.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Account {
    /// Twelve digits.
    pub id: String,
    pub region: String,
    pub epoch: Epoch,
}

impl Default for Account {
    fn default() -> Account {
        Account { id: "123456789012".to_owned(), region: "us-east-1".to_owned(), epoch: Epoch::default() }
    }
}

impl Account {
    /// The ARN of a resource of this account: `arn:aws:<service>:<region>:<id>:<resource>`.
    pub fn arn(&self, service: &str, resource: &str) -> String {
        format!("arn:aws:{service}:{}:{}:{resource}", self.region, self.id)
    }
}
