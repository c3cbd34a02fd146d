//! CreateDeliveryStream: from puts or a Kinesis stream into a bucket. Other destinations are not simulated.

use super::shapes::{NAME, S3};
use super::streams::{apply, destination};
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional, required};
use crate::consumers::firehose::DeliveryStreamSetup;
use crate::kinesis::stream::StreamId;
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "CreateDeliveryStream",
    members: &[
        required("DeliveryStreamName", NAME),
        optional("DeliveryStreamType", Shape::one_of(&["DirectPut", "KinesisStreamAsSource"])),
        optional(
            "KinesisStreamSourceConfiguration",
            Shape::Structure(&[required("KinesisStreamARN", Shape::TEXT), required("RoleARN", Shape::TEXT)]),
        ),
        optional("S3DestinationConfiguration", Shape::Structure(S3)),
        optional("ExtendedS3DestinationConfiguration", Shape::Structure(S3)),
        optional("Tags", Shape::Any),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let name = body.required("DeliveryStreamName");
    if world.firehose.number_of(name).is_some() {
        let message = format!("Firehose {name} under accountId {} already exists", world.account.id);
        return Err(Failure::new("ResourceInUseException", message));
    }
    let names = ["ExtendedS3DestinationConfiguration", "S3DestinationConfiguration"];
    let missing = || Failure::invalid_argument("Exactly one destination configuration is supported for a Firehose");
    let target = destination(body, names).ok_or_else(missing)?;
    let stream = source(world, body)?;
    let mut setup = DeliveryStreamSetup { name: name.to_owned(), stream, ..DeliveryStreamSetup::default() };
    apply(&mut setup, target, world)?;
    let created = world.firehose_create(&setup, false);
    let too_many = || Failure::new("LimitExceededException", "Too many delivery streams for one run.");
    created.ok_or_else(too_many)?;
    Ok(json!({ "DeliveryStreamARN": world.account.arn("firehose", &format!("deliverystream/{name}")) }))
}

fn source(world: &Simulation, body: Body) -> Result<Option<StreamId>, Failure> {
    let kinesis = body.text("DeliveryStreamType") == Some("KinesisStreamAsSource");
    let configuration = body.structure("KinesisStreamSourceConfiguration");
    let arn = match (kinesis, configuration) {
        (false, None) => return Ok(None),
        (true, Some(configuration)) => configuration.required("KinesisStreamARN"),
        _ => {
            let message = "KinesisStreamSourceConfiguration and DeliveryStreamType KinesisStreamAsSource go together.";
            return Err(Failure::invalid_argument(message));
        }
    };
    let name = arn.split_once(":stream/").map_or("", |(_, name)| name);
    let found = world.streams.iter().find(|stream| stream.name == name).map(|stream| stream.id);
    let missing = || Failure::not_found(format!("Stream {name} under account {} not found.", world.account.id));
    found.ok_or_else(missing).map(Some)
}
