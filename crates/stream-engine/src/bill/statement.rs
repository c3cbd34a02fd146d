//! The bill: one line for each dimension and owner, so far, by the hour and for a month, with its
//! arithmetic.

use super::dimension::{Dimension, GB, MONTH_HOURS, Unit};
use super::ledger::Ledger;
use super::meter::{Meter, rounded};
use super::money::{amount, dollars, to_cents};
use super::prices::Prices;
use crate::quota::Quotas;
use crate::security::kms::KeyManager;
use crate::simulation::Simulation;
use crate::time::{HOUR_US, SECOND_US, Time};
use serde::Serialize;

/// A bill.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Statement {
    pub lines: Vec<Line>,
}

/// Who or what a line belongs to.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub enum Owner {
    Account,
    Stream(String),
    /// A registered consumer of a stream.
    Consumer {
        stream: String,
        name: String,
    },
    /// A queue, function, delivery stream, table, application, key or endpoint.
    Other(String),
}

/// One line of a bill. Money is in nano-dollars.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Line {
    pub owner: Owner,
    pub dimension: Dimension,
    /// In the dimension's unit, since the run began.
    pub quantity: u128,
    pub so_far: u128,
    /// The mean of the run so far.
    pub per_hour: u128,
    /// If it goes on so for 730 hours.
    pub month_quantity: u128,
    pub per_month: u128,
    /// The month's sum as one reads it: `4 shards × 730 h × $0.015 = $43.80`.
    pub arithmetic: String,
}

impl Statement {
    /// What all lines come to.
    pub fn so_far(&self) -> u128 {
        self.lines.iter().map(|line| line.so_far).sum()
    }

    pub fn per_hour(&self) -> u128 {
        self.lines.iter().map(|line| line.per_hour).sum()
    }

    pub fn per_month(&self) -> u128 {
        self.lines.iter().map(|line| line.per_month).sum()
    }

    /// The lines of one owner.
    pub fn of<'a>(&'a self, owner: &'a Owner) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().filter(move |line| line.owner == *owner)
    }

    /// Makes the bill of a run from its start to this moment. No free tier is taken off.
    pub fn of_run(run: &Simulation, prices: &Prices) -> Statement {
        let mut statement = Statement::of_ledger(&run.bill, prices, &run.quotas, run.now);
        let mut pen = Pen { prices, now: run.now, lines: Vec::new() };
        for queue in run.sqs.queues().filter(|queue| queue.totals.billed_requests > 0) {
            let dimension = Dimension::of_requests(queue.attributes.fifo);
            pen.used(Owner::Other(queue.name.to_string()), dimension, u128::from(queue.totals.billed_requests));
        }
        for delivery in run.firehose.streams.values() {
            let bytes = rounded(delivery.bytes, delivery.records, run.quotas.firehose_billing_increment_bytes);
            pen.used(Owner::Other(delivery.setup.name.clone()), Dimension::FirehoseData, u128::from(bytes));
        }
        pen.security(run);
        pen.lines.retain(|line| line.quantity > 0 || line.month_quantity > 0);
        statement.lines.append(&mut pen.lines);
        statement
    }

    /// The bill of what a ledger holds.
    pub fn of_ledger(ledger: &Ledger, prices: &Prices, quotas: &Quotas, now: Time) -> Statement {
        let mut pen = Pen { prices, now, lines: Vec::new() };
        for meter in ledger.meters() {
            pen.stream(meter, quotas, ledger.advantage.is_some());
        }
        if let Some(since) = ledger.advantage {
            pen.advantage(ledger, quotas, since);
        }
        for (dimension, owner, quantity) in ledger.counts() {
            pen.used(Owner::Other(owner.to_owned()), dimension, u128::from(quantity));
        }
        pen.lines.retain(|line| line.quantity > 0 || line.month_quantity > 0);
        Statement { lines: pen.lines }
    }
}

/// Writes lines.
struct Pen<'a> {
    prices: &'a Prices,
    now: Time,
    lines: Vec<Line>,
}

