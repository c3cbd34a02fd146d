//! Consumers registered with a stream for enhanced fan-out.

use super::lifecycle::KinesisTask;
use super::settings::Tags;
use super::stream::{StreamId, StreamMode};
use crate::agenda::Task;
use crate::error::{LimitExceeded, Refusal};
use crate::simulation::Simulation;
use crate::time::{MS_US, Time};
use serde::{Deserialize, Serialize};

/// Number of a registered consumer in its run, never used again.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct ConsumerId(pub u64);

/// As DescribeStreamConsumer tells it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ConsumerStatus {
    Creating,
    Active,
    Deleting,
}

impl ConsumerStatus {
    /// The service's spelling.
    pub fn name(self) -> &'static str {
        match self {
            ConsumerStatus::Creating => "CREATING",
            ConsumerStatus::Active => "ACTIVE",
            ConsumerStatus::Deleting => "DELETING",
        }
    }
}

/// A registered consumer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StreamConsumer {
    pub id: ConsumerId,
    pub name: String,
    pub status: ConsumerStatus,
    pub created: Time,
    pub tags: Tags,
    /// Its resource policy, as it was put.
    pub policy: Option<String>,
}

impl Simulation {
    /// RegisterStreamConsumer.
    pub(crate) fn register_consumer(&mut self, id: StreamId, name: &str, tags: Tags) -> Result<ConsumerId, Refusal> {
        let most = self.consumers_most(id);
        let creating_most = self.quotas.efo_consumers_creating_at_once;
        let stream = &mut self.streams[usize::from(id.0)];
        if !stream.takes_records() {
            return Err(Refusal::ResourceInUse { stream: stream.name.clone(), status: stream.status });
        }
        if stream.consumers.iter().any(|consumer| consumer.name == name) {
            return Err(Refusal::ConsumerExists { consumer: name.to_owned() });
        }
        if stream.consumers.len() as u64 >= most {
            return Err(Refusal::LimitExceeded(LimitExceeded::Consumers { most }));
        }
        let creating = stream.consumers.iter().filter(|consumer| consumer.status == ConsumerStatus::Creating);
        if creating.count() as u64 >= creating_most {
            return Err(Refusal::LimitExceeded(LimitExceeded::ConsumersCreating { most: creating_most }));
        }
        let consumer = ConsumerId(self.kinesis.next_transition());
        stream.consumers.push(StreamConsumer {
            id: consumer,
            name: name.to_owned(),
            status: ConsumerStatus::Creating,
            created: self.now,
            tags,
            policy: None,
        });
        self.plan_consumer(id, consumer, false);
        Ok(consumer)
    }

    /// Consumers that a stream may have; more with On-demand Advantage.
    fn consumers_most(&self, id: StreamId) -> u64 {
        let on_demand = self.streams[usize::from(id.0)].mode == StreamMode::OnDemand;
        let advantage = on_demand && self.kinesis.has_advantage();
        let documented = self.quotas.efo_consumers_per_stream_documented;
        self.quotas.efo_consumers_per_stream_on_demand_advantage.filter(|_| advantage).unwrap_or(documented)
    }

    /// DeregisterStreamConsumer; of one that is DELETING already nothing changes.
    pub(crate) fn deregister_consumer(&mut self, id: StreamId, consumer: ConsumerId) {
        let consumers = &mut self.streams[usize::from(id.0)].consumers;
        let found = consumers.iter_mut().find(|one| one.id == consumer && one.status != ConsumerStatus::Deleting);
        if let Some(found) = found {
            found.status = ConsumerStatus::Deleting;
            self.end_subscriptions_by(consumer);
            self.plan_consumer(id, consumer, true);
        }
    }

    fn plan_consumer(&mut self, stream: StreamId, consumer: ConsumerId, deleting: bool) {
        let due = self.now + self.quotas.model_stream_consumer_ms * MS_US;
        self.agenda.plan(due, Task::Kinesis(KinesisTask::Consumer { stream, consumer, deleting }));
    }

    pub(super) fn end_consumer(&mut self, stream: StreamId, consumer: ConsumerId, deleting: bool) {
        let consumers = &mut self.streams[usize::from(stream.0)].consumers;
        if deleting {
            consumers.retain(|one| one.id != consumer);
        } else if let Some(one) = consumers.iter_mut().find(|one| one.id == consumer)
            && one.status == ConsumerStatus::Creating
        {
            one.status = ConsumerStatus::Active;
        }
        self.settle_bill();
    }
}
