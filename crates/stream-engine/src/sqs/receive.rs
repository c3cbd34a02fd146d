//! ReceiveMessage: which messages a call gets, and which ones have been received too often.

use super::fifo::Groups;
use super::message::{Message, NONE, Number, State};
use super::queue::{Order, Queue};
use super::refused::{Code, Refused};
use crate::quota::Quotas;
use crate::time::{SECOND_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// A call, checked.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Receive {
    pub max_messages: u64,
    pub visibility_timeout_us: u64,
    /// ReceiveRequestAttemptId.
    pub attempt_id: Option<String>,
    /// Whether it would wait for messages: such a call gets nothing where others get OverLimit.
    pub waits: bool,
    /// A simulated long poll, which isn't over when it finds nothing.
    pub goes_on: bool,
    /// Such a poll looking again: one call with its first look.
    pub resumes: bool,
    /// From which receive on a message is a dead letter instead; None without a dead-letter queue.
    pub max_receive_count: Option<u32>,
}

/// What a call got.
#[derive(Clone, Debug, Default)]
pub struct Received {
    pub messages: Vec<Number>,
    /// Taken out of the queue, in order.
    pub dead_letters: Vec<Message>,
}

/// Calls by ReceiveRequestAttemptId, as long as they may be asked for again.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Attempts {
    by_id: BTreeMap<String, Attempt>,
    begun: VecDeque<(Time, String)>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Attempt {
    at: Time,
    /// Messages with the receipt and end of visibility that they got.
    messages: Vec<(Number, u32, Time)>,
}

impl Queue {
    /// Gives messages to a call, in the queue's order.
    pub fn receive(&mut self, now: Time, ask: &Receive, quotas: &Quotas) -> Result<Received, Refused> {
        self.settle(now, quotas);
        if let Some(again) = self.receive_again(now, ask, quotas) {
            return Ok(again);
        }
        let received = match self.attributes.fifo {
            true => self.receive_by_groups(now, ask, quotas),
            false => self.receive_in_line(now, ask, quotas)?,
        };
        if let (true, Some(id)) = (self.attributes.fifo, &ask.attempt_id) {
            self.note_attempt(now, id, &received.messages, quotas);
        }
        Ok(received)
    }

    fn receive_by_groups(&mut self, now: Time, ask: &Receive, quotas: &Quotas) -> Received {
        let mut received = Received::default();
        let most = quotas.sqs_fifo_in_flight_max_messages;
        let mut looked_at = Vec::new();
        let mut after = None;
        while let Some((first, key)) = self.groups_in_order().and_then(|groups| groups.next_free(after)) {
            if first >= self.window.end || !self.may_give(&received, ask, most) {
                break;
            }
            after = Some((first, key));
            // A group left with visible messages (timeout 0) is not asked a second time.
            if looked_at.contains(&key) {
                continue;
            }
            looked_at.push(key);
            let mut number = first;
            while let Some(message) = self.messages.get(number).filter(|message| message.state == State::Visible) {
                let next = message.next;
                if !self.may_give(&received, ask, most) {
                    break;
                }
                if is_dead_letter(message, ask) {
                    received.dead_letters.extend(self.remove(number, quotas));
                } else {
                    self.give(number, now, ask.visibility_timeout_us);
                    received.messages.push(number);
                }
                number = next;
            }
            self.refresh_group(key);
        }
        received
    }

    fn receive_in_line(&mut self, now: Time, ask: &Receive, quotas: &Quotas) -> Result<Received, Refused> {
        let most = quotas.sqs_standard_in_flight_max_messages;
        if self.counts.in_flight >= most && !ask.waits {
            let text = format!("The maximum number of in flight messages is reached: {most}.");
            return Err(Refused::new(Code::OverLimit, text));
        }
        let mut received = Received::default();
        while let Some(number) = self.first_in_line()
            && let Some(message) = self.messages.get(number)
            && self.may_give(&received, ask, most)
        {
            if is_dead_letter(message, ask) {
                received.dead_letters.extend(self.remove(number, quotas));
            } else {
                self.unlink_if_visible(number);
                self.give(number, now, ask.visibility_timeout_us);
                received.messages.push(number);
            }
        }
        // With a timeout of 0 they are visible again, behind the others.
        received.messages.iter().for_each(|number| self.link_if_visible(*number));
        Ok(received)
    }

