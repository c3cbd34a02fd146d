//! What every application does with the records it gets, however they came to it: measure how old
//! they are, and check the order of the readings in them.

use super::order::{OrderCheck, OutOfOrder};
use crate::histogram::Histogram;
use crate::kinesis::shard::{Record, Shard};
use crate::producers::contents::{Contents, readings};
use crate::producers::kpl::packs::PACKED;
use crate::producers::producer::Producer;
use crate::time::{MS_US, Time};

/// What was found in some records.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Checked {
    pub by_source: u32,
    pub by_producer: u32,
    /// The producer of the first reading out of its source's order.
    pub culprit: Option<u8>,
}

/// Works through records.
pub(crate) fn work_through<'a>(
    records: impl Iterator<Item = &'a Record>,
    producers: &[Producer],
    now: Time,
    order: &mut OrderCheck,
    delay_ms: &mut Histogram,
) -> Checked {
    let mut checked = Checked::default();
    for record in records {
        delay_ms.add(now.since(record.arrived) / MS_US);
        let device = producers.get(usize::from(record.producer)).is_some_and(|producer| producer.setup.device);
        let mut note = |out: OutOfOrder| {
            checked.by_source += u32::from(out.by_source);
            checked.by_producer += u32::from(out.by_producer && device);
            checked.culprit = checked.culprit.or(out.by_source.then_some(record.producer));
        };
        if record.source == PACKED {
            for reading in readings(producers, record) {
                note(order.handle_readings(record.producer, reading.source, reading.number, 1));
            }
        } else {
            note(order.handle(record));
        }
    }
    checked
}

/// What is done with user records that the KPL packed for a shard, and whose key belongs to another:
/// after a reshard it sends them once more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Strays {
    Dropped,
    Kept,
}

/// What a record came to once it was taken apart. A plain record is its own user record.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Opened {
    pub users: u32,
    pub strays: u32,
    /// User records out of their source's order.
    pub out_of_order: u32,
}

/// Takes a record apart and notes in `order` what was in it.
pub(crate) fn open_record(
    contents: Contents,
    (shard, index): (&Shard, u64),
    strays: Strays,
    order: &mut OrderCheck,
) -> Opened {
    let Some(record) = shard.records.get(index) else { return Opened::default() };
    let Some(parts) = contents.parts(shard, index) else {
        // An aggregated record whose contents are no longer kept tells nothing of their order.
        let known = record.source != PACKED || shard.payload(index).is_some();
        let out = known && order.handle(record).by_source;
        return Opened { users: 1, strays: 0, out_of_order: u32::from(out) };
    };
    let mut opened = Opened::default();
    for part in &parts {
        if strays == Strays::Dropped && !(shard.range.start..=shard.range.end).contains(&part.hash) {
            opened.strays += 1;
            continue;
        }
        opened.users += 1;
        if let Some(reading) = part.reading {
            let out = order.handle_readings(record.producer, reading.source, reading.number, 1);
            opened.out_of_order += u32::from(out.by_source);
        }
    }
    opened
}
