//! Runs of labs.

use std::rc::Rc;
use stream_engine::account::Account;
use stream_engine::extensions::Extensions;
use stream_engine::history::Request;
use stream_engine::{History, Quotas, Scenario, Simulation, Time};

/// What the labs need beside streams, producers and polling consumers: everything.
pub const EXTENSIONS: Extensions = Extensions::ALL;

/// A lab's run at its start.
pub fn fresh(scenario: Rc<Scenario>, quotas: Rc<Quotas>) -> History {
    History::with(EXTENSIONS, scenario, quotas)
}

/// The run that these requests make, standing at `at`.
pub fn replay(scenario: Rc<Scenario>, quotas: Rc<Quotas>, requests: Vec<Request>, at: Time) -> History {
    fresh(scenario, quotas).with_requests(requests, at)
}

/// A run's present alone, where nobody goes back.
pub fn simulation(scenario: &Scenario, quotas: Rc<Quotas>) -> Simulation {
    Simulation::with(EXTENSIONS, scenario, quotas, Account::default())
}

/// The present of a run of streams, producers and polling consumers: whoever needs no more than that is linked without
/// the rest.
pub fn core_simulation(scenario: &Scenario, quotas: Rc<Quotas>) -> Simulation {
    Simulation::with(Extensions::NONE, scenario, quotas, Account::default())
}
