//! What aggregated records hold, kept as numbers: their bytes are made when somebody reads them.

use super::User;
use crate::kinesis::shard::{KeyId, Record};
use crate::log::Log;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// The source of a record that the KPL packed, whose readings come from many.
pub const PACKED: u16 = u16::MAX;

/// Readings kept for one producer; older aggregated records hold filler when they are read.
pub const READINGS_KEPT: u64 = 1 << 20;

/// One reading of an aggregated record.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reading {
    pub number: u32,
    pub source: u16,
    pub key: KeyId,
    pub data_bytes: u32,
}

/// The contents of a producer's aggregated records, by the number that stands in `Record::number`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Packs {
    packs: Log<Rc<Vec<Reading>>>,
    readings: u64,
}

impl Packs {
    /// Keeps what a new aggregated record holds; gives its number.
    pub fn keep(&mut self, users: &[User]) -> u32 {
        let reading = |user: &User| Reading {
            number: user.number,
            source: user.source,
            key: user.key,
            data_bytes: user.data_bytes,
        };
        let number = self.packs.end() as u32;
        self.readings += users.len() as u64;
        if self.packs.push(Rc::new(users.iter().map(reading).collect())) {
            while self.readings > READINGS_KEPT
                && let Some(oldest) = self.packs.oldest()
            {
                self.readings -= oldest.iter().map(|pack| pack.len() as u64).sum::<u64>();
                self.packs.drop_oldest();
            }
        }
        number
    }

    /// What an aggregated record holds; None for a plain record, or if it is no longer kept.
    pub fn of(&self, record: &Record) -> Option<&[Reading]> {
        if record.source != PACKED {
            return None;
        }
        self.packs.get(u64::from(record.number)).map(|pack| pack.as_slice())
    }

    /// Roughly the bytes that this copy doesn't share with one made earlier.
    pub fn own_bytes(&self, earlier: Option<&Packs>) -> usize {
        let from = earlier.map_or(0, |earlier| earlier.packs.end());
        let readings: usize = self.packs.iter_from(from).map(|pack| pack.len()).sum();
        readings * size_of::<Reading>() + self.packs.own_bytes(earlier.map(|earlier| &earlier.packs))
    }
}
