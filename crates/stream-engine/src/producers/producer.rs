//! One producer at work: it makes readings by its schedule, packs them into records, and has each
//! refused record wait for its next attempt.

use super::calls::Calls;
use super::client::{Client, ClientState, Counts};
use super::key_source::{KeySource, Picked};
use super::kpl::packs::Packs;
use super::second::{ProducerSecond, RecentLatency};
use crate::histogram::Histogram;
use crate::keys::KeyTable;
use crate::kinesis::shard::Record;
use crate::rng::Generator;
use crate::scenario::ProducerSetup;
use crate::series::Series;
use crate::time::{SECOND_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::rc::Rc;

/// Records that wait for another attempt at most; a client's memory ends somewhere (assumed).
pub const WAITING_MAX: usize = 5_000;

/// Readings made at one instant at most: the engine's bound.
const BURST_MAX: u32 = 10_000;

/// A record on its way to the service.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sent {
    /// `arrived` is when it will reach the service.
    pub record: Record,
    /// When its producer made it.
    pub made: Time,
    /// How often it has been refused, and how long it waited the last time.
    pub refusals: u8,
    pub waited_us: u64,
    /// The service has it: an answer was lost, and it is sent once more.
    pub stored: bool,
}

/// A producer and what it has under way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Producer {
    /// Shared between copies of the run: a list of keys may be long.
    pub setup: Rc<ProducerSetup>,
    keys: KeySource,
    chance: Generator,
    pub jitter: Generator,
    /// Readings made so far.
    pub made: u32,
    /// Readings made that wait for their record to fill up.
    pub unsent: u32,
    /// Records made so far: whose turn it is.
    turn: u32,
    /// When the present schedule began, and how many of its instants have been planned.
    begun: Time,
    instants: u64,
    /// Counts changes of the rate, so that a task planned before one is known as stale.
    pub plan: u32,
    /// Calls under way, in the order of their arrival: a producer has one connection.
    pub under_way: VecDeque<Sent>,
    /// Records waiting for another attempt, and the free places among them.
    waiting: Vec<Option<Sent>>,
    free: Vec<u32>,
    /// Records that reached the service, retries included, and how many of them it refused.
    pub sent: u64,
    pub refused: u64,
    /// PutRecord.Latency: milliseconds from making a record to the answer that it is stored.
    pub put_latency_ms: Histogram,
    /// Records it gave up on; readings, if it has a client that batches or packs.
    pub lost: u64,
    /// How long its client's calls take.
    pub network: Generator,
    pub client: ClientState,
    pub calls: Calls,
    /// What its aggregated records hold.
    pub packs: Packs,
    pub counts: Counts,
    pub seconds: Series<ProducerSecond>,
    /// put_latency_ms of the last while.
    pub recent_latency_ms: RecentLatency,
    /// The program has crashed and was not started again.
    pub dead: bool,
    /// How far its clock is ahead.
    pub clock_offset_ms: i64,
}

impl Producer {
    /// A producer ready to begin.
    pub fn new(setup: ProducerSetup, seed: u64, keys: &mut KeyTable) -> Producer {
        Producer {
            keys: KeySource::new(&setup.keys, setup.sources, keys),
            chance: Generator::named(seed, &format!("{}/keys", setup.name)),
            jitter: Generator::named(seed, &format!("{}/jitter", setup.name)),
            network: Generator::named(seed, &format!("{}/network", setup.name)),
            client: ClientState::new(&setup.client),
            calls: Calls::default(),
            packs: Packs::default(),
            counts: Counts::default(),
            seconds: Series::default(),
            recent_latency_ms: RecentLatency::default(),
            dead: false,
            clock_offset_ms: 0,
            setup: Rc::new(setup),
            made: 0,
            unsent: 0,
            turn: 0,
            begun: Time::ZERO,
            instants: 0,
            plan: 0,
            under_way: VecDeque::new(),
            waiting: Vec::new(),
            free: Vec::new(),
            sent: 0,
            refused: 0,
            put_latency_ms: Histogram::default(),
            lost: 0,
        }
    }

    /// Takes up a changed set-up.
    pub fn change(&mut self, setup: ProducerSetup, keys: &mut KeyTable) {
        if setup.keys != self.setup.keys || setup.sources != self.setup.sources {
            self.keys = KeySource::new(&setup.keys, setup.sources, keys);
        }
        self.setup = Rc::new(setup);
    }

    /// Begins the schedule afresh at `now`: at the start and after a change of the rate.
    pub fn begin(&mut self, now: Time) {
        self.begun = now;
        self.instants = 0;
        self.plan += 1;
    }

    /// The next instant of the schedule, None for silence. Counted from the schedule's beginning, so
    /// that a rate that doesn't divide a second into whole microseconds is kept exactly.
    pub fn next_instant(&mut self) -> Option<Time> {
        let rate = u64::from(self.setup.rate_per_second);
        let readings = self.instants * u64::from(self.burst());
        self.instants += 1;
        let us = (readings * SECOND_US).checked_div(rate)?;
        (!self.is_finished()).then_some(self.begun + us)
    }

    fn burst(&self) -> u32 {
        self.setup.burst.clamp(1, BURST_MAX)
    }

    /// Readings that may still be made; None for no end.
    fn left(&self) -> Option<u32> {
        self.setup.readings.map(|most| most.saturating_sub(self.made.saturating_add(self.unsent)))
    }

