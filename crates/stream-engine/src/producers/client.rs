//! With what a producer sends its records: the plain PutRecord, the SDK with batches, the KPL, or
//! the Kinesis Agent. Settings left out are those of the client's own defaults, from the profile.

use super::agent::{Agent, AgentSetup};
use super::kpl::{Kpl, KplSetup};
use super::sdk::{Sdk, SdkSetup};
use crate::histogram::Histogram;
use serde::{Deserialize, Serialize};

/// A producer's client.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Client {
    /// One PutRecord for each record, on one connection, without waiting for answers.
    #[default]
    PutRecord,
    Sdk(SdkSetup),
    Kpl(KplSetup),
    Agent(AgentSetup),
}

/// What the client holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ClientState {
    PutRecord,
    Sdk(Sdk),
    Kpl(Box<Kpl>),
    Agent(Box<Agent>),
}

impl ClientState {
    /// A client that has just been started.
    pub fn new(client: &Client) -> ClientState {
        match client {
            Client::PutRecord => ClientState::PutRecord,
            Client::Sdk(_) => ClientState::Sdk(Sdk::default()),
            Client::Kpl(_) => ClientState::Kpl(Box::default()),
            Client::Agent(_) => ClientState::Agent(Box::default()),
        }
    }

    /// Whether it is a client of this kind.
    pub fn fits(&self, client: &Client) -> bool {
        matches!(
            (self, client),
            (ClientState::PutRecord, Client::PutRecord)
                | (ClientState::Sdk(_), Client::Sdk(_))
                | (ClientState::Kpl(_), Client::Kpl(_))
                | (ClientState::Agent(_), Client::Agent(_))
        )
    }
}

/// What came of a client's work. Readings, not records, where not said otherwise.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Counts {
    pub calls: u64,
    /// Kinesis records stored, and what they cost.
    pub records_stored: u64,
    pub put_payload_units: u64,
    /// Stored for the first time, in the shard where they belong.
    pub stored: u64,
    /// Stored once more: a lost answer, a whole batch sent again, a restart from a checkpoint.
    pub duplicates: u64,
    /// Inside an aggregated record that landed in a shard where they don't belong.
    pub misplaced: u64,
    /// Entries that a PutRecords answer of 200 called failed.
    pub failed_entries: u64,
    /// Given up because their time to live was over.
    pub expired: u64,
    /// Milliseconds a reading waited inside the client before its first call began.
    pub buffered_ms: Histogram,
}
