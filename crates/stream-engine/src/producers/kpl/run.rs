//! The KPL at work: from the application's put to the call, and from the answer back to the start.

use super::aggregator::frame_bytes;
use super::limiter::Drained;
use super::packs::PACKED;
use super::{Kpl, Settings, User};
use crate::agenda::Task;
use crate::error::Throttle;
use crate::kinesis::put_records::Stored;
use crate::kinesis::shard::Record;
use crate::latency::{network_us, service_us};
use crate::producers::calls::{Batch, Call, Entry};
use crate::producers::client::{Client, ClientState};
use crate::producers::producer::Sent;
use crate::producers::sending::ClientTask;
use crate::simulation::Simulation;
use crate::time::MS_US;

impl Simulation {
    /// The application hands a reading to its KPL.
    pub(crate) fn kpl_put(&mut self, nth: u8, sent: Sent) {
        let Some(settings) = self.kpl_settings(nth) else { return };
        let key = sent.record.key;
        let user = User {
            number: sent.record.number,
            source: sent.record.source,
            key,
            key_bytes: self.keys.bytes(key) as u16,
            data_bytes: sent.record.bytes.saturating_sub(self.keys.bytes(key)),
            hash: self.keys.hash(key, sent.record.origin()),
            made: self.now,
            deadline: (self.now + settings.buffered_us).min(self.now + settings.ttl_us),
            expires: self.now + settings.ttl_us,
            shard: None,
            sent: false,
            stored: false,
        };
        self.kpl_aggregate(nth, &settings, user);
        self.kpl_plan(nth);
    }

    /// A timer of the KPL's is due.
    pub(crate) fn kpl_wake(&mut self, nth: u8) {
        let (quotas, now) = (self.quotas.clone(), self.now);
        let Some(settings) = self.kpl_settings(nth) else { return };
        let Some(kpl) = self.kpl(nth) else { return };
        // A timer that an earlier one has made superfluous.
        if kpl.wakes.is_none_or(|at| at > now) {
            return;
        }
        kpl.wakes = None;
        let full = kpl.aggregator.take_due(&settings, now);
        for users in full {
            self.kpl_limit(nth, &settings, users);
        }
        if let Some(kpl) = self.kpl(nth) {
            let drained = kpl.limiter.drain(&quotas, &settings, now);
            self.kpl_collect(nth, &settings, drained);
        }
        let due = self.kpl(nth).and_then(|kpl| kpl.collector.take_due(&settings, now));
        self.enqueue(nth, due);
        self.kpl_plan(nth);
    }

    /// ListShards has been answered.
    pub(crate) fn kpl_shards_listed(&mut self, nth: u8) {
        let stream = self.producers[usize::from(nth)].setup.stream;
        let Some(stream) = self.streams.get(usize::from(stream.0)) else { return };
        let open = stream.open_shards().map(|shard| (shard.range, shard.id)).collect();
        let now = self.now;
        if let Some(kpl) = self.kpl(nth) {
            kpl.shard_map.update(open, now);
        }
    }

    /// The answer to a call is there, or the connection has broken.
    pub(crate) fn kpl_answered(&mut self, nth: u8, call: Call) {
        let Some(settings) = self.kpl_settings(nth) else { return };
        let results: Vec<_> =
            call.results.iter().map(|result| if call.answer_lost { None } else { Some(*result) }).collect();
        for (entry, result) in call.batch.into_iter().zip(results) {
            match result {
                Some(Ok(stored)) => self.kpl_stored(nth, &settings, entry, stored),
                Some(Err(_)) if settings.fail_if_throttled => self.give_up(nth, &entry),
                Some(Err(_)) | None => self.kpl_again(nth, &settings, entry.users),
            }
        }
        self.kpl_plan(nth);
    }

    /// A record was stored. User records whose shard was not the foretold one go round again,
    /// unless the map knows that shard as the one they belong to.
    fn kpl_stored(&mut self, nth: u8, settings: &Settings, entry: Entry, stored: Stored) {
        let (now, mut again) = (self.now, Vec::new());
        for user in entry.users {
            let known = self.kpl(nth).and_then(|kpl| kpl.shard_map.range(stored.shard));
            let fits = known.is_some_and(|range| (range.start..=range.end).contains(&user.hash));
            match user.shard {
                Some(foretold) if foretold != stored.shard && !fits => again.push(user),
                _ => {
                    self.producers[usize::from(nth)].note_latency(now.since(user.made) / MS_US, now);
                }
            }
        }
        if !again.is_empty() {
            self.kpl_list_shards(nth);
            self.kpl_again(nth, settings, again);
        }
    }

    /// Sends user records once more through aggregation, sooner than new ones, unless they have expired.
    fn kpl_again(&mut self, nth: u8, settings: &Settings, users: Vec<User>) {
        let now = self.now;
        for mut user in users {
            if user.expires < now {
                self.kpl_expired(nth, &[user]);
                continue;
            }
            user.deadline = (now + settings.buffered_us / 2).min(user.expires);
            user.shard = None;
            self.kpl_aggregate(nth, settings, user);
        }
    }

    fn kpl_aggregate(&mut self, nth: u8, settings: &Settings, mut user: User) {
        self.kpl_list_shards_first(nth);
        let Some(kpl) = self.kpl(nth) else { return };
        let shard = if settings.aggregation { kpl.shard_map.predict(user.hash) } else { None };
        user.shard = shard;
        let full = match shard {
            Some(shard) => kpl.aggregator.add(settings, shard, user),
            None => Some(vec![user]),
        };
        if let Some(users) = full {
            self.kpl_limit(nth, settings, users);
        }
    }

