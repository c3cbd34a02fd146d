//! ListTables: names, page by page.

use super::shapes::START_TABLE_NAME;
use super::tables;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional};
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "ListTables",
    members: &[
        optional("ExclusiveStartTableName", START_TABLE_NAME),
        optional("Limit", Shape::Integer(Range::between(1, 100))),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let after = body.text("ExclusiveStartTableName").unwrap_or_default();
    let limit = usize::try_from(body.count("Limit").unwrap_or(100)).unwrap_or(usize::MAX);
    let names = tables::all(world).into_iter().map(|table| table.name).filter(|name| name.as_str() > after);
    let mut names: Vec<String> = names.collect();
    let more = names.len() > limit;
    names.truncate(limit);
    let mut answer = json!({ "TableNames": names });
    if let (true, Some(last)) = (more, names.last()) {
        answer["LastEvaluatedTableName"] = last.as_str().into();
    }
    Ok(answer)
}
