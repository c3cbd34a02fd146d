//! The lease table: a DynamoDB table with one item for each lease, conditional writes, capacity, and
//! the faults that a lab can give it. Knows nothing of workers but their numbers.

use super::lease::Lease;
use super::setup::{Billing, TableFault};
use super::task::WorkerId;
use crate::kinesis::shard::ShardId;
use crate::limiter::{Rate, TokenBucket};
use crate::quota::Quotas;
use crate::series::Series;
use crate::time::{MS_US, SECOND_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why a call to the table is not carried out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum TableRefusal {
    /// ProvisionedThroughputExceededException.
    Throttled,
    /// AccessDeniedException.
    AccessDenied,
}

impl TableRefusal {
    /// AWS' name of the exception.
    pub fn code(self) -> &'static str {
        match self {
            TableRefusal::Throttled => "ProvisionedThroughputExceededException",
            TableRefusal::AccessDenied => "AccessDeniedException",
        }
    }
}

/// What an item must look like for a write to be carried out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Expect {
    /// It is as it was when it was read.
    Counter(u64),
    /// Owner and checkpoint owner: an assignment may come between two renewals (3.x).
    Owners(Option<WorkerId>, Option<WorkerId>),
}

impl Expect {
    fn holds(self, lease: &Lease) -> bool {
        match self {
            Expect::Counter(counter) => lease.counter == counter,
            Expect::Owners(owner, checkpoint_owner) => {
                lease.owner == owner && lease.checkpoint_owner == checkpoint_owner
            }
        }
    }
}

/// One second of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct TableSecond {
    /// Halves of read units: what an eventually consistent read of one unit's size takes.
    pub read_half_units: u32,
    pub write_units: u32,
    /// Calls that were refused.
    pub throttled: u32,
}

/// The table's state.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LeaseTable {
    /// By lease key. All keys have the same length, so this is also the order of their texts.
    pub leases: BTreeMap<ShardId, Lease>,
    /// None until the first worker has created it.
    pub created: Option<Time>,
    pub billing: Billing,
    pub fault: TableFault,
    read: TokenBucket,
    write: TokenBucket,
    pub seconds: Series<TableSecond>,
    pub read_half_units: u64,
    pub write_units: u64,
}

impl LeaseTable {
    /// A table that is not there yet; its capacity is KCL's default.
    pub fn new(quotas: &Quotas) -> LeaseTable {
        let units = u32::try_from(quotas.kcl_lease_table_capacity_units).unwrap_or(u32::MAX);
        let provisioned = Billing::Provisioned { read_units: units, write_units: units };
        LeaseTable {
            leases: BTreeMap::new(),
            created: None,
            billing: if quotas.kcl_lease_table_on_demand > 0 { Billing::OnDemand } else { provisioned },
            fault: TableFault::None,
            read: TokenBucket::default(),
            write: TokenBucket::default(),
            seconds: Series::default(),
            read_half_units: 0,
            write_units: 0,
        }
    }

    /// Read and write units that are paid by request: none of a table with capacity of its own.
    pub fn request_units(&self) -> (u64, u64) {
        match self.billing {
            Billing::OnDemand => (self.read_half_units / 2, self.write_units),
            Billing::Provisioned { .. } => (0, 0),
        }
    }

    /// Whether it answers its application at all.
    pub fn answers(&self) -> bool {
        !matches!(self.fault, TableFault::Throttled | TableFault::Denied)
    }

    /// How long a round of calls takes.
    pub fn delay_us(&self) -> u64 {
        match self.fault {
            TableFault::Slow { ms } => u64::from(ms) * MS_US,
            _ => 0,
        }
    }

    /// Scan by a worker.
    pub fn scan(&mut self, quotas: &Quotas, now: Time) -> Result<&BTreeMap<ShardId, Lease>, TableRefusal> {
        self.permit()?;
        self.read_items(quotas, now, self.leases.len() as u64, false)?;
        Ok(&self.leases)
    }

