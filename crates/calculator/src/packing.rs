//! How many user records the Kinesis Producer Library packs into one record, and how large that gets.

use crate::Load;
use stream_engine::Quotas;
use stream_engine::producers::kpl::frame::FrameSize;

/// The partition key of an aggregated record: one character.
const AGGREGATED_KEY_BYTES: u64 = 1;

/// What one record of the stream holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Packing {
    /// User records in it; 1 without aggregation.
    pub user_records: u64,
    /// Its bytes, key and data.
    pub bytes: u64,
}

impl Packing {
    /// Packing for so many records a second on so many shards: as many as fit, and no more than come together in the time
    /// that the library waits. Each user record is taken to have a key of its own. It is packing at its best: the library's
    /// timing leaves some records smaller (`tests/shards.rs` says how much).
    pub fn of(load: &Load, quotas: &Quotas, records_per_second: u64, shards: u64) -> Packing {
        let single = Packing { user_records: 1, bytes: load.record_bytes() };
        if !load.aggregation {
            return single;
        }
        let waiting = records_per_second * quotas.kpl_record_max_buffered_time_ms / 1_000 / shards.max(1);
        let (mut size, mut packed) = (FrameSize::default(), None);
        for user_records in 1..=waiting {
            size.add(size.keys(), Some(load.key_bytes), load.data_bytes);
            if size.bytes() > quotas.kpl_aggregation_max_bytes {
                break;
            }
            packed = Some(Packing { user_records, bytes: size.bytes() + AGGREGATED_KEY_BYTES });
        }
        // A single user record goes out as it is.
        packed.filter(|packed| packed.user_records > 1).unwrap_or(single)
    }

    /// The best that packing can do: whatever time there is.
    pub fn fullest(load: &Load, quotas: &Quotas) -> Packing {
        Packing::of(load, quotas, u64::from(u32::MAX), 1)
    }
}