    /// Readings that it will have made in the end; None for no end.
    pub fn planned(&self) -> Option<u32> {
        self.setup.readings
    }

    /// When its present schedule began.
    pub fn begun(&self) -> Time {
        self.begun
    }

    /// Whether the schedule's last reading has been made.
    pub fn is_finished(&self) -> bool {
        self.left() == Some(0)
    }

    /// Makes one instant's readings and gives the records that are full now: how many readings each
    /// holds. The last readings of a schedule go out in a record that isn't full.
    pub fn take_readings(&mut self) -> impl Iterator<Item = u8> + use<> {
        let per_record = match self.setup.client {
            Client::PutRecord | Client::Sdk(_) => self.setup.readings_per_record.max(1),
            // The KPL packs by itself, and a line of a log file is a record.
            Client::Kpl(_) | Client::Agent(_) => 1,
        };
        self.unsent += self.left().map_or(self.burst(), |left| left.min(self.burst()));
        let (full, rest) = (self.unsent / u32::from(per_record), (self.unsent % u32::from(per_record)) as u8);
        let last = (self.is_finished() && rest > 0).then_some(rest);
        self.unsent = if last.is_some() { 0 } else { u32::from(rest) };
        (0..full).map(move |_| per_record).chain(last)
    }

    /// Makes the next record: its readings are numbered on from the last.
    /// Encrypted data has `overhead` bytes more.
    pub fn make(&mut self, index: u8, readings: u8, now: Time, table: &KeyTable, overhead: u32) -> Sent {
        let Picked { source, key } = self.keys.pick(self.turn, self.setup.sources, &mut self.chance);
        // A packed record has its key once.
        let data = self.setup.record_bytes.saturating_sub(table.bytes(key));
        let further = data.saturating_mul(u32::from(readings - 1));
        let overhead = if self.setup.client_side_encryption { overhead } else { 0 };
        let record = Record {
            arrived: Time::ZERO,
            key,
            bytes: self.setup.record_bytes.saturating_add(further).saturating_add(overhead),
            number: self.made,
            source,
            producer: index,
            readings,
        };
        self.turn = self.turn.wrapping_add(1);
        self.made = self.made.wrapping_add(u32::from(readings));
        Sent { record, made: now, refusals: 0, waited_us: 0, stored: false }
    }

    /// Takes the oldest call under way if it has reached the service by `now`.
    pub fn take_arrived(&mut self, now: Time) -> Option<Sent> {
        self.under_way.front().filter(|sent| sent.record.arrived <= now)?;
        self.sent += 1;
        self.under_way.pop_front()
    }

    /// Puts a refused record aside; None if too many wait already.
    pub fn wait(&mut self, sent: Sent) -> Option<u32> {
        if let Some(slot) = self.free.pop() {
            self.waiting[slot as usize] = Some(sent);
            return Some(slot);
        }
        if self.waiting.len() >= WAITING_MAX {
            return None;
        }
        self.waiting.push(Some(sent));
        Some(self.waiting.len() as u32 - 1)
    }

    /// Takes back a record that has waited long enough.
    pub fn resume(&mut self, slot: u32) -> Option<Sent> {
        let sent = self.waiting.get_mut(slot as usize)?.take();
        self.free.push(slot);
        sent
    }

    /// Roughly the bytes that this copy doesn't share with one made earlier.
    pub fn own_bytes(&self, earlier: Option<&Producer>) -> usize {
        let sent = (self.waiting.len() + self.under_way.len() + 1) * size_of::<Option<Sent>>();
        let packs = self.packs.own_bytes(earlier.map(|earlier| &earlier.packs));
        let client = match &self.client {
            ClientState::PutRecord => 0,
            ClientState::Sdk(sdk) => size_of_val(sdk.filling.as_slice()),
            ClientState::Kpl(kpl) => kpl.users() * size_of::<super::kpl::User>(),
            ClientState::Agent(agent) => agent.own_bytes(),
        };
        let seconds = self.seconds.own_bytes(earlier.map(|earlier| &earlier.seconds));
        sent + packs + client + seconds + self.calls.own_bytes() + size_of::<Self>()
    }

    /// Records waiting for another attempt.
    pub fn waiting(&self) -> usize {
        self.waiting.len() - self.free.len()
    }

    /// Records that the client holds.
    pub fn held(&self) -> usize {
        let client = match &self.client {
            ClientState::PutRecord => 0,
            ClientState::Sdk(sdk) => sdk.filling.len(),
            ClientState::Kpl(kpl) => kpl.users(),
            ClientState::Agent(agent) => agent.records(),
        };
        client + self.calls.records()
    }

    /// Readings made that the service doesn't have and that are not lost: in the client, in its
    /// calls, in log files.
    pub fn unstored(&self) -> u64 {
        let sent = self.under_way.iter().chain(self.waiting.iter().flatten());
        let client = match &self.client {
            ClientState::PutRecord => {
                sent.filter(|sent| !sent.stored).map(|sent| u64::from(sent.record.readings)).sum()
            }
            ClientState::Sdk(sdk) => sdk.filling.iter().map(super::calls::Entry::unstored).sum(),
            ClientState::Kpl(kpl) => kpl.unstored(),
            // Its calls carry what is still in its files.
            ClientState::Agent(agent) => return agent.unstored(&self.calls),
        };
        client + self.calls.unstored()
    }
}
