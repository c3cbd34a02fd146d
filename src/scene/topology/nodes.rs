//! Which boxes a run has, how each is doing, and what leads where.

use super::{Column, Id, Link, Node};
use crate::content::{t, tf};
use lab_content::format::{Format, THIN, thousands};
use stream_engine::Simulation;
use stream_engine::consumers::firehose::DeliveryStream;
use stream_engine::consumers::lambda::mapping::Mapping;
use stream_engine::kinesis::stream::Stream;
use stream_engine::producers::client::Client;
use stream_engine::sqs::queue::Queue;

/// A reader is behind from so many milliseconds on, a queue from so old a message on.
const BEHIND_MS: u64 = 5_000;
/// Refusals are looked for in the last whole second.
const WINDOW_S: u64 = 1;

/// All boxes, column by column.
pub(super) fn nodes(run: &Simulation) -> Vec<Node> {
    let mut all = producers(run);
    all.extend(run.streams().iter().enumerate().filter(|(_, stream)| stream.is_there()).map(|(nth, stream)| {
        let load = stream_load(run, stream);
        Node { id: Id::Stream(nth), ..load }
    }));
    all.extend(run.sqs().queues().map(|queue| queue_node(run, queue)));
    all.extend(stream_readers(run));
    all.extend(run.lambda().mappings.iter().map(|(number, mapping)| mapping_node(*number, mapping)));
    all.extend(run.firehose().streams.iter().map(|(number, delivery)| delivery_node(*number, delivery)));
    all.extend(queue_consumers(run));
    all.extend(run.s3().buckets.iter().map(|(name, bucket)| {
        let (n, bytes) = (thousands(bucket.objects.end()), Format::Mebibytes.text(bucket.bytes));
        let detail = tf("topology.objects", &[("n", &n), ("bytes", &bytes)]);
        node(Id::Bucket(name.clone()), Column::Ends, name, t("topology.kind.bucket"), detail, bucket.refuses)
    }));
    all.sort_by_key(|node| node.column);
    all
}

/// What leads where.
pub(super) fn links(run: &Simulation) -> Vec<Link> {
    let mut all = Vec::new();
    let mut link = |from: Id, to: Id, is_for_failures: bool| all.push(Link { from, to, is_for_failures });
    let senders = &run.queue_actors().senders;
    for (nth, producer) in run.producers().iter().enumerate() {
        let feeds = || senders.iter().filter(|sender| sender.setup.producer == producer.setup.name);
        if !feeds().any(|sender| sender.setup.queue_only) {
            link(Id::Producer(nth), Id::Stream(usize::from(producer.setup.stream.0)), false);
        }
        feeds().for_each(|sender| link(Id::Producer(nth), Id::Queue(sender.setup.queue.clone()), false));
    }
    let stream = |number: u16| Id::Stream(usize::from(number));
    for (nth, consumer) in run.consumers().iter().enumerate() {
        link(stream(consumer.setup.stream.0), Id::Polling(nth), false);
    }
    for (nth, consumer) in run.enhanced().iter().enumerate() {
        link(stream(consumer.setup.stream.0), Id::Enhanced(nth), false);
    }
    for (nth, application) in run.kcl().iter().enumerate() {
        link(stream(application.setup.stream.0), Id::Kcl(nth), false);
    }
    for (nth, application) in run.flink().applications.iter().enumerate() {
        link(stream(application.setup.stream.0), Id::Flink(nth), false);
    }
    let named_by_arn = |arn: &str| arn.rsplit(':').next().unwrap_or(arn).to_owned();
    for (number, mapping) in &run.lambda().mappings {
        let setup = &mapping.setup;
        let source = setup.queue.clone().map_or_else(|| stream(setup.stream.0), Id::Queue);
        link(source, Id::Mapping(*number), false);
        if let Some(arn) = &setup.on_failure {
            let name = named_by_arn(arn);
            let to = if arn.contains(":s3:") { Id::Bucket(name) } else { Id::Queue(name) };
            link(Id::Mapping(*number), to, true);
        }
    }
    for (number, delivery) in &run.firehose().streams {
        if let Some(from) = delivery.setup.stream {
            link(stream(from.0), Id::Delivery(*number), false);
        }
        link(Id::Delivery(*number), Id::Bucket(delivery.setup.bucket.clone()), false);
    }
    for (nth, consumer) in run.queue_actors().consumers.iter().enumerate() {
        link(Id::Queue(consumer.setup.queue.clone()), Id::QueueConsumer(nth), false);
    }
    for queue in run.sqs().queues() {
        if let Some(redrive) = &queue.attributes.redrive {
            let to = Id::Queue(named_by_arn(&redrive.dead_letter_target_arn));
            link(Id::Queue(queue.name.to_string()), to, true);
        }
    }
    all
}

