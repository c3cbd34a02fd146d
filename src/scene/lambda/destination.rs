//! What lies in a mapping's on-failure destination, for reading.

use stream_engine::Simulation;
use stream_engine::consumers::lambda::destination::Destination;
use stream_engine::consumers::lambda::mapping::Mapping;
use stream_engine::kinesis::sequence_number::SequenceNumber;
use stream_engine::kinesis::shard::ShardId;
use stream_engine::s3::Piece;
use stream_engine::sqs::message::Content;

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
    let queue = run.sqs().find(name).and_then(|id| run.sqs().queue(id));
    let all = queue.into_iter().flat_map(|queue| queue.messages());
    let texts = all.filter_map(|(number, message)| match &message.content {
        Content::Whole(payload) => Some(Letter { name: number.to_string(), body: payload.body.clone() }),
        Content::Reading(_) => None,
    });
    newest(texts.collect())
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
    newest(texts.collect())
}

fn newest(mut all: Vec<Letter>) -> Vec<Letter> {
    all.reverse();
    all.truncate(SHOWN_MAX);
    all
}

/// The first record of the newest failed batch, to be fetched from its shard while it is there.
pub fn newest_record(mapping: &Mapping) -> Option<(ShardId, SequenceNumber)> {
    mapping.discards.last().map(|discarded| (discarded.shard, discarded.numbers.0))
}
