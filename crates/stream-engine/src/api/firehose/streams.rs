//! Finding delivery streams, and their destination as a request gives it.

use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::consumers::firehose::{DeliveryStatus, DeliveryStreamSetup};
use crate::simulation::Simulation;
use serde_json::Value;

/// The delivery stream that a request names.
pub fn named(world: &Simulation, body: Body) -> Result<u16, Failure> {
    let name = body.required("DeliveryStreamName");
    let missing = || Failure::not_found(format!("Firehose {name} under account {} not found.", world.account.id));
    world.firehose.number_of(name).ok_or_else(missing)
}

/// One that takes records by put: ACTIVE, and without a Kinesis stream as its source.
pub fn taking_puts(world: &Simulation, body: Body) -> Result<u16, Failure> {
    let number = named(world, body)?;
    let delivery = &world.firehose.streams[&number];
    if delivery.setup.stream.is_some() {
        let name = &delivery.setup.name;
        let message = format!(
            "This operation is not permitted on KinesisStreamAsSource delivery stream type. Delivery stream: {name}."
        );
        return Err(Failure::invalid_argument(message));
    }
    match delivery.status {
        DeliveryStatus::Active => Ok(number),
        status => Err(Failure::not_found(format!("Firehose {} is {}.", delivery.setup.name, status.name()))),
    }
}

/// The destination that a create or update names, under one of its two member names.
pub fn destination<'a>(body: Body<'a>, names: [&str; 2]) -> Option<Body<'a>> {
    names.iter().find_map(|name| body.structure(name))
}

/// Takes what a destination says; absent members leave the setting.
pub fn apply(setup: &mut DeliveryStreamSetup, destination: Body, world: &Simulation) -> Result<(), Failure> {
    if let Some(arn) = destination.text("BucketARN") {
        let bucket = arn.strip_prefix("arn:aws:s3:::").filter(|name| !name.is_empty());
        let wrong = || {
            Failure::validation(format!(
                "1 validation error detected: Value '{arn}' at 'bucketARN' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:.*:s3:::[\\w\\.\\-]{{1,255}}"
            ))
        };
        setup.bucket = bucket.ok_or_else(wrong)?.to_owned();
        if !world.s3.takes(&setup.bucket) {
            return Err(Failure::new("LimitExceededException", "Too many buckets for one run."));
        }
    }
    if let Some(prefix) = destination.text("Prefix") {
        if prefix.contains("!{") {
            return Err(Failure::invalid_argument("Expressions in prefixes are not simulated."));
        }
        setup.prefix = prefix.to_owned();
    }
    if destination.text("CompressionFormat").is_some_and(|format| format != "UNCOMPRESSED") {
        return Err(Failure::invalid_argument("Compression is not simulated."));
    }
    if let Some(hints) = destination.structure("BufferingHints") {
        setup.size_in_mbs = hints.count("SizeInMBs").or(setup.size_in_mbs);
        setup.interval_in_seconds = hints.count("IntervalInSeconds").or(setup.interval_in_seconds);
    }
    if let Some(processing) = destination.get("ProcessingConfiguration") {
        setup.newline = appends_delimiter(processing);
    }
    match setup.hints_fit(&world.quotas) {
        true => Ok(()),
        false => {
            let (least, most) =
                (world.quotas.firehose_buffer_interval_min_seconds, world.quotas.firehose_buffer_interval_max_seconds);
            Err(Failure::invalid_argument(format!(
                "BufferingHints: IntervalInSeconds must lie between {least} and {most}."
            )))
        }
    }
}

/// Whether a processor `AppendDelimiterToRecord` is switched on.
fn appends_delimiter(processing: &Value) -> bool {
    let appends = |processor: &Value| processor["Type"] == "AppendDelimiterToRecord";
    processing["Enabled"] == true && processing["Processors"].as_array().is_some_and(|all| all.iter().any(appends))
}
