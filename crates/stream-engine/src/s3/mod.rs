//! Amazon S3, as far as others deliver into it: buckets with objects, and a bucket that refuses.

use crate::kinesis::shard::ShardId;
use crate::kinesis::stream::StreamId;
use crate::log::Log;
use crate::rng::mix;
use crate::time::Time;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Buckets of a run at most: the engine's bound. What goes elsewhere is refused.
pub const BUCKETS_MAX: usize = 1_024;
/// Objects of a bucket that are kept; older ones are counted as dropped. The service keeps all.
pub const OBJECTS_KEPT: usize = 8_192;
/// Content kept of one object, and of all objects of a bucket; of others only the size is known.
pub const OBJECT_CONTENT_MAX: usize = 256 << 10;
const CONTENT_KEPT: usize = 8 << 20;

/// A part of an object's content.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Piece {
    Bytes(Rc<Vec<u8>>),
    /// Data of records of a shard, made again when asked for, each with a line break behind it or not.
    Records {
        stream: StreamId,
        life: u64,
        shard: ShardId,
        from: u64,
        to: u64,
        newline: bool,
    },
}

impl Piece {
    /// Memory it takes here.
    pub fn own_bytes(&self) -> usize {
        match self {
            Piece::Bytes(bytes) => size_of::<Piece>() + bytes.len(),
            Piece::Records { .. } => size_of::<Piece>(),
        }
    }
}

/// An object without its content.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Object {
    pub key: String,
    pub size: u64,
    pub last_modified: Time,
    /// Stands in for the content's MD5, which the store doesn't compute.
    pub tag: u64,
}

/// A bucket.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Bucket {
    /// In the order in which they came.
    pub objects: Log<Rc<Object>>,
    /// By the object's index; oldest ones dropped first.
    contents: Log<Rc<Vec<Piece>>>,
    content_bytes: usize,
    /// Bytes of all objects that ever came.
    pub bytes: u64,
    /// It takes nothing: a fault on command.
    pub refuses: bool,
}

/// All buckets of the account. A bucket is there as soon as somebody delivers into it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ObjectStore {
    pub buckets: BTreeMap<String, Bucket>,
}

impl ObjectStore {
    /// Whether somebody may deliver into a bucket of this name.
    pub fn takes(&self, name: &str) -> bool {
        self.buckets.contains_key(name) || self.buckets.len() < BUCKETS_MAX
    }

    /// The bucket of this name, made if need be.
    pub fn bucket(&mut self, name: &str) -> &mut Bucket {
        self.buckets.entry(name.to_owned()).or_default()
    }

    /// Stores an object whole; false if the bucket refuses.
    pub fn put(&mut self, bucket: &str, key: String, content: Vec<u8>, now: Time) -> bool {
        if !self.takes(bucket) {
            return false;
        }
        let size = content.len() as u64;
        self.bucket(bucket).put(key, size, vec![Piece::Bytes(Rc::new(content))], now)
    }
}

impl Bucket {
    /// Stores an object of so many bytes; false if the bucket refuses. Content beyond the bound of
    /// one object isn't kept.
    pub fn put(&mut self, key: String, size: u64, pieces: Vec<Piece>, now: Time) -> bool {
        if self.refuses {
            return false;
        }
        let tag = mix(self.objects.end() ^ size << 32 ^ now.0);
        self.objects.push_bounded(Rc::new(Object { key, size, last_modified: now, tag }), OBJECTS_KEPT);
        self.bytes += size;
        let own = |pieces: &[Piece]| pieces.iter().map(Piece::own_bytes).sum::<usize>();
        let pieces = if own(&pieces) > OBJECT_CONTENT_MAX { Vec::new() } else { pieces };
        self.content_bytes += own(&pieces);
        self.contents.push(Rc::new(pieces));
        while self.content_bytes > CONTENT_KEPT || self.contents.first() < self.objects.first() {
            let Some(oldest) = self.contents.oldest() else { break };
            self.content_bytes -= oldest.iter().map(|pieces| own(pieces)).sum::<usize>();
            self.contents.drop_oldest();
        }
        true
    }

    /// The newest object with this key, by its index.
    pub fn find(&self, key: &str) -> Option<(u64, &Object)> {
        let back = (self.objects.first()..self.objects.end()).rev();
        back.filter_map(|index| Some((index, &**self.objects.get(index)?))).find(|(_, object)| object.key == key)
    }

    /// An object's content, if it is still kept; an empty list for one that was too large.
    pub fn content(&self, index: u64) -> Option<&[Piece]> {
        self.contents.get(index).map(|pieces| pieces.as_slice())
    }

    /// The newest object of each key that begins with `prefix`, in the order of the keys.
    pub fn list(&self, prefix: &str) -> BTreeMap<&str, &Object> {
        let objects = self.objects.iter().filter(|object| object.key.starts_with(prefix));
        objects.map(|object| (object.key.as_str(), &**object)).collect()
    }

    /// Roughly the bytes that a copy doesn't share.
    pub(crate) fn own_bytes(&self, earlier: Option<&Bucket>) -> usize {
        self.objects.own_bytes(earlier.map(|earlier| &earlier.objects))
            + self.contents.own_bytes(earlier.map(|earlier| &earlier.contents))
    }
}
