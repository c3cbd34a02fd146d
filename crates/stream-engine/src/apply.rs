//! How the world answers each command.

use crate::command::{Answer, Change, Command, NewRecord};
use crate::error::{Constraint, Refusal, Resource, Throttle, outside};
use crate::kinesis::payload::Bytes;
use crate::kinesis::put_records::{Incoming, Stored, size, validate};
use crate::kinesis::shard::Record;
use crate::kinesis::stream::{Stream, StreamId, StreamMode};
use crate::quota::Quotas;
use crate::scenario::{ConsumerSetup, ProducerSetup};
use crate::simulation::{LEARNER, Simulation};

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
            Command::CreateStream { .. } | Command::Change { .. } | Command::Secure(_) => StreamId(0),
            Command::Lambda { .. }
            | Command::Firehose { .. }
            | Command::Flink { .. }
            | Command::Fleet { .. }
            | Command::Load { .. }
            | Command::QueueConsumer { .. }
            | Command::Kcl { .. }
            | Command::Producer { .. }
            | Command::Queue { .. }
            | Command::Call { .. } => StreamId(0),
        }
    }

    /// Name of the actor it is for; empty if it is for the service.
    pub(crate) fn addressee(&self) -> &str {
        match self {
            Command::Change { actor, .. } => actor,
            Command::Lambda { function, .. } => function,
            Command::Firehose { delivery_stream, .. } => delivery_stream,
            Command::Flink { application, .. } | Command::Kcl { application, .. } => application,
            Command::Fleet { fleet, .. } => fleet,
            Command::Load { load, .. } => load,
            Command::QueueConsumer { consumer, .. } => consumer,
            Command::Producer { producer, .. } => producer,
            Command::Queue { queue, .. } => queue,
            _ => "",
        }
    }

    /// Whether the core carries it out, and a run with `Extensions::NONE` is enough.
    pub fn is_of_core(&self) -> bool {
        let is_beyond = matches!(self, Command::Secure(_) | Command::Call { .. });
        !is_beyond && (self.addressee().is_empty() || matches!(self, Command::Change { .. }))
    }
}

impl Simulation {
    pub(crate) fn carry_out(&mut self, command: &Command) -> Result<Answer, Refusal> {
        let now = self.now;
        match command {
            Command::CreateStream { stream_name, shard_count } => {
                self.create_stream(stream_name, Some(*shard_count), StreamMode::Provisioned).map(Answer::Created)
            }
            Command::PutRecord { stream, record, sequence_number_for_ordering } => {
                let number = sequence_number_for_ordering.as_deref();
                self.put_record(*stream, record, number).map(Answer::Stored)
            }
            Command::PutRecords { stream, records } => self.put_records(*stream, records).map(Answer::Batch),
            Command::SplitShard { stream, shard, new_starting_hash_key } => {
                let change = self.stream(*stream)?.check_split(*shard, *new_starting_hash_key, now)?;
                self.begin_reshard(*stream, change).map(|()| Answer::Done)
            }
            Command::MergeShards { stream, shard, adjacent } => {
                let change = self.stream(*stream)?.check_merge(*shard, *adjacent, now)?;
                self.begin_reshard(*stream, change).map(|()| Answer::Done)
            }
            Command::UpdateShardCount { stream, target_shard_count } => {
                let quotas = self.quotas.clone();
                in_range("targetShardCount", u64::from(*target_shard_count), 1, u64::from(u32::MAX))?;
                let change = self.stream(*stream)?.check_update_shard_count(*target_shard_count, &quotas, now)?;
                self.begin_reshard(*stream, change).map(|()| Answer::Done)
            }
            Command::IncreaseStreamRetentionPeriod { stream, hours } => {
                self.stream(*stream)?;
                self.set_retention(*stream, *hours, true).map(|()| Answer::Done)
            }
            Command::DecreaseStreamRetentionPeriod { stream, hours } => {
                self.stream(*stream)?;
                self.set_retention(*stream, *hours, false).map(|()| Answer::Done)
            }
            Command::GetShardIterator { stream, shard, kind } => {
                self.stream(*stream)?.shard_iterator(*shard, kind, now).map(Answer::Iterator)
            }
            Command::GetRecords { iterator, limit } => {
                let quotas = self.quotas.clone();
                let most = quotas.get_records_max_records_per_call;
                let limit = limit.unwrap_or(most);
                in_range("limit", limit, 1, most)?;
                let read = self.stream_mut(iterator.stream)?.get_records(&quotas, now, iterator, limit)?;
                self.bill_get(iterator.stream, &read);
                Ok(Answer::Read(read))
            }
            Command::Change { actor, change } => self.change(actor, change).map(|()| Answer::Done),
            Command::Secure(_)
            | Command::Lambda { .. }
            | Command::Firehose { .. }
            | Command::Flink { .. }
            | Command::Fleet { .. }
            | Command::Load { .. }
            | Command::QueueConsumer { .. }
            | Command::Kcl { .. }
            | Command::Producer { .. }
            | Command::Queue { .. }
            | Command::Call { .. } => (self.extensions.carry_out)(self, command),
        }
    }

