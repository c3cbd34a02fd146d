//! Managed Service for Apache Flink: applications that count the readings of a stream by window of
//! event time and key. Formerly Kinesis Data Analytics.

pub mod event_time;
mod job;
mod running;
pub mod window;

use crate::consumers::source::StartingPosition;
use crate::histogram::Histogram;
use crate::kinesis::stream::StreamId;
use crate::log::Log;
use crate::quota::Quotas;
use crate::simulation::Simulation;
use crate::time::Time;
use event_time::EventTimes;
pub use job::Job;
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use window::{WindowKind, WindowResult};

/// Results kept for looking at.
pub const RESULTS_KEPT: usize = 16_384;

/// An application, as content describes it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlinkSetup {
    /// Its name, also in commands.
    pub name: String,
    #[serde(default)]
    pub stream: StreamId,
    #[serde(default)]
    pub starting_position: StartingPosition,
    pub window: WindowKind,
    /// How much later than a later one a reading may come: the watermark's distance.
    #[serde(default)]
    pub max_out_of_orderness_ms: u64,
    /// How long behind the watermark a window still takes readings.
    #[serde(default)]
    pub allowed_lateness_ms: u64,
    /// A shard silent for so long no longer holds the watermark back; 0 for never.
    #[serde(default)]
    pub idle_ms: u64,
    /// Source subtasks; each reads every so-manieth shard.
    #[serde(default = "one")]
    pub parallelism: u32,
    #[serde(default = "one")]
    pub parallelism_per_kpu: u32,
    /// What a record takes of a subtask's time, in microseconds.
    #[serde(default)]
    pub record_us: u64,
    #[serde(default = "minute")]
    pub checkpoint_interval_ms: u64,
    /// How long a restart after a crash takes.
    #[serde(default = "half_minute")]
    pub restart_ms: u64,
    /// SHARD_GETRECORDS_INTERVAL_MILLIS: how often it asks each shard; the connector's default if absent, which by
    /// itself takes all calls that a shard answers.
    #[serde(default)]
    pub get_records_interval_ms: Option<u32>,
    /// Member of a learner's JSON data that holds the event time in milliseconds since 1970.
    #[serde(default)]
    pub timestamp_member: Option<String>,
}

fn one() -> u32 {
    1
}
fn minute() -> u64 {
    60_000
}
fn half_minute() -> u64 {
    30_000
}

/// What is due for an application. The run's number tells a task of before a crash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum FlinkTask {
    Poll { application: u8, cursor: u32, run: u32 },
    Checkpoint { application: u8, run: u32 },
    Restart { application: u8 },
}

/// What is changed on command.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FlinkChange {
    /// The job dies and starts again from its last checkpoint.
    Crash,
    RecordUs(u64),
    MaxOutOfOrdernessMs(u64),
    AllowedLatenessMs(u64),
    IdleMs(u64),
    /// Other windows, for the readings that are handled from now on. (The service stops the job, and starts the changed
    /// one from a snapshot.)
    Window(WindowKind),
}

impl FlinkChange {
    /// Whether the application already stands so; None for what is no setting.
    pub(crate) fn holds(self, run: &Simulation, name: &str) -> Option<bool> {
        let setup = &run.flink().named(name)?.setup;
        Some(match self {
            FlinkChange::Crash => return None,
            FlinkChange::RecordUs(us) => setup.record_us == us,
            FlinkChange::MaxOutOfOrdernessMs(ms) => setup.max_out_of_orderness_ms == ms,
            FlinkChange::AllowedLatenessMs(ms) => setup.allowed_lateness_ms == ms,
            FlinkChange::IdleMs(ms) => setup.idle_ms == ms,
            FlinkChange::Window(window) => setup.window == window,
        })
    }
}

/// A result with when it was given.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Given {
    pub at: Time,
    pub result: WindowResult,
}

/// An application and its figures.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Application {
    pub setup: FlinkSetup,
    pub job: Job,
    /// What a restart begins with.
    checkpoint: Rc<Job>,
    pub checkpoints: u64,
    /// Counts starts of the job.
    run: u32,
    pub running: bool,
    pub restarts: u32,
    /// All results given, also those that a restart gave a second time.
    pub results: Log<Given>,
    /// Results given again after a restart: a sink that overwrites by window and key sees no difference.
    pub results_repeated: u64,
    since_checkpoint: u64,
    /// Milliseconds from a window's end to its first result.
    pub result_latency_ms: Histogram,
    pub read_throttles: u64,
    /// Until when its KPUs are on the bill, which follows at each checkpoint.
    billed: Time,
}

impl Application {
    /// KPUs that are billed while it runs.
    pub fn kpus(&self, quotas: &Quotas) -> u64 {
        let own = u64::from(self.setup.parallelism.max(1)).div_ceil(u64::from(self.setup.parallelism_per_kpu.max(1)));
        own + quotas.flink_extra_kpus_per_application
    }
}

/// All applications, and the event times of the streams that they read.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Flink {
    pub applications: Vec<Application>,
    pub times: EventTimes,
}

impl Flink {
    /// The application of this name.
    pub fn named(&self, name: &str) -> Option<&Application> {
        self.applications.iter().find(|application| application.setup.name == name)
    }

    /// Roughly the bytes that a copy doesn't share.
    pub(crate) fn own_bytes(&self, earlier: Option<&Flink>) -> usize {
        let jobs: usize = self.applications.iter().map(|application| application.job.own_bytes()).sum();
        let results = |nth: usize| {
            let before = earlier.and_then(|earlier| earlier.applications.get(nth));
            self.applications[nth].results.own_bytes(before.map(|application| &application.results))
        };
        let results: usize = (0..self.applications.len()).map(results).sum();
        jobs + results + self.times.own_bytes(earlier.map(|earlier| &earlier.times))
    }
}
