//! One queue: its messages in the order of their arrival, and what time does to them. Which of them
//! a receive may have is told by `fifo` and `standard`.

use super::attributes::Attributes;
use super::deduplication::Deduplication;
use super::fifo::Groups;
use super::limits::Limits;
use super::message::{Message, NONE, Number, State};
use super::metrics::{Counts, QueueSecond, Totals};
use super::pages::Pages;
use super::receive::Attempts;
use super::service::QueueId;
use super::standard::Line;
use crate::quota::Quotas;
use crate::series::Series;
use crate::time::{SECOND_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A queue and its messages.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Queue {
    pub id: QueueId,
    pub name: Rc<str>,
    pub arn: Rc<str>,
    pub attributes: Attributes,
    pub tags: BTreeMap<String, String>,
    pub created: Time,
    pub modified: Time,
    pub purged: Option<Time>,
    pub(super) messages: Pages<Message>,
    pub(super) next_number: Number,
    pub(super) order: Order,
    /// Messages that aren't visible, by when they will be.
    pub(super) timers: BTreeSet<(Time, Number)>,
    /// Messages that were sent earlier than those around them: dead letters keep their age.
    aged: BTreeSet<(Time, Number)>,
    /// No retention ends before this moment.
    none_expires_before: Time,
    pub(super) window: Window,
    pub(super) counts: Counts,
    pub deduplication: Deduplication,
    pub(super) attempts: Attempts,
    pub limits: Limits,
    pub totals: Totals,
    pub seconds: Series<QueueSecond>,
}

/// Which message is next.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Order {
    Standard(Line),
    Fifo(Groups),
}

/// The oldest messages of a FIFO queue, as many as are searched for a free group.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Window {
    /// The first number beyond it.
    pub end: Number,
    held: u64,
}

impl Queue {
    /// A new, empty queue.
    pub fn new(id: QueueId, name: Rc<str>, arn: Rc<str>, attributes: Attributes, now: Time) -> Queue {
        Queue {
            id,
            name,
            arn,
            tags: BTreeMap::new(),
            created: now,
            modified: now,
            purged: None,
            messages: Pages::default(),
            next_number: 0,
            order: Order::new(attributes.fifo),
            attributes,
            timers: BTreeSet::new(),
            aged: BTreeSet::new(),
            none_expires_before: Time(u64::MAX),
            window: Window::default(),
            counts: Counts::default(),
            deduplication: Deduplication::default(),
            attempts: Attempts::default(),
            limits: Limits::default(),
            totals: Totals::default(),
            seconds: Series::default(),
        }
    }

    /// A message that is still in the queue.
    pub fn message(&self, number: Number) -> Option<&Message> {
        self.messages.get(number)
    }

    /// All messages in the order of their arrival.
    pub fn messages(&self) -> impl Iterator<Item = (Number, &Message)> {
        let mut next = 0;
        std::iter::from_fn(move || {
            let number = self.messages.next_from(next)?;
            next = number + 1;
            Some((number, self.messages.get(number)?))
        })
    }

    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// When the oldest message was sent.
    pub fn oldest(&self) -> Option<Time> {
        let first = self.messages.next_from(0).and_then(|number| self.messages.get(number)).map(|message| message.sent);
        let aged = self.aged.first().map(|(sent, _)| *sent);
        first.into_iter().chain(aged).min()
    }

    /// When the next invisible message becomes visible.
    pub fn next_visible_at(&self) -> Option<Time> {
        self.timers.first().map(|(at, _)| *at)
    }

    fn retention_us(&self) -> u64 {
        self.attributes.message_retention_period_s * SECOND_US
    }

    /// Does what time has done since the last look: delays and visibility timeouts that have ended,
    /// messages whose retention has.
    pub fn settle(&mut self, now: Time, quotas: &Quotas) {
        while let Some((at, number)) = self.timers.first().copied()
            && at <= now
        {
            self.timers.remove(&(at, number));
            self.make_visible(number);
        }
        if now < self.none_expires_before {
            return;
        }
        while let Some(number) = self.expired(now) {
            self.remove(number, quotas);
            self.totals.expired += 1;
            self.seconds.now(now).expired += 1;
        }
        self.none_expires_before = self.oldest().map_or(Time(u64::MAX), |sent| sent + self.retention_us());
    }

    /// Takes up changed attributes; what has expired so far doesn't come back with a longer retention.
    pub fn change(&mut self, attributes: Attributes, now: Time, quotas: &Quotas) {
        self.settle(now, quotas);
        self.attributes = attributes;
        self.modified = now;
        self.none_expires_before = Time::ZERO;
    }

