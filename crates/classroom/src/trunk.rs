//! What the runs of all results have in common: the run with nothing done by the learner, up to each one's first request.

use crate::assignment::Assignment;
use lab_content::{Content, run};
use std::cell::RefCell;
use stream_engine::history::Request;
use stream_engine::{History, Simulation, Time};

/// The run from which those of the results branch off.
pub struct Trunk {
    begin: Vec<Request>,
    /// Brought on as far as a result asked for; its saved states lead back.
    bare: RefCell<History>,
}

impl Trunk {
    /// Of an exercise, at its start; None if its lab or profile aren't there.
    pub fn of(assignment: &Assignment, content: &Content) -> Option<Trunk> {
        let bare = assignment.play(content, &[], Time::ZERO)?;
        Some(Trunk { begin: assignment.begin.clone(), bare: RefCell::new(bare) })
    }

    /// The run with these requests of a learner, at `at`: as `Assignment::play` has it, without the way back.
    pub fn branch(&self, requests: &[Request], at: Time) -> Simulation {
        let first = requests.iter().map(|request| request.at).min().map_or(at, |first| first.min(at));
        let mut bare = self.bare.borrow_mut();
        bare.seek(first);
        let mut run = bare.present().clone();
        let begun = self.begin.iter().filter(|request| request.at > first);
        let mut requests: Vec<Request> = begun.chain(requests).cloned().collect();
        requests.sort_by_key(|request| request.at);
        run::go_on(&mut run, &requests, at);
        run
    }
}
