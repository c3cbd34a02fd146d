//! How often a run was begun anew.

use leptos::prelude::*;

/// Counts how often the run was begun anew: a message about the run before is void then.
#[derive(Clone, Copy)]
pub struct Resets(RwSignal<u32>);

impl Resets {
    /// Of a page without a run: nothing is ever begun anew.
    pub fn never() -> Resets {
        Resets(RwSignal::new(0))
    }

    /// How often; followed.
    pub fn get(self) -> u32 {
        self.0.get()
    }

    /// How often, looked at once.
    pub fn peek(self) -> u32 {
        self.0.get_untracked()
    }

    pub(super) fn bump(self) {
        self.0.update(|resets| *resets = resets.wrapping_add(1));
    }
}
