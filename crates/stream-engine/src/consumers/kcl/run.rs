//! Applications as part of a run: their tasks and their commands.

use super::application::{Application, WORKERS_MAX};
use super::setup::KclAction;
use super::task::{KclTask, Surroundings, WorkerId};
use super::worker::{Worker, WorkerState};
use crate::bill::Dimension;
use crate::error::{Constraint, Refusal, Resource};
use crate::producers::contents::Contents;
use crate::scenario::Scenario;
use crate::simulation::Simulation;
use crate::time::Time;

/// What the names of numbered workers begin with.
const NUMBERED: &str = "worker-";

fn number_of(name: &str) -> Option<u16> {
    name.strip_prefix(NUMBERED)?.parse().ok()
}

impl Simulation {
    /// The applications of a scenario, and when their workers start.
    pub(crate) fn begin_kcl(&mut self, scenario: &Scenario) {
        let quotas = self.quotas.clone();
        for (nth, setup) in scenario.kcl.iter().enumerate() {
            self.kcl.push(Application::new(setup, scenario.seed, &quotas, &mut self.keys));
            for worker in &setup.workers {
                self.with_kcl(nth as u8, |application, at| {
                    let Ok(id) = application.worker_named(&worker.name) else { return };
                    application.start_at(at, id, Time::from_ms(worker.starts_ms));
                });
            }
        }
    }

    /// Does a step of a worker.
    pub(crate) fn do_kcl(&mut self, task: KclTask) {
        self.with_kcl(task.application, |application, at| application.do_step(at, task));
    }

    /// Does something to an application.
    pub(crate) fn act_on_kcl(&mut self, name: &str, action: &KclAction) -> Result<(), Refusal> {
        let missing = || Refusal::ResourceNotFound(Resource::Actor(name.to_owned()));
        let nth = self.kcl.iter().position(|application| application.setup.name == name).ok_or_else(missing)?;
        if let KclAction::Set(knob) = action {
            let quotas = self.quotas.clone();
            self.kcl[nth].set(knob, &quotas, &mut self.keys);
            return Ok(());
        }
        self.with_kcl(nth as u8, |application, at| application.act(at, action)).unwrap_or(Ok(()))
    }

    pub(super) fn with_kcl<T>(
        &mut self,
        nth: u8,
        act: impl FnOnce(&mut Application, &mut Surroundings) -> T,
    ) -> Option<T> {
        let application = self.kcl.get_mut(usize::from(nth))?;
        let before = application.table.request_units();
        let mut at = Surroundings {
            now: self.now,
            application: nth,
            quotas: &self.quotas,
            contents: Contents { producers: &self.producers, keys: &self.keys },
            stream: self
                .streams
                .get_mut(usize::from(application.setup.stream.0))
                .filter(|stream| stream.takes_records()),
            agenda: &mut self.agenda,
            events: &mut self.events,
            calls: &mut self.calls,
            out_of_order: 0,
            wishes: Vec::new(),
        };
        let answer = act(application, &mut at);
        let after = application.table.request_units();
        for (dimension, before, after) in
            [(Dimension::DynamoDbReads, before.0, after.0), (Dimension::DynamoDbWrites, before.1, after.1)]
        {
            if after > before {
                self.bill.count(dimension, &application.setup.name, after - before);
            }
        }
        let (out_of_order, wishes) = (at.out_of_order, at.wishes);
        if out_of_order > 0 {
            self.second().order_broken_by_source += out_of_order;
        }
        self.grant(nth, wishes);
        Some(answer)
    }
}

impl Application {
    /// Workers that run or begin to, of those that have a number; what `KclAction::Workers` sets.
    pub fn staffed(&self) -> u16 {
        let runs = |worker: &&Worker| {
            matches!(worker.state, WorkerState::Starting | WorkerState::Running) && number_of(&worker.name).is_some()
        };
        self.workers.iter().filter(runs).count() as u16
    }

    fn staff(&mut self, at: &mut Surroundings, count: u16) -> Result<(), Refusal> {
        for nth in 1..=count {
            let id = self.worker_named(&format!("{NUMBERED}{nth}"))?;
            self.start(at, id);
        }
        let surplus = |worker: &&Worker| number_of(&worker.name).is_some_and(|number| number > count);
        let names: Vec<String> = self.workers.iter().filter(surplus).map(|worker| worker.name.clone()).collect();
        // Those with the highest numbers go first.
        for name in names.iter().rev() {
            if let Some(id) = self.find_worker(name) {
                self.stop(at, id);
            }
        }
        Ok(())
    }

    /// The worker of this name, made if there is none.
    fn worker_named(&mut self, name: &str) -> Result<WorkerId, Refusal> {
        if let Some(id) = self.find_worker(name) {
            return Ok(id);
        }
        let found = self.workers.len() + 1;
        if found > WORKERS_MAX {
            let must = format!("Member must have value less than or equal to {WORKERS_MAX}");
            return Err(Refusal::Validation(vec![Constraint::new(found.to_string(), "workers", must)]));
        }
        self.workers.push(Worker::new(name));
        Ok(WorkerId(self.workers.len() as u16 - 1))
    }

    fn act(&mut self, at: &mut Surroundings, action: &KclAction) -> Result<(), Refusal> {
        let missing = |name: &str| Refusal::ResourceNotFound(Resource::Worker(name.to_owned()));
        let known = |name: &str| self.find_worker(name).ok_or_else(|| missing(name));
        match action {
            KclAction::Start { worker } => {
                let id = self.worker_named(worker)?;
                self.start(at, id);
            }
            KclAction::Stop { worker } => {
                let id = known(worker)?;
                self.stop(at, id);
            }
            KclAction::Crash { worker } => {
                let id = known(worker)?;
                self.crash(at, id);
            }
            KclAction::Pause { worker, ms } => {
                let id = known(worker)?;
                self.pause(at, id, *ms);
            }
            KclAction::Workers { count } => self.staff(at, *count)?,
            KclAction::Table(fault) => self.table.fault = *fault,
            KclAction::Deploy { version } => self.deploy(at, *version)?,
            KclAction::Set(_) => {}
        }
        self.finish_deployment(at);
        self.watch_fail_over(at);
        Ok(())
    }
}
