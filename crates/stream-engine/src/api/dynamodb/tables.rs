//! The tables of the run's KCL applications: lease table, and from 3.x on worker metrics and
//! coordinator state.

use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::consumers::kcl::application::Application;
use crate::consumers::kcl::lease_table::TableRefusal;
use crate::consumers::kcl::setup::TableFault;
use crate::simulation::Simulation;

/// Which of an application's tables.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Leases,
    WorkerMetrics,
    CoordinatorState,
}

impl Kind {
    /// What follows the application's name.
    fn suffix(self) -> &'static str {
        match self {
            Kind::Leases => "",
            Kind::WorkerMetrics => "-WorkerMetricStats",
            Kind::CoordinatorState => "-CoordinatorState",
        }
    }

    /// Name of the hash key.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Leases => "leaseKey",
            Kind::WorkerMetrics => "wid",
            Kind::CoordinatorState => "key",
        }
    }
}

/// One table.
#[derive(Clone)]
pub struct Table {
    pub name: String,
    /// Number of its application.
    pub application: usize,
    pub kind: Kind,
}

impl Table {
    pub fn application<'a>(&self, world: &'a Simulation) -> &'a Application {
        &world.kcl[self.application]
    }

    /// Takes the read capacity for items. A missing permission is the workers', not the caller's.
    pub fn read(&self, world: &mut Simulation, items: u64, consistent: bool) -> Result<(), Failure> {
        let (quotas, now) = (world.quotas.clone(), world.now);
        let table = &mut world.kcl[self.application].table;
        let denied = table.fault == TableFault::Denied;
        let read = if denied { Ok(()) } else { table.read_items(&quotas, now, items, consistent) };
        read.map_err(|refusal| match refusal {
            TableRefusal::Throttled | TableRefusal::AccessDenied => Failure::new(
                TableRefusal::Throttled.code(),
                "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.",
            ),
        })
    }
}

/// All tables that are there, by name.
pub fn all(world: &Simulation) -> Vec<Table> {
    let mut found = Vec::new();
    for (application, one) in world.kcl.iter().enumerate().filter(|(_, one)| one.table.created.is_some()) {
        let kinds: &[Kind] = match one.version {
            3.. => &[Kind::Leases, Kind::WorkerMetrics, Kind::CoordinatorState],
            _ => &[Kind::Leases],
        };
        found.extend(kinds.iter().map(|kind| {
            let name = format!("{}{}", one.setup.name, kind.suffix());
            Table { name, application, kind: *kind }
        }));
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

/// The table that a request names.
pub fn named(world: &Simulation, body: Body) -> Result<Table, Failure> {
    let name = body.required("TableName");
    let name = name.rsplit_once(":table/").map_or(name, |(_, name)| name);
    if name.len() < 3 {
        return Err(Failure::validation(
            "TableName must be at least 3 characters long and at most 255 characters long",
        ));
    }
    let table = all(world).into_iter().find(|table| table.name == name);
    table.ok_or_else(|| Failure::not_found("Requested resource not found"))
}
