//! GetItem: one item by its key.

use super::shapes::{CONSUMED_CAPACITY, TABLE_NAME};
use super::{items, tables};
use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, optional, required};
use crate::simulation::Simulation;
use serde_json::{Value, json};

pub static OPERATION: Operation = Operation {
    name: "GetItem",
    members: &[
        required("TableName", TABLE_NAME),
        required("Key", Shape::Any),
        optional("ConsistentRead", Shape::Boolean),
        optional("ReturnConsumedCapacity", CONSUMED_CAPACITY),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let table = tables::named(world, body)?;
    let key = key_text(body.get("Key"), table.kind.key())?;
    table.read(world, 1, body.flag("ConsistentRead").unwrap_or(false))?;
    let found = items::all(world, &table).into_iter().find(|item| item.key == key);
    // Without an item the answer is empty, not a failure.
    Ok(found.map_or_else(|| json!({}), |item| json!({ "Item": item.value })))
}

/// The text of a key: exactly the table's hash key, as a string.
pub fn key_text(key: Option<&Value>, name: &str) -> Result<String, Failure> {
    let fields = key.and_then(Value::as_object).filter(|fields| fields.len() == 1);
    let value = fields.and_then(|fields| fields.get(name)).and_then(Value::as_object);
    let text = value.filter(|value| value.len() == 1).and_then(|value| value.get("S")).and_then(Value::as_str);
    let refused = || Failure::validation("The provided key element does not match the schema");
    text.filter(|text| !text.is_empty()).map(str::to_owned).ok_or_else(refused)
}
