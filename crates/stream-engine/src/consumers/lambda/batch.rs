//! Lanes and batches: what was read of a shard and waits for the function, and when a batch is
//! full. A lane is one of the concurrent batches of a shard; a partition key always has the same.

use super::function::Outcome;
use super::setup::MappingSetup;
use super::window::Window;
use crate::quota::Quotas;
use crate::time::{Epoch, SECOND_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Records that go to the function together, by their index in the shard.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Batch {
    pub records: Vec<u64>,
    /// Failed attempts that count against the retries.
    pub attempts: u32,
    /// Invocations it has had, halves included.
    pub invocations: u32,
    /// Ends a tumbling window; such a batch holds no records.
    pub ends_window: bool,
}

/// An invocation under way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Running {
    pub outcome: Outcome,
    pub since: Time,
}

/// A record that waits for its batch, as few bytes as can be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Gathered {
    pub index: u64,
    pub arrived: Time,
    /// What it takes of an event's payload.
    pub payload_bytes: u32,
}

/// One lane of a shard.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Lane {
    pub gathered: VecDeque<Gathered>,
    gathered_bytes: u64,
    /// When the oldest record gathered was read: the batch window runs from here.
    pub gathering_since: Time,
    /// The batch in work is the last; below it the rest of batches that were halved.
    pub work: Vec<Batch>,
    pub running: Option<Running>,
    /// The batch in work is not tried before this instant.
    pub retry_at: Time,
    /// A look at this lane is planned for this instant.
    pub wake: Option<Time>,
    pub window: Option<Window>,
}

/// What the flush rule says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flush {
    /// So many of the gathered records go now.
    Now(usize),
    /// Nothing before this instant unless more comes.
    At(Time),
    Empty,
}

impl Lane {
    /// Whether nothing of the lane is with the function or waits for another attempt.
    pub fn is_idle(&self) -> bool {
        self.work.is_empty() && self.running.is_none()
    }

    /// Index of the oldest record that it has.
    pub fn oldest(&self) -> Option<u64> {
        let in_work = self.work.iter().rev().find_map(|batch| batch.records.first().copied());
        in_work.or_else(|| self.gathered.front().map(|record| record.index))
    }

    /// Records that wait or are with the function.
    pub fn held(&self) -> usize {
        self.gathered.len() + self.work.iter().map(|batch| batch.records.len()).sum::<usize>()
    }

    /// Whether all that was read has been dealt with.
    pub fn is_empty(&self) -> bool {
        self.is_idle() && self.gathered.is_empty() && self.window.is_none()
    }

    /// Takes a record that was read at `now`.
    pub fn gather(&mut self, record: Gathered, now: Time) {
        if self.gathered.is_empty() {
            self.gathering_since = now;
        }
        self.gathered_bytes += u64::from(record.payload_bytes);
        self.gathered.push_back(record);
    }

    /// A full batch, the end of the batch window or a full payload, whichever comes first.
    /// `until` cuts at the end of a tumbling window, behind which nothing can join the batch.
    pub fn flush(&self, setup: &MappingSetup, quotas: &Quotas, until: Option<Time>, now: Time) -> Flush {
        if self.gathered.is_empty() {
            return Flush::Empty;
        }
        let most = setup.batch_size() as usize;
        let (mut count, mut bytes) = (0, 0);
        let mut full = false;
        // Most often all that was gathered fits, and nothing needs to be looked at one by one.
        if until.is_none() && self.gathered_bytes <= quotas.lambda_esm_payload_max_bytes && self.gathered.len() <= most
        {
            count = self.gathered.len();
            full = count == most;
        } else {
            for record in &self.gathered {
                let with = bytes + u64::from(record.payload_bytes);
                let beyond = until.is_some_and(|until| record.arrived >= until);
                if count == most || beyond || (count > 0 && with > quotas.lambda_esm_payload_max_bytes) {
                    full = true;
                    break;
                }
                (count, bytes) = (count + 1, with);
            }
            full |= count == most;
        }
        let due = self.gathering_since + u64::from(setup.batch_window_seconds()) * SECOND_US;
        if full || due <= now { Flush::Now(count) } else { Flush::At(due) }
    }

    /// Moves the oldest `count` gathered records into a batch. The batch window of the rest begins.
    pub fn take_batch(&mut self, count: usize, now: Time) -> Batch {
        let records: Vec<Gathered> = self.gathered.drain(..count.min(self.gathered.len())).collect();
        self.gathered_bytes -= records.iter().map(|record| u64::from(record.payload_bytes)).sum::<u64>();
        self.gathering_since = now;
        Batch { records: records.iter().map(|record| record.index).collect(), ..Batch::default() }
    }

    /// Gives up all that was gathered, for other lanes.
    pub fn take_gathered(&mut self) -> VecDeque<Gathered> {
        self.gathered_bytes = 0;
        std::mem::take(&mut self.gathered)
    }
}

/// How far the shard of a lane has been read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reading {
    /// Nothing more will come.
    pub read_out: bool,
    /// All that had arrived before this instant has been read.
    pub caught_up: Option<Time>,
    pub epoch: Epoch,
}

impl Lane {
    /// Puts the next batch in work if the flush rule, or the end of a tumbling window, says so.
    pub fn form(&mut self, setup: &MappingSetup, quotas: &Quotas, reading: Reading, now: Time) -> Flush {
        let front = self.gathered.front().map(|record| record.arrived);
        let over = |end: Time| reading.caught_up.is_some_and(|read| read >= end);
        if let Some(window) = &mut self.window {
            let unwanted = setup.tumbling_window_in_seconds == 0 || window.early;
            let ended = front.map_or(reading.read_out || over(window.end), |arrived| arrived >= window.end);
            if unwanted || ended {
                window.early |= unwanted || (front.is_none() && !over(window.end));
                self.work.push(Batch { ends_window: true, ..Batch::default() });
                return Flush::Now(0);
            }
        }
        if let (None, Some(arrived), 1..) = (self.window, front, setup.tumbling_window_in_seconds) {
            self.window = Some(Window::holding(arrived, setup.tumbling_window_in_seconds, reading.epoch));
        }
        let until = self.window.map(|window| window.end);
        let flush = match self.flush(setup, quotas, until, now) {
            // Nothing more can come into this window: all that is here is the last of it.
            Flush::At(_) if reading.read_out || until.is_some_and(over) => Flush::Now(self.gathered.len()),
            flush => flush,
        };
        if let Flush::Now(count) = flush {
            let batch = self.take_batch(count, now);
            self.work.push(batch);
        }
        flush
    }
}

impl Batch {
    /// Cuts the batch; the first `at` records stay, the rest keeps its count of attempts.
    pub fn split_off(&mut self, at: usize) -> Batch {
        Batch {
            records: self.records.split_off(at),
            attempts: self.attempts,
            invocations: self.invocations,
            ends_window: false,
        }
    }
}
