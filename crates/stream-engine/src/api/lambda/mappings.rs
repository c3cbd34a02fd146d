//! Finding mappings, and how an answer describes one.

use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::consumers::lambda::mapping::Mapping;
use crate::consumers::lambda::setup::MappingSetup;
use crate::consumers::source::StartingPosition;
use crate::simulation::Simulation;
use crate::time::Time;
use serde_json::{Value, json};

/// The mapping that a request names by `UUID`.
pub fn named(world: &Simulation, body: Body) -> Result<u16, Failure> {
    let missing = || Failure { status: 404, ..Failure::not_found("The resource you requested does not exist.") };
    world.lambda.number_of(body.required("UUID")).ok_or_else(missing)
}

/// A mapping that a change may begin on: no other is under way.
pub fn at_rest(world: &Simulation, number: u16, verb: &str) -> Result<(), Failure> {
    match world.lambda.mappings[&number].state.is_passing() {
        true => Err(Failure::new(
            "ResourceInUseException",
            format!("Cannot {verb} the event source mapping because it is in use."),
        )),
        false => Ok(()),
    }
}

/// A function's name out of a name or an ARN, which may carry a version or alias.
pub fn function_name(text: &str) -> &str {
    let name = text.rsplit_once(":function:").map_or(text, |(_, name)| name);
    name.split(':').next().unwrap_or(name)
}

/// EventSourceMappingConfiguration.
pub fn described(world: &Simulation, number: u16) -> Value {
    let mapping = &world.lambda.mappings[&number];
    let setup = &mapping.setup;
    let mut answer = json!({
        "UUID": mapping.uuid,
        "BatchSize": setup.batch_size(),
        "MaximumBatchingWindowInSeconds": setup.batch_window_seconds(),
        "EventSourceArn": mapping.source_arn,
        "FunctionArn": world.account.arn("lambda", &format!("function:{}", setup.function)),
        "LastModified": seconds(world, mapping.last_modified),
        "State": mapping.state.name(),
        "StateTransitionReason": "User action",
        "FunctionResponseTypes": if setup.report_batch_item_failures { json!(["ReportBatchItemFailures"]) } else { json!([]) },
    });
    match setup.queue {
        Some(_) => add_queue_members(&mut answer, setup),
        None => add_stream_members(&mut answer, world, mapping),
    }
    answer
}

/// What only a queue's mapping has.
fn add_queue_members(answer: &mut Value, setup: &MappingSetup) {
    if let Some(most) = setup.maximum_concurrency {
        answer["ScalingConfig"] = json!({ "MaximumConcurrency": most });
    }
}

/// What only a stream's mapping has.
fn add_stream_members(answer: &mut Value, world: &Simulation, mapping: &Mapping) {
    let setup = &mapping.setup;
    let infinite = |value: Option<u32>| value.map_or(-1, i64::from);
    answer["StartingPosition"] = position(setup.starting_position).into();
    answer["ParallelizationFactor"] = setup.factor().into();
    answer["LastProcessingResult"] = mapping.last_result.text().into();
    let on_failure = setup.on_failure.as_ref().map_or(json!({}), |arn| json!({ "Destination": arn }));
    answer["DestinationConfig"] = json!({ "OnFailure": on_failure });
    answer["MaximumRecordAgeInSeconds"] = infinite(setup.maximum_record_age_in_seconds).into();
    answer["BisectBatchOnFunctionError"] = setup.bisect_batch_on_function_error.into();
    answer["MaximumRetryAttempts"] = infinite(setup.maximum_retry_attempts).into();
    answer["TumblingWindowInSeconds"] = setup.tumbling_window_in_seconds.into();
    if let StartingPosition::AtTimestamp(at) = setup.starting_position {
        answer["StartingPositionTimestamp"] = seconds(world, at).into();
    }
    if !setup.filters.is_empty() {
        let patterns = setup.filters.iter().map(|pattern| json!({ "Pattern": pattern }));
        answer["FilterCriteria"] = json!({ "Filters": patterns.collect::<Vec<_>>() });
    }
}

fn seconds(world: &Simulation, at: Time) -> f64 {
    world.account.epoch.ms(at) as f64 / 1e3
}

fn position(from: StartingPosition) -> &'static str {
    match from {
        StartingPosition::TrimHorizon => "TRIM_HORIZON",
        StartingPosition::Latest => "LATEST",
        StartingPosition::AtTimestamp(_) => "AT_TIMESTAMP",
    }
}
