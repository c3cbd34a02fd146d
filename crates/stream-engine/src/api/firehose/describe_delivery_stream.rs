//! DescribeDeliveryStream: state, source and destination.

use super::shapes::NAME;
use super::streams::named;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional, required};
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "DescribeDeliveryStream",
    members: &[
        required("DeliveryStreamName", NAME),
        optional("Limit", Shape::Integer(Range::between(1, 10_000))),
        optional("ExclusiveStartDestinationId", Shape::text(Range::between(1, 100))),
    ],
    since: 0,
    run,
};

/// Every delivery stream has one destination.
pub const DESTINATION_ID: &str = "destinationId-000000000001";

fn run(world: &mut Simulation, body: Body) -> Answer {
    let delivery = &world.firehose.streams[&named(world, body)?];
    let (setup, account) = (&delivery.setup, &world.account);
    let stream = setup.stream.and_then(|stream| world.streams.get(usize::from(stream.0)));
    let kind = if stream.is_some() { "KinesisStreamAsSource" } else { "DirectPut" };
    let seconds = |at| account.epoch.ms(at) as f64 / 1e3;
    let target = json!({
        "RoleARN": format!("arn:aws:iam::{}:role/firehose", account.id),
        "BucketARN": format!("arn:aws:s3:::{}", setup.bucket),
        "Prefix": setup.prefix,
        "BufferingHints": { "SizeInMBs": setup.size_in_mbs, "IntervalInSeconds": setup.interval_in_seconds },
        "CompressionFormat": "UNCOMPRESSED",
        "EncryptionConfiguration": { "NoEncryptionConfig": "NoEncryption" },
    });
    let mut description = json!({
        "DeliveryStreamName": setup.name,
        "DeliveryStreamARN": account.arn("firehose", &format!("deliverystream/{}", setup.name)),
        "DeliveryStreamStatus": delivery.status.name(),
        "DeliveryStreamType": kind,
        "VersionId": delivery.version.to_string(),
        "CreateTimestamp": seconds(delivery.created),
        "Destinations": [{
            "DestinationId": DESTINATION_ID,
            "S3DestinationDescription": target,
            "ExtendedS3DestinationDescription": target,
        }],
        "HasMoreDestinations": false,
    });
    if let Some(stream) = stream {
        description["Source"] = json!({ "KinesisStreamSourceDescription": {
            "KinesisStreamARN": account.arn("kinesis", &format!("stream/{}", stream.name)),
            "RoleARN": format!("arn:aws:iam::{}:role/firehose", account.id),
            "DeliveryStartTimestamp": seconds(delivery.created),
        } });
    }
    Ok(json!({ "DeliveryStreamDescription": description }))
}
