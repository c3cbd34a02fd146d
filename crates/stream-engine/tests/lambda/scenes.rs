//! The runs that these tests look at.

use crate::common::{self, done, put_at, quiet};
use stream_engine::consumers::lambda::function::{Function, FunctionSetup, Poison};
use stream_engine::consumers::lambda::mapping::Mapping;
use stream_engine::consumers::lambda::setup::MappingSetup;
use stream_engine::kinesis::shard::ShardId;
use stream_engine::{Scenario, Simulation};

/// A function that takes 10 ms and 100 µs a record.
pub fn function() -> FunctionSetup {
    FunctionSetup { name: "handler".to_owned(), invocation_us: 10_000, record_us: 100, ..FunctionSetup::default() }
}

/// A mapping of the first stream with the service's defaults.
pub fn mapping() -> MappingSetup {
    MappingSetup { function: "handler".to_owned(), ..MappingSetup::default() }
}

/// So many shards, nobody who writes, one function with its mapping.
pub fn scene(shards: u32, function: FunctionSetup, mapping: MappingSetup) -> Scenario {
    Scenario { functions: vec![function], mappings: vec![mapping], ..quiet(shards) }
}

pub fn run(shards: u32, function: FunctionSetup, mapping: MappingSetup) -> Simulation {
    common::simulation(&scene(shards, function, mapping))
}

/// The only mapping.
pub fn mapped(run: &Simulation) -> &Mapping {
    run.lambda().mappings.values().next().expect("the scene has one mapping")
}

pub fn handler(run: &Simulation) -> &Function {
    &run.lambda().functions["handler"]
}

/// Puts records into the shard that owns the lowest hash keys: `first`, `first` + 1, ….
pub fn put_many(run: &mut Simulation, count: usize) {
    (0..count).for_each(|_| _ = done(run, put_at(0, b"x")));
}

/// The function fails on one record.
pub fn poison(shard: u32, index: u64) -> Option<Poison> {
    Some(Poison::Record { shard: ShardId(shard), index })
}
