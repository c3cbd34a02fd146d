//! GetObject: an object's content, as Base64, as long as the simulation keeps it.

use super::{bucket, etag};
use crate::api::body::Body;
use crate::api::data::base64;
use crate::api::failure::Failure;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Shape, required};
use crate::civil::Civil;
use crate::s3::Piece;
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "GetObject",
    members: &[required("Bucket", Shape::TEXT), required("Key", Shape::TEXT)],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let bucket = bucket(world, body.required("Bucket"))?;
    let missing = || Failure { status: 404, ..Failure::new("NoSuchKey", "The specified key does not exist.") };
    let (index, object) = bucket.find(body.required("Key")).ok_or_else(missing)?;
    let pieces = bucket.content(index).unwrap_or(&[]);
    let content: Option<Vec<Vec<u8>>> = pieces.iter().map(|piece| bytes(world, piece, usize::MAX)).collect();
    let content = content.unwrap_or_default().concat();
    if content.len() as u64 != object.size {
        // Nearest to the truth among the service's own answers: it can't be had now.
        let gone = "The content of this object is no longer kept by the simulation; its size is.";
        return Err(Failure { status: 403, ..Failure::new("InvalidObjectState", gone) });
    }
    Ok(json!({
        "Body": base64(&content),
        "ContentLength": object.size,
        "ETag": etag(object),
        "LastModified": Civil::from_ms(world.account.epoch.ms(object.last_modified)).iso(),
    }))
}

impl Simulation {
    /// The beginning of an object's content, at least `most` bytes if it has so many; None if the simulation doesn't
    /// keep it any more.
    pub fn object_beginning(&self, bucket: &str, index: u64, most: usize) -> Option<Vec<u8>> {
        let mut all = Vec::new();
        for piece in self.s3.buckets.get(bucket)?.content(index)? {
            let left = most.saturating_sub(all.len());
            if left == 0 {
                break;
            }
            all.extend(bytes(self, piece, left)?);
        }
        (!all.is_empty()).then_some(all)
    }
}

/// The bytes of a piece, at least `most` if it has so many; None if its records are gone.
fn bytes(world: &Simulation, piece: &Piece, most: usize) -> Option<Vec<u8>> {
    match piece {
        Piece::Bytes(bytes) => Some(bytes.to_vec()),
        Piece::Records { stream, life, shard, from, to, newline } => {
            let stream = world.streams.get(usize::from(stream.0)).filter(|stream| stream.life == *life)?;
            let shard = stream.shards.get(shard.0 as usize)?;
            let mut all = Vec::new();
            for index in *from..*to {
                if all.len() >= most {
                    break;
                }
                for data in world.user_data(shard, index)? {
                    all.extend(data);
                    all.extend(newline.then_some(b'\n'));
                }
            }
            Some(all)
        }
    }
}
