//! Whether a setting already stands as a command would put it: how a control of the page knows which
//! of its options is on, also after a step back.

use crate::command::{Change, Command};
use crate::consumers::fleet::FleetChange;
use crate::producers::load::LoadChange;
use crate::simulation::Simulation;

impl Command {
    /// Whether carrying it out would change nothing; None for what is no setting.
    pub fn holds(&self, run: &Simulation) -> Option<bool> {
        match self {
            Command::Change { actor, change } => change.holds(run, actor),
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
