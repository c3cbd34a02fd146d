//! Settings that are numbers, of every kind of actor: the command that sets one, and its value in a
//! run.

use super::{KclField, LambdaField};
use serde::{Deserialize, Serialize};
use stream_engine::consumers::fleet::{FleetChange, FleetSetup};
use stream_engine::producers::load::{LoadChange, LoadSetup};
use stream_engine::scenario::{ConsumerSetup, ProducerSetup};
use stream_engine::{Change, Command, Simulation};

/// A setting that is a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Field {
    RatePerSecond,
    RecordBytes,
    ReadingsPerRecord,
    PollIntervalMs,
    Kcl(KclField),
    Lambda(LambdaField),
    /// Applications of a fleet.
    Applications,
    /// Of a fleet's applications that poll.
    FleetPollIntervalMs,
    /// Of 100 records of a load, those that come under one key.
    HottestKeyPercent,
}

impl Field {
    /// The command that sets it for this actor.
    pub fn command(self, actor: &str, value: u64) -> Command {
        let number = u32::try_from(value).unwrap_or(u32::MAX);
        let change = match self {
            Field::Kcl(field) => return field.command(actor, number),
            Field::Lambda(field) => return field.command(actor, number),
            Field::RatePerSecond => Change::RatePerSecond(number),
            Field::RecordBytes => Change::RecordBytes(number),
            Field::ReadingsPerRecord => Change::ReadingsPerRecord(u8::try_from(value).unwrap_or(u8::MAX)),
            Field::PollIntervalMs => Change::PollIntervalMs(number),
            Field::Applications => return of_fleet(actor, FleetChange::Applications(number)),
            Field::FleetPollIntervalMs => return of_fleet(actor, FleetChange::PollIntervalMs(number)),
            Field::HottestKeyPercent => {
                let change = LoadChange::HottestKeyPercent(u8::try_from(value).unwrap_or(u8::MAX));
                return Command::Load { load: actor.to_owned(), change };
            }
        };
        Command::Change { actor: actor.to_owned(), change }
    }

    /// Its value in a run, for this actor; None if the run has none of this name.
    pub fn value(self, run: &Simulation, actor: &str) -> Option<u64> {
        match self {
            Field::Kcl(field) => field.value(run, actor),
            Field::Lambda(field) => field.value(run, actor),
            Field::RatePerSecond => producer(run, actor).map(|setup| u64::from(setup.rate_per_second)),
            Field::RecordBytes => producer(run, actor).map(|setup| u64::from(setup.record_bytes)),
            Field::ReadingsPerRecord => producer(run, actor).map(|setup| u64::from(setup.readings_per_record)),
            Field::PollIntervalMs => consumer(run, actor).map(|setup| u64::from(setup.poll_interval_ms)),
            Field::Applications => fleet(run, actor).map(|setup| u64::from(setup.applications)),
            Field::FleetPollIntervalMs => fleet(run, actor).map(|setup| u64::from(setup.poll_interval_ms)),
            Field::HottestKeyPercent => load(run, actor).map(|setup| u64::from(setup.hottest_key_percent)),
        }
    }
}

fn of_fleet(fleet: &str, change: FleetChange) -> Command {
    Command::Fleet { fleet: fleet.to_owned(), change }
}

fn fleet<'a>(run: &'a Simulation, actor: &str) -> Option<&'a FleetSetup> {
    run.fleets().iter().map(|fleet| &fleet.setup).find(|setup| setup.name == actor)
}

fn load<'a>(run: &'a Simulation, actor: &str) -> Option<&'a LoadSetup> {
    run.loads().iter().map(|load| &load.setup).find(|setup| setup.name == actor)
}

fn producer<'a>(run: &'a Simulation, actor: &str) -> Option<&'a ProducerSetup> {
    run.producers().iter().map(|producer| &*producer.setup).find(|setup| setup.name == actor)
}

fn consumer<'a>(run: &'a Simulation, actor: &str) -> Option<&'a ConsumerSetup> {
    run.consumers().iter().map(|consumer| &consumer.setup).find(|setup| setup.name == actor)
}
