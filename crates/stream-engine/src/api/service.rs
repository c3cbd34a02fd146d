//! The one door for clients: `call` takes a target and a JSON body, as they stand on the wire, and
//! gives the answer's status, headers and body. It answers whatever a client sends, and never
//! panics for it.

use super::body::Body;
use super::check::check;
use super::failure::Failure;
use super::shape::{Limits, Member};
use super::{cloudtrail, cloudwatch, dynamodb, firehose, iam, kinesis, kms, lambda, s3, sqs};
use crate::command::Reply;
use crate::security::Caller;
use crate::simulation::Simulation;
use serde_json::{Map, Value};

/// What a call gives, before it is wrapped for the wire. `Value::Null` stands for an empty body.
pub type Answer = Result<Value, Failure>;

/// One operation of a service.
pub struct Operation {
    /// As the target names it.
    pub name: &'static str,
    /// Its input, in the order in which the service looks at it.
    pub members: &'static [Member],
    /// The day on which AWS published it, as 20251027; 0 if every profile knows it.
    pub since: u64,
    /// Carries it out; the body has been held against `members`.
    pub run: fn(&mut Simulation, Body) -> Answer,
}

/// One service: its operations and the dialect of its JSON.
pub struct Service {
    /// What stands before the dot of a target.
    pub prefix: &'static str,
    /// What the AWS CLI calls it.
    pub cli_name: &'static str,
    /// 1.0 or 1.1.
    pub json_version: &'static str,
    pub operations: &'static [&'static Operation],
    /// Writes a failure down in the service's own way.
    pub failure: fn(Failure) -> Response,
}

/// What goes back over the wire.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

/// All services, by the order in which they came to be.
static SERVICES: &[&Service] = &[
    &kinesis::SERVICE,
    &sqs::SERVICE,
    &dynamodb::SERVICE,
    &firehose::SERVICE,
    &s3::SERVICE,
    &lambda::SERVICE,
    &kms::SERVICE,
    &iam::SERVICE,
    &cloudtrail::SERVICE,
    &cloudwatch::SERVICE,
];

/// Every service with its operations and their inputs.
pub fn services() -> &'static [&'static Service] {
    SERVICES
}

/// Carries out a call of the account's root user at the present moment of the simulation, without
/// a network delay.
pub fn call(world: &mut Simulation, target: &str, body: &str) -> Response {
    call_as(world, &Caller::default(), target, body)
}

/// Carries out a call of anybody's.
pub fn call_as(world: &mut Simulation, caller: &Caller, target: &str, body: &str) -> Response {
    let (prefix, name) = target.rsplit_once('.').unwrap_or((target, ""));
    // CloudTrail's targets have its Java package before the service.
    let of_target = |service: &&&Service| prefix.rsplit('.').next() == Some(service.prefix);
    let Some(service) = SERVICES.iter().find(of_target) else {
        return (kinesis::SERVICE.failure)(Failure::unknown_operation());
    };
    // The one call that may come a thousand times a second has a short way of its own, as long as
    // nothing has been set up that could refuse it.
    if name == kinesis::PUT_RECORDS
        && prefix == kinesis::SERVICE.prefix
        && *caller == Caller::default()
        && world.security.version == 0
        && let Some(body) = kinesis::quick_put(world, body)
    {
        world.run_until(world.now());
        return service.response(200, body);
    }
    let answer = run(world, caller, service, name, body);
    // What the call made due at this very instant is done before the next one.
    world.run_until(world.now());
    match answer {
        Ok(Value::Null) => service.response(200, String::new()),
        Ok(value) => service.response(200, value.to_string()),
        Err(failure) => (service.failure)(failure),
    }
}

/// A call of the root user's with what a log keeps of its answer.
pub fn reply(world: &mut Simulation, target: &str, body: &str) -> Reply {
    let Response { status, body, .. } = call(world, target, body);
    let error = if status < 400 { String::new() } else { error_name(&body) };
    Reply { status, error, body }
}

/// The error's name as an answer carries it: `com.amazonaws.sqs#QueueDoesNotExist` → `QueueDoesNotExist`.
fn error_name(body: &str) -> String {
    let value: Value = serde_json::from_str(body).unwrap_or_default();
    let name = value.get("__type").and_then(Value::as_str).unwrap_or("UnknownError");
    name.rsplit('#').next().unwrap_or(name).to_owned()
}

fn run(world: &mut Simulation, caller: &Caller, service: &Service, name: &str, body: &str) -> Answer {
    let known = |operation: &&&Operation| operation.name == name && operation.since <= world.quotas.as_of;
    let operation = service.operations.iter().find(known).ok_or_else(Failure::unknown_operation)?;
    let fields = read(body)?;
    let limits = Limits { quotas: &world.quotas, record_bytes: kinesis::record_bytes_most(world, &fields) };
    check(&fields, operation.members, limits)?;
    let allowed = world.admit(caller, service.prefix, name, Body(&fields));
    let answer = allowed.and_then(|()| (operation.run)(world, Body(&fields)));
    world.record_call(caller, service.prefix, name, &fields, answer.as_ref().err());
    answer
}

/// A body must be a JSON object; none at all reads as an empty one.
fn read(body: &str) -> Result<Map<String, Value>, Failure> {
    if body.is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_str(body) {
        Ok(Value::Object(fields)) => Ok(fields),
        // The service sends no text with this one.
        _ => Err(Failure { message: None, ..Failure::serialization("") }),
    }
}

impl Service {
    /// An answer with this service's content type.
    pub fn response(&self, status: u16, body: String) -> Response {
        let content_type = format!("application/x-amz-json-{}", self.json_version);
        Response { status, headers: vec![("Content-Type", content_type)], body }
    }
}
