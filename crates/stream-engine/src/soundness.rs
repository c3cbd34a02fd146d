//! Whether a state that came from outside can be one: every number that points at something finds
//! it. A digest tells damage from whole; this tells a crafted state from a grown one, as far as the
//! program would otherwise end over it.

use crate::agenda::Task;
use crate::kinesis::lifecycle::KinesisTask;
use crate::kinesis::shard::{Record, ShardId};
use crate::kinesis::stream::Stream;
use crate::simulation::Simulation;

impl Simulation {
    /// Ok, or which relation is broken.
    pub fn check(&self) -> Result<(), &'static str> {
        let streams = self.streams.len();
        for (nth, stream) in self.streams.iter().enumerate() {
            require(usize::from(stream.id.0) == nth, "a stream isn't where its number says")?;
            stream.check()?;
            let known = |record: &Record| self.keys.is_random(record.key) || self.keys.holds(record.key);
            let sound = |record: &Record| known(record) && record.arrived <= self.now;
            let records = stream.shards.iter().flat_map(|shard| shard.records.iter());
            require(records.into_iter().all(sound), "a record has no key, or comes from the future")?;
        }
        require(self.keys.is_sound(), "the table of keys contradicts itself")?;
        let to_stream = |stream: usize| stream < streams.max(1);
        let producers = self.producers.iter().all(|producer| to_stream(producer.setup.stream.0.into()));
        let consumers = self.consumers.iter().all(|consumer| to_stream(consumer.setup.stream.0.into()));
        require(producers && consumers, "a producer or consumer is without its stream")?;
        let in_time = self.agenda.next_at().is_none_or(|at| at > self.now);
        require(in_time, "something is due that should have been done")?;
        require(self.agenda.tasks().all(|task| self.can_do(task)), "a task is planned for something that isn't there")
    }

    fn can_do(&self, task: &Task) -> bool {
        match task {
            Task::Produce { producer, .. } | Task::Arrive { producer } | Task::Resend { producer, .. } => {
                usize::from(*producer) < self.producers.len()
            }
            Task::Poll { consumer, reader } => {
                let consumer = self.consumers.get(usize::from(*consumer));
                consumer.is_some_and(|consumer| (*reader as usize) < consumer.readers.len())
            }
            Task::Kinesis(KinesisTask::Transition { stream, .. } | KinesisTask::Consumer { stream, .. }) => {
                usize::from(stream.0) < self.streams.len()
            }
            // The others look for themselves whether what they are for is still there.
            _ => true,
        }
    }
}

fn require(holds: bool, otherwise: &'static str) -> Result<(), &'static str> {
    if holds { Ok(()) } else { Err(otherwise) }
}

impl Stream {
    fn check(&self) -> Result<(), &'static str> {
        for (nth, shard) in self.shards.iter().enumerate() {
            require(shard.id.0 as usize == nth, "a shard isn't where its number says")?;
            let earlier = |parent: ShardId| (parent.0 as usize) < nth;
            require(shard.parents().all(earlier), "a shard is older than its parent")?;
            let later = |child: &ShardId| (child.0 as usize) < self.shards.len();
            require(shard.children.iter().all(later), "a shard's child isn't there")?;
            let kept = shard.records.first()..shard.records.end();
            require(
                shard.payloads.iter().all(|payload| kept.contains(&payload.index)),
                "data are without their record",
            )?;
            let mut pairs = shard.records.iter().zip(shard.records.iter().skip(1));
            require(pairs.all(|(one, next)| one.arrived <= next.arrived), "a shard's records are out of order")?;
        }
        let kept: usize = self.shards.iter().map(|shard| shard.records.len()).sum();
        require(self.kept == kept, "a stream's records are miscounted")?;
        let covered = self.open_count() == 0 && self.shards.is_empty() || self.open_is_sound();
        require(covered, "the open shards don't cover the hash keys")
    }
}
