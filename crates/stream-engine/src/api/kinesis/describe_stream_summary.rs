//! DescribeStreamSummary: a stream without its shards, but with their number.

use super::shapes::{BY_ARN, BY_NAME};
use super::{describe, streams};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation =
    Operation { name: "DescribeStreamSummary", members: &[BY_ARN, BY_NAME], since: 0, run };

fn run(world: &mut Simulation, body: Body) -> Answer {
    let per_second = world.quotas().describe_stream_summary_calls_per_second;
    streams::take_call(world, "DescribeStreamSummary", per_second)?;
    let stream = streams::stream(world, streams::named(world, body)?);
    let mut summary = describe::stream(world, stream);
    summary.insert("StreamModeDetails".to_owned(), describe::mode(stream));
    summary.insert("OpenShardCount".to_owned(), stream.open_count().into());
    summary.insert("ConsumerCount".to_owned(), stream.consumers.len().into());
    if world.quotas().as_of >= super::update_max_record_size::OPERATION.since {
        let kib = stream.settings.record_max_bytes(world.quotas()) / 1_024;
        summary.insert("MaxRecordSizeInKiB".to_owned(), kib.into());
    }
    Ok(json!({ "StreamDescriptionSummary": summary }))
}