impl Pen<'_> {
    fn stream(&mut self, meter: &Meter, quotas: &Quotas, advantage: bool) {
        let stream = || Owner::Stream(meter.name.clone());
        let times = meter.times(quotas.retention_default_us(), self.now);
        let standing = &meter.standing;
        let provisioned = if standing.on_demand { 0 } else { standing.open_shards };
        let long = standing.retention_us > quotas.retention_default_us();
        self.standing(stream(), Dimension::ShardHours, times.shard_us, provisioned);
        self.used(stream(), Dimension::PutPayloadUnits, u128::from(meter.payload_units));
        self.standing(
            stream(),
            Dimension::ExtendedRetention,
            times.extended_shard_us,
            if long { provisioned } else { 0 },
        );
        for (name, us) in &times.consumer_shard_us {
            let there = standing.consumers.contains(name);
            let consumer = Owner::Consumer { stream: meter.name.clone(), name: name.clone() };
            self.standing(consumer, Dimension::FanOutConsumerShardHours, *us, if there { provisioned } else { 0 });
        }
        for (name, bytes) in &meter.fan_out_bytes {
            let consumer = Owner::Consumer { stream: meter.name.clone(), name: name.clone() };
            self.used(consumer, Dimension::FanOutData, u128::from(*bytes));
        }
        self.used(stream(), Dimension::LongTermRetrieval, u128::from(meter.long_term_bytes));
        self.retention(meter, quotas);
        if advantage {
            return;
        }
        let there = u64::from(standing.on_demand && standing.open_shards > 0);
        self.standing(stream(), Dimension::OnDemandStreamHours, times.stream_us, there);
        self.used(stream(), Dimension::OnDemandDataIn, u128::from(meter.in_bytes));
        self.used(stream(), Dimension::OnDemandDataOut, u128::from(meter.out_bytes));
        for (name, bytes) in &meter.on_demand_fan_out_bytes {
            let consumer = Owner::Consumer { stream: meter.name.clone(), name: name.clone() };
            self.used(consumer, Dimension::OnDemandFanOutData, u128::from(*bytes));
        }
    }

    /// Data kept beyond a day: on demand by its size, provisioned only beyond extended retention.
    fn retention(&mut self, meter: &Meter, quotas: &Quotas) {
        let (default, extended) = (quotas.retention_default_hours, quotas.retention_extended_max_hours);
        let most = quotas.retention_long_term_max_hours;
        let stream = || Owner::Stream(meter.name.clone());
        let (kept, long) = (meter.byte_hours(default, extended, self.now), meter.byte_hours(extended, most, self.now));
        if meter.standing.on_demand {
            self.used(stream(), Dimension::OnDemandExtendedRetention, kept);
            self.used(stream(), Dimension::OnDemandLongTermRetention, long);
        } else {
            self.used(stream(), Dimension::LongTermRetention, long);
        }
    }

    /// On-demand Advantage: data of the whole account, at least its commitment.
    fn advantage(&mut self, ledger: &Ledger, quotas: &Quotas, since: Time) {
        let seconds = u128::from(self.now.since(since) / SECOND_US);
        let pushed = |meter: &Meter| meter.on_demand_fan_out_bytes.values().sum::<u64>();
        let data_in: u64 = ledger.meters().map(|meter| meter.in_bytes).sum();
        let data_out: u64 = ledger.meters().map(|meter| meter.out_bytes + pushed(meter)).sum();
        let least = |per_second: Option<u64>| u128::from(per_second.unwrap_or(0)) * seconds;
        let least_in = least(quotas.on_demand_advantage_min_ingest_bytes_per_second);
        let least_out = least(quotas.on_demand_advantage_min_retrieval_bytes_per_second);
        self.used(Owner::Account, Dimension::AdvantageDataIn, u128::from(data_in).max(least_in));
        self.used(Owner::Account, Dimension::AdvantageDataOut, u128::from(data_out).max(least_out));
    }

    /// Customer keys and VPC endpoints, each for as long as it has been there.
    fn security(&mut self, run: &Simulation) {
        let ours = run.security.keys.iter(self.now).filter(|key| key.manager == KeyManager::Customer && !key.adopted);
        for key in ours {
            self.standing(Owner::Other(key.arn.clone()), Dimension::KmsKeyMonths, self.now.since(key.created), 1);
        }
        for endpoint in run.security.endpoints.values() {
            let us = self.now.since(endpoint.created);
            self.standing(Owner::Other(endpoint.id.clone()), Dimension::VpcEndpointHours, us, 1);
        }
    }

    /// A line of things that stand there: the month is what stands there now, all month long.
    fn standing(&mut self, owner: Owner, dimension: Dimension, us: u64, now: u64) {
        let month = u128::from(now) * u128::from(MONTH_HOURS * HOUR_US);
        self.line(owner, dimension, u128::from(us), month);
    }

    /// A line of things used: the month is what has been used, in proportion.
    fn used(&mut self, owner: Owner, dimension: Dimension, quantity: u128) {
        let month = quantity * u128::from(MONTH_HOURS * HOUR_US) / u128::from(self.now.0.max(1));
        self.line(owner, dimension, quantity, month);
    }

    fn line(&mut self, owner: Owner, dimension: Dimension, quantity: u128, month_quantity: u128) {
        let so_far = dimension.cost(quantity, self.prices);
        let per_month = dimension.cost(month_quantity, self.prices);
        let per_hour = so_far * u128::from(HOUR_US) / u128::from(self.now.0.max(1));
        let arithmetic = arithmetic(dimension, month_quantity, per_month, self.prices);
        self.lines.push(Line { owner, dimension, quantity, so_far, per_hour, month_quantity, per_month, arithmetic });
    }
}

/// A month's sum written out: `4 shards × 730 h × $0.015 = $43.80`.
pub fn arithmetic(dimension: Dimension, month_quantity: u128, sum: u128, prices: &Prices) -> String {
    let price = dollars(u128::from(dimension.price(prices)));
    let thousandths = |per: u128| amount((month_quantity * 1_000 + per / 2) / per);
    let sum = to_cents(sum);
    match dimension.unit() {
        Unit::Hours(what) if dimension == Dimension::KmsKeyMonths => {
            format!("{} × {price} = {sum}", counted(&thousandths(dimension.per()), what))
        }
        Unit::Hours(what) => {
            let things = counted(&thousandths(u128::from(MONTH_HOURS * HOUR_US)), what);
            format!("{things} × {MONTH_HOURS} h × {price} = {sum}")
        }
        Unit::Data => format!("{} GB × {price} = {sum}", thousandths(u128::from(GB))),
        Unit::Storage => format!("{} GB-months × {price} = {sum}", thousandths(dimension.per())),
        Unit::Count(what) => format!("{} million {what} × {price} = {sum}", thousandths(dimension.per())),
        Unit::Memory => format!("{} million GB-seconds × {price} = {sum}", thousandths(dimension.per())),
    }
}

/// `1 shard`, `4 shards`.
fn counted(amount: &str, what: &str) -> String {
    let one = what.strip_suffix('s').filter(|_| amount == "1");
    format!("{amount} {}", one.unwrap_or(what))
}
