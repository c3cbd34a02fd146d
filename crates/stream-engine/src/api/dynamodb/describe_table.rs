//! DescribeTable: key, billing, size.

use super::shapes::TABLE_NAME;
use super::tables::Kind;
use super::{items, tables};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::required;
use crate::consumers::kcl::setup::Billing;
use crate::simulation::Simulation;
use serde_json::{Value, json};

pub static OPERATION: Operation =
    Operation { name: "DescribeTable", members: &[required("TableName", TABLE_NAME)], since: 0, run };

fn run(world: &mut Simulation, body: Body) -> Answer {
    let table = tables::named(world, body)?;
    let application = table.application(world);
    let created = application.table.created.unwrap_or_default();
    let found = items::all(world, &table);
    let throughput = |(read, write): (u32, u32)| json!({ "NumberOfDecreasesToday": 0, "ReadCapacityUnits": read, "WriteCapacityUnits": write });
    let units = match application.table.billing {
        Billing::OnDemand => (0, 0),
        Billing::Provisioned { read_units, write_units } => (read_units, write_units),
    };
    let arn = world.account.arn("dynamodb", &format!("table/{}", table.name));
    let hash = |name: &str| json!([{ "AttributeName": name, "KeyType": "HASH" }]);
    let text = |name: &str| json!({ "AttributeName": name, "AttributeType": "S" });
    let bytes: u64 = found.iter().map(|item| item.bytes).sum();
    let mut answer = json!({
        "TableName": table.name,
        "TableArn": arn,
        "TableStatus": "ACTIVE",
        "CreationDateTime": seconds(world.account.epoch.ms(created)),
        "KeySchema": hash(table.kind.key()),
        "AttributeDefinitions": [text(table.kind.key())],
        "ItemCount": found.len(),
        "TableSizeBytes": bytes,
        "ProvisionedThroughput": throughput(units),
        "DeletionProtectionEnabled": false,
    });
    if application.table.billing == Billing::OnDemand {
        answer["BillingModeSummary"] = json!({ "BillingMode": "PAY_PER_REQUEST" });
    }
    if table.kind == Kind::Leases && application.version >= 3 {
        // Each worker asks it for the leases under its own name.
        let name = "LeaseOwnerToLeaseKeyIndex";
        answer["AttributeDefinitions"] = json!([text("leaseKey"), text("leaseOwner")]);
        answer["GlobalSecondaryIndexes"] = json!([{
            "IndexName": name,
            "IndexArn": format!("{arn}/index/{name}"),
            "IndexStatus": "ACTIVE",
            "KeySchema": [
                { "AttributeName": "leaseOwner", "KeyType": "HASH" },
                { "AttributeName": "leaseKey", "KeyType": "RANGE" },
            ],
            "Projection": { "ProjectionType": "KEYS_ONLY" },
            "ProvisionedThroughput": throughput(units),
        }]);
    }
    Ok(json!({ "Table": answer }))
}

/// Seconds since 1970, with milliseconds as a fraction.
fn seconds(ms: u64) -> Value {
    json!(ms as f64 / 1_000.0)
}
