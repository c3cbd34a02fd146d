//! Whether a setting already stands as a command would put it: how a control of the page knows which
//! of its options is on, also after a step back.

use crate::command::{Change, Command};
use crate::simulation::Simulation;

impl Command {
    /// Whether carrying it out would change nothing; None for what is no setting.
    pub fn holds(&self, run: &Simulation) -> Option<bool> {
        match self {
            Command::Change { actor, change } => change.holds(run, actor),
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
