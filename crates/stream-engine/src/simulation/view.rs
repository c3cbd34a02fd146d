//! What can be seen of a run from outside, and how much memory a copy of it takes.

use super::Simulation;
use crate::account::Account;
use crate::bill::Ledger;
use crate::consumers::enhanced::EnhancedConsumer;
use crate::consumers::firehose::Firehose;
use crate::consumers::flink::Flink;
use crate::consumers::kcl::application::Application;
use crate::consumers::lambda::Lambda;
use crate::consumers::polling::PollingConsumer;
use crate::error::Place;
use crate::event::{Call, Event, RefusedRecord};
use crate::keys::KeyTable;
use crate::kinesis::metrics::RunSecond;
use crate::kinesis::stream::{Stream, StreamId};
use crate::log::Log;
use crate::producers::load::Load;
use crate::producers::producer::Producer;
use crate::queue_traffic::QueueActors;
use crate::quota::Quotas;
use crate::s3::{Bucket, ObjectStore};
use crate::security::Security;
use crate::security::trail::Trail;
use crate::series::Series;
use crate::shared::Shared;
use crate::sqs::Sqs;
use crate::time::Time;

impl Simulation {
    pub fn now(&self) -> Time {
        self.now
    }

    pub fn account(&self) -> &Account {
        &self.account
    }

    pub fn seed(&self) -> u64 {
        self.seed
    }

    pub fn quotas(&self) -> &Quotas {
        &self.quotas
    }

    pub fn keys(&self) -> &KeyTable {
        &self.keys
    }

    /// By number; a stream that is gone leaves its place empty until another takes it.
    pub fn streams(&self) -> &[Stream] {
        &self.streams
    }

