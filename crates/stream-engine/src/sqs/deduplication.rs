//! Deduplication: which sends of the last five minutes were accepted. A record stays after its
//! message has been received or deleted; purging the queue forgets it.

use super::message::{GroupKey, MessageId, Number};
use super::pages::Pages;
use crate::time::{SECOND_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

/// What two sends of one message have in common.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum DeduplicationKey {
    /// The digest of a MessageDeduplicationId.
    Id(u128),
    /// A simulated producer's record by its number.
    Reading { producer: u8, number: u32 },
}

/// An accepted send.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Accepted {
    pub at: Time,
    pub id: MessageId,
    pub number: Number,
}

/// Sends are kept in slices of this length, each of which goes as a whole: copies of a run share
/// all slices but the last.
const SLICE_US: u64 = 30 * SECOND_US;

/// The sends that are remembered.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Deduplication {
    slices: VecDeque<Slice>,
    /// Simulated producers number their records, which takes far less than a tree of digests.
    readings: Pages<Accepted>,
    /// Pages of `readings` by the time they were begun.
    pages: VecDeque<(Time, u64)>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Slice {
    begun: Time,
    accepted: Rc<BTreeMap<(u128, u64), Accepted>>,
}

impl Deduplication {
    /// The accepted send that this one repeats. `group` is None where the whole queue is the scope.
    pub fn find(
        &self,
        key: DeduplicationKey,
        group: Option<GroupKey>,
        now: Time,
        interval_us: u64,
    ) -> Option<Accepted> {
        let found = match key {
            DeduplicationKey::Id(digest) => {
                let key = (digest, group.map_or(u64::MAX, |group| group.0));
                self.slices.iter().rev().find_map(|slice| slice.accepted.get(&key)).copied()
            }
            DeduplicationKey::Reading { producer, number } => self.readings.get(place(producer, number)).copied(),
        };
        found.filter(|accepted| now.since(accepted.at) < interval_us)
    }

    /// Remembers an accepted send, and forgets what is too old.
    pub fn remember(&mut self, key: DeduplicationKey, group: Option<GroupKey>, accepted: Accepted, interval_us: u64) {
        let now = accepted.at;
        match key {
            DeduplicationKey::Id(digest) => {
                let key = (digest, group.map_or(u64::MAX, |group| group.0));
                if self.slices.back().is_none_or(|slice| now.since(slice.begun) >= SLICE_US) {
                    self.slices.push_back(Slice { begun: now, accepted: Rc::default() });
                }
                if let Some(slice) = self.slices.back_mut() {
                    Rc::make_mut(&mut slice.accepted).insert(key, accepted);
                }
                while self.slices.front().is_some_and(|slice| now.since(slice.begun) >= interval_us + SLICE_US) {
                    self.slices.pop_front();
                }
            }
            DeduplicationKey::Reading { producer, number } => {
                let at = place(producer, number);
                if !self.readings.has_page_of(at) {
                    self.forget_readings(now, interval_us);
                    self.pages.push_back((now, at));
                }
                self.readings.insert(at, accepted);
            }
        }
    }

    /// Drops pages of readings in which nothing counts any longer.
    fn forget_readings(&mut self, now: Time, interval_us: u64) {
        while let Some((begun, at)) = self.pages.front().copied()
            && now.since(begun) >= interval_us
        {
            self.pages.pop_front();
            // A slow producer fills its page for longer than a record counts: it is looked at again.
            if self.readings.page_of(at).any(|accepted| now.since(accepted.at) < interval_us) {
                self.pages.push_back((now, at));
            } else {
                self.readings.remove_page_of(at);
            }
        }
    }

    /// Forgets everything: the queue was purged.
    pub fn clear(&mut self) {
        *self = Deduplication::default();
    }

    /// Roughly the bytes that this copy doesn't share with one made earlier.
    pub fn own_bytes(&self, earlier: Option<&Deduplication>) -> usize {
        let last = self.slices.back().map_or(0, |slice| slice.accepted.len());
        last * size_of::<((u128, u64), Accepted)>() + self.readings.own_bytes(earlier.map(|earlier| &earlier.readings))
    }
}

fn place(producer: u8, number: u32) -> u64 {
    u64::from(producer) << 32 | u64::from(number)
}
