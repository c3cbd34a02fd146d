//! Scan: all items, page by page.

use super::get_item::key_text;
use super::shapes::{CONSUMED_CAPACITY, TABLE_NAME};
use super::{items, tables};
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional, required};
use crate::simulation::Simulation;
use serde_json::{Value, json};

/// Members that would change the answer, and that the simulation doesn't carry out.
const UNSUPPORTED: [&str; 5] =
    ["FilterExpression", "ProjectionExpression", "ScanFilter", "AttributesToGet", "TotalSegments"];

pub static OPERATION: Operation = Operation {
    name: "Scan",
    members: &[
        required("TableName", TABLE_NAME),
        optional("Limit", Shape::Integer(Range::at_least(1))),
        optional(
            "Select",
            Shape::one_of(&["SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"]),
        ),
        optional("ExclusiveStartKey", Shape::Any),
        optional("ConsistentRead", Shape::Boolean),
        optional("ReturnConsumedCapacity", CONSUMED_CAPACITY),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    if let Some(member) = UNSUPPORTED.iter().find(|member| body.get(member).is_some()) {
        return Err(Failure::validation(format!("{member} is not part of the simulation")));
    }
    let table = tables::named(world, body)?;
    let key = table.kind.key();
    let after = body.get("ExclusiveStartKey").map(|start| key_text(Some(start), key)).transpose();
    let after = after.map_err(|_| Failure::validation("The provided starting key is invalid"))?;
    let limit = usize::try_from(body.count("Limit").unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
    let mut left = items::all(world, &table);
    left.retain(|item| after.as_ref().is_none_or(|after| item.key > *after));
    let most = world.quotas.dynamodb_scan_max_bytes;
    let mut bytes = 0;
    let fits = left.iter().take(limit).take_while(|item| {
        bytes += item.bytes;
        bytes <= most
    });
    let count = fits.count().max(1).min(left.len());
    table.read(world, count as u64, body.flag("ConsistentRead").unwrap_or(false))?;

    // As the service does, a page that ends exactly with its limit names its last key.
    let ended = count == left.len() && count < limit;
    left.truncate(count);
    let last = left.last().filter(|_| !ended).map(|item| item.key.clone());
    let mut answer = json!({ "Count": count, "ScannedCount": count });
    if body.text("Select") != Some("COUNT") {
        answer["Items"] = Value::Array(left.into_iter().map(|item| item.value).collect());
    }
    if let Some(last) = last {
        answer["LastEvaluatedKey"] = json!({ key: { "S": last } });
    }
    Ok(answer)
}
