//! Giving records up: they are counted, and the mapping's destination is told.

use super::destination::{Condition, DISCARDS_KEPT, Destination, Discarded, invocation_record, object_key};
use super::dispatch::Place;
use super::event::LambdaEvent;
use crate::api::data::{base64, record_data, record_key};
use crate::event::EventKind;
use crate::kinesis::shard::ShardId;
use crate::kinesis::stream::StreamId;
use crate::simulation::Simulation;
use crate::sqs::message::{Content, Payload};
use crate::sqs::service::NewMessage;
use serde_json::{Value, json};
use std::rc::Rc;

impl Simulation {
    /// Gives records up: counts them and tells the destination.
    pub(super) fn lambda_discard(&mut self, at: Place, records: &[u64], condition: Condition, invocations: u32) {
        let mapping = &self.lambda.mappings[&at.mapping];
        let (stream, shard) = self.lambda_shard(mapping, at.cursor);
        let known: Vec<u64> = records.iter().copied().filter(|index| shard.records.get(*index).is_some()).collect();
        let ends = known.first().zip(known.last()).map(|(first, last)| (*first, *last));
        let lost = (records.len() - known.len()) as u64;
        let discarded = ends.and_then(|(first, last)| {
            let (from, to) = (shard.records.get(first)?, shard.records.get(last)?);
            Some(Discarded {
                at: self.now,
                shard: shard.id,
                condition,
                invocations,
                records: known.len() as u32,
                indices: (first, last),
                numbers: (shard.sequence_number(first)?, shard.sequence_number(last)?),
                arrived: (from.arrived, to.arrived),
            })
        });
        let bad = self.lambda_poisoned(&mapping.setup.function, stream, shard.id, &known).len();
        let delivered = discarded.as_ref().is_some_and(|discarded| self.lambda_deliver(at.mapping, discarded, &known));
        let Some(mapping) = self.lambda.mappings.get_mut(&at.mapping) else { return };
        mapping.expired += lost;
        mapping.discarded += known.len() as u64;
        mapping.discarded_good += (known.len() - bad) as u64;
        mapping.delivered_bad += if delivered { bad as u64 } else { 0 };
        let Some(discarded) = discarded else { return };
        mapping.discards.push_bounded(discarded, DISCARDS_KEPT);
        let what = LambdaEvent::Discarded { shard: discarded.shard, records: discarded.records };
        self.mark(EventKind::Lambda { mapping: at.mapping, what });
    }

    /// Sends the record of a failed batch to the mapping's destination; says whether that took it.
    fn lambda_deliver(&mut self, number: u16, discarded: &Discarded, records: &[u64]) -> bool {
        let mapping = &self.lambda.mappings[&number];
        let stream = mapping.source.stream;
        let mut record =
            invocation_record(&self.account, &self.streams[usize::from(stream.0)].name, mapping, discarded);
        match mapping.setup.on_failure.as_deref().and_then(Destination::of) {
            Some(Destination::Bucket(bucket)) => {
                let id = super::uuid(self.seed ^ discarded.indices.0, discarded.shard.0 as u16);
                let (bucket, key) = (bucket.to_owned(), object_key(&self.account, mapping, discarded, &id));
                let payload = self.lambda_event(stream, discarded.shard, records);
                record["payload"] = payload.to_string().into();
                self.s3.put(&bucket, key, record.to_string().into_bytes(), self.now)
            }
            Some(Destination::Queue(_)) => {
                let arn = mapping.setup.on_failure.clone().unwrap_or_default();
                self.lambda_send(&arn, record.to_string())
            }
            // Nobody listens to a topic here; what it got is kept with the mapping.
            Some(Destination::Topic(_)) => true,
            None => false,
        }
    }

    /// Sends a message to a standard queue, if it is there and takes it. FIFO queues can't be destinations.
    fn lambda_send(&mut self, arn: &str, body: String) -> bool {
        let Some(queue) = self.sqs.find_arn(arn, &self.account) else { return false };
        if self.sqs.queue(queue).is_none_or(|queue| queue.attributes.fifo) {
            return false;
        }
        let bytes = body.len() as u64;
        let content = Content::Whole(Rc::new(Payload { body, ..Payload::default() }));
        let message = NewMessage { content, bytes, group: None, deduplication: None, delay_s: None };
        // A refused message is lost, as it is for the service when it lacks the permission.
        self.sqs_call(queue, |sqs, at| sqs.send(queue, vec![message], at)).is_ok()
    }

    /// The event that a function gets, records whole.
    fn lambda_event(&self, stream: StreamId, id: ShardId, records: &[u64]) -> Value {
        let stream = &self.streams[usize::from(stream.0)];
        let shard = &stream.shards[id.0 as usize];
        let arn = self.account.arn("kinesis", &format!("stream/{}", stream.name));
        let one = |index: &u64| {
            let (record, number) = (shard.records.get(*index)?, shard.sequence_number(*index)?.to_string());
            let payload = shard.payload(*index);
            Some(json!({
                "kinesis": {
                    "kinesisSchemaVersion": "1.0",
                    "partitionKey": record_key(self, record, payload),
                    "sequenceNumber": number,
                    "data": base64(&record_data(self, record, payload)),
                    "approximateArrivalTimestamp": self.account.epoch.ms(record.arrived) as f64 / 1e3,
                },
                "eventSource": "aws:kinesis",
                "eventVersion": "1.0",
                "eventID": format!("{id}:{number}"),
                "eventName": "aws:kinesis:record",
                "awsRegion": self.account.region,
                "eventSourceARN": arn,
            }))
        };
        json!({ "Records": records.iter().filter_map(one).collect::<Vec<Value>>() })
    }
}
