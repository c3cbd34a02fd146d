//! AWS Lambda on streams and queues: functions, event source mappings, and what they have in common.

pub mod batch;
pub mod destination;
mod discarding;
mod dispatch;
mod ending;
pub mod event;
pub mod failure;
pub mod figures;
pub mod filter;
pub mod function;
pub mod knob;
pub mod mapping;
mod polling;
mod pushing;
pub mod queue;
mod reading_by;
pub mod setup;
pub mod window;

use crate::quota::Quotas;
use crate::rng::mix;
use crate::time::Time;
use function::{Function, FunctionSetup};
use knob::MappingKnob;
use mapping::{Mapping, MappingState};
use serde::{Deserialize, Serialize};
use setup::MappingSetup;
use std::collections::BTreeMap;

/// Mappings and functions of a run at most: the engine's bound.
pub const MAPPINGS_MAX: usize = 1_024;
pub const FUNCTIONS_MAX: usize = 1_024;

/// What is due for Lambda. Mappings are named by number, shards by cursor.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum LambdaTask {
    Poll {
        mapping: u16,
        cursor: u32,
    },
    /// A batch window or a wait is over.
    Wake {
        mapping: u16,
        cursor: u32,
        lane: u8,
    },
    /// An invocation ends.
    Finish {
        mapping: u16,
        cursor: u32,
        lane: u8,
    },
    /// A mapping looks at its queue.
    LookAtQueue {
        mapping: u16,
    },
    /// An invocation with messages of a queue ends.
    FinishMessages {
        mapping: u16,
        batch: u32,
    },
    /// A mapping's passing state is over.
    Settle {
        mapping: u16,
    },
    /// Enhanced fan-out has something for a shard.
    Push {
        mapping: u16,
        cursor: u32,
    },
    /// A subscription's time is over, or one that was refused is tried again.
    Renew {
        mapping: u16,
        cursor: u32,
    },
}

/// What of a function or its mappings is changed on command.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum LambdaChange {
    /// The function works differently; its name stays.
    Function(FunctionSetup),
    /// What the function fails on.
    Poison(Option<function::Poison>),
    /// All mappings of the function, at once; their stream and starting position stay.
    Mapping(MappingSetup),
    Enabled(bool),
    /// One setting of all mappings of the function.
    Set(MappingKnob),
}

/// Functions and mappings of the account.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Lambda {
    pub functions: BTreeMap<String, Function>,
    /// By number, which is never used again.
    pub mappings: BTreeMap<u16, Mapping>,
    created: u16,
    /// Invocations of all functions under way.
    pub running: u32,
}

impl Lambda {
    /// The function of this name. A simplification: one that isn't there is made, and does nothing
    /// with its records, as the lab has no CreateFunction.
    pub fn function(&mut self, name: &str, seed: u64) -> &mut Function {
        self.functions
            .entry(name.to_owned())
            .or_insert_with(|| Function::new(FunctionSetup { name: name.to_owned(), ..FunctionSetup::default() }, seed))
    }

    /// Whether a mapping may name this function: it is there, or may still be made.
    pub fn takes(&self, name: &str) -> bool {
        self.functions.contains_key(name) || self.functions.len() < FUNCTIONS_MAX
    }

    /// Adds a mapping and gives its number; None if there are too many.
    pub fn add(
        &mut self,
        setup: MappingSetup,
        state: MappingState,
        then: MappingState,
        seed: u64,
        now: Time,
    ) -> Option<u16> {
        if self.mappings.len() >= MAPPINGS_MAX || self.created == u16::MAX {
            return None;
        }
        let number = self.created;
        self.created += 1;
        self.mappings.insert(number, Mapping::new(uuid(seed, number), setup, state, then, now));
        Some(number)
    }

    /// The mapping with this UUID.
    pub fn number_of(&self, uuid: &str) -> Option<u16> {
        self.mappings.iter().find(|(_, mapping)| mapping.uuid == uuid).map(|(number, _)| *number)
    }

    /// Whether the account's and the function's limits leave room for an invocation; counts a throttle if not.
    fn admits(&mut self, name: &str, quotas: &Quotas, now: Time) -> bool {
        let account_full = u64::from(self.running) >= quotas.lambda_concurrent_executions_max;
        let Some(function) = self.functions.get_mut(name) else { return false };
        let full = function.setup.reserved_concurrency.is_some_and(|most| function.running >= most);
        if account_full || full {
            function.throttles += 1;
            function.seconds.now(now).throttles += 1;
            return false;
        }
        true
    }

    /// Begins an invocation that was admitted.
    fn begin_invocation(&mut self, name: &str, now: Time) {
        let Some(function) = self.functions.get_mut(name) else { return };
        function.running += 1;
        function.running_max = function.running_max.max(function.running);
        let second = function.seconds.now(now);
        second.concurrent_executions = second.concurrent_executions.max(function.running);
        self.running += 1;
    }

    /// An invocation is over, or its mapping has been deleted.
    fn end_invocation(&mut self, name: &str) {
        self.running = self.running.saturating_sub(1);
        if let Some(function) = self.functions.get_mut(name) {
            function.running = function.running.saturating_sub(1);
        }
    }

    /// Roughly the bytes of a copy.
    pub(crate) fn own_bytes(&self) -> usize {
        self.mappings.values().map(Mapping::own_bytes).sum::<usize>() + self.functions.len() * size_of::<Function>()
    }
}

/// A UUID of version 4 in form, made from the run's seed and a number.
pub(crate) fn uuid(seed: u64, number: u16) -> String {
    let high = mix(seed ^ mix(u64::from(number)));
    let low = mix(high);
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        0x8000 | low >> 48 & 0x3fff,
        low & 0xffff_ffff_ffff
    )
}
