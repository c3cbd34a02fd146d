//! The run as its log: every request with its time, saved states on the way, and from them any
//! moment again. `state = replay(scenario, seed, requests)`.

use crate::account::Account;
use crate::command::{Answer, Command};
use crate::error::Refusal;
use crate::extensions::Extensions;
use crate::quota::Quotas;
use crate::scenario::Scenario;
use crate::simulation::Simulation;
use crate::time::{SECOND_US, Time};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// Saved states kept, and the memory that they may take; when there is more, every second one goes
/// and the spacing doubles.
const SAVED_MOST: usize = 128;
const SAVED_BYTES_MOST: usize = 48 << 20;
/// Spacing of saved states at the start of a run.
const SPACING_US: u64 = 2 * SECOND_US;

/// A request and when it was made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Request {
    pub at: Time,
    pub command: Command,
}

/// A run that can be seen at any of its moments.
#[derive(Clone)]
pub struct History {
    scenario: Rc<Scenario>,
    requests: Vec<Request>,
    /// Requests that `present` has seen.
    applied: usize,
    present: Simulation,
    /// Where the run stood before it went back.
    ahead: Option<Simulation>,
    /// The furthest moment reached since the last request.
    latest: Time,
    saved: Vec<SavedState>,
    spacing_us: u64,
}

#[derive(Clone)]
struct SavedState {
    applied: usize,
    state: Simulation,
}

impl History {
    /// A run at its start, with everything that the engine has.
    pub fn new(scenario: Rc<Scenario>, quotas: Rc<Quotas>) -> History {
        History::with(Extensions::ALL, scenario, quotas)
    }

    /// A run at its start.
    pub fn with(extensions: Extensions, scenario: Rc<Scenario>, quotas: Rc<Quotas>) -> History {
        let present = Simulation::with(extensions, &scenario, quotas, Account::default());
        let saved = vec![SavedState { applied: 0, state: present.clone() }];
        History {
            scenario,
            requests: Vec::new(),
            applied: 0,
            present,
            ahead: None,
            latest: Time::ZERO,
            saved,
            spacing_us: SPACING_US,
        }
    }

    /// The run that these requests make, standing at `at`.
    pub fn replay(scenario: Rc<Scenario>, quotas: Rc<Quotas>, requests: Vec<Request>, at: Time) -> History {
        History::new(scenario, quotas).with_requests(requests, at)
    }

    /// Instead of its own past, the one that these requests make, standing at `at`.
    pub fn with_requests(self, requests: Vec<Request>, at: Time) -> History {
        let saved: Vec<SavedState> = self.saved.into_iter().take(1).collect();
        let present = saved[0].state.clone();
        let mut history = History { requests, present, saved, applied: 0, ahead: None, ..self };
        history.requests.sort_by_key(|request| request.at);
        history.latest = history.requests.last().map_or(at, |request| request.at.max(at));
        history.seek(at);
        history
    }

    /// From now on with these extensions. So far it must have needed none that it was without.
    pub fn extend(&mut self, extensions: Extensions) {
        let saved = self.saved.iter_mut().map(|saved| &mut saved.state);
        saved.chain(&mut self.ahead).chain([&mut self.present]).for_each(|state| state.extensions = extensions);
    }

    /// The state at the present moment.
    pub fn present(&self) -> &Simulation {
        &self.present
    }

    /// The state at the furthest moment that is known, which lies ahead after a seek back: what has happened by
    /// then can be told without going there.
    pub fn furthest(&self) -> &Simulation {
        self.ahead.as_ref().filter(|ahead| ahead.now() > self.present.now()).unwrap_or(&self.present)
    }

    /// Where the run began.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// All requests, also those that lie ahead after a seek back.
    pub fn requests(&self) -> &[Request] {
        &self.requests
    }

    /// Requests made up to the present moment.
    pub fn past_requests(&self) -> &[Request] {
        &self.requests[..self.applied]
    }

    /// The furthest moment reached.
    pub fn latest(&self) -> Time {
        self.latest
    }

    /// Moments from which others can be reached without the whole way from the start.
    pub fn saved_states(&self) -> usize {
        self.saved.len()
    }

