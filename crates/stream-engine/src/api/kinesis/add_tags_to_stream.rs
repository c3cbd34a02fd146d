//! AddTagsToStream: adds tags, or gives known ones a new value.

use super::shapes::{BY_ARN, BY_NAME, TAGS};
use super::{streams, tags};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::required;
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation =
    Operation { name: "AddTagsToStream", members: &[required("Tags", TAGS), BY_ARN, BY_NAME], since: 0, run };

fn run(world: &mut Simulation, body: Body) -> Answer {
    streams::take_plain_call(world, "AddTagsToStream")?;
    let id = streams::named(world, body)?;
    let name = streams::stream(world, id).name.clone();
    let added = tags::checked(world, &name, body.map("Tags"), "add tags to")?;
    let known = streams::stream(world, id).settings.tags.clone();
    world.streams[usize::from(id.0)].settings.tags = tags::merged(world, &name, known, added)?;
    Ok(Value::Null)
}
