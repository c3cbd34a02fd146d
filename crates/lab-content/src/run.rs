//! Runs of labs.

use std::rc::Rc;
use stream_engine::account::Account;
use stream_engine::extensions::Extensions;
use stream_engine::history::Request;
use stream_engine::{History, Quotas, Scenario, Simulation, Time};

/// Latest moment a run handed on may stand at, and most requests: it is made by anybody, and must end.
pub const MOMENT_MAX: Time = Time::from_s(36 * 3_600);
pub const REQUESTS_MAX: usize = 10_000;

/// A lab's run at its start.
pub fn fresh(scenario: Rc<Scenario>, quotas: Rc<Quotas>) -> History {
    History::new(scenario, quotas)
}

/// The run that these requests make, standing at `at`.
pub fn replay(scenario: Rc<Scenario>, quotas: Rc<Quotas>, requests: Vec<Request>, at: Time) -> History {
    fresh(scenario, quotas).with_requests(requests, at)
}

/// The same, linked with no more of the engine than these: all that a lab of the core needs is `Extensions::NONE`.
pub fn replay_with(
    extensions: Extensions,
    scenario: Rc<Scenario>,
    quotas: Rc<Quotas>,
    requests: Vec<Request>,
    at: Time,
) -> History {
    History::with(extensions, scenario, quotas).with_requests(requests, at)
}

/// A run's present alone, where nobody goes back.
pub fn simulation(scenario: &Scenario, quotas: Rc<Quotas>) -> Simulation {
    Simulation::new(scenario, quotas)
}

/// Brings a run on to `at` with these requests on the way, sorted by time.
pub fn go_on(run: &mut Simulation, requests: &[Request], at: Time) {
    let mut due = requests.iter().take_while(|request| request.at <= at).peekable();
    while run.now() < at || due.peek().is_some() {
        run.run_until(due.peek().map_or(at, |request| request.at));
        while let Some(request) = due.next_if(|request| request.at <= run.now()) {
            // A refusal is part of the run and stands in its log of calls.
            let _answer = run.apply(&request.command);
        }
    }
}

/// The present of a run of streams, producers and polling consumers: whoever needs no more than that is linked without
/// the rest.
pub fn core_simulation(scenario: &Scenario, quotas: Rc<Quotas>) -> Simulation {
    Simulation::with(Extensions::NONE, scenario, quotas, Account::default())
}
