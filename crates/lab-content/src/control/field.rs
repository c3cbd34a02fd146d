//! Settings that are numbers, of every kind of actor: the command that sets one, and its value in a
//! run.

use super::{KclField, LambdaField};
use serde::{Deserialize, Serialize};
use stream_engine::command::QueueConsumerChange;
use stream_engine::consumers::firehose::FirehoseChange;
use stream_engine::consumers::fleet::{FleetChange, FleetSetup};
use stream_engine::consumers::flink::FlinkChange;
use stream_engine::consumers::kcl::KclAction;
use stream_engine::consumers::kcl::application::Application;
use stream_engine::kinesis::stream::StreamId;
use stream_engine::producers::client::Client;
use stream_engine::producers::control::{ClientKnob, ProducerChange};
use stream_engine::producers::load::{LoadChange, LoadSetup};
use stream_engine::producers::sdk::SdkSetup;
use stream_engine::scenario::{ConsumerSetup, ProducerSetup};
use stream_engine::sqs::setup::QueueConsumerSetup;
use stream_engine::{Change, Command, Simulation};

/// A setting that is a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Field {
    RatePerSecond,
    RecordBytes,
    ReadingsPerRecord,
    PollIntervalMs,
    /// Buffering hints of a delivery stream: MiB and seconds.
    BufferMib,
    BufferSeconds,
    /// Of a Flink application, in seconds.
    OutOfOrdernessSeconds,
    AllowedLatenessSeconds,
    /// Things that a producer's readings come from.
    Sources,
    /// Open shards of a stream, by its number; the count that a change under way leads to.
    Shards,
    /// Numbered workers of a KCL application.
    KclWorkers,
    QueueWorkers,
    /// Work on one message, of a KCL application or a queue's consumer.
    WorkMs,
    VisibilityTimeoutSeconds,
    /// RecordMaxBufferedTime of a producer's KPL.
    KplBufferedMs,
    /// Records in a call of a producer's SDK client, and how long they wait for it to fill.
    SdkBatchRecords,
    SdkLingerMs,
    /// maxBufferAgeMillis of a producer's Agent.
    AgentBufferMs,
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
        let short = u16::try_from(value).unwrap_or(u16::MAX);
        let byte = u8::try_from(value).unwrap_or(u8::MAX);
        let name = || actor.to_owned();
        let change = |change| Command::Change { actor: name(), change };
        let knob = |knob| Command::Producer { producer: name(), change: ProducerChange::Set(knob) };
        let consumer = |change| Command::QueueConsumer { consumer: name(), change };
        let of_fleet = |change| Command::Fleet { fleet: name(), change };
        let firehose = |change| Command::Firehose { delivery_stream: name(), change };
        let flink = |change| Command::Flink { application: name(), change };
        match self {
            Field::RatePerSecond => change(Change::RatePerSecond(number)),
            Field::RecordBytes => change(Change::RecordBytes(number)),
            Field::ReadingsPerRecord => change(Change::ReadingsPerRecord(byte)),
            Field::PollIntervalMs => change(Change::PollIntervalMs(number)),
            Field::Sources => change(Change::Sources(short)),
            Field::WorkMs => change(Change::WorkUs(number.saturating_mul(1_000))),
            Field::Shards => Command::UpdateShardCount { stream: stream_number(actor), target_shard_count: number },
            Field::KclWorkers => Command::Kcl { application: name(), action: KclAction::Workers { count: short } },
            Field::QueueWorkers => consumer(QueueConsumerChange::Workers(number)),
            Field::VisibilityTimeoutSeconds => consumer(QueueConsumerChange::VisibilityTimeoutSeconds(Some(number))),
            Field::KplBufferedMs => knob(ClientKnob::RecordMaxBufferedTimeMs(number)),
            Field::SdkBatchRecords => knob(ClientKnob::BatchRecords(number)),
            Field::SdkLingerMs => knob(ClientKnob::LingerMs(number)),
            Field::AgentBufferMs => knob(ClientKnob::MaxBufferAgeMs(number)),
            Field::Kcl(field) => field.command(actor, number),
            Field::Lambda(field) => field.command(actor, number),
            Field::Applications => of_fleet(FleetChange::Applications(number)),
            Field::FleetPollIntervalMs => of_fleet(FleetChange::PollIntervalMs(number)),
            Field::HottestKeyPercent => Command::Load { load: name(), change: LoadChange::HottestKeyPercent(byte) },
            Field::BufferMib => firehose(FirehoseChange::SizeInMbs(value)),
            Field::BufferSeconds => firehose(FirehoseChange::IntervalInSeconds(value)),
            Field::OutOfOrdernessSeconds => flink(FlinkChange::MaxOutOfOrdernessMs(value * 1_000)),
            Field::AllowedLatenessSeconds => flink(FlinkChange::AllowedLatenessMs(value * 1_000)),
        }
    }

    /// Its value in a run, for this actor; None if the run has none of this name.
    pub fn value(self, run: &Simulation, actor: &str) -> Option<u64> {
        let made_by = || producer(run, actor);
        match self {
            Field::RatePerSecond => made_by().map(|setup| u64::from(setup.rate_per_second)),
            Field::RecordBytes => made_by().map(|setup| u64::from(setup.record_bytes)),
            Field::ReadingsPerRecord => made_by().map(|setup| u64::from(setup.readings_per_record)),
            Field::Kcl(field) => field.value(run, actor),
            Field::Lambda(field) => field.value(run, actor),
            Field::PollIntervalMs => consumer(run, actor).map(|setup| u64::from(setup.poll_interval_ms)),
            Field::Applications => fleet(run, actor).map(|setup| u64::from(setup.applications)),
            Field::FleetPollIntervalMs => fleet(run, actor).map(|setup| u64::from(setup.poll_interval_ms)),
            Field::HottestKeyPercent => load(run, actor).map(|setup| u64::from(setup.hottest_key_percent)),
            Field::BufferMib => run.firehose().named(actor)?.setup.size_in_mbs,
            Field::BufferSeconds => run.firehose().named(actor)?.setup.interval_in_seconds,
            Field::OutOfOrdernessSeconds => Some(run.flink().named(actor)?.setup.max_out_of_orderness_ms / 1_000),
            Field::AllowedLatenessSeconds => Some(run.flink().named(actor)?.setup.allowed_lateness_ms / 1_000),
            Field::Sources => made_by().map(|setup| u64::from(setup.sources)),
            Field::WorkMs => application(run, actor)
                .map(|application| application.knobs.record_us / 1_000)
                .or_else(|| queue_consumer(run, actor).map(|setup| setup.processing_us_max / 1_000)),
            Field::Shards => {
                let stream = run.streams().get(usize::from(stream_number(actor).0))?;
                let open = stream.open_count() as u64;
                Some(stream.resharding.map_or(open, |change| change.leads_to(open)))
            }
            Field::KclWorkers => application(run, actor).map(|application| u64::from(application.staffed())),
            Field::QueueWorkers => queue_consumer(run, actor).map(|setup| u64::from(setup.workers)),
            Field::VisibilityTimeoutSeconds => {
                let setup = queue_consumer(run, actor)?;
                let own = || run.sqs().queue(run.sqs().find(&setup.queue)?).map(|queue| &queue.attributes);
                setup.visibility_timeout_seconds.map(u64::from).or_else(|| Some(own()?.visibility_timeout_s))
            }
            Field::KplBufferedMs => match &made_by()?.client {
                Client::Kpl(kpl) => Some(kpl.settings(run.quotas()).buffered_us / 1_000),
                _ => None,
            },
            Field::SdkBatchRecords => sdk(made_by()?).map(|sdk| sdk.records_max(run.quotas()) as u64),
            Field::SdkLingerMs => sdk(made_by()?).map(|sdk| u64::from(sdk.linger_ms)),
            Field::AgentBufferMs => match &made_by()?.client {
                Client::Agent(agent) => {
                    Some(agent.max_buffer_age_ms.map_or(run.quotas().agent_max_buffer_age_ms_default, u64::from))
                }
                _ => None,
            },
        }
    }
}

