//! CreateEventSourceMapping: a function begins to get the records of a stream.

use super::mappings::{described, function_name};
use super::settings::{self, invalid};
use super::shapes::{
    ARN, BATCH_SIZE, BATCH_WINDOW, DESTINATION_CONFIG, FACTOR, FILTER_CRITERIA, FUNCTION_NAME, RECORD_AGE,
    RESPONSE_TYPES, RETRIES, TUMBLING,
};
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional, required};
use crate::consumers::lambda::mapping::{MappingSetup, MappingState};
use crate::consumers::source::StartingPosition;
use crate::kinesis::stream::StreamId;
use crate::simulation::Simulation;

pub static OPERATION: Operation = Operation {
    name: "CreateEventSourceMapping",
    members: &[
        optional("EventSourceArn", ARN),
        required("FunctionName", FUNCTION_NAME),
        optional("Enabled", Shape::Boolean),
        optional("BatchSize", BATCH_SIZE),
        optional("FilterCriteria", FILTER_CRITERIA),
        optional("MaximumBatchingWindowInSeconds", BATCH_WINDOW),
        optional("ParallelizationFactor", FACTOR),
        optional("StartingPosition", Shape::one_of(&["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"])),
        optional("StartingPositionTimestamp", Shape::Timestamp),
        optional("DestinationConfig", DESTINATION_CONFIG),
        optional("MaximumRecordAgeInSeconds", RECORD_AGE),
        optional("BisectBatchOnFunctionError", Shape::Boolean),
        optional("MaximumRetryAttempts", RETRIES),
        optional("TumblingWindowInSeconds", TUMBLING),
        optional("FunctionResponseTypes", RESPONSE_TYPES),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let arn = body.text("EventSourceArn").ok_or_else(|| invalid("EventSourceArn is required."))?;
    let stream = stream(world, arn)?;
    let mut setup = MappingSetup {
        function: function_name(body.required("FunctionName")).to_owned(),
        stream,
        starting_position: position(world, body)?,
        ..MappingSetup::default()
    };
    settings::apply(&mut setup, body, &world.quotas)?;
    let twice = |mapping: &&crate::consumers::lambda::mapping::Mapping| {
        mapping.setup.stream == stream && mapping.setup.function == setup.function
    };
    if let Some(there) = world.lambda.mappings.values().find(twice) {
        let message = format!(
            "An event source mapping with Kinesis arn (\" {arn} \") and function (\" {} \") already exists. Please update or delete the existing mapping with UUID {}",
            setup.function, there.uuid
        );
        return Err(Failure { status: 409, ..Failure::new("ResourceConflictException", message) });
    }
    let setup = setup.with_defaults(&world.quotas);
    world.lambda.function(&setup.function, world.seed);
    let enabled = body.flag("Enabled").unwrap_or(true);
    let then = if enabled { MappingState::Enabled } else { MappingState::Disabled };
    let number = world.lambda.add(setup, MappingState::Creating, then, world.seed, world.now);
    let too_many = || Failure::new("ServiceException", "Too many event source mappings for one run.");
    let number = number.ok_or_else(too_many)?;
    world.lambda_enter(number, MappingState::Creating, then);
    Ok(described(world, number))
}

/// The stream that an ARN names.
fn stream(world: &Simulation, arn: &str) -> Result<StreamId, Failure> {
    let found = arn.split_once(":stream/").and_then(|(service, name)| {
        let kinesis = service.starts_with("arn:aws") && service.contains(":kinesis:");
        world.streams.iter().find(|stream| kinesis && stream.name == name)
    });
    found.map(|stream| stream.id).ok_or_else(|| invalid(format!("Stream not found: {arn}")))
}

fn position(world: &Simulation, body: Body) -> Result<StartingPosition, Failure> {
    match (body.text("StartingPosition"), body.timestamp_ms("StartingPositionTimestamp")) {
        (None, _) => Err(invalid(
            "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
        )),
        (Some("AT_TIMESTAMP"), Some(ms)) => Ok(StartingPosition::AtTimestamp(world.account.epoch.at_ms(ms))),
        (Some("AT_TIMESTAMP"), None) => Err(invalid("StartingPositionTimestamp is required with AT_TIMESTAMP.")),
        (Some(_), Some(_)) => Err(invalid("StartingPositionTimestamp is only valid with AT_TIMESTAMP.")),
        (Some("LATEST"), None) => Ok(StartingPosition::Latest),
        (Some(_), None) => Ok(StartingPosition::TrimHorizon),
    }
}
