//! Calls under way, and those that wait for a free connection: what the SDK, the KPL and the Agent
//! have in common.

use super::kpl::User;
use crate::error::Throttle;
use crate::kinesis::put_records::Stored;
use crate::kinesis::shard::Record;
use crate::time::Time;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// One record of a call.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    pub record: Record,
    /// When its producer made it.
    pub made: Time,
    /// How often it has been refused, and how long it waited the last time.
    pub refusals: u8,
    pub waited_us: u64,
    /// The service has it, whether the client knows it or not.
    pub stored: bool,
    /// What the KPL packed into it.
    pub users: Vec<User>,
}

impl Entry {
    /// A record that has not been sent.
    pub fn new(record: Record, made: Time) -> Entry {
        Entry { record, made, refusals: 0, waited_us: 0, stored: false, users: Vec::new() }
    }

    /// Readings that the service doesn't have yet.
    pub fn unstored(&self) -> u64 {
        match self.users.is_empty() {
            true => u64::from(self.record.readings) * u64::from(!self.stored),
            false => self.users.iter().filter(|user| !user.stored).count() as u64,
        }
    }
}

/// Records for one call: PutRecord if it is one and the client says so, else PutRecords.
pub type Batch = Vec<Entry>;

/// A call under way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Call {
    pub batch: Batch,
    /// What the service said to each entry, once the call has reached it.
    pub results: Vec<Result<Stored, Throttle>>,
    /// The connection broke before the answer was through.
    pub answer_lost: bool,
    /// The client has died meanwhile; nobody waits for the answer.
    pub abandoned: bool,
}

/// A small call that reached the service, for the picture.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SmallCall {
    pub at: Time,
    /// Number of each entry's first reading, and what the service said to it.
    pub entries: Vec<(u32, Result<Stored, Throttle>)>,
}

/// Entries of a call that counts as small, and small calls remembered.
const SMALL: usize = 8;
const SMALL_CALLS_KEPT: usize = 6;

/// A client's calls by number.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Calls {
    pub under_way: BTreeMap<u32, Call>,
    pub queue: VecDeque<Batch>,
    /// Batches that wait for another attempt.
    pub waiting: BTreeMap<u32, Batch>,
    numbers: u32,
    /// So many answers will be lost from now on: a fault on command.
    pub answers_to_lose: u32,
    /// How many entries will come before each that the service fails: a fault on command.
    pub entries_to_fail: Vec<u16>,
    /// The last small calls, the newest last.
    pub small: VecDeque<SmallCall>,
}

impl Calls {
    /// Takes the oldest waiting batch if a connection is free.
    pub fn next_batch(&mut self, connections: usize) -> Option<Batch> {
        let busy = self.under_way.values().filter(|call| !call.abandoned).count();
        if busy >= connections.max(1) { None } else { self.queue.pop_front() }
    }

    /// Notes a call that begins; gives its number.
    pub fn begin(&mut self, batch: Batch) -> u32 {
        let number = self.number();
        let call = Call { batch, results: Vec::new(), answer_lost: false, abandoned: false };
        self.under_way.insert(number, call);
        number
    }

    /// Whether the service fails the entry that has just come.
    pub fn fails_entry(&mut self) -> bool {
        let fails = self.entries_to_fail.iter().position(|before| *before == 0);
        if let Some(at) = fails {
            self.entries_to_fail.swap_remove(at);
        }
        self.entries_to_fail.iter_mut().for_each(|before| *before = before.saturating_sub(1));
        fails.is_some()
    }

    /// Remembers a call that has reached the service, if it is a small one.
    pub fn note_small(&mut self, at: Time, call: &Call) {
        if call.batch.len() > SMALL {
            return;
        }
        if self.small.len() >= SMALL_CALLS_KEPT {
            self.small.pop_front();
        }
        let entries = call.batch.iter().map(|entry| entry.record.number).zip(call.results.iter().copied());
        self.small.push_back(SmallCall { at, entries: entries.collect() });
    }

    /// Puts a batch aside until its next attempt; gives its number.
    pub fn wait(&mut self, batch: Batch) -> u32 {
        let number = self.number();
        self.waiting.insert(number, batch);
        number
    }

    fn number(&mut self) -> u32 {
        self.numbers = self.numbers.wrapping_add(1);
        self.numbers
    }

    /// Records that the client still has to do with: not those of calls that nobody waits for.
    pub fn held_entries(&self) -> impl Iterator<Item = &Entry> {
        let calls = self.under_way.values().filter(|call| !call.abandoned).map(|call| &call.batch);
        calls.chain(&self.queue).chain(self.waiting.values()).flatten()
    }

    /// Everything held, wherever it is.
    fn batches(&self) -> impl Iterator<Item = &Batch> {
        self.under_way.values().map(|call| &call.batch).chain(&self.queue).chain(self.waiting.values())
    }

    /// Readings held that the service doesn't have.
    pub fn unstored(&self) -> u64 {
        self.batches().flatten().map(Entry::unstored).sum()
    }

    /// Records held.
    pub fn records(&self) -> usize {
        self.batches().map(Vec::len).sum()
    }

    /// The client dies: calls under way go on without it, all else is lost. Gives what is lost.
    pub fn abandon(&mut self) -> Vec<Entry> {
        self.under_way.values_mut().for_each(|call| call.abandoned = true);
        let waiting = std::mem::take(&mut self.waiting);
        std::mem::take(&mut self.queue).into_iter().chain(waiting.into_values()).flatten().collect()
    }

    /// Roughly the bytes that a copy takes.
    pub fn own_bytes(&self) -> usize {
        let users: usize = self.batches().flatten().map(|entry| entry.users.len()).sum();
        self.records() * size_of::<Entry>() + users * size_of::<User>()
    }
}
