//! GetRecords: reading forward from a position, within the limits that all classic consumers share.

use super::shard::ShardId;
use super::shard_iterator::ShardIterator;
use super::stream::{Stream, StreamId};
use crate::error::{Limit, Refusal, Throttle};
use crate::quota::Quotas;
use crate::simulation::Simulation;
use crate::time::{SECOND_US, Time};
use serde::{Deserialize, Serialize};

/// What a read gave: the records are `from..to` of the shard's log.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Read {
    pub shard: ShardId,
    pub from: u64,
    pub to: u64,
    pub bytes: u64,
    /// 0 when nothing is left to read, else the age of the oldest record not yet read.
    pub millis_behind_latest: u64,
    /// None once a closed shard has been read to its end.
    pub next: Option<ShardIterator>,
    /// Given together with `next: None`.
    pub child_shards: Vec<ShardId>,
}

impl Simulation {
    /// GetRecords of a client; the stream is known to be there.
    pub(crate) fn get_records(&mut self, iterator: &ShardIterator, limit: u64) -> Result<Read, Refusal> {
        let (quotas, now) = (self.quotas.clone(), self.now);
        let read = self.streams[usize::from(iterator.stream.0)].get_records(&quotas, now, iterator, limit)?;
        self.bill_get(iterator.stream, &read);
        Ok(read)
    }

    /// Takes one of the GetShardIterator calls that a shard answers in a second.
    pub(crate) fn take_iterator_call(&mut self, id: StreamId, shard: ShardId) -> Result<(), Refusal> {
        let rate = self.quotas.iterator_calls();
        let Some(found) = self.streams[usize::from(id.0)].shards.get_mut(shard.0 as usize) else { return Ok(()) };
        match found.iterator_calls.take(rate, self.now, 1) {
            true => Ok(()),
            false => Err(Refusal::ProvisionedThroughputExceeded(Throttle { shard, limit: Limit::IteratorCalls })),
        }
    }
}

impl Stream {
    /// GetRecords; `limit` has been checked by the caller.
    pub fn get_records(
        &mut self,
        quotas: &Quotas,
        now: Time,
        iterator: &ShardIterator,
        limit: u64,
    ) -> Result<Read, Refusal> {
        iterator.require_alive(quotas, now)?;
        self.shard_to_read(iterator.shard, now)?;
        let retention_us = self.retention_us;
        let shard = &mut self.shards[iterator.shard.0 as usize];
        let throttled = if now < shard.read_blocked_until || shard.read_bytes.available(quotas.read_bytes(), now) == 0 {
            Some(Limit::ReadBytes)
        } else if !shard.read_calls.take(quotas.read_calls(), now, 1) {
            Some(Limit::ReadCalls)
        } else {
            None
        };
        if let Some(limit) = throttled {
            shard.seconds.now(now).read_provisioned_throughput_exceeded += 1;
            return Err(Refusal::ProvisionedThroughputExceeded(Throttle { shard: shard.id, limit }));
        }

        let from = iterator.position.max(shard.trim_horizon(now, retention_us));
        let (mut to, mut bytes) = (from, 0);
        for record in shard.records.iter_from(from).take(limit as usize) {
            let with = bytes + u64::from(record.bytes);
            if with > quotas.get_records_max_bytes_per_call {
                shard.read_blocked_until = now + quotas.get_records_throttle_after_full_10mib_seconds * SECOND_US;
                break;
            }
            (to, bytes) = (to + 1, with);
        }
        shard.read_bytes.take_into_debt(quotas.read_bytes(), now, bytes);
        let behind = shard.records.get(to).map_or(0, |record| now.since(record.arrived) / 1_000);
        let second = shard.seconds.now(now);
        second.get_records_calls += 1;
        second.get_records_records += (to - from) as u32;
        second.get_records_bytes += bytes as u32;
        second.iterator_age_ms = second.iterator_age_ms.max(behind as u32);

        let ended = shard.closed.is_some() && to == shard.records.end();
        let next = ShardIterator { position: to, issued: now, ..*iterator };
        Ok(Read {
            shard: shard.id,
            from,
            to,
            bytes,
            millis_behind_latest: behind,
            next: (!ended).then_some(next),
            child_shards: if ended { shard.children.clone() } else { Vec::new() },
        })
    }
}
