//! The life of a stream: CREATING, ACTIVE, UPDATING, DELETING, gone. A call starts a transition, a
//! task of the agenda ends it, unless the stream is in another one, or another stream, by then.

use super::reshard::Reshard;
use super::stream::{StreamId, StreamMode, StreamStatus};
use super::stream_consumer::{ConsumerId, ConsumerStatus};
use crate::agenda::Task;
use crate::error::{Constraint, InvalidArgument, LimitExceeded, Refusal};
use crate::event::EventKind;
use crate::simulation::Simulation;
use crate::time::{HOUR_US, MS_US};
use serde::{Deserialize, Serialize};

/// What Kinesis does by itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum KinesisTask {
    /// A stream is no longer CREATING, UPDATING or DELETING.
    Transition { stream: StreamId, transition: u64 },
    /// An on-demand stream's load is looked at.
    Look { stream: StreamId, watch: u64 },
    /// An on-demand stream's shards are split.
    Scale { stream: StreamId, watch: u64 },
    /// A registered consumer is no longer CREATING or DELETING.
    Consumer { stream: StreamId, consumer: ConsumerId, deleting: bool },
    /// A subscription may push.
    Push { subscription: u64 },
    /// A subscription's time is over.
    Unsubscribe { subscription: u64 },
}

impl Simulation {
    pub(crate) fn do_kinesis_task(&mut self, task: KinesisTask) {
        match task {
            KinesisTask::Transition { stream, transition } => self.end_transition(stream, transition),
            KinesisTask::Look { stream, watch } => self.look_at_load(stream, watch),
            KinesisTask::Scale { stream, watch } => self.scale(stream, watch),
            KinesisTask::Consumer { stream, consumer, deleting } => self.end_consumer(stream, consumer, deleting),
            KinesisTask::Push { subscription } => self.push(subscription),
            KinesisTask::Unsubscribe { subscription } => self.end_subscription(subscription),
        }
    }

    /// CreateStream: `shard_count` is absent for on-demand mode.
    pub(crate) fn create_stream(
        &mut self,
        name: &str,
        shard_count: Option<u32>,
        mode: StreamMode,
    ) -> Result<StreamId, Refusal> {
        if self.stream_named(name).is_some() {
            return Err(Refusal::StreamExists { stream: name.to_owned() });
        }
        let shards = match mode {
            StreamMode::Provisioned => shard_count.unwrap_or(0),
            StreamMode::OnDemand => self.quotas.on_demand_initial_open_shards as u32,
        };
        if shards == 0 {
            let must = "Member must have value greater than or equal to 1";
            return Err(Refusal::Validation(vec![Constraint::new("0", "shardCount", must)]));
        }
        match mode {
            StreamMode::Provisioned => self.require_shards(u64::from(shards))?,
            StreamMode::OnDemand => self.require_on_demand_stream()?,
        }
        let most = self.quotas.streams_in_creating_state_max;
        let creating = self.streams.iter().filter(|stream| stream.status == StreamStatus::Creating).count();
        if creating as u64 >= most {
            return Err(Refusal::LimitExceeded(LimitExceeded::StreamsCreating { most }));
        }
        let full = Refusal::LimitExceeded(LimitExceeded::StreamsCreating { most });
        let id = self.place_stream(name, mode).ok_or(full)?;
        self.streams[usize::from(id.0)].opening = shards;
        self.begin_transition(id, StreamStatus::Creating, self.quotas.model_create_stream_ms);
        Ok(id)
    }

    pub(super) fn require_on_demand_stream(&self) -> Result<(), Refusal> {
        let most = self.quotas.on_demand_streams_per_account;
        let there = self.streams.iter().filter(|stream| stream.is_there() && stream.mode == StreamMode::OnDemand);
        match there.count() as u64 >= most {
            true => Err(Refusal::LimitExceeded(LimitExceeded::OnDemandStreams { most })),
            false => Ok(()),
        }
    }