    fn stream(&self, id: StreamId) -> Result<&Stream, Refusal> {
        let missing = || Refusal::ResourceNotFound(Resource::Stream(format!("number {}", id.0)));
        self.streams.get(usize::from(id.0)).filter(|stream| stream.is_there()).ok_or_else(missing)
    }

    /// For writers there is no stream before it is ACTIVE, or once it is DELETING.
    fn require_writable(&self, id: StreamId) -> Result<(), Refusal> {
        let stream = self.stream(id)?;
        match stream.takes_records() {
            true => Ok(()),
            false => Err(Refusal::ResourceNotFound(Resource::Stream(stream.name.clone()))),
        }
    }

    fn stream_mut(&mut self, id: StreamId) -> Result<&mut Stream, Refusal> {
        self.stream(id)?;
        Ok(&mut self.streams[usize::from(id.0)])
    }

    pub(crate) fn put_record(
        &mut self,
        stream: StreamId,
        record: &NewRecord,
        ordering: Option<&str>,
    ) -> Result<Stored, Refusal> {
        validate(std::slice::from_ref(record), &self.quotas, false)?;
        self.require_writable(stream)?;
        if let Some(text) = ordering {
            self.streams[usize::from(stream.0)].require_past(text, self.now)?;
        }
        self.store(stream, record).map_err(Refusal::ProvisionedThroughputExceeded)
    }

    fn put_records(
        &mut self,
        stream: StreamId,
        records: &[NewRecord],
    ) -> Result<Vec<Result<Stored, Throttle>>, Refusal> {
        validate(records, &self.quotas, true)?;
        self.require_writable(stream)?;
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
        let bytes = Bytes::new(&asked.partition_key, &asked.data);
        let incoming = Incoming::new(bytes, asked.explicit_hash_key);
        let target = &mut self.streams[usize::from(stream.0)];
        let at = target.place(incoming.hash);
        let result = at.and_then(|at| target.put_with_bytes(&quotas, self.now, at, record, &incoming));
        self.count_put(stream, record, result);
        result
    }

    fn change(&mut self, actor: &str, change: &Change) -> Result<(), Refusal> {
        if let Some(nth) = self.producers.iter().position(|producer| producer.setup.name == actor) {
            let producer = &self.producers[nth];
            let mut setup = ProducerSetup::clone(&producer.setup);
            change_producer(&mut setup, change, &self.quotas)?;
            let mut schedule_changed = setup.rate_per_second != producer.setup.rate_per_second;
            if let Change::FurtherReadings(readings) = change {
                setup.readings = producer.planned().map(|planned| planned.saturating_add(*readings));
                schedule_changed = producer.is_finished();
            }
            self.producers[nth].change(setup, &mut self.keys);
            if schedule_changed {
                self.begin_schedule(nth as u8, self.now);
            }
            return Ok(());
        }
        if let Change::WorkUs(us) = change
            && self.set_work(actor, u64::from(*us))
        {
            return Ok(());
        }
        let consumer = self.consumers.iter_mut().find(|consumer| consumer.setup.name == actor);
        let missing = || Refusal::ResourceNotFound(Resource::Actor(actor.to_owned()));
        change_consumer(&mut consumer.ok_or_else(missing)?.setup, change);
        for consumer in 0..self.consumers.len() {
            self.sync_shards(consumer as u8);
        }
        Ok(())
    }
}

impl Simulation {
    /// Sets how long one message takes whoever has this name; false if nobody has.
    fn set_work(&mut self, actor: &str, us: u64) -> bool {
        let application = self.kcl.iter().position(|application| application.setup.name == actor);
        let consumer = self.queue_actors.consumers.iter().position(|consumer| consumer.setup.name == actor);
        if let Some(nth) = application {
            self.kcl[nth].knobs.record_us = us;
        }
        if let Some(nth) = consumer {
            let setup = &mut self.queue_actors.consumers[nth].setup;
            (setup.processing_us_min, setup.processing_us_max) = (us, us);
        }
        application.or(consumer).is_some()
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
        Change::Sources(sources) => {
            in_range("sources", u64::from(*sources), 1, u64::from(u16::MAX))?;
            setup.sources = *sources;
        }
        Change::FurtherReadings(_) | Change::WorkUs(_) | Change::ParentsFirst(_) | Change::PollIntervalMs(_) => {}
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

/// Refuses a number outside its bounds.
pub(crate) fn in_range(field: &'static str, found: u64, least: u64, most: u64) -> Result<(), Refusal> {
    let clamped = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let broken = outside("value", clamped(found), clamped(least), Some(clamped(most)));
    let broken: Vec<Constraint> = broken.map(|must| Constraint::new(found.to_string(), field, must)).collect();
    if broken.is_empty() { Ok(()) } else { Err(Refusal::Validation(broken)) }
}
