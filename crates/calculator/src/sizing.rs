//! How many shards a load needs.
//!
//! A shard takes whole records, so its limit in bytes is counted in records of this size. That is how the engine measures,
//! and it differs from "bytes a second ÷ limit" only for records that are large beside the limit. What a shard gives to
//! shared readers is counted in bytes, since a read learns its size late: a debt is paid off by the next ones.

use crate::{Load, Packing, Reads};
use stream_engine::Quotas;

/// Shards, and what asks for them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sizing {
    /// User records a second that the stream has to take.
    pub peak_per_second: u64,
    pub packing: Packing,
    /// Records of this size that fit into a shard's bytes each second.
    pub fitting_per_second: u64,
    /// Shards that the limit on records asks for, that on bytes, and that on bytes read.
    pub by_records: u64,
    pub by_bytes: u64,
    pub by_reads: u64,
    /// The largest of the three.
    pub shards: u64,
}

/// The least number of shards that never refuses this load, its keys spread evenly.
pub fn size(load: &Load, quotas: &Quotas) -> Sizing {
    let peak = load.peak_per_second();
    // More shards part the records, so that fewer of them come together in time: up to the first number that is enough.
    let mut sizing = size_packed(load, quotas, peak, Packing::fullest(load, quotas));
    loop {
        let packing = Packing::of(load, quotas, peak, sizing.shards);
        let next = size_packed(load, quotas, peak, packing);
        if next.shards <= sizing.shards {
            return Sizing { shards: sizing.shards, ..next };
        }
        sizing = next;
    }
}

/// Shards for records that are packed so.
pub fn size_packed(load: &Load, quotas: &Quotas, peak_per_second: u64, packing: Packing) -> Sizing {
    let fitting_per_second = (quotas.shard_write_bytes_per_second / packing.bytes.max(1)).max(1);
    let shards = |per_second: u64| peak_per_second.div_ceil(packing.user_records * per_second);
    let (by_records, by_bytes) = (shards(quotas.shard_write_records_per_second), shards(fitting_per_second));
    let by_reads = match load.reads {
        Reads::Shared => {
            let read = u128::from(peak_per_second) * u128::from(packing.bytes) * u128::from(load.applications);
            let given = u128::from(packing.user_records) * u128::from(quotas.shard_shared_read_bytes_per_second);
            u64::try_from(read.div_ceil(given)).unwrap_or(u64::MAX)
        }
        // Each reader may read twice what a shard takes.
        Reads::Enhanced => 0,
    };
    let shards = by_records.max(by_bytes).max(by_reads).max(1);
    Sizing { peak_per_second, packing, fitting_per_second, by_records, by_bytes, by_reads, shards }
}

/// Shards that an on-demand stream has at least once it knows this load: twice the peak, and never less than at first.
pub fn on_demand_shards(load: &Load, quotas: &Quotas) -> u64 {
    let written =
        Sizing { by_reads: 0, ..size_packed(load, quotas, load.peak_per_second(), size(load, quotas).packing) };
    let records = load.peak_per_second().div_ceil(written.packing.user_records);
    let (bytes, limit) = (quotas.shard_write_bytes_per_second, quotas.shard_write_records_per_second.max(1));
    let rate = (records * written.packing.bytes).max(records * bytes / limit);
    (rate * quotas.on_demand_peak_multiplier).div_ceil(bytes).max(quotas.on_demand_initial_open_shards)
}

/// How often each application may poll a shard, on average, when all share its calls: in milliseconds.
pub fn poll_interval_ms(load: &Load, quotas: &Quotas) -> u64 {
    (load.applications * 1_000).div_ceil(quotas.shard_get_records_calls_per_second.max(1))
}
