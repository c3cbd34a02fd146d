//! Amazon S3 as far as delivered objects are looked at. The service speaks REST with XML; here each
//! operation has a target, and answers are JSON with AWS' names.

mod get_object;
mod list_objects_v2;

use super::failure::Failure;
use super::service::{Response, Service};
use crate::s3::{Bucket, Object};
use crate::simulation::Simulation;
use serde_json::json;

/// The service. Names and members: S3 API model (botocore 1.44.5).
pub static SERVICE: Service = Service {
    prefix: "AmazonS3",
    cli_name: "s3api",
    json_version: "1.0",
    operations: &[&get_object::OPERATION, &list_objects_v2::OPERATION],
    failure,
};

fn failure(failure: Failure) -> Response {
    let body = json!({ "__type": failure.code, "message": failure.message });
    SERVICE.response(failure.status, body.to_string())
}

fn bucket<'a>(world: &'a Simulation, name: &str) -> Result<&'a Bucket, Failure> {
    let missing = || Failure { status: 404, ..Failure::new("NoSuchBucket", "The specified bucket does not exist") };
    world.s3.buckets.get(name).ok_or_else(missing)
}

/// 32 hex digits in quotes. A simplification: not the content's MD5.
fn etag(object: &Object) -> String {
    format!("\"{:016x}{:016x}\"", object.tag, crate::rng::mix(object.tag))
}
