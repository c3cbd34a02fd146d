//! An application on the AWS SDK that puts its records by PutRecords: it fills a batch, sends it, and
//! looks at the answer entry by entry, since the SDK resends none of a call that answered 200.

use super::calls::{Batch, Entry};
use crate::quota::Quotas;
use crate::time::{MS_US, Time};
use serde::{Deserialize, Serialize};

/// How the application batches. All defaults are the service's largest call.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SdkSetup {
    /// Records in one call; with 1 it is PutRecord. None is what the service takes.
    #[serde(default)]
    pub batch_records: Option<u32>,
    #[serde(default)]
    pub batch_bytes: Option<u32>,
    /// How long a batch waits to be filled.
    #[serde(default)]
    pub linger_ms: u32,
    #[serde(default)]
    pub resend: Resend,
    /// Calls under way at once.
    #[serde(default = "one")]
    pub connections: u8,
    /// One PutRecord after the other, each with the SequenceNumberForOrdering that the last one of
    /// its key got: nothing is sent before the answer is there.
    #[serde(default)]
    pub strict_order: bool,
}

/// What is sent again of a PutRecords call in which some entries failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Resend {
    #[default]
    Failed,
    /// The whole batch: what was stored is stored twice.
    Whole,
}

impl Default for SdkSetup {
    fn default() -> Self {
        SdkSetup {
            batch_records: None,
            batch_bytes: None,
            linger_ms: 0,
            resend: Resend::Failed,
            connections: 1,
            strict_order: false,
        }
    }
}

impl SdkSetup {
    /// Records in one call at most.
    pub fn records_max(&self, quotas: &Quotas) -> usize {
        let most = quotas.put_records_max_records_per_call as usize;
        if self.strict_order { 1 } else { self.batch_records.map_or(most, |asked| asked as usize).clamp(1, most) }
    }

    /// Bytes in one call at most.
    pub fn bytes_max(&self, quotas: &Quotas) -> u64 {
        let most = quotas.put_records_max_bytes_per_call;
        self.batch_bytes.map_or(most, u64::from).clamp(1, most)
    }

    /// Calls under way at most.
    pub fn connections(&self) -> usize {
        if self.strict_order { 1 } else { usize::from(self.connections.max(1)) }
    }

    /// Whether a call of its is PutRecord.
    pub fn is_single(&self, quotas: &Quotas) -> bool {
        self.records_max(quotas) == 1
    }
}

/// The batch that is being filled.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Sdk {
    pub filling: Batch,
    bytes: u64,
    /// Counts batches, so that the timer of one that is gone lapses.
    pub filled: u32,
}

impl Sdk {
    /// Adds a record; gives the batches that are full now, the older one first.
    pub fn add(&mut self, setup: &SdkSetup, quotas: &Quotas, entry: Entry) -> Vec<Batch> {
        let bytes = u64::from(entry.record.bytes);
        let mut full = Vec::new();
        if !self.filling.is_empty() && self.bytes + bytes > setup.bytes_max(quotas) {
            full.push(self.take());
        }
        self.filling.push(entry);
        self.bytes += bytes;
        if self.filling.len() >= setup.records_max(quotas) {
            full.push(self.take());
        }
        full
    }

    /// Takes the batch as it is.
    pub fn take(&mut self) -> Batch {
        self.bytes = 0;
        self.filled = self.filled.wrapping_add(1);
        std::mem::take(&mut self.filling)
    }

    /// When the batch that was just begun goes out at the latest.
    pub fn linger_ends(&self, setup: &SdkSetup, now: Time) -> Option<Time> {
        (self.filling.len() == 1).then(|| now + u64::from(setup.linger_ms) * MS_US)
    }
}

fn one() -> u8 {
    1
}