fn fleet<'a>(run: &'a Simulation, actor: &str) -> Option<&'a FleetSetup> {
    run.fleets().iter().map(|fleet| &fleet.setup).find(|setup| setup.name == actor)
}

fn load<'a>(run: &'a Simulation, actor: &str) -> Option<&'a LoadSetup> {
    run.loads().iter().map(|load| &load.setup).find(|setup| setup.name == actor)
}

/// Streams are named by their numbers.
fn stream_number(actor: &str) -> StreamId {
    StreamId(actor.parse().unwrap_or(0))
}

fn sdk(setup: &ProducerSetup) -> Option<&SdkSetup> {
    match &setup.client {
        Client::Sdk(sdk) => Some(sdk),
        _ => None,
    }
}

fn application<'a>(run: &'a Simulation, actor: &str) -> Option<&'a Application> {
    run.kcl().iter().find(|application| application.setup.name == actor)
}

fn queue_consumer<'a>(run: &'a Simulation, actor: &str) -> Option<&'a QueueConsumerSetup> {
    run.queue_actors().consumers.iter().map(|consumer| &consumer.setup).find(|setup| setup.name == actor)
}

fn producer<'a>(run: &'a Simulation, actor: &str) -> Option<&'a ProducerSetup> {
    run.producers().iter().map(|producer| &*producer.setup).find(|setup| setup.name == actor)
}

fn consumer<'a>(run: &'a Simulation, actor: &str) -> Option<&'a ConsumerSetup> {
    run.consumers().iter().map(|consumer| &consumer.setup).find(|setup| setup.name == actor)
}
