//! The network path of a call, and VPC interface endpoints: a private way from inside a VPC to a
//! service that stands outside of it, with a policy of its own.

use super::policy::Document;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// Who makes a call and how it reaches the service.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Caller {
    /// ARN of a user, a role, or the root of an account; the run's own root user if absent.
    #[serde(default)]
    pub principal: Option<String>,
    #[serde(default)]
    pub path: NetworkPath,
    /// Whether it calls over TLS.
    #[serde(default = "yes")]
    pub secure_transport: bool,
}

fn yes() -> bool {
    true
}

impl Default for Caller {
    fn default() -> Caller {
        Caller { principal: None, path: NetworkPath::default(), secure_transport: true }
    }
}

impl Caller {
    /// A principal that calls over the internet with TLS.
    pub fn principal(arn: &str) -> Caller {
        Caller { principal: Some(arn.to_owned()), ..Caller::default() }
    }
}

/// The way to the service.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum NetworkPath {
    /// The service's public endpoint, from the lab's own address.
    #[default]
    Internet,
    /// The public endpoint, from this address.
    Address(String),
    /// A VPC interface endpoint, by its id.
    Endpoint(String),
}

/// The address behind `Internet`: one of those set aside for documentation (RFC 5737).
const SOURCE_IP: &str = "203.0.113.10";

impl NetworkPath {
    /// The caller's public address; through a VPC endpoint it has none.
    pub fn source_ip(&self) -> Option<&str> {
        match self {
            NetworkPath::Internet => Some(SOURCE_IP),
            NetworkPath::Address(address) => Some(address),
            NetworkPath::Endpoint(_) => None,
        }
    }
}

/// An interface endpoint for one service.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct VpcEndpoint {
    /// `vpce-` and 17 hex digits.
    pub id: String,
    pub vpc_id: String,
    /// As `com.amazonaws.us-east-1.kinesis-streams`.
    pub service_name: String,
    /// None lets everything through, as the endpoint's default policy does.
    pub policy: Option<Document>,
    pub created: Time,
}

/// The last part of an endpoint's service name, by IAM prefix.
pub fn service_suffix(prefix: &str) -> &str {
    match prefix {
        "kinesis" => "kinesis-streams",
        "firehose" => "kinesis-firehose",
        "cloudwatch" => "monitoring",
        other => other,
    }
}

/// Services whose public endpoint takes plain HTTP, by IAM prefix. Source: AWS General Reference,
/// "Service endpoints and quotas" of each service (checked 2026-11-23).
pub fn takes_plain_http(prefix: &str) -> bool {
    ["sqs", "dynamodb", "cloudwatch", "s3"].contains(&prefix)
}
