//! How the world answers each command.

use crate::agenda::Task;
use crate::command::{Answer, Change, Command, NewRecord};
use crate::error::{Constraint, InvalidArgument, LimitExceeded, Refusal, Resource, Throttle};
use crate::event::EventKind;
use crate::kinesis::put_records::{Stored, size, validate};
use crate::kinesis::reshard::Reshard;
use crate::kinesis::sequence_number::SequenceNumber;
use crate::kinesis::shard::{Record, Shard};
use crate::kinesis::stream::{Stream, StreamId};
use crate::quota::Quotas;
use crate::scenario::{ConsumerSetup, ProducerSetup};
use crate::simulation::{LEARNER, Simulation};
use crate::time::HOUR_US;

/// Readings a second that one producer can be asked for: the engine's bound, not the service's.
pub const RATE_MAX: u32 = 100_000;

impl Command {
    /// The stream it is about; the first one if it names none.
    pub fn stream(&self) -> StreamId {
        match self {
            Command::PutRecord { stream, .. }
            | Command::PutRecords { stream, .. }
            | Command::SplitShard { stream, .. }
            | Command::MergeShards { stream, .. }
            | Command::UpdateShardCount { stream, .. }
            | Command::IncreaseStreamRetentionPeriod { stream, .. }
            | Command::DecreaseStreamRetentionPeriod { stream, .. }
            | Command::GetShardIterator { stream, .. } => *stream,
            Command::GetRecords { iterator, .. } => iterator.stream,
            Command::CreateStream { .. } | Command::Change { .. } => StreamId(0),
        }
    }
}

impl Simulation {
    pub(crate) fn carry_out(&mut self, command: &Command) -> Result<Answer, Refusal> {
        let now = self.now;
        match command {
            Command::CreateStream { stream_name, shard_count } => self.create_stream(stream_name, *shard_count),
            Command::PutRecord { stream, record, sequence_number_for_ordering } => {
                let number = sequence_number_for_ordering.as_deref();
                self.put_record(*stream, record, number).map(Answer::Stored)
            }
            Command::PutRecords { stream, records } => self.put_records(*stream, records).map(Answer::Batch),
            Command::SplitShard { stream, shard, new_starting_hash_key } => {
                let change = self.stream(*stream)?.check_split(*shard, *new_starting_hash_key, now)?;
                self.begin_reshard(*stream, change)
            }
            Command::MergeShards { stream, shard, adjacent } => {
                let change = self.stream(*stream)?.check_merge(*shard, *adjacent, now)?;
                self.begin_reshard(*stream, change)
            }
            Command::UpdateShardCount { stream, target_shard_count } => {
                let quotas = self.quotas.clone();
                in_range("targetShardCount", u64::from(*target_shard_count), 1, u64::from(u32::MAX))?;
                let change = self.stream(*stream)?.check_update_shard_count(*target_shard_count, &quotas, now)?;
                self.begin_reshard(*stream, change)
            }
            Command::IncreaseStreamRetentionPeriod { stream, hours } => self.set_retention(*stream, *hours, true),
            Command::DecreaseStreamRetentionPeriod { stream, hours } => self.set_retention(*stream, *hours, false),
            Command::GetShardIterator { stream, shard, kind } => {
                self.stream(*stream)?.shard_iterator(*shard, kind, now).map(Answer::Iterator)
            }
            Command::GetRecords { iterator, limit } => {
                let quotas = self.quotas.clone();
                let most = quotas.get_records_max_records_per_call;
                let limit = limit.unwrap_or(most);
                in_range("limit", limit, 1, most)?;
                self.stream_mut(iterator.stream)?.get_records(&quotas, now, iterator, limit).map(Answer::Read)
            }
            Command::Change { actor, change } => self.change(actor, change).map(|()| Answer::Done),
        }
    }

    fn stream(&self, id: StreamId) -> Result<&Stream, Refusal> {
        let missing = || Refusal::ResourceNotFound(Resource::Stream(format!("number {}", id.0)));
        self.streams.get(usize::from(id.0)).ok_or_else(missing)
    }

    fn stream_mut(&mut self, id: StreamId) -> Result<&mut Stream, Refusal> {
        self.stream(id)?;
        Ok(&mut self.streams[usize::from(id.0)])
    }

    fn create_stream(&mut self, name: &str, shard_count: u32) -> Result<Answer, Refusal> {
        if self.streams.iter().any(|stream| stream.name == name) {
            return Err(Refusal::StreamExists { stream: name.to_owned() });
        }
        let most = self.quotas.update_shard_count_max_shards;
        if shard_count == 0 {
            in_range("shardCount", 0, 1, most)?;
        }
        if u64::from(shard_count) > most {
            let wanted = u64::from(shard_count);
            return Err(Refusal::LimitExceeded(LimitExceeded::ShardsPerStream { wanted, most }));
        }
        let id = StreamId(self.streams.len() as u16);
        let retention = self.quotas.retention_default_us();
        self.streams.push(Stream::create(id, name.to_owned(), shard_count, self.now, retention));
        Ok(Answer::Created(id))
    }

