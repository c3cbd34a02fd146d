//! What every application does with the records it gets, however they came to it: measure how old
//! they are, and check the order of the readings in them.

use super::order::{OrderCheck, OutOfOrder};
use crate::histogram::Histogram;
use crate::kinesis::shard::Record;
use crate::producers::contents::readings;
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