    /// GetItem by a worker.
    pub fn get(&mut self, quotas: &Quotas, now: Time, key: ShardId) -> Result<Option<&Lease>, TableRefusal> {
        self.permit()?;
        self.read_items(quotas, now, 1, false)?;
        Ok(self.leases.get(&key))
    }

    /// CreateTable by a worker, if the table isn't there.
    pub fn create(&mut self, now: Time) -> Result<(), TableRefusal> {
        self.permit()?;
        self.created.get_or_insert(now);
        Ok(())
    }

    /// PutItem of a lease that isn't there; says whether it was put.
    pub fn put_new(&mut self, quotas: &Quotas, now: Time, lease: Lease) -> Result<bool, TableRefusal> {
        self.permit()?;
        self.write_item(quotas, now)?;
        let new = !self.leases.contains_key(&lease.shard);
        if new {
            self.leases.insert(lease.shard, lease);
        }
        Ok(new)
    }

    /// UpdateItem, if the item is as expected: gives the item as it stands now. None is the
    /// ConditionalCheckFailedException, which takes capacity too.
    pub fn update(
        &mut self,
        (quotas, now): (&Quotas, Time),
        key: ShardId,
        expect: Expect,
        change: impl FnOnce(&mut Lease),
    ) -> Result<Option<&Lease>, TableRefusal> {
        self.permit()?;
        self.write_item(quotas, now)?;
        let found = self.leases.get_mut(&key).filter(|lease| expect.holds(lease));
        Ok(found.map(|lease| {
            change(lease);
            &*lease
        }))
    }

    /// DeleteItem.
    pub fn delete(&mut self, quotas: &Quotas, now: Time, key: ShardId) -> Result<(), TableRefusal> {
        self.permit()?;
        self.write_item(quotas, now)?;
        self.leases.remove(&key);
        Ok(())
    }

    /// Takes the read capacity for items, whoever reads: a strongly consistent read takes twice as
    /// much.
    pub fn read_items(&mut self, q: &Quotas, now: Time, items: u64, consistent: bool) -> Result<(), TableRefusal> {
        let bytes = (items * q.model_kcl_lease_item_bytes).max(1);
        let halves = bytes.div_ceil(q.dynamodb_read_unit_bytes.max(1)) * if consistent { 2 } else { 1 };
        let rate = match self.billing {
            Billing::OnDemand => None,
            Billing::Provisioned { read_units, .. } => Some(rate(q, u64::from(read_units) * 2)),
        };
        self.spend(now, rate, halves, false)?;
        self.read_half_units += halves;
        self.seconds.now(now).read_half_units += halves as u32;
        Ok(())
    }

    /// Refuses the workers what their role does not allow.
    fn permit(&self) -> Result<(), TableRefusal> {
        match self.fault {
            TableFault::Denied => Err(TableRefusal::AccessDenied),
            _ => Ok(()),
        }
    }

    fn write_item(&mut self, quotas: &Quotas, now: Time) -> Result<(), TableRefusal> {
        let units = quotas.model_kcl_lease_item_bytes.div_ceil(quotas.dynamodb_write_unit_bytes.max(1)).max(1);
        let rate = match self.billing {
            Billing::OnDemand => None,
            Billing::Provisioned { write_units, .. } => Some(rate(quotas, u64::from(write_units))),
        };
        self.spend(now, rate, units, true)?;
        self.write_units += units;
        self.seconds.now(now).write_units += units as u32;
        Ok(())
    }

    /// Takes units of capacity; on demand there is always enough.
    fn spend(&mut self, now: Time, rate: Option<Rate>, units: u64, write: bool) -> Result<(), TableRefusal> {
        let bucket = if write { &mut self.write } else { &mut self.read };
        let fits = rate.is_none_or(|rate| bucket.take(rate, now, units));
        if fits && self.fault != TableFault::Throttled {
            return Ok(());
        }
        self.seconds.now(now).throttled += 1;
        Err(TableRefusal::Throttled)
    }
}

/// Provisioned capacity, of which DynamoDB keeps what is unused for a while.
fn rate(quotas: &Quotas, per_second: u64) -> Rate {
    Rate { per_second, burst_us: quotas.dynamodb_burst_capacity_seconds * SECOND_US }
}
