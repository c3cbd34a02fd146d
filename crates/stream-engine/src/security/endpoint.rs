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
    /// The newest version of TLS that it speaks.
    #[serde(default)]
    pub tls: Tls,
}

/// A version of TLS, 1.2 unless said otherwise: what SDKs built after 2014 speak.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub enum Tls {
    V1_0,
    V1_1,
    #[default]
    V1_2,
    V1_3,
}

impl Tls {
    pub fn name(self) -> &'static str {
        match self {
            Tls::V1_0 => "TLS 1.0",
            Tls::V1_1 => "TLS 1.1",
            Tls::V1_2 => "TLS 1.2",
            Tls::V1_3 => "TLS 1.3",
        }
    }

    /// The version as hundredths, as the quota `tls_min_version_percent` has it.
    pub fn percent(self) -> u64 {
        100 + 10 * self as u64
    }
}

fn yes() -> bool {
    true
}

impl Default for Caller {
    fn default() -> Caller {
        Caller { principal: None, path: NetworkPath::default(), secure_transport: true, tls: Tls::default() }
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
