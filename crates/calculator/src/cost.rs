//! What a load costs a month, by the dimensions in which the engine bills, with the arithmetic written out as it does.

use crate::{Load, Packing, Reads, Sizing, size};
use stream_engine::Quotas;
use stream_engine::bill::dimension::MONTH_HOURS;
use stream_engine::bill::meter::rounded;
use stream_engine::bill::statement::arithmetic;
use stream_engine::bill::{Dimension, Prices};
use stream_engine::time::HOUR_US;

/// On-demand streams are billed by the kilobyte, each record rounded up.
const ROUNDED_TO: u64 = 1 << 10;

const MONTH_SECONDS: u64 = MONTH_HOURS * 3_600;

/// One dimension of a month's bill.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    pub dimension: Dimension,
    /// In the dimension's unit, for 730 hours.
    pub quantity: u128,
    /// In nano-dollars.
    pub cost: u128,
    /// `4 shards × 730 h × $0.015 = $43.80`
    pub arithmetic: String,
}

/// A month's bill.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bill {
    pub lines: Vec<Line>,
}

impl Bill {
    /// All lines together, in nano-dollars.
    pub fn total(&self) -> u128 {
        self.lines.iter().map(|line| line.cost).sum()
    }

    /// The stream with as many shards as the load needs at its peak; what is used follows the average.
    pub fn provisioned(load: &Load, quotas: &Quotas, prices: &Prices) -> Bill {
        let Sizing { shards, .. } = size(load, quotas);
        let used = Used::of(load, Packing::of(load, quotas, load.records_per_second, shards));
        let shard_us = u128::from(shards) * u128::from(MONTH_HOURS * HOUR_US);
        let applications = u128::from(load.applications);
        let units = used.packing.bytes.div_ceil(quotas.put_payload_unit_bytes.max(1)).max(1);
        let mut pen = Pen { prices, lines: Vec::new() };
        pen.line(Dimension::ShardHours, shard_us);
        pen.line(Dimension::PutPayloadUnits, used.month(units));
        if load.retention_hours > quotas.retention_default_hours {
            pen.line(Dimension::ExtendedRetention, shard_us);
        }
        let long = load.retention_hours.saturating_sub(quotas.retention_extended_max_hours);
        pen.line(Dimension::LongTermRetention, used.kept(long));
        if load.reads == Reads::Enhanced {
            pen.line(Dimension::FanOutConsumerShardHours, applications * shard_us);
            pen.line(Dimension::FanOutData, applications * used.month(used.packing.bytes));
        }
        Bill { lines: pen.lines }
    }

    /// The same load on an on-demand stream.
    pub fn on_demand(load: &Load, quotas: &Quotas, prices: &Prices) -> Bill {
        // As many records come together in the library as there are shards to part them.
        let shards = crate::on_demand_shards(load, quotas);
        let used = Used::of(load, Packing::of(load, quotas, load.records_per_second, shards));
        let data = used.month(rounded(used.packing.bytes, 1, ROUNDED_TO));
        let out = match load.reads {
            Reads::Shared => Dimension::OnDemandDataOut,
            Reads::Enhanced => Dimension::OnDemandFanOutData,
        };
        let (default, extended) = (quotas.retention_default_hours, quotas.retention_extended_max_hours);
        let mut pen = Pen { prices, lines: Vec::new() };
        pen.line(Dimension::OnDemandStreamHours, u128::from(MONTH_HOURS * HOUR_US));
        pen.line(Dimension::OnDemandDataIn, data);
        pen.line(out, u128::from(load.applications) * data);
        let kept = used.kept(load.retention_hours.min(extended).saturating_sub(default));
        pen.line(Dimension::OnDemandExtendedRetention, kept);
        pen.line(Dimension::OnDemandLongTermRetention, used.kept(load.retention_hours.saturating_sub(extended)));
        Bill { lines: pen.lines }
    }
}

/// What a month writes.
struct Used {
    user_records_per_second: u64,
    packing: Packing,
}

impl Used {
    fn of(load: &Load, packing: Packing) -> Used {
        Used { user_records_per_second: load.records_per_second, packing }
    }

    /// So much for each record, over a month.
    fn month(&self, of_each: u64) -> u128 {
        let user_records = u128::from(self.user_records_per_second) * u128::from(MONTH_SECONDS);
        user_records * u128::from(of_each) / u128::from(self.packing.user_records)
    }

    /// Byte-hours of a month if everything is kept for so many hours.
    fn kept(&self, hours: u64) -> u128 {
        self.month(self.packing.bytes) * u128::from(hours)
    }
}

struct Pen<'a> {
    prices: &'a Prices,
    lines: Vec<Line>,
}

impl Pen<'_> {
    fn line(&mut self, dimension: Dimension, quantity: u128) {
        if quantity > 0 {
            let cost = dimension.cost(quantity, self.prices);
            let arithmetic = arithmetic(dimension, quantity, cost, self.prices);
            self.lines.push(Line { dimension, quantity, cost, arithmetic });
        }
    }
}