    fn groups_in_order(&self) -> Option<&Groups> {
        match &self.order {
            Order::Fifo(groups) => Some(groups),
            Order::Standard(_) => None,
        }
    }

    fn first_in_line(&self) -> Option<Number> {
        match &self.order {
            Order::Standard(line) => Some(line.first).filter(|first| *first != NONE),
            Order::Fifo(_) => None,
        }
    }

    /// Whether the call, and the queue's limit of messages in flight, have room for one more.
    fn may_give(&self, received: &Received, ask: &Receive, in_flight_max: u64) -> bool {
        (received.messages.len() as u64) < ask.max_messages && self.counts.in_flight < in_flight_max
    }

    fn give(&mut self, number: Number, now: Time, visibility_timeout_us: u64) {
        if let Some(message) = self.messages.get_mut(number) {
            message.receive_count = message.receive_count.saturating_add(1);
            message.receipt = message.receipt.wrapping_add(1);
            message.received = now;
            message.first_received = message.first_received.or(Some(now));
            message.visible_at = now + visibility_timeout_us;
        }
        if visibility_timeout_us > 0 {
            self.change_state(number, State::InFlight, Some(now + visibility_timeout_us));
        }
    }

    /// The answer to a call that was made before under the same attempt id, if its messages are
    /// all as that call left them; their visibility timeout begins anew.
    fn receive_again(&mut self, now: Time, ask: &Receive, quotas: &Quotas) -> Option<Received> {
        let attempt = self.attempts.by_id.get(ask.attempt_id.as_ref()?)?;
        let valid_us = quotas.sqs_receive_request_attempt_id_validity_seconds * SECOND_US;
        let unchanged = |(number, receipt, visible_at): &(Number, u32, Time)| {
            let message = self.messages.get(*number);
            message.is_some_and(|message| {
                message.receipt == *receipt && message.visible_at == *visible_at && message.state == State::InFlight
            })
        };
        if attempt.messages.is_empty() || now.since(attempt.at) >= valid_us || !attempt.messages.iter().all(unchanged) {
            return None;
        }
        let messages: Vec<Number> = attempt.messages.iter().map(|(number, ..)| *number).collect();
        let until = now + ask.visibility_timeout_us;
        for number in &messages {
            self.set_visible_at(*number, until, now);
        }
        let attempt = self.attempts.by_id.get_mut(ask.attempt_id.as_ref()?)?;
        attempt.messages.iter_mut().for_each(|(_, _, visible_at)| *visible_at = until);
        Some(Received { messages, dead_letters: Vec::new() })
    }

    fn note_attempt(&mut self, now: Time, id: &str, messages: &[Number], quotas: &Quotas) {
        let valid_us = quotas.sqs_receive_request_attempt_id_validity_seconds * SECOND_US;
        while let Some((at, id)) = self.attempts.begun.front()
            && now.since(*at) >= valid_us
        {
            if self.attempts.by_id.get(id).is_some_and(|attempt| attempt.at == *at) {
                self.attempts.by_id.remove(id);
            }
            self.attempts.begun.pop_front();
        }
        let noted = messages.iter().filter_map(|number| {
            self.messages.get(*number).map(|message| (*number, message.receipt, message.visible_at))
        });
        let attempt = Attempt { at: now, messages: noted.collect() };
        self.attempts.by_id.insert(id.to_owned(), attempt);
        self.attempts.begun.push_back((now, id.to_owned()));
    }
}

/// Whether one more receive would be one too many.
fn is_dead_letter(message: &Message, ask: &Receive) -> bool {
    ask.max_receive_count.is_some_and(|most| message.receive_count >= most)
}
