//! An account with a stream, a writer, a reader, a user, and a partner's role of another account.

use crate::common::{quiet, quotas};
use serde_json::{Value, json};
use std::rc::Rc;
use stream_engine::api::{self, Response};
use stream_engine::security::{Caller, NetworkPath, SecurityCommand};
use stream_engine::{Command, Scenario, Simulation};

pub const WRITER: &str = "arn:aws:iam::123456789012:role/writer";
pub const READER: &str = "arn:aws:iam::123456789012:role/reader";
pub const ANN: &str = "arn:aws:iam::123456789012:user/ann";
pub const PARTNER: &str = "arn:aws:iam::999988887777:role/partner";
pub const STREAM_ARN: &str = "arn:aws:kinesis:us-east-1:123456789012:stream/telemetry";

/// What is set up in each of these worlds.
pub fn setup() -> Vec<SecurityCommand> {
    vec![
        SecurityCommand::CreateRole { role_name: "writer".to_owned() },
        SecurityCommand::CreateRole { role_name: "reader".to_owned() },
        SecurityCommand::CreateUser { user_name: "ann".to_owned() },
        SecurityCommand::MeetPrincipal { arn: PARTNER.to_owned() },
    ]
}

pub fn world() -> Simulation {
    Simulation::new(&Scenario { security: setup(), ..quiet(2) }, Rc::new(quotas()))
}

/// Carries out a change that must succeed.
pub fn secure(world: &mut Simulation, command: SecurityCommand) {
    let result = world.apply(&Command::Secure(command.clone()));
    result.unwrap_or_else(|refusal| panic!("{command:?}: {}", refusal.code()));
}

/// Gives a principal a policy with this one statement.
pub fn allow(world: &mut Simulation, principal: &str, name: &str, statement: &Value) {
    let document = json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string();
    let (principal, policy_name) = (principal.to_owned(), name.to_owned());
    secure(world, SecurityCommand::PutPolicy { principal, policy_name, document });
}

/// Makes an endpoint for a service and gives its id.
pub fn endpoint(world: &mut Simulation, service: &str, document: Option<String>) -> String {
    let before: Vec<String> = world.security().endpoints.keys().cloned().collect();
    let (vpc_id, service) = ("vpc-1".to_owned(), service.to_owned());
    secure(world, SecurityCommand::CreateVpcEndpoint { vpc_id, service, document });
    let new = world.security().endpoints.keys().find(|id| !before.contains(id));
    new.expect("an endpoint has been made").clone()
}

pub fn through(principal: &str, endpoint: &str) -> Caller {
    Caller { path: NetworkPath::Endpoint(endpoint.to_owned()), ..Caller::principal(principal) }
}

pub fn call(world: &mut Simulation, caller: &Caller, target: &str, body: &Value) -> Response {
    api::call_as(world, caller, target, &body.to_string())
}

/// The exception of an answer, or "200".
pub fn outcome(response: &Response) -> String {
    let body: Value = serde_json::from_str(&response.body).unwrap_or_default();
    body["__type"].as_str().map_or_else(|| response.status.to_string(), str::to_owned)
}

/// The text of a refusal.
pub fn message(response: &Response) -> String {
    let body: Value = serde_json::from_str(&response.body).unwrap_or_default();
    let text = body["message"].as_str().or(body["Message"].as_str());
    text.unwrap_or_default().to_owned()
}

pub fn put(world: &mut Simulation, caller: &Caller) -> Response {
    let body = json!({ "StreamName": "telemetry", "PartitionKey": "truck-1", "Data": "eA==" });
    call(world, caller, "Kinesis_20131202.PutRecord", &body)
}
