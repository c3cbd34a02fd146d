//! A fleet: applications of one kind that read the same stream, as many as the learner asks for,
//! polling, with enhanced fan-out, or each of them in both ways at once. Its members are ordinary
//! polling and enhanced consumers; a fleet starts them, stops them and watches what they get.
//!
//! An application that is started, again or for the first time, begins with what is written from now
//! on, so that its delays tell of its reading and not of a backlog.

pub mod watch;

use crate::agenda::Task;
use crate::apply::in_range;
use crate::consumers::enhanced::{EnhancedConsumer, EnhancedSetup, EnhancedTask};
use crate::consumers::polling::PollingConsumer;
use crate::error::{Refusal, Resource};
use crate::kinesis::stream::StreamId;
use crate::kinesis::stream_consumer::ConsumerStatus;
use crate::scenario::{AfterThrottle, ConsumerSetup, Scenario};
use crate::simulation::Simulation;
use crate::time::Time;
use serde::{Deserialize, Serialize};
use watch::Watch;

/// Applications of one fleet at most: the engine's bound.
pub const APPLICATIONS_MAX: u32 = 50;
/// Polls of neighbours are so far apart, in hundredths of the interval; the sixth polls with the first.
const PHASE_PERCENT: u32 = 20;
const PHASES: u32 = 5;
/// Those that poll more often than a shard answers five of them have no turns: who is answered is chance.
const STAGGERED_FROM_MS: u32 = 1_000;
/// Polling consumers in a run at most: they are numbered by bytes.
const CONSUMERS_MAX: usize = 250;

/// How the applications read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum ReadMode {
    /// GetRecords, within the limits that all share.
    #[default]
    Classic,
    /// SubscribeToShard, each with a share of its own.
    Enhanced,
    /// Each application twice: one half polls, the other is pushed to.
    SideBySide,
}

/// A fleet at the start.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FleetSetup {
    /// Its name, also in commands; its applications are this name and a number.
    pub name: String,
    #[serde(default)]
    pub stream: StreamId,
    pub applications: u32,
    #[serde(default)]
    pub mode: ReadMode,
    pub poll_interval_ms: u32,
}

/// What of a fleet changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FleetChange {
    /// Those with the highest numbers stop, or as many more start.
    Applications(u32),
    Mode(ReadMode),
    PollIntervalMs(u32),
}

/// A fleet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Fleet {
    pub setup: FleetSetup,
    /// Every application that was ever started, by its number from 0.
    pub members: Vec<Member>,
}

/// One application: its place among the polling consumers and among those with enhanced fan-out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Member {
    pub polling: Option<u8>,
    pub enhanced: Option<u8>,
}

impl ReadMode {
    /// Whether applications poll.
    pub fn polls(self) -> bool {
        self != ReadMode::Enhanced
    }

    /// Whether applications are pushed to.
    pub fn is_pushed(self) -> bool {
        self != ReadMode::Classic
    }
}

impl Fleet {
    /// The applications that are meant to read now.
    pub fn running(&self) -> &[Member] {
        &self.members[..self.members.len().min(self.setup.applications as usize)]
    }

    /// What those that poll now got, by application.
    pub fn polling<'a>(&'a self, run: &'a Simulation) -> impl Iterator<Item = &'a PollingConsumer> {
        let places = self.running().iter().filter_map(|member| member.polling);
        places.filter_map(|at| run.consumers().get(usize::from(at))).filter(|consumer| !consumer.stopped)
    }

    /// Those that are pushed to now, by application.
    pub fn enhanced<'a>(&'a self, run: &'a Simulation) -> impl Iterator<Item = &'a EnhancedConsumer> {
        let places = self.running().iter().filter_map(|member| member.enhanced);
        places.filter_map(|at| run.enhanced().get(usize::from(at))).filter(|consumer| !consumer.stopped)
    }

    /// What every application gets that reads now.
    pub fn watched<'a>(&'a self, run: &'a Simulation) -> impl Iterator<Item = &'a Watch> {
        let polling = self.polling(run).filter_map(|consumer| consumer.watch.as_deref());
        polling.chain(self.enhanced(run).filter_map(|consumer| consumer.watch.as_deref()))
    }
}

impl Simulation {
    /// The fleets.
    pub fn fleets(&self) -> &[Fleet] {
        &self.fleets
    }

    pub(crate) fn begin_fleets(&mut self, scenario: &Scenario) {
        for (nth, setup) in scenario.fleets.iter().enumerate() {
            self.fleets.push(Fleet { setup: setup.clone(), members: Vec::new() });
            self.settle_fleet(nth);
        }
    }

