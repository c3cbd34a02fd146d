//! What comes in: records put directly, within the put limits, and records read of a Kinesis
//! stream once a second for each shard, within the limits that all classic consumers share.

use super::{DeliveryStatus, DeliveryStream, FirehoseTask};
use crate::agenda::Task;
use crate::consumers::source::Followed;
use crate::kinesis::get_records::Read;
use crate::limiter::Rate;
use crate::producers::contents::Contents;
use crate::simulation::Simulation;
use crate::time::SECOND_US;

/// A put beyond the delivery stream's limits: ServiceUnavailableException.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unavailable;

impl Simulation {
    /// Takes records that were put directly: for each its number in the delivery stream, or that it
    /// was refused; or the refusal of the whole call. The caller has checked that the delivery
    /// stream takes puts, and the sizes.
    pub(crate) fn firehose_put(
        &mut self,
        number: u16,
        records: Vec<Vec<u8>>,
    ) -> Result<Vec<Result<u64, Unavailable>>, Unavailable> {
        let (quotas, now) = (self.quotas.clone(), self.now);
        let delivery = self.firehose.streams.get_mut(&number).ok_or(Unavailable)?;
        let rate = |per_second| Rate { per_second, burst_us: SECOND_US };
        if !delivery.put_calls.take(rate(quotas.firehose_put_calls_per_second), now, 1) {
            return Err(Unavailable);
        }
        let (record_rate, byte_rate) =
            (rate(quotas.firehose_put_records_per_second), rate(quotas.firehose_put_bytes_per_second));
        let mut answers = Vec::with_capacity(records.len());
        for data in records {
            let Some(delivery) = self.firehose.streams.get_mut(&number) else { break };
            let bytes = data.len() as u64;
            delivery.put_records.refill(record_rate, now);
            delivery.put_bytes.refill(byte_rate, now);
            if !delivery.put_records.fits(record_rate, 1) || !delivery.put_bytes.fits(byte_rate, bytes) {
                delivery.throttled += 1;
                delivery.seconds.now(now).throttled_records += 1;
                answers.push(Err(Unavailable));
                continue;
            }
            delivery.put_records.spend(1);
            delivery.put_bytes.spend(bytes);
            let newline = delivery.setup.newline;
            delivery.buffer.push(data, newline, now);
            delivery.count_in(bytes + u64::from(newline), now);
            answers.push(Ok(delivery.records - 1));
            self.firehose_fill(number);
        }
        Ok(answers)
    }

    /// Lets a delivery stream look for shards that it can read now.
    pub(crate) fn firehose_sync(&mut self, number: u16) {
        let Some(delivery) = self.firehose.streams.get_mut(&number) else { return };
        let (DeliveryStatus::Active, Some(source)) = (delivery.status, delivery.source.as_mut()) else { return };
        let Some(stream) = self.streams.get(usize::from(source.stream.0)) else { return };
        for cursor in source.sync(stream, self.now) {
            // Shards are spread over the interval.
            let interval = self.quotas.firehose_get_records_interval_seconds * SECOND_US;
            let at = self.now + interval * (u64::from(cursor) * 5 % 8) / 8;
            self.agenda.plan(at, Task::Firehose(FirehoseTask::Poll { delivery: number, cursor }));
        }
    }

    pub(super) fn firehose_poll(&mut self, number: u16, cursor: u32) {
        let Some(delivery) = self.firehose.streams.get(&number) else { return };
        let (DeliveryStatus::Active, Some(source)) = (delivery.status, delivery.source.as_ref()) else { return };
        let reading = &source.cursors[cursor as usize];
        let (place, name) = ((source.stream, reading.shard, reading.position), delivery.setup.name.clone());
        let is_there = self.is_there(source);
        let followed = self.follow(&name, is_there, place, self.quotas.get_records_max_records_per_call);
        let Some(delivery) = self.firehose.streams.get_mut(&number) else { return };
        let Some(source) = delivery.source.as_mut() else { return };
        let reading = &mut source.cursors[cursor as usize];
        match followed {
            Followed::Read(read) => {
                delivery.expired += read.from.saturating_sub(reading.position);
                reading.position = read.to;
                reading.millis_behind_latest = read.millis_behind_latest;
                let ended = read.next.is_none();
                (reading.read_out, reading.done) = (ended, ended);
                self.firehose_take(number, &read);
            }
            Followed::Refused => delivery.read_throttles += 1,
            Followed::Over { lost } => {
                delivery.expired += lost;
                reading.position += lost;
                (reading.read_out, reading.done) = (true, true);
            }
        }
        let Some(delivery) = self.firehose.streams.get(&number) else { return };
        match delivery.source.as_ref().is_some_and(|source| source.cursors[cursor as usize].done) {
            true => self.firehose_sync(number),
            false => {
                let next = self.now + (self.quotas.firehose_get_records_interval_seconds * SECOND_US).max(1);
                self.agenda.plan(next, Task::Firehose(FirehoseTask::Poll { delivery: number, cursor }));
            }
        }
    }

    /// Takes the records of a read, one buffer after the other.
    fn firehose_take(&mut self, number: u16, read: &Read) {
        let mut from = read.from;
        while from < read.to {
            let now = self.now;
            let (Simulation { firehose, streams, keys, producers, .. }, mut at) = (&mut *self, from);
            let Some(delivery) = firehose.streams.get_mut(&number) else { return };
            let Some(stream) = delivery.setup.stream else { return };
            let shard = &streams[usize::from(stream.0)].shards[read.shard.0 as usize];
            let (most, newline) = (delivery.setup.buffer_bytes(), delivery.setup.newline);
            let records = shard.records.iter_from(from).take((read.to - from) as usize);
            for record in records {
                // An object holds data, not keys; what the KPL has packed is taken apart.
                let whole = || u64::from(record.bytes).saturating_sub(keys.bytes_of(shard, at).map_or(0, u64::from));
                let parts = Contents { producers, keys }.parts(shard, at);
                let one = if parts.is_none() { Some(whole()) } else { None };
                for data in parts.iter().flatten().map(|part| part.data_bytes).chain(one) {
                    let bytes = data + u64::from(newline);
                    delivery.buffer.count(bytes, record.arrived, now);
                    delivery.count_in(bytes, now);
                }
                at += 1;
                if delivery.buffer.bytes >= most {
                    break;
                }
            }
            // A record that was dropped between is counted with those that expired.
            let at = if at == from { read.to } else { at };
            let life = streams[usize::from(stream.0)].life;
            delivery.buffer.keep_read((stream, life), &Read { from, to: at, ..read.clone() }, newline);
            from = at;
            self.firehose_fill(number);
        }
    }
}

impl DeliveryStream {
    fn count_in(&mut self, bytes: u64, now: crate::time::Time) {
        self.records += 1;
        self.bytes += bytes;
        let second = self.seconds.now(now);
        second.incoming_records += 1;
        second.incoming_bytes += bytes;
    }
}
