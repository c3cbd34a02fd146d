//! CreateStream: a stream of so many shards, or one on demand, that is CREATING for a while.

use super::record_size;
use super::shapes::{STREAM_MODE, STREAM_NAME, TAG_KEY, TAG_VALUE};
use super::{streams, tags};
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional, required};
use crate::error::{Constraint, Refusal};
use crate::kinesis::stream::StreamMode;
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation = Operation {
    name: "CreateStream",
    members: &[
        optional("StreamModeDetails", STREAM_MODE),
        optional("ShardCount", Shape::Integer(Range::between(1, 100_000))),
        required("StreamName", STREAM_NAME),
        optional("Tags", Shape::Map { key: TAG_KEY, value: TAG_VALUE, count: Range::between(0, 200) }),
        optional("MaxRecordSizeInKiB", Shape::Integer(Range::at_least(1))),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let per_second = world.quotas().create_stream_calls_per_second;
    streams::take_call(world, "CreateStream", per_second)?;
    let name = body.required("StreamName");
    let shard_count = body.count("ShardCount").map(|count| count as u32);
    let asked = body.structure("StreamModeDetails").and_then(|details| details.text("StreamMode"));
    let mode = match (asked, shard_count) {
        (Some("ON_DEMAND"), Some(_)) => {
            return Err(Failure::validation("ShardCount must not be specified with StreamMode ON_DEMAND."));
        }
        (Some("PROVISIONED"), None) => {
            let missing = Refusal::Validation(vec![Constraint::missing("shardCount")]);
            return Err(streams::refused(world, name, &missing));
        }
        // Asked for neither, the service makes a stream of four shards: on demand (assumed).
        (Some("ON_DEMAND"), _) | (None, None) => StreamMode::OnDemand,
        _ => StreamMode::Provisioned,
    };
    let tags = tags::checked(world, name, body.map("Tags"), "add tags to")?;
    let tags = tags::merged(world, name, Default::default(), tags)?;
    let record_max_bytes = record_size::asked(world, body)?;
    let created = world.create_stream(name, shard_count, mode);
    let id = created.map_err(|refusal| streams::refused(world, name, &refusal))?;
    let settings = &mut world.streams[usize::from(id.0)].settings;
    (settings.tags, settings.record_max_bytes) = (tags, record_max_bytes);
    Ok(Value::Null)
}