    /// Makes a request now. What lay ahead is cut off: the run forks here.
    pub fn act(&mut self, command: Command) -> Result<Answer, Refusal> {
        let now = self.present.now();
        self.requests.truncate(self.applied);
        self.saved.retain(|saved| saved.state.now() <= now && saved.applied <= self.applied);
        self.latest = now;
        self.ahead = None;
        let result = self.present.apply(&command);
        self.requests.push(Request { at: now, command });
        self.applied += 1;
        result
    }

    /// Goes to a moment, back or forth.
    pub fn seek(&mut self, to: Time) {
        self.near(to);
        self.run_until(to);
    }

    /// Goes as near to a moment as it can without running, and never beyond: from there a seek may go in steps.
    pub fn near(&mut self, to: Time) {
        if to < self.present.now() && self.furthest().now() == self.present.now() {
            self.ahead = Some(self.present.clone());
        }
        // The first state is saved at the start of the run, so there is one before any moment. One
        // saved at `to` before a request of that very moment is right too: the request comes below.
        let nearest = self.saved.partition_point(|saved| saved.state.now() <= to).saturating_sub(1);
        let saved = &self.saved[nearest];
        if to < self.present.now() || self.present.now() < saved.state.now() {
            (self.present, self.applied) = (saved.state.clone(), saved.applied);
        }
    }

    /// Does the next instant of the agenda, or the next request if that comes first.
    pub fn step(&mut self) -> bool {
        let next = self.present.next_instant();
        let request = self.requests.get(self.applied).map(|request| request.at);
        let Some(to) = next.into_iter().chain(request).min() else { return false };
        self.run_until(to);
        true
    }

    /// Goes back to the last instant at which something was done or asked.
    pub fn step_back(&mut self) {
        self.seek(self.previous_instant());
    }

    /// The last instant before the present at which something was done or asked; the start if there is none.
    pub fn previous_instant(&self) -> Time {
        let now = self.present.now();
        let request = self.past_requests().iter().rev().map(|request| request.at).find(|at| *at < now);
        self.present.previous_instant().max(request.unwrap_or(Time::ZERO))
    }

    /// A second run that shares this one's past.
    pub fn fork(&self) -> History {
        let mut fork = self.clone();
        fork.requests.truncate(fork.applied);
        let now = fork.present.now();
        fork.latest = now;
        fork.ahead = None;
        fork.saved.retain(|saved| saved.state.now() <= now);
        fork
    }

    fn run_until(&mut self, to: Time) {
        while self.present.now() < to || self.applied < self.due(to) {
            let request = self.requests.get(self.applied).filter(|request| request.at <= to);
            let stop = request.map_or(to, |request| request.at);
            let save_at = self.next_save();
            self.present.run_until(stop.min(save_at.max(self.present.now())));
            if self.present.now() >= save_at {
                self.save();
            }
            while let Some(request) = self.requests.get(self.applied).filter(|request| request.at <= self.present.now())
            {
                let command = request.command.clone();
                // A refusal is part of the run and stands in its log of calls.
                let _answer = self.present.apply(&command);
                self.applied += 1;
            }
        }
        self.latest = self.latest.max(to);
    }

    fn due(&self, to: Time) -> usize {
        self.requests.partition_point(|request| request.at <= to)
    }

    /// The next moment to be saved; far away while running over a stretch that has been saved.
    fn next_save(&self) -> Time {
        let last = self.saved.last().map_or(Time::ZERO, |saved| saved.state.now());
        last + self.spacing_us
    }

    fn save(&mut self) {
        self.saved.push(SavedState { applied: self.applied, state: self.present.clone() });
        if self.saved.len() > SAVED_MOST || self.saved_bytes() > SAVED_BYTES_MOST {
            let mut nth = 0;
            self.saved.retain(|_| {
                nth += 1;
                nth % 2 == 1
            });
            self.spacing_us *= 2;
        }
    }

    /// Roughly what the saved states take, each without what it shares with the one before.
    fn saved_bytes(&self) -> usize {
        let states = self.saved.iter().map(|saved| &saved.state);
        let befores = std::iter::once(None).chain(states.clone().map(Some));
        states.zip(befores).map(|(state, before)| state.own_bytes(before)).sum()
    }
}