fn node(
    id: Id,
    column: Column,
    name: impl Into<String>,
    kind: &'static str,
    detail: impl Into<String>,
    is_bad: bool,
) -> Node {
    Node { id, column, name: name.into(), kind, detail: detail.into(), is_bad, load: None }
}

fn producers(run: &Simulation) -> Vec<Node> {
    let recently = |nth: usize| {
        let newest = run.refused().iter_back().take(2_000).find(|refused| usize::from(refused.record.producer) == nth);
        newest.is_some_and(|refused| run.now().since(refused.record.arrived) < 1_000_000)
    };
    let all = run.producers().iter().enumerate().map(|(nth, producer)| {
        let setup = &producer.setup;
        let kind = match setup.client {
            Client::PutRecord => t("topology.kind.put_record"),
            Client::Sdk(_) => t("topology.kind.put_records"),
            Client::Kpl(_) => t("topology.kind.kpl"),
            Client::Agent(_) => t("topology.kind.agent"),
        };
        let detail = match producer.dead {
            true => t("topology.crashed").to_owned(),
            false => {
                let rate = thousands(u64::from(setup.rate_per_second));
                format!("{rate}{THIN}{}", t("stage.readings_per_second"))
            }
        };
        node(Id::Producer(nth), Column::Sources, &setup.name, kind, detail, producer.dead || recently(nth))
    });
    all.collect()
}

/// The box of a stream; its id is the caller's.
fn stream_load(run: &Simulation, stream: &Stream) -> Node {
    let (mut records, mut refused, mut load) = (0_u64, 0_u64, 0.0_f64);
    for shard in stream.open_shards() {
        let last = shard.seconds.window(run.now(), WINDOW_S).next().copied().unwrap_or_default();
        records += u64::from(last.incoming_records);
        refused += u64::from(last.write_provisioned_throughput_exceeded);
        let quotas = run.quotas();
        let of_records = f64::from(last.incoming_records) / quotas.shard_write_records_per_second as f64;
        let of_bytes = f64::from(last.incoming_bytes) / quotas.shard_write_bytes_per_second as f64;
        load = load.max(of_records).max(of_bytes);
    }
    let values =
        [("n", stream.open_count().to_string()), ("records", thousands(records)), ("refused", thousands(refused))];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let key = if refused > 0 { "topology.stream_refuses" } else { "topology.stream" };
    let kind = t("topology.kind.stream");
    let node = node(Id::Stream(0), Column::Stores, &stream.name, kind, tf(key, &values), refused > 0);
    Node { load: Some(load.min(1.0)), ..node }
}

fn queue_node(run: &Simulation, queue: &Queue) -> Node {
    let counts = queue.counts();
    let is_end = run.sqs().sources_of(&queue.arn).next().is_some()
        || run.lambda().mappings.values().any(|mapping| mapping.setup.on_failure.as_deref() == Some(&*queue.arn));
    let old_ms = queue.oldest().map_or(0, |oldest| run.now().since(oldest) / 1_000);
    let (n, m) = (thousands(counts.visible + counts.delayed), thousands(counts.in_flight));
    let detail = tf("topology.queue", &[("n", &n), ("m", &m)]);
    let (column, kind, is_bad) = match (is_end, queue.attributes.fifo) {
        (true, _) => (Column::Ends, t("topology.kind.dead_letters"), counts.visible > 0),
        (false, true) => (Column::Stores, t("topology.kind.fifo"), old_ms > BEHIND_MS),
        (false, false) => (Column::Stores, t("topology.kind.queue"), old_ms > BEHIND_MS),
    };
    node(Id::Queue(queue.name.to_string()), column, &*queue.name, kind, detail, is_bad)
}

