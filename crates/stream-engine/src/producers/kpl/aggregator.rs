//! The KPL's first stage: user records for one predicted shard are gathered until they fill a
//! Kinesis record or the first of them is due.

use super::frame::FrameSize;
use super::{Settings, User};
use crate::keys::KeyTable;
use crate::kinesis::shard::ShardId;
use crate::time::Time;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What the KPL reckons a user record and a new key to add, besides their bytes.
const USER_OVERHEAD: u64 = 5;
const KEY_OVERHEAD: u64 = 3;

/// One record that is being filled for each shard.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Aggregator {
    filling: BTreeMap<ShardId, Filling>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Filling {
    users: Vec<User>,
    keys: BTreeSet<(u32, u32)>,
    /// As the KPL reckons: near what the frame will have, and less for user records of a few dozen bytes.
    estimated_bytes: u64,
}

impl Aggregator {
    /// Adds a user record whose shard is known; gives the record that is full now.
    pub fn add(&mut self, settings: &Settings, shard: ShardId, user: User) -> Option<Vec<User>> {
        let filling = self.filling.entry(shard).or_default();
        filling.add(user);
        let full = filling.users.len() >= settings.aggregation_count || filling.bytes() >= settings.aggregation_bytes;
        full.then(|| filling.flush(settings))
    }

    /// Takes the records whose first user record is due.
    pub fn take_due(&mut self, settings: &Settings, now: Time) -> Vec<Vec<User>> {
        let due = self.filling.values_mut().filter(|filling| filling.deadline().is_some_and(|at| at <= now));
        let taken = due.map(|filling| filling.flush(settings)).collect();
        self.filling.retain(|_, filling| !filling.users.is_empty());
        taken
    }

    /// When the first user record is due.
    pub fn deadline(&self) -> Option<Time> {
        self.filling.values().filter_map(Filling::deadline).min()
    }

    /// All user records held.
    pub fn users(&self) -> impl Iterator<Item = &User> {
        self.filling.values().flat_map(|filling| &filling.users)
    }
}

impl Filling {
    fn add(&mut self, user: User) {
        if self.keys.insert(key(&user)) {
            self.estimated_bytes += u64::from(user.key_bytes) + KEY_OVERHEAD;
        }
        self.estimated_bytes += u64::from(user.data_bytes) + USER_OVERHEAD;
        self.users.push(user);
    }

    /// A single user record goes out as it is.
    fn bytes(&self) -> u64 {
        match self.users.as_slice() {
            [only] => u64::from(only.data_bytes),
            _ => self.estimated_bytes,
        }
    }

    fn deadline(&self) -> Option<Time> {
        self.users.iter().map(|user| user.deadline).min()
    }

    /// Takes what fits, most urgent first; what is over stays.
    fn flush(&mut self, settings: &Settings) -> Vec<User> {
        let mut users = std::mem::take(self).users;
        users.sort_by_key(|user| user.deadline);
        let over = users.split_off(fitting(&users, settings));
        over.into_iter().for_each(|user| self.add(user));
        users
    }
}

/// How many of the user records fit into one Kinesis record; at least one.
fn fitting(users: &[User], settings: &Settings) -> usize {
    let (mut size, mut keys) = (FrameSize::default(), BTreeMap::new());
    let fits = users.iter().take(settings.aggregation_count).take_while(|user| {
        grow(&mut size, &mut keys, user);
        size.bytes() <= settings.aggregation_bytes
    });
    fits.count().max(1)
}

/// Bytes of the frame that these user records make.
pub fn frame_bytes(users: &[User]) -> u64 {
    let (mut size, mut keys) = (FrameSize::default(), BTreeMap::new());
    users.iter().for_each(|user| grow(&mut size, &mut keys, user));
    size.bytes()
}

fn grow(size: &mut FrameSize, keys: &mut BTreeMap<(u32, u32), u64>, user: &User) {
    let next = size.keys();
    let index = *keys.entry(key(user)).or_insert(next);
    size.add(index, (index == next).then_some(u64::from(user.key_bytes)), u64::from(user.data_bytes));
}

/// Tells keys apart: random ones by their user record.
fn key(user: &User) -> (u32, u32) {
    let own = KeyTable::is_own(user.key);
    (user.key.0, if own { user.number } else { 0 })
}
