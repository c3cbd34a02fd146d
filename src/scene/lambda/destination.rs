//! What lies in a mapping's on-failure destination, for reading.

use stream_engine::Simulation;
use stream_engine::consumers::lambda::destination::{Destination, Discarded};
use stream_engine::consumers::lambda::mapping::Mapping;
use stream_engine::kinesis::sequence_number::SequenceNumber;
use stream_engine::kinesis::shard::ShardId;
use stream_engine::s3::Piece;
use stream_engine::sqs::message::Content;
use stream_engine::sqs::queue::Queue;

/// Newest ones that are shown.
const SHOWN_MAX: usize = 20;

/// What a destination is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Queue,
    Topic,
    Bucket,
}

/// Kind and name of the destination, if there is one.
pub fn kind(mapping: &Mapping) -> Option<(Kind, &str)> {
    Some(match Destination::of(mapping.setup.on_failure.as_deref()?)? {
        Destination::Queue(name) => (Kind::Queue, name),
        Destination::Topic(name) => (Kind::Topic, name),
        Destination::Bucket(name) => (Kind::Bucket, name),
    })
}

/// One message or object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Letter {
    /// Name of an object, or the place of a message.
    pub name: String,
    /// JSON.
    pub body: String,
}

/// What a destination holds, newest first.
pub fn letters(run: &Simulation, mapping: &Mapping) -> Vec<Letter> {
    match kind(mapping) {
        Some((Kind::Queue, name)) => messages(run, name),
        Some((Kind::Bucket, name)) => objects(run, name),
        Some((Kind::Topic, _)) | None => Vec::new(),
    }
}

fn messages(run: &Simulation, name: &str) -> Vec<Letter> {
    let all = queue(run, name).into_iter().flat_map(|queue| queue.messages());
    let texts = all.filter_map(|(number, message)| match &message.content {
        Content::Whole(payload) => Some(Letter { name: number.to_string(), body: payload.body.clone() }),
        Content::Reading(_) => None,
    });
    first_shown(texts.collect())
}

fn queue<'a>(run: &'a Simulation, name: &str) -> Option<&'a Queue> {
    run.sqs().find(name).and_then(|id| run.sqs().queue(id))
}

fn objects(run: &Simulation, name: &str) -> Vec<Letter> {
    let Some(bucket) = run.s3().buckets.get(name) else { return Vec::new() };
    let all = (bucket.objects.first()..).zip(bucket.objects.iter());
    let texts = all.filter_map(|(index, object)| {
        let bytes = bucket.content(index)?.iter().map(|piece| match piece {
            Piece::Bytes(bytes) => bytes.to_vec(),
            Piece::Records { .. } => Vec::new(),
        });
        let body = String::from_utf8_lossy(&bytes.collect::<Vec<_>>().concat()).into_owned();
        Some(Letter { name: object.key.clone(), body })
    });
    first_shown(texts.collect())
}

fn first_shown(mut all: Vec<Letter>) -> Vec<Letter> {
    all.reverse();
    all.truncate(SHOWN_MAX);
    all
}

/// Messages or objects that it holds, whether they are shown or not; None for a topic, which keeps nothing.
pub fn count(run: &Simulation, mapping: &Mapping) -> Option<u64> {
    match kind(mapping)? {
        (Kind::Queue, name) => Some(queue(run, name).map_or(0, |queue| {
            let counts = queue.counts();
            counts.visible + counts.delayed + counts.in_flight
        })),
        (Kind::Bucket, name) => Some(run.s3().buckets.get(name).map_or(0, |bucket| bucket.objects.end())),
        (Kind::Topic, _) => None,
    }
}

/// The newest failed batch of those that lie in the destination: a mapping may have given others up before, when it had
/// another one. Found by its time, as the record of a batch is there at the instant at which the batch is given up.
pub fn newest<'a>(run: &Simulation, mapping: &'a Mapping) -> Option<&'a Discarded> {
    let at = match kind(mapping)? {
        (Kind::Queue, name) => queue(run, name)?.messages().map(|(_, message)| message.sent).max()?,
        (Kind::Bucket, name) => run.s3().buckets.get(name)?.objects.last()?.last_modified,
        (Kind::Topic, _) => return None,
    };
    mapping.discards.iter_back().find(|discarded| discarded.at == at)
}

/// The first record of the newest failed batch, to be fetched from its shard while it is there.
pub fn newest_record(run: &Simulation, mapping: &Mapping) -> Option<(ShardId, SequenceNumber)> {
    newest(run, mapping).map(|discarded| (discarded.shard, discarded.numbers.0))
}
