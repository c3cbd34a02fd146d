//! A Lambda function, simulated: how long an invocation takes, when it fails, what it reports.

use crate::histogram::Histogram;
use crate::kinesis::shard::ShardId;
use crate::rng::Generator;
use crate::series::Series;
use serde::{Deserialize, Serialize};

/// A function of the account, as content describes it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunctionSetup {
    /// Its name, also in commands.
    pub name: String,
    /// What an invocation takes, and what each of its records adds, in microseconds.
    #[serde(default)]
    pub invocation_us: u64,
    #[serde(default)]
    pub record_us: u64,
    /// What the bill counts its time by; the service's default if absent.
    #[serde(default)]
    pub memory_mb: Option<u32>,
    /// Invocations at one time at most; none leaves it to the account's limit.
    #[serde(default)]
    pub reserved_concurrency: Option<u32>,
    /// The record that the function can't handle.
    #[serde(default)]
    pub poison: Option<Poison>,
    /// Invocations that fail by chance, of a million.
    #[serde(default)]
    pub failures_per_million: u32,
    /// What it answers about failed records, where the mapping asks for it.
    #[serde(default)]
    pub report: Report,
    /// What each record adds to the state of a tumbling window.
    #[serde(default)]
    pub state_bytes_per_record: u32,
}

/// Which records the function fails on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Poison {
    /// All with this partition key.
    Key(String),
    /// All whose data holds this text.
    Marker(String),
    /// This one.
    Record { shard: ShardId, index: u64 },
}

/// Which `batchItemFailures` the function returns.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Report {
    /// It stops at the first record that fails and names it.
    #[default]
    FirstFailed,
    /// It goes on behind failed records and names all of them.
    EveryFailed,
    /// It returns an empty list, which means success.
    Nothing,
    /// It names a record that isn't in the batch: the whole batch counts as failed.
    WrongId,
}

/// What an invocation will come to, settled when it begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Outcome {
    Success,
    /// An exception: nothing is known about single records.
    Error,
    /// Lowest place in the batch that was reported as failed.
    Reported {
        at: u32,
    },
}

/// One second of a function or mapping, under CloudWatch's names.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct LambdaSecond {
    pub invocations: u32,
    pub errors: u32,
    pub throttles: u32,
    /// Longest of the second.
    pub duration_ms: u32,
    /// Most at one time.
    pub concurrent_executions: u32,
    /// Age of a batch's last record when the batch ended, the largest.
    pub iterator_age_ms: u32,
    pub records: u32,
}

/// A function and its figures.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Function {
    pub setup: FunctionSetup,
    chance: Generator,
    /// Invocations under way.
    pub running: u32,
    pub running_max: u32,
    pub invocations: u64,
    pub errors: u64,
    pub throttles: u64,
    pub duration_ms: Histogram,
    pub seconds: Series<LambdaSecond>,
}

impl Function {
    /// A function that has not been invoked yet.
    pub fn new(setup: FunctionSetup, seed: u64) -> Function {
        Function {
            chance: Generator::named(seed, &format!("{}/failures", setup.name)),
            setup,
            running: 0,
            running_max: 0,
            invocations: 0,
            errors: 0,
            throttles: 0,
            duration_ms: Histogram::default(),
            seconds: Series::default(),
        }
    }

    /// Settles an invocation over `records` records, of which those at `poisoned` (ascending) fail:
    /// what it comes to, and how long it takes in microseconds. `reports` is whether the mapping
    /// listens to `batchItemFailures`.
    pub fn invoke(&mut self, records: usize, poisoned: &[usize], reports: bool) -> (Outcome, u64) {
        let unlucky = self.setup.failures_per_million > 0
            && self.chance.below(1_000_000) < u64::from(self.setup.failures_per_million);
        let took = |handled: usize| {
            self.setup.invocation_us.saturating_add(self.setup.record_us.saturating_mul(handled as u64))
        };
        if unlucky {
            return (Outcome::Error, took(records));
        }
        let Some(first) = poisoned.first().copied() else { return (Outcome::Success, took(records)) };
        match (reports, self.setup.report) {
            (false, _) => (Outcome::Error, took(first + 1)),
            (true, Report::FirstFailed) => (Outcome::Reported { at: first as u32 }, took(first + 1)),
            (true, Report::EveryFailed) => (Outcome::Reported { at: first as u32 }, took(records)),
            (true, Report::Nothing) => (Outcome::Success, took(records)),
            (true, Report::WrongId) => (Outcome::Error, took(first + 1)),
        }
    }
}
