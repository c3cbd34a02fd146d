//! Where the topology of the sandbox stands: the lab's own, or one that was built or came by a link.

use lab_content::exercise::Exercise;
use lab_content::lab::Lab;
use leptos::prelude::*;

/// The topology that runs begin with. Setting another one opens a new run.
#[derive(Clone, Copy)]
pub struct Workbench {
    lab: &'static Lab,
    exercise: RwSignal<Exercise>,
    /// Whether the next run is the first of what was just built.
    built: StoredValue<bool>,
}

impl Workbench {
    /// With this topology, or the lab's own.
    pub fn new(lab: &'static Lab, exercise: Option<Exercise>) -> Workbench {
        let exercise = RwSignal::new(exercise.unwrap_or_else(|| Exercise::of(lab)));
        Workbench { lab, exercise, built: StoredValue::new(false) }
    }

    /// The topology; follows it.
    pub fn exercise(&self) -> Exercise {
        self.exercise.get()
    }

    /// Another one.
    pub fn build(&self, exercise: Exercise) {
        self.built.set_value(true);
        self.exercise.set(exercise);
    }

    /// Whether one was built for the run that opens; once.
    pub fn was_built(&self) -> bool {
        self.built.try_update_value(std::mem::take).unwrap_or_default()
    }

    /// The lab's own again, if none is given.
    pub fn take(&self, exercise: Option<Exercise>) {
        self.exercise.set(exercise.unwrap_or_else(|| Exercise::of(self.lab)));
    }

    /// The topology, if it isn't the lab's own.
    pub fn of_ones_own(&self) -> Option<Exercise> {
        let exercise = self.exercise.get_untracked();
        (exercise != Exercise::of(self.lab)).then_some(exercise)
    }

    /// The lab with this topology; follows it. It is kept for the life of the page, as all labs are: a few
    /// kilobytes for each run that is begun with another topology.
    pub fn with_lab(&self) -> &'static Lab {
        let exercise = self.exercise.get();
        if exercise == Exercise::of(self.lab) {
            return self.lab;
        }
        Box::leak(Box::new(exercise.lab(self.lab)))
    }
}
