//! What a delivery stream has taken and not yet delivered: one buffer that fills up, and full ones
//! that a bucket has refused.

use crate::histogram::Histogram;
use crate::kinesis::get_records::Read;
use crate::kinesis::stream::StreamId;
use crate::s3::{OBJECT_CONTENT_MAX, Piece};
use crate::time::{MS_US, Time};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// Arrivals are counted in steps of this length, which is the error of the latencies.
const STEP_MS: u64 = 100;

/// Records on their way into one object.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Buffer {
    pieces: Vec<Piece>,
    piece_bytes: usize,
    /// The content has become too large to be kept.
    cut: bool,
    pub records: u64,
    /// Bytes of the object that it becomes.
    pub bytes: u64,
    /// When the first record came into the buffer: the interval runs from here.
    pub since: Time,
    /// Arrival of the oldest record, at the stream or at Firehose itself.
    pub oldest: Time,
    /// Records by the step of their arrival.
    arrivals: Vec<(u64, u32)>,
}

impl Buffer {
    pub fn is_empty(&self) -> bool {
        self.records == 0
    }

    /// Takes a record that was put directly.
    pub fn push(&mut self, mut data: Vec<u8>, newline: bool, now: Time) {
        if newline {
            data.push(b'\n');
        }
        self.count(data.len() as u64, now, now);
        self.keep(Piece::Bytes(Rc::new(data)));
    }

    /// Counts a record of a Kinesis stream; `keep_read` keeps the content of many.
    pub fn count(&mut self, bytes: u64, arrived: Time, now: Time) {
        if self.is_empty() {
            (self.since, self.oldest) = (now, arrived);
        }
        self.oldest = self.oldest.min(arrived);
        self.records += 1;
        self.bytes += bytes;
        let step = arrived.ms() / STEP_MS;
        match self.arrivals.last_mut() {
            Some((last, count)) if *last == step => *count += 1,
            _ => self.arrivals.push((step, 1)),
        }
    }

    /// Notes which records of a read have been counted.
    pub fn keep_read(&mut self, (stream, life): (StreamId, u64), read: &Read, newline: bool) {
        if read.to == read.from {
            return;
        }
        self.keep(Piece::Records { stream, life, shard: read.shard, from: read.from, to: read.to, newline });
    }

    fn keep(&mut self, piece: Piece) {
        self.piece_bytes += piece.own_bytes();
        if self.piece_bytes > OBJECT_CONTENT_MAX {
            self.cut = true;
            self.pieces = Vec::new();
        }
        if !self.cut {
            self.pieces.push(piece);
        }
    }

    /// The content; empty if it was too large.
    pub fn take_pieces(&mut self) -> Vec<Piece> {
        std::mem::take(&mut self.pieces)
    }

    /// Counts how long each record took from its arrival until `now`.
    pub fn count_latencies(&self, latency_ms: &mut Histogram, now: Time) {
        for (step, count) in &self.arrivals {
            latency_ms.add_many(now.ms().saturating_sub(step * STEP_MS), *count);
        }
    }

    /// Takes in a later buffer: what Firehose does with data that piles up before a refusing bucket.
    pub fn merge(&mut self, later: Buffer) {
        self.records += later.records;
        self.bytes += later.bytes;
        self.oldest = self.oldest.min(later.oldest);
        self.arrivals.extend(later.arrivals);
        self.cut |= later.cut;
        later.pieces.into_iter().for_each(|piece| self.keep(piece));
    }

    /// Age of the oldest record.
    pub fn age_ms(&self, now: Time) -> u64 {
        now.since(self.oldest) / MS_US
    }

    /// Bytes that a copy takes.
    pub fn own_bytes(&self) -> usize {
        self.pieces.len() * size_of::<Piece>() + self.arrivals.len() * size_of::<(u64, u32)>()
    }
}
