//! Whether a setting already stands as a command would put it: how a control of the page knows which
//! of its options is on, also after a step back.

use crate::command::{Change, Command, QueueConsumerChange};
use crate::consumers::fleet::FleetChange;
use crate::consumers::kcl::{KclAction, KclKnob};
use crate::consumers::lambda::LambdaChange;
use crate::producers::load::LoadChange;
use crate::security::call_holds;
use crate::simulation::Simulation;
use crate::sqs::setup::QueueConsumerSetup;

impl Command {
    /// Whether carrying it out would change nothing; None for what is no setting.
    pub fn holds(&self, run: &Simulation) -> Option<bool> {
        match self {
            Command::Change { actor, change } => change.holds(run, actor),
            Command::Secure(command) => command.holds(run),
            Command::Firehose { delivery_stream, change } => change.holds(run, delivery_stream),
            Command::Flink { application, change } => change.holds(run, application),
            Command::Call { target, body } => call_holds(run, target, body),
            Command::Kcl { application, action } => kcl_holds(action, run, application),
            Command::Lambda { function, change } => lambda_holds(change, run, function),
            Command::Fleet { fleet, change } => change.holds(run, fleet),
            Command::Load { load, change } => change.holds(run, load),
            Command::QueueConsumer { consumer, change } => change.holds(run, consumer),
            Command::Producer { producer, change } => change.holds(run, producer),
            Command::Queue { queue, change } => change.holds(run, queue),
            _ => None,
        }
    }

    /// Whether the setting would do anything as things stand: enhanced fan-out would not under a version of the KCL that
    /// doesn't know it.
    pub fn has_use(&self, run: &Simulation) -> bool {
        match self {
            Command::Kcl { application, action: KclAction::Set(KclKnob::FanOut(true)) } => {
                run.kcl().iter().any(|one| one.setup.name == *application && one.can_fan_out())
            }
            _ => true,
        }
    }
}

/// Microseconds that one message takes whoever has this name.
fn work_us(run: &Simulation, actor: &str) -> Option<u64> {
    let application = run.kcl.iter().find(|application| application.setup.name == actor);
    let consumer = || run.queue_actors.consumers.iter().find(|consumer| consumer.setup.name == actor);
    let even = |setup: &QueueConsumerSetup| {
        (setup.processing_us_min == setup.processing_us_max).then_some(setup.processing_us_min)
    };
    application.map(|application| application.knobs.record_us).or_else(|| even(&consumer()?.setup))
}

impl QueueConsumerChange {
    fn holds(&self, run: &Simulation, name: &str) -> Option<bool> {
        let consumer = run.queue_actors.consumers.iter().find(|consumer| consumer.setup.name == name)?;
        let setup = &consumer.setup;
        Some(match self {
            QueueConsumerChange::Workers(count) => setup.workers == *count,
            QueueConsumerChange::MaxMessagesPerReceive(count) => setup.max_messages_per_receive == *count,
            QueueConsumerChange::ProcessingUs { min, max } => {
                (setup.processing_us_min, setup.processing_us_max) == (*min, *max)
            }
            QueueConsumerChange::VisibilityTimeoutSeconds(seconds) => setup.visibility_timeout_seconds == *seconds,
            QueueConsumerChange::WaitTimeSeconds(seconds) => setup.wait_time_seconds == *seconds,
            QueueConsumerChange::Delete(mode) => setup.delete == *mode,
            QueueConsumerChange::FailsOn(poison) => setup.fails_on == *poison,
            QueueConsumerChange::Crash { .. } => return None,
        })
    }
}

impl Change {
    fn holds(&self, run: &Simulation, actor: &str) -> Option<bool> {
        let producer = || run.producers().iter().map(|producer| &producer.setup).find(|setup| setup.name == actor);
        let consumer = || run.consumers().iter().map(|consumer| &consumer.setup).find(|setup| setup.name == actor);
        Some(match self {
            Change::RatePerSecond(rate) => producer()?.rate_per_second == *rate,
            Change::RecordBytes(bytes) => producer()?.record_bytes == *bytes,
            Change::ReadingsPerRecord(count) => producer()?.readings_per_record == *count,
            Change::Keys(keys) => producer()?.keys == *keys,
            Change::Retry(retry) => producer()?.retry == *retry,
            Change::ParentsFirst(first) => consumer()?.parents_first == *first,
            Change::PollIntervalMs(ms) => consumer()?.poll_interval_ms == *ms,
            Change::Sources(sources) => producer()?.sources == *sources,
            Change::WorkUs(us) => work_us(run, actor)? == u64::from(*us),
            Change::FurtherReadings(_) => return None,
        })
    }
}

/// Settings of an application; what happens to a worker is none.
fn kcl_holds(action: &KclAction, run: &Simulation, name: &str) -> Option<bool> {
    let application = run.kcl().iter().find(|application| application.setup.name == name)?;
    match action {
        KclAction::Set(knob) => Some(application.stands(knob, run.quotas(), run.keys())),
        KclAction::Table(fault) => Some(application.table.fault == *fault),
        KclAction::Deploy { version } => {
            Some(application.deployment.as_ref().map_or(application.version, |rollout| rollout.version) == *version)
        }
        KclAction::Workers { count } => Some(application.staffed() == *count),
        KclAction::Start { .. } | KclAction::Stop { .. } | KclAction::Crash { .. } | KclAction::Pause { .. } => None,
    }
}

/// Settings of a function and all its mappings.
fn lambda_holds(change: &LambdaChange, run: &Simulation, name: &str) -> Option<bool> {
    let function = run.lambda().functions.get(name)?;
    let all = |holds: &dyn Fn(&crate::consumers::lambda::mapping::Mapping) -> bool| {
        run.lambda().mappings.values().filter(|mapping| mapping.setup.function == name).all(holds)
    };
    Some(match change {
        LambdaChange::Function(setup) => function.setup == *setup,
        LambdaChange::Poison(poison) => function.setup.poison == *poison,
        LambdaChange::Mapping(setup) => all(&|mapping| mapping.setup == *setup),
        LambdaChange::Enabled(on) => all(&|mapping| mapping.state.works() == *on),
        LambdaChange::Set(knob) => all(&|mapping| knob.holds(&mapping.setup, mapping.consumer.is_some(), run.quotas())),
    })
}

impl FleetChange {
    fn holds(&self, run: &Simulation, name: &str) -> Option<bool> {
        let setup = run.fleets().iter().map(|fleet| &fleet.setup).find(|setup| setup.name == name)?;
        Some(match self {
            FleetChange::Applications(number) => setup.applications == *number,
            FleetChange::Mode(mode) => setup.mode == *mode,
            FleetChange::PollIntervalMs(ms) => setup.poll_interval_ms == *ms,
        })
    }
}

impl LoadChange {
    fn holds(&self, run: &Simulation, name: &str) -> Option<bool> {
        let setup = run.loads().iter().map(|load| &load.setup).find(|setup| setup.name == name)?;
        Some(match self {
            LoadChange::Curve(curve) => setup.curve == *curve,
            LoadChange::HottestKeyPercent(percent) => setup.hottest_key_percent == *percent,
            LoadChange::RecordBytes(bytes) => setup.record_bytes == *bytes,
        })
    }
}
