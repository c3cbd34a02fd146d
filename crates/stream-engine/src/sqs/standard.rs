//! The order of a standard queue: visible messages in one line. AWS promises no order; here
//! messages are given in the order in which they became visible (assumed).

use super::message::{NONE, Number, State};
use super::queue::{Order, Queue};
use serde::{Deserialize, Serialize};

/// Visible messages, linked through themselves.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Line {
    pub first: Number,
    last: Number,
}

impl Default for Line {
    fn default() -> Line {
        Line { first: NONE, last: NONE }
    }
}

impl Queue {
    /// Puts a visible message at the end of the line.
    pub(super) fn link_if_visible(&mut self, number: Number) {
        let Order::Standard(line) = &mut self.order else { return };
        if self.messages.get(number).is_none_or(|message| message.state != State::Visible) {
            return;
        }
        let last = std::mem::replace(&mut line.last, number);
        if last == NONE {
            line.first = number;
        }
        if let Some(message) = self.messages.get_mut(number) {
            (message.previous, message.next) = (last, NONE);
        }
        if let Some(message) = self.messages.get_mut(last) {
            message.next = number;
        }
    }

    /// Takes a visible message out of the line.
    pub(super) fn unlink_if_visible(&mut self, number: Number) {
        let Order::Standard(line) = &mut self.order else { return };
        let Some(message) = self.messages.get_mut(number).filter(|message| message.state == State::Visible) else {
            return;
        };
        let (previous, next) = (message.previous, message.next);
        (message.previous, message.next) = (NONE, NONE);
        match self.messages.get_mut(previous) {
            Some(message) => message.next = next,
            None => line.first = next,
        }
        match self.messages.get_mut(next) {
            Some(message) => message.previous = previous,
            None => line.last = previous,
        }
    }
}
