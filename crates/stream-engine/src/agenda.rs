//! What is due when. Ties are settled by a running number: first planned, first done.

use crate::kinesis::stream::StreamId;
use crate::time::Time;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Something that will be done at its time without anyone asking again.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub enum Task {
    /// A producer makes its next readings. The number tells a plan made before a change of rate.
    Produce { producer: u8, plan: u32 },
    /// The oldest call under way of a producer reaches the service.
    Arrive { producer: u8 },
    /// A producer sends a refused record again.
    Resend { producer: u8, slot: u32 },
    /// A consumer asks one shard for records.
    Poll { consumer: u8, reader: u32 },
    /// A split, merge or change of the shard count takes effect.
    Reshard { stream: StreamId },
}

/// The tasks still to be done.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Agenda {
    due: BinaryHeap<Reverse<(Time, u64, Task)>>,
    planned: u64,
}

impl Agenda {
    /// Plans a task.
    pub fn plan(&mut self, at: Time, task: Task) {
        self.due.push(Reverse((at, self.planned, task)));
        self.planned += 1;
    }

    /// Bytes that a copy takes.
    pub fn own_bytes(&self) -> usize {
        self.due.len() * size_of::<(Time, u64, Task)>()
    }

    /// When the next task is due.
    pub fn next_at(&self) -> Option<Time> {
        self.due.peek().map(|Reverse((at, ..))| *at)
    }

    /// Takes the next task if it is due at `now` or before.
    pub fn take(&mut self, now: Time) -> Option<(Time, Task)> {
        if self.next_at()? > now {
            return None;
        }
        self.due.pop().map(|Reverse((at, _, task))| (at, task))
    }
}
