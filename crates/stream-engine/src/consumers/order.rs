//! The order check behind "order kept": has a later reading of the same source, or of the same
//! producer, been handled before this one?

use crate::kinesis::shard::Record;
use serde::{Deserialize, Serialize};

/// What a consumer has handled so far.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OrderCheck {
    producers: Vec<Handled>,
}

/// Newest reading handled, plus one: of the producer, and of each of its sources.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Handled {
    producer: u32,
    sources: Vec<u32>,
}

/// Whether a record came out of order.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct OutOfOrder {
    pub by_source: bool,
    pub by_producer: bool,
}

impl OrderCheck {
    /// Notes that a record has been handled. The same record twice counts as in order.
    pub fn handle(&mut self, record: &Record) -> OutOfOrder {
        self.handle_readings(record.producer, record.source, record.number, u32::from(record.readings))
    }

    /// As `handle`, for readings that came in a record of many sources.
    pub fn handle_readings(&mut self, producer: u8, source: u16, number: u32, readings: u32) -> OutOfOrder {
        let handled = entry(&mut self.producers, usize::from(producer));
        let source = entry(&mut handled.sources, usize::from(source));
        let next = number.saturating_add(readings);
        let out = OutOfOrder { by_source: next < *source, by_producer: next < handled.producer };
        *source = next.max(*source);
        handled.producer = next.max(handled.producer);
        out
    }
}

fn entry<T: Default + Clone>(list: &mut Vec<T>, at: usize) -> &mut T {
    if list.len() <= at {
        list.resize(at + 1, T::default());
    }
    &mut list[at]
}
