//! The Kinesis Agent: a daemon that tails a log file and its rotated forerunners, turns lines into
//! records and sends them by PutRecords. The application that writes the log is here too, since
//! what the two do to each other is the lesson: the log is rotated whether it was read or not.
//!
//! Source of the behaviour: awslabs/amazon-kinesis-agent 2.0.13, commit aa0d908 of 2026-07-07.

pub mod convert;
pub mod files;
pub mod lines;
pub mod parse;
mod run;
pub mod tail;

use crate::producers::calls::{Batch, Calls};
use crate::quota::Quotas;
use crate::time::{MS_US, Time};
use convert::DataProcessing;
use files::{Files, Rotation};
use lines::LineKind;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, VecDeque};
use tail::{Position, Tail};

/// One flow of the Agent's configuration, and the log that it tails.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgentSetup {
    /// What the application writes.
    #[serde(default)]
    pub lines: LineKind,
    #[serde(default)]
    pub rotation: Rotation,
    #[serde(default)]
    pub initial_position: InitialPosition,
    #[serde(default)]
    pub partition_key_option: PartitionKeyOption,
    #[serde(default)]
    pub max_buffer_age_ms: Option<u32>,
    #[serde(default)]
    pub max_buffer_size_records: Option<u32>,
    #[serde(default)]
    pub max_buffer_size_bytes: Option<u32>,
    #[serde(default)]
    pub data_processing: Option<DataProcessing>,
}

/// Where the Agent begins in a file for which it has no checkpoint.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum InitialPosition {
    StartOfFile,
    #[default]
    EndOfFile,
}

/// A record's partition key: drawn, or the MD5 of its data. In the lab both are made from the
/// line's number; a line that is read again gets a new random key and the same deterministic one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum PartitionKeyOption {
    #[default]
    Random,
    Deterministic,
}

impl AgentSetup {
    fn buffer_age_us(&self, quotas: &Quotas) -> u64 {
        self.max_buffer_age_ms.map_or(quotas.agent_max_buffer_age_ms_default, u64::from) * MS_US
    }

    fn buffer_records(&self, quotas: &Quotas) -> usize {
        let most = quotas.agent_max_buffer_records_default.min(quotas.put_records_max_records_per_call);
        self.max_buffer_size_records.map_or(most, u64::from).clamp(1, most) as usize
    }

    fn buffer_bytes(&self, quotas: &Quotas) -> u64 {
        let most = quotas.agent_max_buffer_bytes_default.min(quotas.put_records_max_bytes_per_call);
        self.max_buffer_size_bytes.map_or(most, u64::from).clamp(1, most)
    }
}

/// The log and the daemon that reads it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Agent {
    pub files: Files,
    pub tail: Tail,
    /// Counts starts of the daemon, so that timers of an earlier one lapse.
    pub starts: u32,
    /// The buffer that is being filled: its records, their bytes, when it was begun, and how far
    /// the log was read into it.
    filling: Batch,
    filling_bytes: u64,
    begun: Time,
    read_to: Option<Position>,
    /// How far the log was read into each buffer that is under way, the oldest first.
    ends: VecDeque<Option<Position>>,
    /// What survives a crash: all before it has been stored.
    pub checkpoint: Option<Position>,
    /// Lines behind the checkpoint that the service has.
    ahead: BTreeSet<u32>,
    /// Lines of calls that a dead daemon left under way and that can't be read again.
    orphans: BTreeSet<u32>,
    /// Lines of the buffer under way that were stored.
    buffer_done: Vec<u32>,
    /// Failed sends of late, in hundredths: a call that failed in part counts by its share.
    failures_percent: u64,
    /// Lines that no record was made of, since they don't fit the format that was named.
    pub filtered: u64,
}

impl Agent {
    /// The daemon dies; its checkpoint and the log stay.
    pub fn die(&mut self) {
        self.starts += 1;
        self.filling.clear();
        self.filling_bytes = 0;
        self.read_to = None;
        self.ends.clear();
        self.buffer_done.clear();
        self.failures_percent = 0;
        self.tail = Tail::default();
    }

    /// Records held in memory.
    pub fn records(&self) -> usize {
        self.filling.len()
    }

    /// Lines that the service doesn't have and that the Agent has read or will come to.
    pub fn unstored(&self, calls: &Calls) -> u64 {
        let held = self.filling.iter().chain(calls.held_entries()).filter(|entry| !entry.stored);
        let numbers = held.map(|entry| entry.record.number).chain(self.files.unread().map(|line| line.number));
        let numbers = numbers.chain(self.orphans.iter().copied());
        numbers.filter(|number| !self.ahead.contains(number)).count() as u64
    }

    /// All lines of the oldest buffer are stored: the next start begins behind it.
    fn note_checkpoint(&mut self) {
        if let Some(Some(end)) = self.ends.pop_front() {
            self.checkpoint = Some(end);
        }
        for number in std::mem::take(&mut self.buffer_done) {
            self.ahead.remove(&number);
        }
    }

    /// Roughly the bytes that a copy takes.
    pub fn own_bytes(&self) -> usize {
        self.files.own_bytes() + size_of_val(self.filling.as_slice()) + self.ahead.len() * size_of::<u32>()
    }
}
