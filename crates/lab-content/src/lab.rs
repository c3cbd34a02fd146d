//! A lab: one question, a scenario to play with, and everything the page shows around it.

use crate::challenge::{Attempt, Challenge, Why};
use crate::control::Control;
use crate::policy::PolicyDocument;
use crate::prediction::Prediction;
use serde::{Deserialize, Serialize};
use stream_engine::Scenario;

/// A place on the learning path.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabCard {
    pub id: String,
    pub title: String,
    pub question: String,
    pub minutes: u32,
    /// The line under the lab's title, moved here from its file; none while the lab isn't built.
    #[serde(default)]
    pub subtitle: Option<String>,
    /// Whether it is one of streams, producers and polling consumers alone; set from the lab.
    #[serde(default)]
    pub is_of_core: bool,
}

impl LabCard {
    /// Whether there is a lab to open.
    pub fn is_built(&self) -> bool {
        self.subtitle.is_some()
    }
}

/// A lab that can be played: `content/labs/<id>.toml` and `content/lessons/<id>.md`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lab {
    /// Set from the file's name.
    #[serde(default)]
    pub id: String,
    /// The line under the title; the page finds it on the lab's card.
    pub subtitle: String,
    pub scenario: Scenario,
    /// Where the timeline ends, in seconds; the run goes on behind it.
    pub timeline_s: u64,
    /// What the stage shows beside the shards.
    #[serde(default)]
    pub stage: Stage,
    pub charts: Vec<Chart>,
    pub controls: Vec<Control>,
    pub prediction: Prediction,
    pub challenge: Challenge,
    /// A second challenge, if one question asks for two: not needed, but noted as gold goals are.
    #[serde(default)]
    pub further: Option<Challenge>,
    pub why: Why,
    /// Policies that an editor begins with.
    #[serde(default)]
    pub policies: Vec<PolicyDocument>,
    /// Runs that links open: `#/lab/<id>?run=<name>`.
    #[serde(default)]
    pub runs: Vec<Attempt>,
    /// The lesson as HTML, set from its Markdown; `{key}` stands for a fact.
    #[serde(default)]
    pub lesson: String,
}

impl Lab {
    /// Whether its run is one of streams, producers and polling consumers alone, whatever its controls do.
    pub fn is_of_core(&self) -> bool {
        self.stage.kind == StageKind::Shards
    }

    /// All texts that may hold facts as `{key}`, the lesson first.
    pub fn texts(&self) -> Vec<&str> {
        let mut all = vec![self.lesson.as_str(), &self.prediction.question, &self.prediction.explanation];
        for challenge in self.challenges() {
            all.extend([challenge.text.as_str(), &challenge.par, &challenge.debrief]);
            all.extend(challenge.goals.iter().map(|goal| goal.label.as_str()));
        }
        all.extend(self.why.cases.iter().map(|case| case.text.as_str()));
        all.extend(self.why.tries.iter().map(String::as_str));
        all.extend(self.controls.iter().map(|control| control.hint.as_str()));
        all
    }

    /// The run that a link opens by this name.
    pub fn run(&self, name: &str) -> Option<&Attempt> {
        self.runs.iter().find(|run| run.name == name)
    }

    /// Its challenges, the one that solves it first.
    pub fn challenges(&self) -> impl Iterator<Item = &Challenge> {
        std::iter::once(&self.challenge).chain(&self.further)
    }
}

/// What the stage of a lab shows.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    #[serde(default)]
    pub kind: StageKind,
    /// The tree of shards: which came from which.
    #[serde(default)]
    pub lineage: bool,
    /// The card that hashes a key as it is typed, puts it and takes the record apart.
    #[serde(default)]
    pub record: bool,
    /// Days are played: speeds beyond 100×.
    #[serde(default)]
    pub fast: bool,
}

/// Which picture the stage is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum StageKind {
    /// Producers, the hash-key line, a lane for each open shard of the first stream, its readers.
    #[default]
    Shards,
    /// The way of a writer's and a reader's calls through TLS, network, IAM and KMS.
    Security,
    /// One stream into a delivery stream's bucket, a Flink application and a KCL application.
    Delivery,
    /// A stream with its workers beside a queue with its message groups, both fed by one producer.
    Race,
    /// The same events on their ways through several clients, a row for each producer.
    Producers,
    /// Shards, workers and lease tables of KCL applications.
    Kcl,
    /// Lanes and batches of an event source mapping, its function and on-failure destination.
    Lambda,
    /// A box for each part of the scenario, and what leads where.
    Topology,
    /// Records from the shard to each application over time, by pull and by push.
    FanOut,
    /// A load over a day on a provisioned and an on-demand stream.
    Capacity,
}

