//! ListObjectsV2: the objects of a bucket in the order of their keys, page by page.

use super::{bucket, etag};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional, required};
use crate::civil::Civil;
use crate::simulation::Simulation;
use serde_json::{Value, json};

pub static OPERATION: Operation = Operation {
    name: "ListObjectsV2",
    members: &[
        required("Bucket", Shape::TEXT),
        optional("Prefix", Shape::TEXT),
        optional("MaxKeys", Shape::Integer(Range::at_least(0))),
        optional("ContinuationToken", Shape::TEXT),
        optional("StartAfter", Shape::TEXT),
    ],
    since: 0,
    run,
};

/// Keys of a page, whatever is asked for (API grammar).
const PAGE_MAX: u64 = 1_000;

fn run(world: &mut Simulation, body: Body) -> Answer {
    let name = body.required("Bucket");
    let prefix = body.text("Prefix").unwrap_or("");
    let found = bucket(world, name)?.list(prefix);
    let most = body.count("MaxKeys").unwrap_or(PAGE_MAX).min(PAGE_MAX);
    // A token is the last key that was given.
    let after = body.text("ContinuationToken").or(body.text("StartAfter")).unwrap_or("");
    let rest: Vec<_> = found.into_iter().filter(|(key, _)| *key > after).collect();
    let page = &rest[..rest.len().min(most as usize)];
    let contents: Vec<Value> = page
        .iter()
        .map(|(key, object)| {
            json!({
                "Key": key,
                "LastModified": Civil::from_ms(world.account.epoch.ms(object.last_modified)).iso(),
                "ETag": etag(object),
                "Size": object.size,
                "StorageClass": "STANDARD",
            })
        })
        .collect();
    let cut = page.len() < rest.len();
    let mut answer = json!({
        "Name": name,
        "Prefix": prefix,
        "MaxKeys": most,
        "KeyCount": page.len(),
        "IsTruncated": cut,
        "Contents": contents,
    });
    if let (true, Some((key, _))) = (cut, page.last()) {
        answer["NextContinuationToken"] = (*key).into();
    }
    Ok(answer)
}
