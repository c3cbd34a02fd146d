//! What is due when. Ties are settled by a running number: first planned, first done.

use crate::consumers::enhanced::EnhancedTask;
use crate::consumers::firehose::FirehoseTask;
use crate::consumers::flink::FlinkTask;
use crate::consumers::kcl::KclTask;
use crate::consumers::lambda::LambdaTask;
use crate::kinesis::lifecycle::KinesisTask;
use crate::producers::sending::ClientTask;
use crate::queue_traffic::QueueTask;
use crate::time::Time;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Something that will be done at its time without anyone asking again.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Task {
    /// A producer makes its next readings. The number tells a plan made before a change of rate.
    Produce {
        producer: u8,
        plan: u32,
    },
    /// The oldest call under way of a producer reaches the service.
    Arrive {
        producer: u8,
    },
    /// A producer sends a refused record again.
    Resend {
        producer: u8,
        slot: u32,
    },
    /// A consumer asks one shard for records.
    Poll {
        consumer: u8,
        reader: u32,
    },
    /// Something that Kinesis does by itself.
    Kinesis(KinesisTask),
    /// Of a queue, or of those who use one.
    Queue(QueueTask),
    Lambda(LambdaTask),
    Firehose(FirehoseTask),
    Flink(FlinkTask),
    /// A step of a KCL worker.
    Kcl(KclTask),
    /// Something in a producer's client.
    Client {
        producer: u8,
        task: ClientTask,
    },
    /// The answer to a consumer's read is there.
    Read {
        consumer: u8,
        reader: u32,
    },
    /// Something in an application with enhanced fan-out.
    Enhanced {
        consumer: u8,
        task: EnhancedTask,
    },
    /// A second of a load begins.
    Load {
        load: u8,
    },
}

/// A task with its place in the order. The heap's greatest entry is the one due next.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Due {
    at: Time,
    /// Counts the plans.
    nth: u64,
    task: Task,
}

impl Due {
    fn place(&self) -> u128 {
        u128::from(self.at.0) << 64 | u128::from(self.nth)
    }
}

impl PartialEq for Due {
    fn eq(&self, other: &Due) -> bool {
        self.place() == other.place()
    }
}

impl Eq for Due {}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Due) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Due {
    fn cmp(&self, other: &Due) -> Ordering {
        other.place().cmp(&self.place())
    }
}

/// The tasks still to be done.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Agenda {
    due: BinaryHeap<Due>,
    planned: u64,
}

impl Agenda {
    /// Plans a task.
    pub fn plan(&mut self, at: Time, task: Task) {
        self.due.push(Due { at, nth: self.planned, task });
        self.planned += 1;
    }

    /// Bytes that a copy takes.
    pub fn own_bytes(&self) -> usize {
        self.due.len() * size_of::<Due>()
    }

    /// All tasks, in no order.
    pub(crate) fn tasks(&self) -> impl Iterator<Item = &Task> {
        self.due.iter().map(|due| &due.task)
    }

    /// When the next task is due.
    pub fn next_at(&self) -> Option<Time> {
        self.due.peek().map(|due| due.at)
    }

    /// Takes the next task if it is due at `now` or before.
    pub fn take(&mut self, now: Time) -> Option<(Time, Task)> {
        if self.next_at()? > now {
            return None;
        }
        self.due.pop().map(|due| (due.at, due.task))
    }
}