/// A chart under the stage. Its words stand in the locale under `chart.tab.` and `chart.caption.` with
/// its key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Chart {
    /// IncomingRecords by shard, with the record limit.
    Writes,
    /// IncomingBytes by shard, with the byte limit.
    Bytes,
    /// WriteProvisionedThroughputExceeded by shard.
    Throttles,
    /// GetRecords.IteratorAgeMilliseconds by shard.
    IteratorAge,
    /// Shards and payload units an hour.
    Cost,
    /// Each open shard's part of all records, beside an even part.
    Shares,
    /// Mean propagation delay of polling and of pushed-to applications.
    Delay,
    /// GetRecords calls answered and refused, with the limit that all share.
    ReadCalls,
    /// Bytes read by polling applications, with the limit that all share.
    ReadBytes,
    /// What polling and enhanced fan-out cost an hour.
    FanOutCost,
    /// A load and what each of its streams can take, by minute.
    Capacity,
    /// Records of a load that each of its streams refused, by minute.
    LoadThrottles,
    /// Open shards of the streams under load, by minute.
    OpenShards,
    /// What each stream under load costs an hour, by minute.
    LoadCost,
    /// Records stored and refused by producers, and calls that came over the internet.
    CallsByOutcome,
    /// Age of the oldest record that a delivery stream holds, with the buffer interval; ten minutes.
    BufferAge,
    /// Bytes in a delivery stream's buffer, with the buffer size; ten minutes.
    BufferBytes,
    /// Messages processed by both sides of a race, added up, with how many were sent.
    RaceProcessed,
    /// IteratorAgeMilliseconds beside ApproximateAgeOfOldestMessage.
    RaceAge,
    /// Messages handled out of their source's order, by both sides.
    RaceOrder,
    /// Dollars for both sides' part of a trace, added up.
    RaceCost,
    /// By producer: calls, records stored, events stored, latency, refused entries.
    ClientCalls,
    ClientRecords,
    ClientReadings,
    ClientLatency,
    ClientFailed,
    Kcl(KclChart),
    Lambda(LambdaChart),
}

/// A chart of the first event source mapping.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum LambdaChart {
    /// IteratorAge by shard over the whole run, with the retention.
    Age,
    /// Records handed to the function, and failed invocations.
    Records,
}

/// A chart of the first KCL application.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum KclChart {
    /// How far each shard is behind.
    Lag,
    /// Records processed, and those of them that were processed before.
    Processed,
    /// Write units of the lease table and refused calls, with its capacity.
    Table,
}

impl Chart {
    /// The end of its words' keys.
    pub fn key(self) -> &'static str {
        match self {
            Chart::Writes => "writes",
            Chart::Bytes => "bytes",
            Chart::Throttles => "throttles",
            Chart::IteratorAge => "iterator_age",
            Chart::Cost => "cost",
            Chart::Shares => "shares",
            Chart::CallsByOutcome => "calls_by_outcome",
            Chart::BufferAge => "buffer_age",
            Chart::BufferBytes => "buffer_bytes",
            Chart::RaceProcessed => "race_processed",
            Chart::RaceAge => "race_age",
            Chart::RaceOrder => "race_order",
            Chart::RaceCost => "race_cost",
            Chart::ClientCalls => "client_calls",
            Chart::ClientRecords => "client_records",
            Chart::ClientReadings => "client_readings",
            Chart::ClientLatency => "client_latency",
            Chart::ClientFailed => "client_failed",
            Chart::Kcl(KclChart::Lag) => "kcl_lag",
            Chart::Kcl(KclChart::Processed) => "kcl_processed",
            Chart::Kcl(KclChart::Table) => "kcl_table",
            Chart::Lambda(LambdaChart::Age) => "lambda_age",
            Chart::Lambda(LambdaChart::Records) => "lambda_records",
            Chart::Delay => "delay",
            Chart::ReadCalls => "read_calls",
            Chart::ReadBytes => "read_bytes",
            Chart::FanOutCost => "fan_out_cost",
            Chart::Capacity => "capacity",
            Chart::LoadThrottles => "load_throttles",
            Chart::OpenShards => "open_shards",
            Chart::LoadCost => "load_cost",
        }
    }
}
