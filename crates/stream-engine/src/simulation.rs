//! The world: streams, producers, consumers and an agenda. `apply` takes a request, `run_until`
//! lets time pass. No clock, no chance but the seeded generators, no order but the agenda's.

use crate::account::Account;
use crate::agenda::{Agenda, Task};
use crate::bill::Ledger;
use crate::command::{Answer, Command};
use crate::consumers::enhanced::{EnhancedConsumer, EnhancedTask};
use crate::consumers::firehose::Firehose;
use crate::consumers::flink::Flink;
use crate::consumers::kcl::application::Application;
use crate::consumers::lambda::Lambda;
use crate::consumers::lambda::function::Function;
use crate::consumers::polling::PollingConsumer;
use crate::error::{Place, Refusal};
use crate::event::{Actor, CALLS_KEPT, Call, EVENTS_KEPT, Event, EventKind, Outcome, RefusedRecord, WholeCall};
use crate::keys::KeyTable;
use crate::kinesis::metrics::RunSecond;
use crate::kinesis::service::Kinesis;
use crate::kinesis::stream::{Stream, StreamId};
use crate::log::Log;
use crate::producers::producer::Producer;
use crate::queue_traffic::QueueActors;
use crate::quota::Quotas;
use crate::rng::Generator;
use crate::s3::ObjectStore;
use crate::scenario::Scenario;
use crate::security::Security;
use crate::security::actors::Remembered;
use crate::security::trail::Trail;
use crate::series::Series;
use crate::sqs::Sqs;
use crate::time::{HOUR_US, Time};
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
    pub(crate) kcl: Vec<Application>,
    pub(crate) enhanced: Vec<EnhancedConsumer>,
    pub(crate) learner_records: u32,
    pub(crate) seconds: Series<RunSecond>,
    pub(crate) calls: Log<Call>,
    pub(crate) refused: Log<RefusedRecord>,
    pub(crate) events: Log<Event>,
    pub(crate) sqs: Sqs,
    pub(crate) security: Rc<Security>,
    pub(crate) trail: Trail,
    pub(crate) bill: Ledger,
    #[serde(skip)]
    pub(crate) remembered: Remembered,
    pub(crate) lambda: Lambda,
    pub(crate) firehose: Firehose,
    pub(crate) s3: ObjectStore,
    pub(crate) flink: Flink,
    pub(crate) queue_actors: QueueActors,
}

/// Records put by the learner carry this producer number.
pub const LEARNER: u8 = u8::MAX;

impl Simulation {
    /// The run's start, in an account of its own.
    pub fn new(scenario: &Scenario, quotas: Rc<Quotas>) -> Simulation {
        Simulation::in_account(scenario, quotas, Account::default())
    }