    /// What the texts of refusals name, for a call to this stream.
    pub fn place(&self, stream: StreamId) -> Place<'_> {
        let name = self.streams.get(usize::from(stream.0)).map_or("", |stream| stream.name.as_str());
        Place { account: &self.account, stream: name }
    }

    pub fn producers(&self) -> &[Producer] {
        &self.producers
    }

    pub fn consumers(&self) -> &[PollingConsumer] {
        &self.consumers
    }

    /// Applications built on the Kinesis Client Library.
    pub fn kcl(&self) -> &[Application] {
        &self.kcl
    }

    /// Applications with enhanced fan-out.
    pub fn enhanced(&self) -> &[EnhancedConsumer] {
        &self.enhanced
    }

    pub fn seconds(&self) -> &Series<RunSecond> {
        &self.seconds
    }

    /// Calls, newest last, at most `CALLS_KEPT` and a piece.
    pub fn calls(&self) -> &Log<Call> {
        &self.calls
    }

    /// Refused writes, newest last.
    pub fn refused(&self) -> &Log<RefusedRecord> {
        &self.refused
    }

    /// What a timeline marks.
    pub fn events(&self) -> &Log<Event> {
        &self.events
    }

    /// The queues.
    pub fn sqs(&self) -> &Sqs {
        &self.sqs
    }

    /// Principals, policies, keys, endpoints.
    pub fn security(&self) -> &Security {
        &self.security
    }

    /// What has been used.
    pub fn bill(&self) -> &Ledger {
        &self.bill
    }

    /// What CloudTrail recorded.
    pub fn trail(&self) -> &Trail {
        &self.trail
    }

    pub fn lambda(&self) -> &Lambda {
        &self.lambda
    }

    pub fn firehose(&self) -> &Firehose {
        &self.firehose
    }

    pub fn s3(&self) -> &ObjectStore {
        &self.s3
    }

    pub fn flink(&self) -> &Flink {
        &self.flink
    }

    /// Who sends to queues and receives from them.
    pub fn queue_actors(&self) -> &QueueActors {
        &self.queue_actors
    }

    /// When the next task is due.
    pub fn next_instant(&self) -> Option<Time> {
        self.agenda.next_at()
    }

    /// The instant a step back leads to: the last at which something was done before now.
    pub fn previous_instant(&self) -> Time {
        let [last, before] = self.last_instants;
        if last < self.now { last } else { before }
    }

    /// Roughly the bytes that this copy doesn't share with one made earlier in the same run.
    pub(crate) fn own_bytes(&self, earlier: Option<&Simulation>) -> usize {
        let before = |stream: &Stream| earlier.and_then(|earlier| earlier.streams.get(usize::from(stream.id.0)));
        let streams: usize = self.streams.iter().map(|stream| stream.own_bytes(before(stream))).sum();
        let producer = |nth: usize| earlier.and_then(|earlier| earlier.producers.get(nth));
        let producers: usize = self.producers.iter().enumerate().map(|(nth, own)| own.own_bytes(producer(nth))).sum();
        let logs = self.calls.own_bytes(earlier.map(|earlier| &earlier.calls))
            + self.refused.own_bytes(earlier.map(|earlier| &earlier.refused))
            + self.seconds.own_bytes(earlier.map(|earlier| &earlier.seconds));
        let extensions = self.extension_bytes(earlier);
        let watched = self.watched_bytes(earlier);
        streams + producers + extensions + watched + logs + self.agenda.own_bytes()
    }

    /// The same for what the applications of fleets got.
    fn watched_bytes(&self, earlier: Option<&Simulation>) -> usize {
        let polling = self.consumers.iter().enumerate().filter_map(|(nth, consumer)| {
            let before = earlier.and_then(|earlier| earlier.consumers.get(nth)?.watch.as_deref());
            Some(consumer.watch.as_ref()?.own_bytes(before))
        });
        let enhanced = self.enhanced.iter().enumerate().filter_map(|(nth, consumer)| {
            let before = earlier.and_then(|earlier| earlier.enhanced.get(nth)?.watch.as_deref());
            Some(consumer.watch.as_ref()?.own_bytes(before))
        });
        polling.sum::<usize>() + enhanced.sum::<usize>()
    }

    /// The same for what a run has beyond its core.
    fn extension_bytes(&self, earlier: Option<&Simulation>) -> usize {
        let objects = |(name, bucket): (&String, &Bucket)| {
            bucket.own_bytes(earlier.and_then(|earlier| earlier.s3.buckets.get(name)))
        };
        let application = |(nth, application): (usize, &Application)| {
            application.own_bytes(earlier.and_then(|earlier| earlier.kcl.get(nth)))
        };
        own(&self.lambda, earlier.map(|earlier| &earlier.lambda), Lambda::own_bytes)
            + own(&self.firehose, earlier.map(|earlier| &earlier.firehose), Firehose::own_bytes)
            + own(&self.queue_actors, earlier.map(|earlier| &earlier.queue_actors), QueueActors::own_bytes)
            + own(&self.s3, earlier.map(|earlier| &earlier.s3), |s3| s3.buckets.iter().map(objects).sum())
            + own(&self.flink, earlier.map(|earlier| &earlier.flink), |flink| {
                flink.own_bytes(earlier.map(|earlier| &*earlier.flink))
            })
            + own(&self.loads, earlier.map(|earlier| &earlier.loads), |loads| {
                let before = |nth: usize| earlier.and_then(|earlier| earlier.loads.get(nth));
                loads.iter().enumerate().map(|(nth, load)| Load::own_bytes(load, before(nth))).sum()
            })
            + own(&self.sqs, earlier.map(|earlier| &earlier.sqs), |sqs| {
                sqs.own_bytes(earlier.map(|earlier| &*earlier.sqs))
            })
            + own(&self.kcl, earlier.map(|earlier| &earlier.kcl), |kcl| kcl.iter().enumerate().map(application).sum())
    }
}

/// Bytes of a part; none if it is the earlier one.
fn own<T>(part: &Shared<T>, earlier: Option<&Shared<T>>, bytes: impl FnOnce(&T) -> usize) -> usize {
    if earlier.is_some_and(|earlier| part.is_same(earlier)) { 0 } else { bytes(part) }
}
