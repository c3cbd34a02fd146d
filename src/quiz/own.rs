//! Questions that the learner brought: kept in this browser, asked beside ours.

use super::Quiz;
use super::own_facts::read;
use super::round::Round;
use crate::content::{bank, t};
use crate::storage;
use leptos::prelude::*;
use question_bank::Bank;

impl Quiz {
    /// How many there are.
    pub fn own_count(self) -> usize {
        self.bank.with(|all| all.items.len() - bank().items.len())
    }

    /// Takes those that this browser keeps. What can't be read any more is left alone.
    pub(super) fn fetch_own(self) {
        match storage::load_questions().as_deref().map(read) {
            Some(Ok(all)) => self.set_bank(all),
            Some(Err(_)) => self.shell.tell(t("own.stale")),
            None => {}
        }
    }

    /// Takes these, kept as they were written. A bank is kept for the life of the page.
    pub fn bring(self, text: &str, all: Bank) {
        storage::save_questions(text);
        self.set_bank(all);
    }

    /// Lets go of them.
    pub fn drop_own(self) {
        storage::save_questions("");
        self.end_round();
        self.bank.set(bank());
    }

    fn set_bank(self, all: Bank) {
        // Ours keep their places, so a round of ours goes on; others may come to other places, or go.
        let ours = bank().items.len();
        let asks_own = |round: &Round| round.places.iter().any(|place| place.item >= ours);
        if self.round.with_untracked(|round| round.as_ref().is_some_and(asks_own)) {
            self.end_round();
        }
        self.bank.set(Box::leak(Box::new(all)));
    }

    fn end_round(self) {
        self.settle();
        self.round.set(None);
        self.asked.set(None);
    }
}
