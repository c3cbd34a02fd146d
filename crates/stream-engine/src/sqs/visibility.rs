//! What a receipt handle is good for: DeleteMessage and ChangeMessageVisibility.

use super::message::{Number, State};
use super::queue::Queue;
use super::receipt::Receipt;
use super::refused::{Code, Refused};
use crate::quota::Quotas;
use crate::time::{SECOND_US, Time};

const GONE: &str = "Message does not exist or is not available for visibility timeout change.";

impl Queue {
    /// The receive that a handle of this queue tells.
    pub fn read_handle(&self, handle: &str) -> Result<Receipt, Refused> {
        let receipt = Receipt::read(handle).filter(|receipt| receipt.queue == self.id);
        receipt.ok_or_else(|| {
            let text = format!("The input receipt handle \"{handle}\" is not a valid receipt handle.");
            Refused::new(Code::ReceiptHandleIsInvalid, text)
        })
    }

    /// The handle of a message's last receive.
    pub fn handle(&self, number: Number) -> String {
        let receipt = self.message(number).map_or(0, |message| message.receipt);
        Receipt { queue: self.id, number, receipt }.handle()
    }

    /// Deletes a message; true if it was there. A FIFO queue takes only the handle of a receive whose
    /// visibility timeout still runs. A standard queue also takes one whose time is over; one of an
    /// earlier receive succeeds without effect (assumed: AWS says it may or may not delete).
    pub fn delete(&mut self, receipt: Receipt, now: Time, quotas: &Quotas) -> Result<bool, Refused> {
        self.settle(now, quotas);
        let Some(message) = self.message(receipt.number) else { return Ok(false) };
        let latest = message.receipt == receipt.receipt;
        if self.attributes.fifo && !(latest && message.state == State::InFlight) {
            return Err(Refused::parameter("ReceiptHandle", receipt.handle(), "The receipt handle has expired."));
        }
        if !latest {
            return Ok(false);
        }
        self.remove(receipt.number, quotas);
        self.totals.deleted += 1;
        self.second(now).number_of_messages_deleted += 1;
        Ok(true)
    }

    /// Sets a new visibility timeout, counted from now; 0 makes the message visible at once.
    pub fn change_visibility(
        &mut self,
        receipt: Receipt,
        timeout_s: u64,
        now: Time,
        quotas: &Quotas,
    ) -> Result<(), Refused> {
        self.settle(now, quotas);
        let found = self.message(receipt.number).filter(|message| message.receipt == receipt.receipt);
        let in_flight = found.is_some_and(|message| message.state == State::InFlight);
        let Some(message) = found.filter(|_| in_flight || !self.attributes.fifo) else {
            return Err(Refused::parameter("ReceiptHandle", receipt.handle(), GONE));
        };
        let most = quotas.sqs_visibility_timeout_max_seconds;
        let until = now + timeout_s * SECOND_US;
        if until.since(message.received) > most * SECOND_US {
            let reason = format!("Total VisibilityTimeout for the message is beyond the limit [{most} seconds]");
            return Err(Refused::parameter("VisibilityTimeout", timeout_s, &reason));
        }
        match (in_flight, timeout_s) {
            (true, 0) => {
                self.stop_timer(receipt.number);
                self.make_visible(receipt.number);
            }
            (true, _) => self.set_visible_at(receipt.number, until, now),
            (false, 0) => {}
            (false, _) => {
                self.unlink_if_visible(receipt.number);
                self.change_state(receipt.number, State::InFlight, Some(until));
            }
        }
        self.second(now);
        Ok(())
    }

    /// Moves the end of a running timeout.
    pub(super) fn set_visible_at(&mut self, number: Number, until: Time, now: Time) {
        self.stop_timer(number);
        if until <= now {
            self.make_visible(number);
        } else if let Some(message) = self.messages.get_mut(number) {
            message.visible_at = until;
            self.timers.insert((until, number));
        }
    }

    fn stop_timer(&mut self, number: Number) {
        if let Some(message) = self.messages.get(number) {
            self.timers.remove(&(message.visible_at, number));
        }
    }
}
