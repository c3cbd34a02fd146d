//! Settings that are numbers, of every kind of actor: the command that sets one, and its value in a
//! run.

use serde::{Deserialize, Serialize};
use stream_engine::scenario::{ConsumerSetup, ProducerSetup};
use stream_engine::{Change, Command, Simulation};

/// A setting that is a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Field {
    RatePerSecond,
    RecordBytes,
    ReadingsPerRecord,
    PollIntervalMs,
}

impl Field {
    /// The command that sets it for this actor.
    pub fn command(self, actor: &str, value: u64) -> Command {
        let number = u32::try_from(value).unwrap_or(u32::MAX);
        let change = match self {
            Field::RatePerSecond => Change::RatePerSecond(number),
            Field::RecordBytes => Change::RecordBytes(number),
            Field::ReadingsPerRecord => Change::ReadingsPerRecord(u8::try_from(value).unwrap_or(u8::MAX)),
            Field::PollIntervalMs => Change::PollIntervalMs(number),
        };
        Command::Change { actor: actor.to_owned(), change }
    }

    /// Its value in a run, for this actor; None if the run has none of this name.
    pub fn value(self, run: &Simulation, actor: &str) -> Option<u64> {
        match self {
            Field::RatePerSecond => producer(run, actor).map(|setup| u64::from(setup.rate_per_second)),
            Field::RecordBytes => producer(run, actor).map(|setup| u64::from(setup.record_bytes)),
            Field::ReadingsPerRecord => producer(run, actor).map(|setup| u64::from(setup.readings_per_record)),
            Field::PollIntervalMs => consumer(run, actor).map(|setup| u64::from(setup.poll_interval_ms)),
        }
    }
}

fn producer<'a>(run: &'a Simulation, actor: &str) -> Option<&'a ProducerSetup> {
    run.producers().iter().map(|producer| &*producer.setup).find(|setup| setup.name == actor)
}

fn consumer<'a>(run: &'a Simulation, actor: &str) -> Option<&'a ConsumerSetup> {
    run.consumers().iter().map(|consumer| &consumer.setup).find(|setup| setup.name == actor)
}