    /// DeleteStream, from any state; of one that is DELETING already nothing changes.
    pub(crate) fn delete_stream(&mut self, id: StreamId, with_consumers: bool) -> Result<(), Refusal> {
        let stream = &mut self.streams[usize::from(id.0)];
        if stream.status == StreamStatus::Deleting {
            return Ok(());
        }
        if !with_consumers && stream.consumers.iter().any(|consumer| consumer.status != ConsumerStatus::Deleting) {
            return Err(Refusal::ConsumersRegistered { stream: stream.name.clone() });
        }
        stream.resharding = None;
        stream.opening = 0;
        self.begin_transition(id, StreamStatus::Deleting, self.quotas.model_delete_stream_ms);
        Ok(())
    }

    /// Puts a stream into a state that ends by itself.
    pub(crate) fn begin_transition(&mut self, id: StreamId, status: StreamStatus, duration_ms: u64) {
        let transition = self.kinesis.next_transition();
        let stream = &mut self.streams[usize::from(id.0)];
        (stream.status, stream.transition) = (status, transition);
        let task = KinesisTask::Transition { stream: id, transition };
        self.agenda.plan(self.now + duration_ms * MS_US, Task::Kinesis(task));
    }

    fn end_transition(&mut self, id: StreamId, transition: u64) {
        let now = self.now;
        let stream = &mut self.streams[usize::from(id.0)];
        if stream.transition != transition {
            return;
        }
        match stream.status {
            StreamStatus::Creating => {
                stream.open_fresh(stream.opening, now);
                if stream.mode == StreamMode::OnDemand {
                    self.watch_load(id);
                }
                self.sync_consumers();
            }
            StreamStatus::Updating if stream.resharding.is_some() => return self.complete_reshard(id),
            StreamStatus::Updating => stream.status = StreamStatus::Active,
            StreamStatus::Deleting => {
                self.end_subscriptions_of(id);
                let stream = &mut self.streams[usize::from(id.0)];
                self.kinesis.forget(&stream.name, id);
                stream.leave(&self.quotas);
            }
            StreamStatus::Active | StreamStatus::Gone => {}
        }
        self.count_open_shards();
        self.settle_bill();
    }

    fn complete_reshard(&mut self, id: StreamId) {
        self.streams[usize::from(id.0)].complete(self.now);
        self.shards_changed(id);
    }

    /// To be called when a stream's shard map has changed: whoever looks at it looks again.
    pub(super) fn shards_changed(&mut self, id: StreamId) {
        self.count_open_shards();
        self.settle_bill();
        self.mark(EventKind::ReshardingEnded { stream: id });
        self.wake_closed(id);
        self.sync_consumers();
    }

    /// Starts a change of the shard map that the stream has found possible.
    pub(crate) fn begin_reshard(&mut self, id: StreamId, change: Reshard) -> Result<(), Refusal> {
        let open = self.streams[usize::from(id.0)].open_count() as u64;
        self.require_shards(change.additional(open))?;
        self.streams[usize::from(id.0)].begin(change, self.now);
        self.begin_transition(id, StreamStatus::Updating, change.duration_us(&self.quotas) / MS_US);
        self.mark(EventKind::ReshardingBegan { stream: id });
        Ok(())
    }

    /// IncreaseStreamRetentionPeriod and DecreaseStreamRetentionPeriod.
    pub(crate) fn set_retention(&mut self, id: StreamId, hours: u64, raise: bool) -> Result<(), Refusal> {
        let (least, most) = (self.quotas.retention_default_hours, self.quotas.retention_long_term_max_hours);
        let stream = &mut self.streams[usize::from(id.0)];
        if !(least..=most).contains(&hours) {
            return Err(Refusal::InvalidArgument(InvalidArgument::RetentionBounds { hours, least, most }));
        }
        stream.require_active()?;
        let now_hours = stream.retention_us / HOUR_US;
        if (raise && hours < now_hours) || (!raise && hours > now_hours) {
            return Err(Refusal::InvalidArgument(InvalidArgument::Retention { hours, now_hours, raise }));
        }
        stream.set_retention(hours * HOUR_US, self.now);
        Ok(())
    }
}