    /// The run's start.
    pub fn in_account(scenario: &Scenario, quotas: Rc<Quotas>, account: Account) -> Simulation {
        let mut simulation = Simulation {
            now: Time::ZERO,
            last_instants: [Time::ZERO; 2],
            seed: scenario.seed,
            account: Rc::new(account),
            agenda: Agenda::default(),
            network: Generator::named(scenario.seed, "network"),
            keys: KeyTable::default(),
            streams: Vec::new(),
            kinesis: Kinesis::default(),
            producers: Vec::new(),
            consumers: Vec::new(),
            kcl: Vec::new(),
            enhanced: Vec::new(),
            learner_records: 0,
            seconds: Series::default(),
            calls: Log::default(),
            refused: Log::default(),
            events: Log::default(),
            sqs: Sqs::default(),
            security: Rc::default(),
            trail: Trail::default(),
            bill: Ledger::default(),
            remembered: Remembered::default(),
            lambda: Lambda::default(),
            firehose: Firehose::default(),
            s3: ObjectStore::default(),
            flink: Flink::default(),
            queue_actors: QueueActors::default(),
            quotas,
        };
        for setup in &scenario.streams {
            let retention_us = setup.retention_hours.map(|hours| hours * HOUR_US);
            simulation.place_named_stream(&setup.name, setup.shards, retention_us);
        }
        for (nth, setup) in scenario.producers.iter().enumerate() {
            simulation.producers.push(Producer::new(setup.clone(), scenario.seed, &mut simulation.keys));
            simulation.begin_schedule(nth as u8, Time::from_ms(setup.starts_ms));
            simulation.start_client(nth as u8);
        }
        for (nth, setup) in scenario.consumers.iter().enumerate() {
            simulation.consumers.push(PollingConsumer::new(setup.clone(), scenario.seed));
            simulation.sync_shards(nth as u8);
        }
        simulation.set_up_queues(scenario);
        simulation.settle_bill();
        for command in &scenario.security {
            // A refused one changes nothing; content is checked when it is read.
            let _ = simulation.secure(command);
        }
        simulation.begin_stream_consumers(scenario);
        simulation.begin_kcl(scenario);
        for (nth, setup) in scenario.enhanced.iter().enumerate() {
            simulation.enhanced.push(EnhancedConsumer::new(setup.clone(), scenario.seed));
            simulation.do_enhanced_task(nth as u8, EnhancedTask::Look);
        }
        simulation.run_until(Time::ZERO);
        simulation
    }

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
            Task::Kinesis(task) => self.do_kinesis_task(task),
            Task::Queue(task) => self.do_queue_task(task),
            Task::Kcl(task) => self.do_kcl(task),
            Task::Lambda(task) => self.do_lambda(task),
            Task::Firehose(task) => self.do_firehose(task),
            Task::Flink(task) => self.do_flink(task),
            Task::Enhanced { consumer, task } => self.do_enhanced_task(consumer, task),
            Task::Client { producer, task } => self.do_client_task(producer, task),
            Task::Read { consumer, reader } => self.answer_read(consumer, reader),
        }
    }

    /// Lambda, Firehose and Flink of the scenario.
    fn begin_stream_consumers(&mut self, scenario: &Scenario) {
        for setup in &scenario.functions {
            self.lambda.functions.insert(setup.name.clone(), Function::new(setup.clone(), self.seed));
        }
        scenario.mappings.iter().for_each(|setup| self.lambda_begin(setup));
        scenario.delivery_streams.iter().for_each(|setup| _ = self.firehose_create(setup, true));
        scenario.applications.iter().for_each(|setup| self.flink_begin(setup));
    }

    /// Lets all who read streams look for shards after a change of the shard map.
    pub(crate) fn sync_stream_consumers(&mut self) {
        let mappings: Vec<u16> = self.lambda.mappings.keys().copied().collect();
        mappings.into_iter().for_each(|number| self.lambda_sync(number));
        let deliveries: Vec<u16> = self.firehose.streams.keys().copied().collect();
        deliveries.into_iter().for_each(|number| self.firehose_sync(number));
        (0..self.flink.applications.len()).for_each(|number| self.flink_sync(number as u8));
        for consumer in 0..self.consumers.len() {
            self.sync_shards(consumer as u8);
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
}

/// What can be seen of a run.
impl Simulation {
    pub fn now(&self) -> Time {
        self.now
    }

    pub fn account(&self) -> &Account {
        &self.account
    }

    pub fn seed(&self) -> u64 {
        self.seed
    }

    pub fn quotas(&self) -> &Quotas {
        &self.quotas
    }

    pub fn keys(&self) -> &KeyTable {
        &self.keys
    }

    /// By number; a stream that is gone leaves its place empty until another takes it.
    pub fn streams(&self) -> &[Stream] {
        &self.streams
    }

    /// What the texts of refusals name, for a call to this stream.
    pub fn place(&self, stream: StreamId) -> Place<'_> {
        let name = self.streams.get(usize::from(stream.0)).map_or("", |stream| stream.name.as_str());
        Place { account: &self.account, stream: name }
    }

    pub fn producers(&self) -> &[Producer] {
        &self.producers
    }

    pub fn consumers(&self) -> &[PollingConsumer] {
        &self.consumers
    }

    /// Applications built on the Kinesis Client Library.
    pub fn kcl(&self) -> &[Application] {
        &self.kcl
    }

    /// Applications with enhanced fan-out.
    pub fn enhanced(&self) -> &[EnhancedConsumer] {
        &self.enhanced
    }

    pub fn seconds(&self) -> &Series<RunSecond> {
        &self.seconds
    }

    /// Calls, newest last, at most `CALLS_KEPT` and a piece.
    pub fn calls(&self) -> &Log<Call> {
        &self.calls
    }

    /// Refused writes, newest last.
    pub fn refused(&self) -> &Log<RefusedRecord> {
        &self.refused
    }

    /// What a timeline marks.
    pub fn events(&self) -> &Log<Event> {
        &self.events
    }

    /// The queues.
    pub fn sqs(&self) -> &Sqs {
        &self.sqs
    }

    /// Principals, policies, keys, endpoints.
    pub fn security(&self) -> &Security {
        &self.security
    }

    /// What has been used.
    pub fn bill(&self) -> &Ledger {
        &self.bill
    }

    /// What CloudTrail recorded.
    pub fn trail(&self) -> &Trail {
        &self.trail
    }

    pub fn lambda(&self) -> &Lambda {
        &self.lambda
    }

    pub fn firehose(&self) -> &Firehose {
        &self.firehose
    }

    pub fn s3(&self) -> &ObjectStore {
        &self.s3
    }

    pub fn flink(&self) -> &Flink {
        &self.flink
    }

    /// Who sends to queues and receives from them.
    pub fn queue_actors(&self) -> &QueueActors {
        &self.queue_actors
    }

    /// When the next task is due.
    pub fn next_instant(&self) -> Option<Time> {
        self.agenda.next_at()
    }

    /// The instant a step back leads to: the last at which something was done before now.
    pub fn previous_instant(&self) -> Time {
        let [last, before] = self.last_instants;
        if last < self.now { last } else { before }
    }

    /// Roughly the bytes that this copy doesn't share with one made earlier in the same run.
    pub(crate) fn own_bytes(&self, earlier: Option<&Simulation>) -> usize {
        let before = |stream: &Stream| earlier.and_then(|earlier| earlier.streams.get(usize::from(stream.id.0)));
        let streams: usize = self.streams.iter().map(|stream| stream.own_bytes(before(stream))).sum();
        let producer = |nth: usize| earlier.and_then(|earlier| earlier.producers.get(nth));
        let producers: usize = self.producers.iter().enumerate().map(|(nth, own)| own.own_bytes(producer(nth))).sum();
        let logs = self.calls.own_bytes(earlier.map(|earlier| &earlier.calls))
            + self.refused.own_bytes(earlier.map(|earlier| &earlier.refused))
            + self.seconds.own_bytes(earlier.map(|earlier| &earlier.seconds));
        let objects = |(name, bucket): (&String, &crate::s3::Bucket)| {
            bucket.own_bytes(earlier.and_then(|earlier| earlier.s3.buckets.get(name)))
        };
        let consumers = self.lambda.own_bytes()
            + self.firehose.own_bytes()
            + self.s3.buckets.iter().map(objects).sum::<usize>()
            + self.flink.own_bytes(earlier.map(|earlier| &earlier.flink));
        let queues = self.sqs.own_bytes(earlier.map(|earlier| &earlier.sqs)) + self.queue_actors.own_bytes();
        let kcl = self
            .kcl
            .iter()
            .enumerate()
            .map(|(nth, application)| application.own_bytes(earlier.and_then(|earlier| earlier.kcl.get(nth))));
        streams + producers + consumers + kcl.sum::<usize>() + queues + logs + self.agenda.own_bytes()
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