    fn put_record(&mut self, stream: StreamId, record: &NewRecord, ordering: Option<&str>) -> Result<Stored, Refusal> {
        validate(std::slice::from_ref(record), &self.quotas, false)?;
        self.stream(stream)?;
        if let Some(text) = ordering {
            let latest_s = self.now.epoch_s().max(self.stream(stream)?.shards.last().map_or(0, Shard::created_s));
            if !text.parse::<SequenceNumber>().is_ok_and(|number| number.put_s <= latest_s) {
                let text = text.to_owned();
                return Err(Refusal::InvalidArgument(InvalidArgument::SequenceNumberForOrdering { text }));
            }
        }
        self.store(stream, record).map_err(Refusal::ProvisionedThroughputExceeded)
    }

    fn put_records(
        &mut self,
        stream: StreamId,
        records: &[NewRecord],
    ) -> Result<Vec<Result<Stored, Throttle>>, Refusal> {
        validate(records, &self.quotas, true)?;
        self.stream(stream)?;
        Ok(records.iter().map(|record| self.store(stream, record)).collect())
    }

    /// Stores one valid record of the learner's.
    fn store(&mut self, stream: StreamId, asked: &NewRecord) -> Result<Stored, Throttle> {
        let key = self.keys.intern(&asked.partition_key);
        let record = Record {
            arrived: self.now,
            key,
            bytes: size(asked) as u32,
            number: self.learner_records,
            // What a learner puts under one key counts as coming from one source.
            source: key.0 as u16,
            producer: LEARNER,
            readings: 1,
        };
        self.learner_records += 1;
        let quotas = self.quotas.clone();
        let result = self.streams[usize::from(stream.0)].put_payload(&quotas, self.now, asked, record);
        self.count_put(stream, record, result);
        result
    }

    fn begin_reshard(&mut self, stream: StreamId, change: Reshard) -> Result<Answer, Refusal> {
        let due = self.now + change.duration_us(&self.quotas);
        let now = self.now;
        self.stream_mut(stream)?.begin(change, now);
        self.agenda.plan(due, Task::Reshard { stream });
        self.mark(EventKind::ReshardingBegan { stream });
        Ok(Answer::Done)
    }

    fn set_retention(&mut self, stream: StreamId, hours: u64, raise: bool) -> Result<Answer, Refusal> {
        let (least, most) = (self.quotas.retention_default_hours, self.quotas.retention_long_term_max_hours);
        let now = self.now;
        let stream = self.stream_mut(stream)?;
        if !(least..=most).contains(&hours) {
            return Err(Refusal::InvalidArgument(InvalidArgument::RetentionBounds { hours, least, most }));
        }
        stream.require_active()?;
        let now_hours = stream.retention_us / HOUR_US;
        if (raise && hours < now_hours) || (!raise && hours > now_hours) {
            return Err(Refusal::InvalidArgument(InvalidArgument::Retention { hours, now_hours, raise }));
        }
        stream.set_retention(hours * HOUR_US, now);
        Ok(Answer::Done)
    }

    fn change(&mut self, actor: &str, change: &Change) -> Result<(), Refusal> {
        if let Some(nth) = self.producers.iter().position(|producer| producer.setup.name == actor) {
            let mut setup = ProducerSetup::clone(&self.producers[nth].setup);
            change_producer(&mut setup, change, &self.quotas)?;
            let schedule_changed = setup.rate_per_second != self.producers[nth].setup.rate_per_second;
            self.producers[nth].change(setup, &mut self.keys);
            if schedule_changed {
                self.begin_schedule(nth as u8, self.now);
            }
            return Ok(());
        }
        let consumer = self.consumers.iter_mut().find(|consumer| consumer.setup.name == actor);
        let missing = || Refusal::ResourceNotFound(Resource::Stream(actor.to_owned()));
        change_consumer(&mut consumer.ok_or_else(missing)?.setup, change);
        for consumer in 0..self.consumers.len() {
            self.sync_shards(consumer as u8);
        }
        Ok(())
    }
}

fn change_producer(setup: &mut ProducerSetup, change: &Change, quotas: &Quotas) -> Result<(), Refusal> {
    match change {
        Change::RatePerSecond(rate) => {
            in_range("ratePerSecond", u64::from(*rate), 0, u64::from(RATE_MAX))?;
            setup.rate_per_second = *rate;
        }
        Change::RecordBytes(bytes) => {
            in_range("recordBytes", u64::from(*bytes), 1, quotas.record_default_max_bytes_key_plus_data)?;
            setup.record_bytes = *bytes;
        }
        Change::ReadingsPerRecord(readings) => setup.readings_per_record = *readings,
        Change::Keys(keys) => setup.keys = keys.clone(),
        Change::Retry(retry) => setup.retry = *retry,
        Change::ParentsFirst(_) | Change::PollIntervalMs(_) => {}
    }
    Ok(())
}

fn change_consumer(setup: &mut ConsumerSetup, change: &Change) {
    match change {
        Change::ParentsFirst(first) => setup.parents_first = *first,
        Change::PollIntervalMs(ms) => setup.poll_interval_ms = *ms,
        _ => {}
    }
}

fn in_range(field: &'static str, found: u64, least: u64, most: u64) -> Result<(), Refusal> {
    match (least..=most).contains(&found) {
        true => Ok(()),
        false => Err(Refusal::Validation(vec![Constraint::Range { field, found, least, most }])),
    }
}
