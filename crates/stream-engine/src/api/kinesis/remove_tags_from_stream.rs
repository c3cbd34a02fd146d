//! RemoveTagsFromStream: removes tags; one that isn't there is no mistake.

use super::shapes::{BY_ARN, BY_NAME, TAG_KEYS};
use super::{streams, tags};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::required;
use crate::simulation::Simulation;
use serde_json::Value;

pub static OPERATION: Operation = Operation {
    name: "RemoveTagsFromStream",
    members: &[required("TagKeys", TAG_KEYS), BY_ARN, BY_NAME],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    streams::take_plain_call(world, "RemoveTagsFromStream")?;
    let id = streams::named(world, body)?;
    let name = streams::stream(world, id).name.clone();
    let removed = tags::checked(world, &name, body.texts("TagKeys").map(|key| (key, "")), "remove tags from")?;
    world.streams[usize::from(id.0)].settings.tags.retain(|key, _| !removed.contains_key(key));
    Ok(Value::Null)
}