    fn expired(&self, now: Time) -> Option<Number> {
        let over = |sent: Time| sent + self.retention_us() <= now;
        let aged = self.aged.first().filter(|(sent, _)| over(*sent)).map(|(_, number)| *number);
        aged.or_else(|| {
            let number = self.messages.next_from(0)?;
            self.messages.get(number).filter(|message| over(message.sent)).map(|_| number)
        })
    }

    /// Takes a message in, behind all others.
    pub fn push(&mut self, mut message: Message, delay_us: u64, now: Time, quotas: &Quotas) -> Number {
        let number = self.next_number;
        self.next_number += 1;
        message.previous = NONE;
        message.next = NONE;
        message.state = if delay_us > 0 { State::Delayed } else { State::Visible };
        message.visible_at = now + delay_us;
        if message.sent < now {
            self.aged.insert((message.sent, number));
        }
        self.none_expires_before = self.none_expires_before.min(message.sent + self.retention_us());
        let state = message.state;
        if state != State::Visible {
            self.timers.insert((message.visible_at, number));
        }
        self.messages.insert(number, message);
        *self.counts.of(state) += 1;
        self.link(number);
        self.widen(quotas);
        number
    }

    /// Takes a message out.
    pub fn remove(&mut self, number: Number, quotas: &Quotas) -> Option<Message> {
        self.messages.get(number)?;
        self.unlink(number);
        let message = self.messages.remove(number)?;
        *self.counts.of(message.state) -= 1;
        if message.state != State::Visible {
            self.timers.remove(&(message.visible_at, number));
        }
        self.aged.remove(&(message.sent, number));
        if number < self.window.end {
            self.window.held -= 1;
            self.widen(quotas);
        }
        Some(message)
    }

    /// Lets the window reach as many of the oldest messages as are searched.
    fn widen(&mut self, quotas: &Quotas) {
        while self.window.held < quotas.sqs_fifo_group_lookup_window_messages
            && self.window.end < self.next_number
            && let Some(next) = self.messages.next_from(self.window.end)
        {
            self.window.end = next + 1;
            self.window.held += 1;
        }
    }

    /// Puts a message into its place in the order.
    fn link(&mut self, number: Number) {
        match self.attributes.fifo {
            true => self.link_to_group(number),
            false => self.link_if_visible(number),
        }
    }

    fn unlink(&mut self, number: Number) {
        match self.attributes.fifo {
            true => self.unlink_from_group(number),
            false => self.unlink_if_visible(number),
        }
    }

    /// A delay or visibility timeout has ended.
    pub(super) fn make_visible(&mut self, number: Number) {
        self.change_state(number, State::Visible, None);
        match self.attributes.fifo {
            true => self.refresh_group_of(number),
            false => self.link_if_visible(number),
        }
    }

    /// Notes a state, and the time at which it ends; timers of the former state are the caller's.
    pub(super) fn change_state(&mut self, number: Number, state: State, until: Option<Time>) {
        let Some(message) = self.messages.get_mut(number) else { return };
        let before = message.state;
        message.state = state;
        if let Some(until) = until {
            message.visible_at = until;
            self.timers.insert((until, number));
        }
        *self.counts.of(before) -= 1;
        *self.counts.of(state) += 1;
    }

    /// Empties the queue and forgets what was sent to it.
    pub fn purge(&mut self, now: Time) {
        self.totals.purged += self.messages.len();
        self.messages = Pages::default();
        self.timers.clear();
        self.aged.clear();
        self.counts = Counts::default();
        self.window = Window { end: self.next_number, held: 0 };
        self.order = Order::new(self.attributes.fifo);
        self.attempts = Attempts::default();
        self.deduplication.clear();
        self.purged = Some(now);
    }

    /// Roughly the bytes that this copy doesn't share with one made earlier.
    pub fn own_bytes(&self, earlier: Option<&Queue>) -> usize {
        let timers = (self.timers.len() + self.aged.len()) * size_of::<(Time, Number)>();
        let order = match &self.order {
            Order::Standard(_) => 0,
            Order::Fifo(groups) => groups.own_bytes(),
        };
        self.messages.own_bytes(earlier.map(|earlier| &earlier.messages))
            + self.deduplication.own_bytes(earlier.map(|earlier| &earlier.deduplication))
            + self.seconds.own_bytes(earlier.map(|earlier| &earlier.seconds))
            + timers
            + order
    }
}

impl Order {
    fn new(fifo: bool) -> Order {
        if fifo { Order::Fifo(Groups::default()) } else { Order::Standard(Line::default()) }
    }
}