fn stream_readers(run: &Simulation) -> Vec<Node> {
    let behind = |ms: u64| tf("stage.behind", &[("s", &format!("{}.{}", thousands(ms / 1_000), ms % 1_000 / 100))]);
    let polling = run.consumers().iter().enumerate().map(|(nth, consumer)| {
        let ms = consumer.readers.iter().map(|reader| reader.millis_behind_latest).max().unwrap_or(0);
        let refused = consumer.readers.iter().any(|reader| reader.throttled);
        let detail = if refused { t("stage.read_throttled").to_owned() } else { behind(ms) };
        let kind = t("topology.kind.polling");
        node(Id::Polling(nth), Column::Readers, &consumer.setup.name, kind, detail, refused || ms > BEHIND_MS)
    });
    let enhanced = run.enhanced().iter().enumerate().map(|(nth, consumer)| {
        let detail = tf("topology.records", &[("n", &thousands(consumer.records))]);
        let kind = t("topology.kind.enhanced");
        node(Id::Enhanced(nth), Column::Readers, &consumer.setup.name, kind, detail, false)
    });
    let kcl = run.kcl().iter().enumerate().map(|(nth, application)| {
        let last = application.seconds.window(run.now(), WINDOW_S).next().copied().unwrap_or_default();
        let ms = u64::from(last.millis_behind_latest);
        let (n, of) = (application.working().to_string(), application.workers.len().to_string());
        let detail = tf("topology.workers", &[("n", &n), ("of", &of), ("behind", &behind(ms))]);
        let is_bad = application.unattended_since.is_some() || ms > BEHIND_MS;
        node(Id::Kcl(nth), Column::Readers, &application.setup.name, t("topology.kind.kcl"), detail, is_bad)
    });
    let flink = run.flink().applications.iter().enumerate().map(|(nth, application)| {
        let detail = match application.running {
            true => tf("topology.results", &[("n", &thousands(application.results.end()))]),
            false => t("topology.crashed").to_owned(),
        };
        let kind = t("topology.kind.flink");
        node(Id::Flink(nth), Column::Readers, &application.setup.name, kind, detail, !application.running)
    });
    polling.chain(enhanced).chain(kcl).chain(flink).collect()
}

fn mapping_node(number: u16, mapping: &Mapping) -> Node {
    let age = format!("{}.{}", thousands(mapping.iterator_age_ms / 1_000), mapping.iterator_age_ms % 1_000 / 100);
    let detail = match mapping.setup.queue {
        Some(_) => tf("topology.records", &[("n", &thousands(mapping.records))]),
        None => tf("topology.mapping", &[("age", &age), ("n", &thousands(mapping.records))]),
    };
    let is_bad = mapping.iterator_age_ms > BEHIND_MS || mapping.expired > 0;
    node(Id::Mapping(number), Column::Readers, &mapping.setup.function, t("topology.kind.lambda"), detail, is_bad)
}

fn delivery_node(number: u16, delivery: &DeliveryStream) -> Node {
    let (n, bytes) = (thousands(delivery.objects), Format::Mebibytes.text(delivery.buffer.bytes));
    let detail = tf("topology.delivery", &[("n", &n), ("bytes", &bytes)]);
    let is_bad = !delivery.waiting.is_empty();
    node(Id::Delivery(number), Column::Readers, &delivery.setup.name, t("topology.kind.firehose"), detail, is_bad)
}

fn queue_consumers(run: &Simulation) -> Vec<Node> {
    let all = run.queue_actors().consumers.iter().enumerate().map(|(nth, consumer)| {
        let (n, m) = (consumer.setup.workers.to_string(), thousands(consumer.handled));
        let detail = tf("topology.queue_workers", &[("n", &n), ("m", &m)]);
        let kind = t("topology.kind.queue_workers");
        node(Id::QueueConsumer(nth), Column::Readers, &consumer.setup.name, kind, detail, false)
    });
    all.collect()
}
