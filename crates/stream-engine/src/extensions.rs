//! What a run may do without. Streams, plain producers and polling consumers are the core; all else
//! is called through this table, so that a page whose labs need only the core is linked without the rest.

use crate::agenda::Task;
use crate::api;
use crate::command::{Answer, Command};
use crate::consumers::enhanced::{EnhancedConsumer, EnhancedTask};
use crate::consumers::lambda::function::Function;
use crate::error::{Refusal, Resource};
use crate::kinesis::put_records::Stored;
use crate::kinesis::stream::StreamId;
use crate::producers::producer::Sent;
use crate::scenario::Scenario;
use crate::security::survey::Surveyed;
use crate::simulation::Simulation;
use crate::time::Time;
use std::rc::Rc;

/// A call of somebody, for which a permission may be missing.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub actor: &'a str,
    pub operation: &'static str,
    pub stream: StreamId,
    /// Arrivals of the first and the last record that it may touch.
    pub arrivals: (Time, Time),
}

/// Where the core leads on to the rest.
#[derive(Clone, Copy, Debug)]
pub struct Extensions {
    /// Puts up what a scenario has beyond the core.
    pub(crate) begin: fn(&mut Simulation, &Scenario),
    pub(crate) do_task: fn(&mut Simulation, Task),
    pub(crate) carry_out: fn(&mut Simulation, &Command) -> Result<Answer, Refusal>,
    /// A producer has made a record.
    pub(crate) hand_over: fn(&mut Simulation, u8, Sent),
    /// A producer's record was stored, which it made at this time.
    pub(crate) note_stored: fn(&mut Simulation, u8, Stored, Time),
    /// The shard map has changed.
    pub(crate) sync_consumers: fn(&mut Simulation),
    /// Why policies or keys would refuse a call.
    pub(crate) refusal: fn(&mut Simulation, Asked) -> Option<Rc<Refusal>>,
    /// What everybody may do.
    pub(crate) survey: fn(&Simulation) -> Vec<Surveyed>,
}

impl Extensions {
    /// Everything that the engine has.
    pub const ALL: Extensions = Extensions {
        begin: Simulation::begin_extensions,
        do_task: Simulation::do_extension_task,
        carry_out: Simulation::carry_out_extension,
        hand_over: Simulation::hand_over,
        note_stored: Simulation::note_event_time,
        sync_consumers: Simulation::sync_stream_consumers,
        refusal: Simulation::refusal_by_security,
        survey: Simulation::survey_actors,
    };

    /// Nothing beyond the core: no other actor of a scenario comes to life, and a command to one is
    /// refused, as there is none of its name.
    pub const NONE: Extensions = Extensions {
        begin: |_, _| {},
        do_task: |_, _| {},
        carry_out: |_, command| Err(Refusal::ResourceNotFound(Resource::Actor(command.addressee().to_owned()))),
        hand_over: Simulation::send,
        note_stored: |_, _, _, _| {},
        sync_consumers: |_| {},
        refusal: |_, _| None,
        survey: |_| Vec::new(),
    };

    pub(crate) fn all() -> Extensions {
        Extensions::ALL
    }
}

impl Simulation {
    fn begin_extensions(&mut self, scenario: &Scenario) {
        (0..self.producers.len()).for_each(|nth| self.start_client(nth as u8));
        self.set_up_queues(scenario);
        for command in &scenario.security {
            // A refused one changes nothing; content is checked when it is read.
            let _ = self.secure(command);
        }
        for setup in &scenario.functions {
            self.lambda.functions.insert(setup.name.clone(), Function::new(setup.clone(), self.seed));
        }
        scenario.mappings.iter().for_each(|setup| self.lambda_begin(setup));
        scenario.delivery_streams.iter().for_each(|setup| _ = self.firehose_create(setup, true));
        scenario.applications.iter().for_each(|setup| self.flink_begin(setup));
        self.begin_kcl(scenario);
        for (nth, setup) in scenario.enhanced.iter().enumerate() {
            self.enhanced.push(EnhancedConsumer::new(setup.clone(), scenario.seed));
            self.do_enhanced_task(nth as u8, EnhancedTask::Look);
        }
        self.begin_fleets(scenario);
        self.begin_loads(scenario);
    }

    fn do_extension_task(&mut self, task: Task) {
        match task {
            Task::Queue(task) => self.do_queue_task(task),
            Task::Kcl(task) => self.do_kcl(task),
            Task::Lambda(task) => self.do_lambda(task),
            Task::Firehose(task) => self.do_firehose(task),
            Task::Flink(task) => self.do_flink(task),
            Task::Enhanced { consumer, task } => self.do_enhanced_task(consumer, task),
            Task::Load { load } => self.bring_load(load),
            Task::Client { producer, task } => self.do_client_task(producer, task),
            Task::Produce { .. }
            | Task::Arrive { .. }
            | Task::Resend { .. }
            | Task::Poll { .. }
            | Task::Read { .. }
            | Task::Kinesis(_) => {}
        }
    }

    fn carry_out_extension(&mut self, command: &Command) -> Result<Answer, Refusal> {
        match command {
            Command::Secure(command) => self.secure(command).map(|()| Answer::Done).map_err(Refusal::Security),
            Command::Lambda { function, change } => self.lambda_change(function, change).map(|()| Answer::Done),
            Command::Firehose { delivery_stream, change } => {
                self.firehose_change(delivery_stream, change).map(|()| Answer::Done)
            }
            Command::Flink { application, change } => self.flink_change(application, *change).map(|()| Answer::Done),
            Command::Fleet { fleet, change } => self.change_fleet(fleet, *change).map(|()| Answer::Done),
            Command::Load { load, change } => self.change_load(load, change).map(|()| Answer::Done),
            Command::QueueConsumer { consumer, change } => {
                self.change_queue_consumer(consumer, change).map(|()| Answer::Done)
            }
            Command::Kcl { application, action } => self.act_on_kcl(application, action).map(|()| Answer::Done),
            Command::Producer { producer, change } => self.change_client(producer, change),
            Command::Queue { queue, change } => self.change_queue(queue, *change).map(|()| Answer::Done),
            Command::Call { target, body } => Ok(Answer::Reply(api::reply(self, target, body))),
            core => Err(Refusal::ResourceNotFound(Resource::Actor(core.addressee().to_owned()))),
        }
    }
}