    pub(crate) fn change_fleet(&mut self, name: &str, change: FleetChange) -> Result<(), Refusal> {
        let found = self.fleets.iter().position(|fleet| fleet.setup.name == name);
        let nth = found.ok_or_else(|| Refusal::ResourceNotFound(Resource::Actor(name.to_owned())))?;
        match change {
            FleetChange::Applications(number) => {
                in_range("applications", u64::from(number), 1, u64::from(APPLICATIONS_MAX))?;
                self.fleets[nth].setup.applications = number;
            }
            FleetChange::Mode(mode) => self.fleets[nth].setup.mode = mode,
            FleetChange::PollIntervalMs(ms) => {
                in_range("pollIntervalMs", u64::from(ms), 1, 3_600_000)?;
                self.fleets[nth].setup.poll_interval_ms = ms;
            }
        }
        self.settle_fleet(nth);
        Ok(())
    }

    /// Starts and stops applications until they are as the fleet is set up.
    fn settle_fleet(&mut self, nth: usize) {
        let setup = self.fleets[nth].setup.clone();
        let known = self.fleets[nth].members.len();
        let wanted = setup.applications.min(APPLICATIONS_MAX) as usize;
        for number in 0..known.max(wanted) {
            if number == self.fleets[nth].members.len() {
                self.fleets[nth].members.push(Member::default());
            }
            let polls = number < wanted && setup.mode.polls();
            let is_pushed = number < wanted && setup.mode.is_pushed();
            self.settle_polling(nth, number, &setup, polls);
            self.settle_enhanced(nth, number, &setup, is_pushed);
        }
    }

    fn settle_polling(&mut self, nth: usize, number: usize, setup: &FleetSetup, wanted: bool) {
        let mut at = self.fleets[nth].members[number].polling;
        if at.is_none() && wanted && self.consumers.len() < CONSUMERS_MAX {
            let own = ConsumerSetup {
                name: format!("{} {}", setup.name, number + 1),
                stream: setup.stream,
                poll_interval_ms: setup.poll_interval_ms,
                max_records_per_call: u32::MAX,
                parents_first: true,
                calls_take_time: true,
                after_throttle: AfterThrottle::NextPoll,
            };
            let phase_percent = match setup.poll_interval_ms {
                STAGGERED_FROM_MS.. => number as u32 % PHASES * PHASE_PERCENT,
                _ => 0,
            };
            self.consumers.push(PollingConsumer::in_fleet(own, self.seed, phase_percent));
            at = Some(self.consumers.len() as u8 - 1);
            self.fleets[nth].members[number].polling = at;
        }
        let Some(at) = at else { return };
        let consumer = &mut self.consumers[usize::from(at)];
        consumer.setup.poll_interval_ms = setup.poll_interval_ms;
        match (consumer.stopped, wanted) {
            (true, true) => self.start_polling(at),
            (false, false) => consumer.stopped = true,
            _ => {}
        }
    }

    fn settle_enhanced(&mut self, nth: usize, number: usize, setup: &FleetSetup, wanted: bool) {
        let mut at = self.fleets[nth].members[number].enhanced;
        if at.is_none() && wanted {
            let own = EnhancedSetup { name: format!("{}-{}", setup.name, number + 1), stream: setup.stream };
            self.enhanced.push(EnhancedConsumer::in_fleet(own, self.seed));
            at = Some(self.enhanced.len() as u8 - 1);
            self.fleets[nth].members[number].enhanced = at;
        }
        let Some(at) = at else { return };
        match (self.enhanced[usize::from(at)].stopped, wanted) {
            (true, true) => self.start_enhanced(at),
            (false, false) => self.stop_enhanced(at),
            _ => {}
        }
    }

    fn start_enhanced(&mut self, nth: u8) {
        let now = self.now;
        let consumer = &mut self.enhanced[usize::from(nth)];
        consumer.start(now);
        let (stream, name) = (consumer.setup.stream, consumer.setup.name.clone());
        self.do_enhanced_task(nth, EnhancedTask::Look);
        // What a scenario begins with has been registered long before.
        if now == Time::ZERO
            && let Some(stream) = self.streams.get_mut(usize::from(stream.0))
            && let Some(registered) = stream.consumers.iter_mut().find(|registered| registered.name == name)
        {
            registered.status = ConsumerStatus::Active;
            self.settle_bill();
            self.do_enhanced_task(nth, EnhancedTask::Look);
        }
    }

    /// Starts an application that was stopped, or never ran.
    fn start_polling(&mut self, nth: u8) {
        let consumer = &mut self.consumers[usize::from(nth)];
        let Some(stream) = self.streams.get(usize::from(consumer.setup.stream.0)) else { return };
        for (reader, at) in consumer.start(stream, self.now) {
            self.agenda.plan(at, Task::Poll { consumer: nth, reader });
        }
    }

    /// Whether the reader's application was stopped; then its task is its last.
    pub(crate) fn is_stopped(&mut self, nth: u8, reader: u32) -> bool {
        let consumer = &mut self.consumers[usize::from(nth)];
        let reader = &mut consumer.readers[reader as usize];
        if consumer.stopped {
            reader.idle = true;
            reader.answer = None;
        }
        consumer.stopped
    }
}
