//! The items of KCL's tables in DynamoDB's form: `{"leaseKey": {"S": …}}`.

use super::tables::{Kind, Table};
use crate::consumers::kcl::application::Application;
use crate::consumers::kcl::lease::{Attribute, Lease, attributes, item_bytes};
use crate::quota::Quotas;
use crate::simulation::Simulation;
use crate::time::MS_US;
use serde_json::{Map, Value, json};

/// An item with its key and the bytes that DynamoDB counts.
pub struct Item {
    pub key: String,
    pub bytes: u64,
    pub value: Value,
}

/// All items of a table, by key.
pub fn all(world: &Simulation, table: &Table) -> Vec<Item> {
    let application = table.application(world);
    match table.kind {
        Kind::Leases => application.table.leases.values().map(|one| lease(one, application, &world.quotas)).collect(),
        Kind::WorkerMetrics => worker_metrics(world, application),
        Kind::CoordinatorState => coordinator_state(world, application),
    }
}

fn lease(lease: &Lease, application: &Application, quotas: &Quotas) -> Item {
    let found = attributes(lease, application, quotas);
    let bytes = item_bytes(&found);
    let fields: Map<String, Value> =
        found.into_iter().map(|(name, attribute)| (name.to_owned(), value(attribute))).collect();
    Item { key: lease.shard.to_string(), bytes, value: Value::Object(fields) }
}

fn value(attribute: Attribute) -> Value {
    match attribute {
        Attribute::S(text) => json!({ "S": text }),
        Attribute::N(number) => json!({ "N": number }),
        Attribute::SS(texts) => json!({ "SS": texts }),
    }
}

/// What workers have reported: processor load in percent.
fn worker_metrics(world: &Simulation, application: &Application) -> Vec<Item> {
    let item = |worker: &crate::consumers::kcl::worker::Worker| {
        let reported = world.account.epoch.second(worker.reported?);
        let percent = format!("{}.{}", worker.cpu_ppm / 10_000, worker.cpu_ppm / 1_000 % 10);
        let value = json!({
            "wid": { "S": worker.name },
            "lut": { "N": reported.to_string() },
            "sts": { "M": { "C": { "L": [{ "N": percent }] } } },
            "opr": { "M": { "C": { "L": [{ "N": "80" }] } } },
        });
        Some(Item { key: worker.name.clone(), bytes: value.to_string().len() as u64, value })
    };
    let mut items: Vec<Item> = application.workers.iter().filter_map(item).collect();
    items.sort_by(|one, other| one.key.cmp(&other.key));
    items
}

/// The leader's lock.
fn coordinator_state(world: &Simulation, application: &Application) -> Vec<Item> {
    let item = |(leader, heartbeat): (crate::consumers::kcl::WorkerId, crate::Time)| {
        let value = json!({
            "key": { "S": "Leader" },
            "ownerName": { "S": application.worker_name(leader) },
            "leaseDuration": { "S": world.quotas.kcl_leader_lock_lease_ms.to_string() },
            "recordVersionNumber": { "S": format!("{:08x}", heartbeat.0 / MS_US) },
        });
        Item { key: "Leader".to_owned(), bytes: value.to_string().len() as u64, value }
    };
    application.coordinator.lock.map(item).into_iter().collect()
}
