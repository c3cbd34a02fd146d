//! UpdateEventSourceMapping: other settings, another function, switched on or off.

use super::create_event_source_mapping::too_many;
use super::mappings::{at_rest, described, function_name, named};
use super::settings;
use super::shapes::{
    BATCH_SIZE, BATCH_WINDOW, DESTINATION_CONFIG, FACTOR, FILTER_CRITERIA, FUNCTION_NAME, RECORD_AGE, RESPONSE_TYPES,
    RETRIES, SCALING_CONFIG, TUMBLING, UUID,
};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional, required};
use crate::consumers::lambda::mapping::MappingState;
use crate::simulation::Simulation;

pub static OPERATION: Operation = Operation {
    name: "UpdateEventSourceMapping",
    members: &[
        required("UUID", UUID),
        optional("FunctionName", FUNCTION_NAME),
        optional("Enabled", Shape::Boolean),
        optional("BatchSize", BATCH_SIZE),
        optional("FilterCriteria", FILTER_CRITERIA),
        optional("MaximumBatchingWindowInSeconds", BATCH_WINDOW),
        optional("DestinationConfig", DESTINATION_CONFIG),
        optional("MaximumRecordAgeInSeconds", RECORD_AGE),
        optional("BisectBatchOnFunctionError", Shape::Boolean),
        optional("MaximumRetryAttempts", RETRIES),
        optional("ParallelizationFactor", FACTOR),
        optional("TumblingWindowInSeconds", TUMBLING),
        optional("ScalingConfig", SCALING_CONFIG),
        optional("FunctionResponseTypes", RESPONSE_TYPES),
    ],
    since: 0,
    run,
};

/// Settings hold at once (assumed); the state passes through Updating, Enabling or Disabling.
fn run(world: &mut Simulation, body: Body) -> Answer {
    let number = named(world, body)?;
    at_rest(world, number, "update")?;
    let mapping = &world.lambda.mappings[&number];
    let (mut setup, was_on) = (mapping.setup.clone(), mapping.state.works());
    settings::apply(&mut setup, body, &world.quotas)?;
    if let Some(name) = body.text("FunctionName") {
        setup.function = function_name(name).to_owned();
        if !world.lambda.takes(&setup.function) {
            return Err(too_many());
        }
        world.lambda.function(&setup.function, world.seed);
    }
    let on = body.flag("Enabled").unwrap_or(was_on);
    let (state, then) = match (was_on, on) {
        (false, true) => (MappingState::Enabling, MappingState::Enabled),
        (true, false) => (MappingState::Disabling, MappingState::Disabled),
        (true, true) => (MappingState::Updating, MappingState::Enabled),
        (false, false) => (MappingState::Disabled, MappingState::Disabled),
    };
    world.lambda_set(number, setup);
    if state == then {
        world.lambda.mappings.get_mut(&number).into_iter().for_each(|mapping| mapping.last_modified = world.now);
    } else {
        world.lambda_enter(number, state, then);
    }
    Ok(described(world, number))
}
