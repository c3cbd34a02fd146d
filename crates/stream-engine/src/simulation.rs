//! The world: streams, producers, consumers and an agenda. `apply` takes a request, `run_until`
//! lets time pass. No clock, no chance but the seeded generators, no order but the agenda's.

mod setup;
mod view;

use crate::account::Account;
use crate::agenda::{Agenda, Task};
use crate::bill::Ledger;
use crate::command::{Answer, Command};
use crate::consumers::enhanced::EnhancedConsumer;
use crate::consumers::firehose::Firehose;
use crate::consumers::fleet::Fleet;
use crate::consumers::flink::Flink;
use crate::consumers::kcl::application::Application;
use crate::consumers::lambda::Lambda;
use crate::consumers::polling::PollingConsumer;
use crate::error::Refusal;
use crate::event::{Actor, CALLS_KEPT, Call, EVENTS_KEPT, Event, EventKind, Outcome, RefusedRecord, WholeCall};
use crate::extensions::Extensions;
use crate::keys::KeyTable;
use crate::kinesis::metrics::RunSecond;
use crate::kinesis::service::Kinesis;
use crate::kinesis::stream::Stream;
use crate::log::Log;
use crate::producers::load::Load;
use crate::producers::producer::Producer;
use crate::queue_traffic::QueueActors;
use crate::quota::Quotas;
use crate::rng::Generator;
use crate::s3::ObjectStore;
use crate::security::Security;
use crate::security::actors::Remembered;
use crate::security::trail::Trail;
use crate::series::Series;
use crate::shared::Shared;
use crate::sqs::Sqs;
use crate::time::Time;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// The state of a run at one instant.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Simulation {
    pub(crate) now: Time,
    /// The last two instants at which tasks were done: where a step back leads.
    pub(crate) last_instants: [Time; 2],
    pub(crate) seed: u64,
    pub(crate) account: Rc<Account>,
    pub(crate) quotas: Rc<Quotas>,
    pub(crate) agenda: Agenda,
    pub(crate) network: Generator,
    pub(crate) keys: KeyTable,
    pub(crate) streams: Vec<Stream>,
    pub(crate) kinesis: Kinesis,
    pub(crate) producers: Vec<Producer>,
    pub(crate) consumers: Vec<PollingConsumer>,
    pub(crate) kcl: Shared<Vec<Application>>,
    pub(crate) enhanced: Shared<Vec<EnhancedConsumer>>,
    pub(crate) fleets: Shared<Vec<Fleet>>,
    pub(crate) loads: Shared<Vec<Load>>,
    pub(crate) learner_records: u32,
    pub(crate) seconds: Series<RunSecond>,
    pub(crate) calls: Log<Call>,
    pub(crate) refused: Log<RefusedRecord>,
    pub(crate) events: Log<Event>,
    pub(crate) sqs: Shared<Sqs>,
    pub(crate) security: Rc<Security>,
    pub(crate) trail: Shared<Trail>,
    pub(crate) bill: Ledger,
    #[serde(skip)]
    pub(crate) remembered: Remembered,
    pub(crate) lambda: Shared<Lambda>,
    pub(crate) firehose: Shared<Firehose>,
    pub(crate) s3: Shared<ObjectStore>,
    pub(crate) flink: Shared<Flink>,
    pub(crate) queue_actors: Shared<QueueActors>,
    /// Not part of the state; a state read back has all.
    #[serde(skip, default = "Extensions::all")]
    pub(crate) extensions: Extensions,
}

/// Records put by the learner carry this producer number.
pub const LEARNER: u8 = u8::MAX;

impl Simulation {
    /// Carries out a request at this instant, behind all that was due at it, and then what the
    /// request itself made due at it: between two requests nothing due is ever left over, so that a
    /// replay can't mix the two. A refusal changes nothing but the log.
    pub fn apply(&mut self, command: &Command) -> Result<Answer, Refusal> {
        let result = self.carry_out(command);
        let whole = WholeCall { command: command.clone(), result: result.clone() };
        let stream = command.stream();
        let call = Call { at: self.now, actor: Actor::Learner, stream, outcome: Outcome::Whole(Rc::new(whole)) };
        self.record_command(&call, command, &result);
        self.log_call(call);
        self.run_until(self.now);
        result
    }

    /// Lets time pass: does all that is due up to and including `until`.
    pub fn run_until(&mut self, until: Time) {
        while let Some((at, task)) = self.agenda.take(until) {
            self.do_task(at, task);
        }
        self.now = self.now.max(until);
    }

    /// Does all that is due at the next instant at which anything is; false if nothing ever is.
    pub fn step(&mut self) -> bool {
        let next = self.agenda.next_at();
        next.is_some_and(|at| {
            self.run_until(at);
            true
        })
    }

    fn do_task(&mut self, at: Time, task: Task) {
        if at > self.last_instants[0] {
            self.last_instants = [at, self.last_instants[0]];
        }
        self.now = at;
        match task {
            Task::Produce { producer, plan } => self.produce(producer, plan),
            Task::Arrive { producer } => self.arrive(producer),
            Task::Resend { producer, slot } => self.resend(producer, slot),
            Task::Poll { consumer, reader } => self.poll(consumer, reader),
            Task::Read { consumer, reader } => self.answer_read(consumer, reader),
            Task::Kinesis(task) => self.do_kinesis_task(task),
            task => (self.extensions.do_task)(self, task),
        }
    }

    pub(crate) fn log_call(&mut self, call: Call) {
        self.calls.push_bounded(call, CALLS_KEPT);
    }

    pub(crate) fn mark(&mut self, kind: EventKind) {
        self.events.push_bounded(Event { at: self.now, kind }, EVENTS_KEPT);
    }

    /// This second's entry of the run's own series.
    pub(crate) fn second(&mut self) -> &mut RunSecond {
        let second = self.seconds.now(self.now);
        second.open_shards = self.kinesis.open_shards;
        second
    }

    /// The whole state as bytes: equal bytes mean equal runs.
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_allocvec(self).expect("the state holds nothing that postcard can't write")
    }

    /// The state that these bytes hold, if they hold one. They must come from `to_bytes` of the same
    /// version: a caller that takes bytes from outside checks that first.
    pub fn from_bytes(bytes: &[u8]) -> Result<Simulation, postcard::Error> {
        postcard::from_bytes(bytes)
    }
}
