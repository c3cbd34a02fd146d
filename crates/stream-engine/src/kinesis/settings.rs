//! What is set on a stream beside its shards: tags, encryption, shard metrics, record size, policy.

use super::stream::{StreamId, StreamMode, StreamStatus};
use crate::error::{LimitExceeded, Refusal};
use crate::quota::Quotas;
use crate::simulation::Simulation;
use crate::time::{HOUR_US, MS_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Names and values, in the order of the names.
pub type Tags = BTreeMap<String, String>;

/// Shard-level metrics of enhanced monitoring, as the service orders them.
pub const SHARD_METRICS: [&str; 7] = [
    "IncomingBytes",
    "IncomingRecords",
    "OutgoingBytes",
    "OutgoingRecords",
    "WriteProvisionedThroughputExceeded",
    "ReadProvisionedThroughputExceeded",
    "IteratorAgeMilliseconds",
];

/// The settings of one stream.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Settings {
    pub tags: Tags,
    /// The KMS key that encrypts the records; None without server-side encryption.
    pub key_id: Option<String>,
    /// Under which key records are stored from when on, oldest first: what was stored before a
    /// change stays as it was.
    pub encryption: Vec<Encryption>,
    /// The newest changes of encryption and of the capacity mode, at most a day's worth.
    pub encryption_changes: Vec<Time>,
    pub mode_switches: Vec<Time>,
    /// One bit for each of `SHARD_METRICS`.
    pub shard_metrics: u8,
    /// Largest record, key and data; the profile's default if absent.
    pub record_max_bytes: Option<u64>,
    /// The resource policy, as it was put.
    pub policy: Option<String>,
}

/// Records that arrive from this instant on are encrypted under this key, or not at all.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Encryption {
    pub from: Time,
    pub key_id: Option<String>,
}

impl Settings {
    /// How many changes of encryption had taken effect by an instant.
    pub fn encryption_at(&self, at: Time) -> usize {
        self.encryption.partition_point(|change| change.from <= at)
    }

    /// The key after so many changes.
    pub fn key_after(&self, changes: usize) -> Option<&str> {
        self.encryption.get(changes.checked_sub(1)?)?.key_id.as_deref()
    }

    /// Whether a record that arrived then is encrypted.
    pub fn encrypts(&self, arrived: Time) -> bool {
        self.key_after(self.encryption_at(arrived)).is_some()
    }

    /// Largest record that the stream takes, key and data.
    pub fn record_max_bytes(&self, quotas: &Quotas) -> u64 {
        self.record_max_bytes.unwrap_or(quotas.record_default_max_bytes_key_plus_data)
    }

    /// Names of the shard-level metrics that are on.
    pub fn shard_metrics(&self) -> Vec<&'static str> {
        let on = |nth: &usize| self.shard_metrics & (1 << nth) != 0;
        (0..SHARD_METRICS.len()).filter(on).map(|nth| SHARD_METRICS[nth]).collect()
    }
}

/// Notes a change of which only so many are allowed in 24 hours; false if it is one too many.
pub fn fits_in_a_day(changes: &mut Vec<Time>, most: u64, now: Time) -> bool {
    changes.retain(|at| *at + 24 * HOUR_US > now);
    let fits = (changes.len() as u64) < most;
    if fits {
        changes.push(now);
    }
    fits
}

impl Simulation {
    /// StartStreamEncryption with a key, StopStreamEncryption without one.
    pub(crate) fn set_encryption(&mut self, id: StreamId, key_id: Option<String>) -> Result<(), Refusal> {
        let (now, most) = (self.now, self.quotas.encryption_changes_per_24_hours);
        let stream = &mut self.streams[usize::from(id.0)];
        stream.require_active()?;
        if !fits_in_a_day(&mut stream.settings.encryption_changes, most, now) {
            return Err(Refusal::LimitExceeded(LimitExceeded::EncryptionChanges { most }));
        }
        stream.settings.key_id.clone_from(&key_id);
        // It takes effect when the stream is no longer UPDATING. (The service says that it may be
        // five seconds more until all records follow.)
        let from = now + self.quotas.model_update_stream_ms * MS_US;
        stream.settings.encryption.push(Encryption { from, key_id });
        self.security_mut();
        self.begin_update(id);
        Ok(())
    }

    /// UpdateStreamMode. The shards stay as they are.
    pub(crate) fn set_mode(&mut self, id: StreamId, mode: StreamMode) -> Result<(), Refusal> {
        let (now, most) = (self.now, self.quotas.mode_switches_per_24_hours);
        let stream = &self.streams[usize::from(id.0)];
        stream.require_active()?;
        if stream.mode == mode {
            return Ok(());
        }
        match mode {
            StreamMode::Provisioned => self.require_shards(stream.open_count() as u64)?,
            StreamMode::OnDemand => self.require_on_demand_stream()?,
        }
        let stream = &mut self.streams[usize::from(id.0)];
        if !fits_in_a_day(&mut stream.settings.mode_switches, most, now) {
            return Err(Refusal::LimitExceeded(LimitExceeded::ModeSwitches { most }));
        }
        stream.mode = mode;
        self.begin_update(id);
        if mode == StreamMode::OnDemand {
            self.watch_load(id);
        }
        Ok(())
    }

    /// UpdateMaxRecordSize.
    pub(crate) fn set_record_size(&mut self, id: StreamId, bytes: Option<u64>) -> Result<(), Refusal> {
        let stream = &mut self.streams[usize::from(id.0)];
        stream.require_active()?;
        stream.settings.record_max_bytes = bytes;
        self.begin_update(id);
        Ok(())
    }

    fn begin_update(&mut self, id: StreamId) {
        self.begin_transition(id, StreamStatus::Updating, self.quotas.model_update_stream_ms);
    }
}
