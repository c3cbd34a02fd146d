//! The views that follow a run, in groups: all at once they take longer than a frame has, so one follows a frame after
//! the other.

use leptos::prelude::*;

/// What is shown a frame after the other, in this order. Each is about as much to draw.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    /// The picture and the bar under it.
    Stage,
    /// The column beside it: goals, controls, prediction.
    Side,
    /// Charts, and what else stands between the picture and the panels.
    Charts,
    /// The panels: table, calls, bill and the like.
    Panels,
}

const GROUPS: [Group; 4] = [Group::Stage, Group::Side, Group::Charts, Group::Panels];

/// Who follows a run. A copyable bundle of handles.
#[derive(Clone, Copy)]
pub struct Views {
    /// For each group, counts what changed: who reads it follows the run.
    ticks: [RwSignal<u32>; GROUPS.len()],
    /// Groups that wait for a frame of their own.
    waiting: StoredValue<[bool; GROUPS.len()], LocalStorage>,
}

impl Views {
    pub fn new() -> Views {
        Views {
            ticks: std::array::from_fn(|_| RwSignal::new(0)),
            waiting: StoredValue::new_local([false; GROUPS.len()]),
        }
    }

    /// The caller follows the run with a group.
    pub fn follow(self, group: Group) {
        self.ticks[group as usize].track();
    }

    /// Shows the run in one group.
    pub fn refresh(self, group: Group) {
        self.waiting.update_value(|waiting| waiting[group as usize] = false);
        self.ticks[group as usize].update(|tick| *tick = tick.wrapping_add(1));
    }

    /// Shows the run in all groups at once.
    pub fn refresh_all(self) {
        GROUPS.into_iter().for_each(|group| self.refresh(group));
    }

    /// From the next frame on, each group in its turn.
    pub fn refresh_in_turn(self) {
        self.waiting.set_value([true; GROUPS.len()]);
    }

    /// Shows the run in the group whose turn it is, if one waits.
    pub fn refresh_next(self) -> Option<Group> {
        let next = self.waiting.with_value(|waiting| GROUPS.into_iter().find(|group| waiting[*group as usize]));
        next.inspect(|group| self.refresh(*group))
    }

    /// Whether a group waits for its turn.
    pub fn are_waiting(self) -> bool {
        self.waiting.with_value(|waiting| waiting.contains(&true))
    }
}
