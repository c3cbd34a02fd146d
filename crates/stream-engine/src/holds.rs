//! Whether a setting already stands as a command would put it: how a control of the page knows which
//! of its options is on, also after a step back.

use crate::command::{Change, Command};
use crate::consumers::fleet::FleetChange;
use crate::consumers::kcl::KclAction;
use crate::consumers::lambda::LambdaChange;
use crate::producers::load::LoadChange;
use crate::simulation::Simulation;

impl Command {
    /// Whether carrying it out would change nothing; None for what is no setting.
    pub fn holds(&self, run: &Simulation) -> Option<bool> {
        match self {
            Command::Change { actor, change } => change.holds(run, actor),
            Command::Kcl { application, action } => kcl_holds(action, run, application),
            Command::Lambda { function, change } => lambda_holds(change, run, function),
            Command::Fleet { fleet, change } => change.holds(run, fleet),
            Command::Load { load, change } => change.holds(run, load),
            _ => None,
        }
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
