//! A mapping's settings as a request gives them, and what of them makes no sense.

use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::consumers::lambda::destination::Destination;
use crate::consumers::lambda::filter::is_pattern;
use crate::consumers::lambda::setup::MappingSetup;
use crate::quota::Quotas;

/// Takes the members that create and update have in common; absent ones leave the setting.
pub fn apply(setup: &mut MappingSetup, body: Body, quotas: &Quotas) -> Result<(), Failure> {
    let small = |name: &str| body.count(name).map(|number| u32::try_from(number).unwrap_or(u32::MAX));
    setup.batch_size = small("BatchSize").or(setup.batch_size);
    let window = small("MaximumBatchingWindowInSeconds");
    setup.maximum_batching_window_in_seconds = window.or(setup.maximum_batching_window_in_seconds);
    setup.parallelization_factor = small("ParallelizationFactor").or(setup.parallelization_factor);
    if let Some(retries) = body.number("MaximumRetryAttempts") {
        setup.maximum_retry_attempts = u32::try_from(retries).ok();
    }
    if let Some(age) = body.number("MaximumRecordAgeInSeconds") {
        let least = quotas.lambda_esm_max_record_age_min_seconds;
        setup.maximum_record_age_in_seconds = u32::try_from(age).ok();
        if setup.maximum_record_age_in_seconds.is_some_and(|age| u64::from(age) < least) {
            return Err(invalid(format!("MaximumRecordAgeInSeconds must be -1 or at least {least}.")));
        }
    }
    if let Some(bisect) = body.flag("BisectBatchOnFunctionError") {
        setup.bisect_batch_on_function_error = bisect;
    }
    if let Some(seconds) = small("TumblingWindowInSeconds") {
        setup.tumbling_window_in_seconds = seconds;
    }
    if body.get("FunctionResponseTypes").is_some() {
        setup.report_batch_item_failures = body.texts("FunctionResponseTypes").next().is_some();
    }
    if let Some(scaling) = body.structure("ScalingConfig") {
        setup.maximum_concurrency = scaling.count("MaximumConcurrency").and_then(|most| u32::try_from(most).ok());
    }
    for_queues(setup, body, quotas)?;
    destination(setup, body, quotas)?;
    filters(setup, body)?;
    Ok(())
}

/// What a queue's mapping doesn't have, and a stream's neither. The texts are assumed.
fn for_queues(setup: &MappingSetup, body: Body, quotas: &Quotas) -> Result<(), Failure> {
    if setup.queue.is_none() {
        return match setup.maximum_concurrency {
            Some(_) => Err(invalid("ScalingConfig is supported for queues only.")),
            None => Ok(()),
        };
    }
    let of_streams = [
        "StartingPosition",
        "StartingPositionTimestamp",
        "ParallelizationFactor",
        "MaximumRecordAgeInSeconds",
        "MaximumRetryAttempts",
        "BisectBatchOnFunctionError",
        "TumblingWindowInSeconds",
        "DestinationConfig",
    ];
    if let Some(name) = of_streams.iter().find(|name| body.get(name).is_some()) {
        return Err(invalid(format!("{name} is not supported for SQS event sources.")));
    }
    if setup.batch_window_seconds() > 0 {
        return Err(invalid("Batching window is not supported for FIFO queues."));
    }
    let most = quotas.sqs_receive_max_messages;
    match setup.batch_size.is_some_and(|size| u64::from(size) > most) {
        true => Err(invalid(format!("BatchSize must be {most} or less for FIFO queues."))),
        false => Ok(()),
    }
}

fn destination(setup: &mut MappingSetup, body: Body, quotas: &Quotas) -> Result<(), Failure> {
    let Some(config) = body.structure("DestinationConfig") else { return Ok(()) };
    let arn = config.structure("OnFailure").and_then(|failure| failure.text("Destination"));
    // An empty ARN takes the destination away.
    let arn = arn.filter(|arn| !arn.is_empty());
    if let Some(arn) = arn {
        let known = match Destination::of(arn) {
            Some(Destination::Bucket(_)) => quotas.lambda_esm_on_failure_s3 > 0,
            Some(Destination::Queue(_) | Destination::Topic(_)) => true,
            None => false,
        };
        if !known {
            return Err(invalid(format!(
                "The provided destination config DestinationConfig(onSuccess=null, onFailure=OnFailure(destination={arn})) is invalid."
            )));
        }
    }
    setup.on_failure = arn.map(str::to_owned);
    Ok(())
}

fn filters(setup: &mut MappingSetup, body: Body) -> Result<(), Failure> {
    let Some(criteria) = body.structure("FilterCriteria") else { return Ok(()) };
    let patterns = criteria.structures("Filters").filter_map(|filter| filter.text("Pattern"));
    let patterns: Vec<String> = patterns.map(str::to_owned).collect();
    if !patterns.iter().all(|pattern| is_pattern(pattern)) {
        return Err(invalid("Invalid filter pattern definition."));
    }
    setup.filters = patterns;
    Ok(())
}

/// Well formed, without sense here.
pub fn invalid(message: impl Into<String>) -> Failure {
    Failure::new("InvalidParameterValueException", message)
}
