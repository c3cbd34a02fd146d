//! The order of a FIFO queue: message groups, each a line in the order of arrival, and the lock
//! that keeps a group's order. A message that isn't visible hides itself and all behind it in its
//! group; so a group with messages in flight gives nothing until they are deleted or visible again.
//! (SQS Developer Guide, page FIFO-queues-understanding-logic; tests by others against AWS.)

use super::message::{GroupKey, NONE, Number, State};
use super::queue::{Order, Queue};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

/// All groups that have messages.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Groups {
    groups: BTreeMap<GroupKey, Group>,
    /// Groups whose first message is visible, by that message: the one that waits longest is first.
    free: BTreeSet<(Number, GroupKey)>,
}

/// The messages of a group, linked through themselves.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Group {
    first: Number,
    last: Number,
    messages: u64,
    /// Its entry among the free groups.
    free_by: Option<Number>,
}

impl Groups {
    /// The free group whose first message comes next after `after`, with that message.
    pub fn next_free(&self, after: Option<(Number, GroupKey)>) -> Option<(Number, GroupKey)> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        self.free.range((from, Bound::Unbounded)).next().copied()
    }

    pub fn own_bytes(&self) -> usize {
        self.groups.len() * size_of::<(GroupKey, Group)>() + self.free.len() * size_of::<(Number, GroupKey)>()
    }
}

/// A group as it can be looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GroupView {
    pub key: GroupKey,
    pub first: Number,
    pub messages: u64,
    /// Its first message is in flight or delayed.
    pub locked: bool,
}

impl Queue {
    /// Puts a message at the end of its group.
    pub(super) fn link_to_group(&mut self, number: Number) {
        let Order::Fifo(groups) = &mut self.order else { return };
        let Some(key) = self.messages.get(number).and_then(|message| message.group) else { return };
        let fresh = Group { first: number, last: NONE, messages: 0, free_by: None };
        let group = groups.groups.entry(key).or_insert(fresh);
        let last = std::mem::replace(&mut group.last, number);
        group.messages += 1;
        if let Some(message) = self.messages.get_mut(number) {
            message.previous = last;
        }
        match self.messages.get_mut(last) {
            Some(message) => message.next = number,
            None => self.refresh_group(key),
        }
    }

    /// Takes a message out of its group.
    pub(super) fn unlink_from_group(&mut self, number: Number) {
        let Order::Fifo(groups) = &mut self.order else { return };
        let Some(message) = self.messages.get(number) else { return };
        let (previous, next) = (message.previous, message.next);
        let Some(key) = message.group else { return };
        if let Some(group) = groups.groups.get_mut(&key) {
            group.messages -= 1;
            if previous == NONE {
                group.first = next;
            }
            if next == NONE {
                group.last = previous;
            }
        }
        if let Some(message) = self.messages.get_mut(previous) {
            message.next = next;
        }
        if let Some(message) = self.messages.get_mut(next) {
            message.previous = previous;
        }
        if previous == NONE {
            self.refresh_group(key);
        }
    }

    /// Looks again at whether the group of a message is free, if the message is its first.
    pub(super) fn refresh_group_of(&mut self, number: Number) {
        let Some(message) = self.messages.get(number) else { return };
        if let (NONE, Some(key)) = (message.previous, message.group) {
            self.refresh_group(key);
        }
    }

    /// Lists a group as free by its first message, or no longer.
    pub(super) fn refresh_group(&mut self, key: GroupKey) {
        let Order::Fifo(groups) = &mut self.order else { return };
        let Some(group) = groups.groups.get_mut(&key) else { return };
        let first = self.messages.get(group.first).filter(|message| message.state == State::Visible);
        let free_by = first.map(|_| group.first);
        if free_by != group.free_by {
            if let Some(number) = group.free_by {
                groups.free.remove(&(number, key));
            }
            if let Some(number) = free_by {
                groups.free.insert((number, key));
            }
            group.free_by = free_by;
        }
        if group.messages == 0 {
            groups.groups.remove(&key);
        }
    }

    /// The groups that have messages.
    pub fn groups(&self) -> impl Iterator<Item = GroupView> {
        let groups = match &self.order {
            Order::Fifo(groups) => Some(groups),
            Order::Standard(_) => None,
        };
        groups.into_iter().flat_map(|groups| &groups.groups).map(|(key, group)| GroupView {
            key: *key,
            first: group.first,
            messages: group.messages,
            locked: group.free_by.is_none(),
        })
    }

    /// Whether a receive at this moment, after `settle`, would find anything.
    pub fn has_available(&self) -> bool {
        match &self.order {
            Order::Standard(line) => line.first != NONE,
            Order::Fifo(groups) => groups.next_free(None).is_some_and(|(first, _)| first < self.window.end),
        }
    }
}