    fn kpl_limit(&mut self, nth: u8, settings: &Settings, users: Vec<User>) {
        let Some(shard) = users.first().map(|user| user.shard) else { return };
        let (quotas, now) = (self.quotas.clone(), self.now);
        let entry = self.kpl_pack(nth, users);
        let Some(kpl) = self.kpl(nth) else { return };
        let drained = match shard {
            Some(shard) => kpl.limiter.put(&quotas, settings, shard, entry, now),
            // Nobody knows where it goes, so nothing can hold it back.
            None => Drained { passed: vec![entry], expired: Vec::new() },
        };
        self.kpl_collect(nth, settings, drained);
    }

    fn kpl_collect(&mut self, nth: u8, settings: &Settings, drained: Drained) {
        let now = self.now;
        for entry in drained.expired {
            self.kpl_expired(nth, &entry.users);
        }
        for entry in drained.passed {
            let full = self.kpl(nth).and_then(|kpl| kpl.collector.add(settings, entry, now));
            self.enqueue(nth, full);
        }
    }

    /// Makes the Kinesis record. A single user record is sent as it is; an aggregated one has the
    /// partition key "a" and goes where its first user record belongs.
    fn kpl_pack(&mut self, nth: u8, users: Vec<User>) -> Entry {
        let made = users.iter().map(|user| user.made).min().unwrap_or(self.now);
        let plain = |user: &User| Record {
            arrived: self.now,
            key: user.key,
            bytes: user.data_bytes.saturating_add(u32::from(user.key_bytes)),
            number: user.number,
            source: user.source,
            producer: nth,
            readings: 1,
        };
        let record = match users.as_slice() {
            [only] => plain(only),
            _ => Record {
                arrived: self.now,
                key: self.keys.intern("a"),
                bytes: 1 + frame_bytes(&users) as u32,
                number: self.producers[usize::from(nth)].packs.keep(&users),
                source: PACKED,
                producer: nth,
                readings: users.len().min(usize::from(u8::MAX)) as u8,
            },
        };
        Entry { users, ..Entry::new(record, made) }
    }

    fn kpl_expired(&mut self, nth: u8, users: &[User]) {
        let lost = users.iter().filter(|user| !user.stored).count() as u64;
        self.producers[usize::from(nth)].counts.expired += users.len() as u64;
        self.lose(nth, lost);
    }

    /// Asks for the shard map if there never was one.
    fn kpl_list_shards_first(&mut self, nth: u8) {
        if self.kpl(nth).is_some_and(|kpl| !kpl.shard_map.asked) {
            self.kpl_list_shards(nth);
        }
    }

    fn kpl_list_shards(&mut self, nth: u8) {
        let (quotas, now) = (self.quotas.clone(), self.now);
        if !self.kpl(nth).is_some_and(|kpl| kpl.shard_map.invalidate(now)) {
            return;
        }
        let chance = &mut self.producers[usize::from(nth)].network;
        let there = network_us(&quotas, chance) + service_us(&quotas, chance) + network_us(&quotas, chance);
        self.agenda.plan(now + there, Task::Client { producer: nth, task: ClientTask::ShardsListed });
    }

    /// Plans the KPL's next timer, if it is earlier than the one planned.
    fn kpl_plan(&mut self, nth: u8) {
        let (quotas, now) = (self.quotas.clone(), self.now);
        let Some(kpl) = self.kpl(nth) else { return };
        let Some(due) = kpl.next_due(&quotas, now) else { return };
        if kpl.wakes.is_none_or(|at| due < at) {
            kpl.wakes = Some(due);
            self.agenda.plan(due.max(now), Task::Client { producer: nth, task: ClientTask::KplWakes });
        }
    }

    fn enqueue(&mut self, nth: u8, batch: Option<Batch>) {
        if let Some(batch) = batch {
            self.queue_batch(nth, batch);
        }
    }

    fn kpl(&mut self, nth: u8) -> Option<&mut Kpl> {
        match &mut self.producers[usize::from(nth)].client {
            ClientState::Kpl(kpl) => Some(kpl),
            _ => None,
        }
    }

    fn kpl_settings(&self, nth: u8) -> Option<Settings> {
        match &self.producers[usize::from(nth)].setup.client {
            Client::Kpl(setup) => Some(setup.settings(&self.quotas)),
            _ => None,
        }
    }

    /// An aggregated record reached the service: which of its readings are stored where they belong.
    pub(crate) fn kpl_count_stored(&mut self, nth: u8, entry: &mut Entry, result: Result<Stored, Throttle>) {
        let Ok(stored) = result else { return };
        let now = self.now;
        let producer = &mut self.producers[usize::from(nth)];
        let stream = &self.streams[usize::from(producer.setup.stream.0)];
        let Some(range) = stream.shards.get(stored.shard.0 as usize).map(|shard| shard.range) else { return };
        for user in &mut entry.users {
            let belongs = (range.start..=range.end).contains(&user.hash);
            match (user.stored, belongs) {
                (true, _) => producer.counts.duplicates += 1,
                (false, true) => producer.note_readings(1, now),
                (false, false) => producer.counts.misplaced += 1,
            }
            user.stored |= belongs;
        }
    }
}
