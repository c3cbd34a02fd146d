//! What is due for an application, and what its parts see of the run while it is done.

use super::event::KclEvent;
use super::fan_out::Wish;
use crate::agenda::{Agenda, Task};
use crate::event::{Call, EVENTS_KEPT, Event, EventKind};
use crate::kinesis::stream::Stream;
use crate::log::Log;
use crate::producers::contents::Contents;
use crate::quota::Quotas;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// Number of a worker inside its application.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct WorkerId(pub u16);

/// A step of one worker. Steps of an earlier life lapse.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct KclTask {
    pub application: u8,
    pub worker: WorkerId,
    pub life: u32,
    pub step: KclStep,
}

/// What a worker does by itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum KclStep {
    /// A scenario starts it at this moment.
    Launch,
    /// Creates the table and its first leases if they are missing, then begins.
    Start,
    /// Renews what it holds.
    Renew,
    /// Looks for leases to take or to steal (1.x, 2.x).
    Take,
    /// Assigns leases to workers, if it is the leader (3.x).
    Assign,
    /// Looks for leases that were assigned to it (3.x).
    Discover,
    /// Tells its load, and that the leader is alive (3.x).
    Report,
    SyncShards,
    CleanUp,
    /// One shard's consumer goes on: waits for parents, reads, or tries again to end.
    Read {
        consumer: u32,
    },
    /// The records of one shard's last read have been processed.
    Processed {
        consumer: u32,
    },
    /// A subscription has something for one shard's consumer (fan-out).
    Pushed {
        consumer: u32,
    },
}

/// The parts of the run that an application works with.
pub struct Surroundings<'a> {
    pub now: Time,
    /// Number of the application.
    pub application: u8,
    pub quotas: &'a Quotas,
    pub contents: Contents<'a>,
    /// None once the stream is gone.
    pub stream: Option<&'a mut Stream>,
    pub agenda: &'a mut Agenda,
    pub events: &'a mut Log<Event>,
    pub calls: &'a mut Log<Call>,
    /// Records that were handled out of their source's order.
    pub out_of_order: u32,
    /// What Kinesis is asked for once the step is done.
    pub wishes: Vec<Wish>,
}

impl Surroundings<'_> {
    /// Plans a step of a worker's present life.
    pub fn plan(&mut self, at: Time, (worker, life): (WorkerId, u32), step: KclStep) {
        let task = KclTask { application: self.application, worker, life, step };
        self.agenda.plan(at, Task::Kcl(task));
    }

    pub fn mark(&mut self, worker: WorkerId, what: KclEvent) {
        let kind = EventKind::Kcl { application: self.application, worker, what };
        self.events.push_bounded(Event { at: self.now, kind }, EVENTS_KEPT);
    }
}
