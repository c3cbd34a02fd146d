//! CreateEventSourceMapping: a function begins to get the records of a stream.

use super::mappings::{described, function_name};
use super::settings::{self, invalid};
use super::shapes::{
    ARN, BATCH_SIZE, BATCH_WINDOW, DESTINATION_CONFIG, FACTOR, FILTER_CRITERIA, FUNCTION_NAME, RECORD_AGE,
    RESPONSE_TYPES, RETRIES, SCALING_CONFIG, TUMBLING,
};
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::kinesis::streams::consumer_arn;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional, required};
use crate::consumers::lambda::mapping::{FanOut, MappingState};
use crate::consumers::lambda::setup::MappingSetup;
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
        optional("ScalingConfig", SCALING_CONFIG),
        optional("FunctionResponseTypes", RESPONSE_TYPES),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let arn = body.text("EventSourceArn").ok_or_else(|| invalid("EventSourceArn is required."))?;
    let function = function_name(body.required("FunctionName")).to_owned();
    let mut consumer = None;
    let mut setup = MappingSetup { function, ..MappingSetup::default() };
    if arn.contains(":sqs:") {
        setup.queue = Some(queue(world, arn)?);
    } else {
        (setup.stream, consumer) = source(world, arn)?;
        setup.starting_position = position(world, body)?;
    }
    settings::apply(&mut setup, body, &world.quotas)?;
    let twice = |mapping: &&crate::consumers::lambda::mapping::Mapping| {
        mapping.source_arn == arn && mapping.setup.function == setup.function
    };
    if let Some(there) = world.lambda.mappings.values().find(twice) {
        let kind = if setup.queue.is_some() { "SQS" } else { "Kinesis" };
        let message = format!(
            "An event source mapping with {kind} arn (\" {arn} \") and function (\" {} \") already exists. Please update or delete the existing mapping with UUID {}",
            setup.function, there.uuid
        );
        return Err(Failure { status: 409, ..Failure::new("ResourceConflictException", message) });
    }
    if !world.lambda.takes(&setup.function) {
        return Err(too_many());
    }
    let setup = setup.with_defaults(&world.quotas);
    world.lambda.function(&setup.function, world.seed);
    let enabled = body.flag("Enabled").unwrap_or(true);
    let then = if enabled { MappingState::Enabled } else { MappingState::Disabled };
    let number = world.lambda.add(setup, MappingState::Creating, then, world.seed, world.now);
    let number = number.ok_or_else(too_many)?;
    if let Some(mapping) = world.lambda.mappings.get_mut(&number) {
        mapping.source_arn = arn.to_owned();
        mapping.consumer = consumer;
    }
    world.lambda_enter(number, MappingState::Creating, then);
    Ok(described(world, number))
}

/// The stream that an ARN names, or the consumer registered with it.
fn source(world: &Simulation, arn: &str) -> Result<(StreamId, Option<FanOut>), Failure> {
    let missing = || invalid(format!("Stream not found: {arn}"));
    let kinesis = |service: &str| service.starts_with("arn:aws") && service.contains(":kinesis:");
    let (_, name) = arn.split_once(":stream/").filter(|(service, _)| kinesis(service)).ok_or_else(missing)?;
    let Some((name, _)) = name.split_once("/consumer/") else {
        return world.stream_named(name).map(|stream| (stream.id, None)).ok_or_else(missing);
    };
    let stream = world.stream_named(name).ok_or_else(missing)?;
    let found = stream.consumers.iter().find(|consumer| consumer_arn(world, stream, consumer) == arn);
    let found = found.ok_or_else(missing)?;
    Ok((stream.id, Some(FanOut { id: found.id, name: found.name.clone() })))
}

/// The queue that an ARN names.
fn queue(world: &Simulation, arn: &str) -> Result<String, Failure> {
    let found = world.sqs.find_arn(arn, &world.account).and_then(|id| world.sqs.queue(id));
    let missing = || {
        invalid(
            "Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist for this wsdl version.",
        )
    };
    Ok(found.ok_or_else(missing)?.name.to_string())
}

/// The engine's own bounds.
pub fn too_many() -> Failure {
    Failure {
        status: 500,
        ..Failure::new("ServiceException", "Too many event source mappings or functions for one run.")
    }
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
