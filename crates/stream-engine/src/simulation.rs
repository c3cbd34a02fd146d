//! The world: streams, producers, consumers and an agenda. `apply` takes a request, `run_until`
//! lets time pass. No clock, no chance but the seeded generators, no order but the agenda's.

use crate::agenda::{Agenda, Task};
use crate::command::{Answer, Command};
use crate::consumers::polling::PollingConsumer;
use crate::error::Refusal;
use crate::event::{Actor, CALLS_KEPT, Call, EVENTS_KEPT, Event, EventKind, Outcome, RefusedRecord, WholeCall};
use crate::keys::KeyTable;
use crate::kinesis::metrics::RunSecond;
use crate::kinesis::stream::{Stream, StreamId};
use crate::log::Log;
use crate::producers::producer::Producer;
use crate::quota::Quotas;
use crate::rng::Generator;
use crate::scenario::Scenario;
use crate::series::Series;
use crate::time::{HOUR_US, Time};
use serde::Serialize;
use std::rc::Rc;

/// The state of a run at one instant.
#[derive(Clone, Debug, Serialize)]
pub struct Simulation {
    pub(crate) now: Time,
    /// The last two instants at which tasks were done: where a step back leads.
    pub(crate) last_instants: [Time; 2],
    pub(crate) seed: u64,
    pub(crate) quotas: Rc<Quotas>,
    pub(crate) agenda: Agenda,
    pub(crate) network: Generator,
    pub(crate) keys: KeyTable,
    pub(crate) streams: Vec<Stream>,
    pub(crate) producers: Vec<Producer>,
    pub(crate) consumers: Vec<PollingConsumer>,
    pub(crate) learner_records: u32,
    pub(crate) seconds: Series<RunSecond>,
    pub(crate) calls: Log<Call>,
    pub(crate) refused: Log<RefusedRecord>,
    pub(crate) events: Log<Event>,
}

/// Records put by the learner carry this producer number.
pub const LEARNER: u8 = u8::MAX;

impl Simulation {
    /// The run's start.
    pub fn new(scenario: &Scenario, quotas: Rc<Quotas>) -> Simulation {
        let mut simulation = Simulation {
            now: Time::ZERO,
            last_instants: [Time::ZERO; 2],
            seed: scenario.seed,
            agenda: Agenda::default(),
            network: Generator::named(scenario.seed, "network"),
            keys: KeyTable::default(),
            streams: Vec::new(),
            producers: Vec::new(),
            consumers: Vec::new(),
            learner_records: 0,
            seconds: Series::default(),
            calls: Log::default(),
            refused: Log::default(),
            events: Log::default(),
            quotas,
        };
        for (nth, setup) in scenario.streams.iter().enumerate() {
            let retention =
                setup.retention_hours.map_or(simulation.quotas.retention_default_us(), |hours| hours * HOUR_US);
            let id = StreamId(nth as u16);
            simulation.streams.push(Stream::create(id, setup.name.clone(), setup.shards, Time::ZERO, retention));
        }
        for (nth, setup) in scenario.producers.iter().enumerate() {
            simulation.producers.push(Producer::new(setup.clone(), scenario.seed, &mut simulation.keys));
            simulation.begin_schedule(nth as u8, Time::from_ms(setup.starts_ms));
        }
        for (nth, setup) in scenario.consumers.iter().enumerate() {
            simulation.consumers.push(PollingConsumer::new(setup.clone()));
            simulation.sync_shards(nth as u8);
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
        self.log_call(Call { at: self.now, actor: Actor::Learner, stream, outcome: Outcome::Whole(Rc::new(whole)) });
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
            Task::Reshard { stream } => self.complete_reshard(stream),
        }
    }

    fn complete_reshard(&mut self, stream: StreamId) {
        self.streams[usize::from(stream.0)].complete(self.now);
        self.mark(EventKind::ReshardingEnded { stream });
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
        let open = self.streams.iter().map(|stream| stream.open_count() as u32).sum();
        let second = self.seconds.now(self.now);
        second.open_shards = open;
        second
    }
}

/// What can be seen of a run.
impl Simulation {
    pub fn now(&self) -> Time {
        self.now
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

    pub fn streams(&self) -> &[Stream] {
        &self.streams
    }

    pub fn producers(&self) -> &[Producer] {
        &self.producers
    }

    pub fn consumers(&self) -> &[PollingConsumer] {
        &self.consumers
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
        let producers: usize = self.producers.iter().map(Producer::own_bytes).sum();
        let logs = self.calls.own_bytes(earlier.map(|earlier| &earlier.calls))
            + self.refused.own_bytes(earlier.map(|earlier| &earlier.refused))
            + self.seconds.own_bytes(earlier.map(|earlier| &earlier.seconds));
        streams + producers + logs + self.agenda.own_bytes()
    }

    /// The whole state as bytes: equal bytes mean equal runs.
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_allocvec(self).expect("the state holds nothing that postcard can't write")
    }
}
