//! What becomes of an answer: how sure the learner was of it, when it is stored, when its question comes again.

use super::Quiz;
use super::asked::Variant;
use crate::answers;
use leptos::prelude::*;
use question_bank::practice::{Entry, Sure};

impl Quiz {
    pub(super) fn entry(self, variant: &Variant, right: bool) -> Entry {
        let (at, day) = answers::now();
        let Variant { item, seed, .. } = variant;
        Entry { at, day, item: item.id.clone(), version: item.version, seed: *seed, right, sure: Sure::Fairly }
    }

    /// Notes how sure the learner was.
    pub fn set_sure(self, sure: Sure) {
        self.sure.set(Some(sure));
        self.pending.update_value(|entry| {
            if let Some(entry) = entry {
                entry.sure = sure;
            }
        });
    }

    /// Stores the last answer; from now on it stands as it is.
    pub fn settle(self) {
        if let Some(entry) = self.pending.try_update_value(Option::take).flatten() {
            answers::note(entry.clone());
            self.log.update(|log| log.note(entry));
        }
    }

    /// Days until the question comes again, by the answer that was just given.
    pub fn due_in_days(self) -> Option<u32> {
        self.sure.track();
        self.marked.get()?;
        let entry = self.pending.get_value()?;
        let (item, day) = (entry.item.clone(), entry.day);
        let mut log = self.log.get();
        log.note(entry);
        log.known(&item).map(|known| known.due().saturating_sub(day))
    }
}
