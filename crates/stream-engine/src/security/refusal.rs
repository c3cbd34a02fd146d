//! What security refuses, under AWS' names. Texts of access denials: IAM User Guide, "Troubleshoot
//! access denied error messages"; of KMS' by way of Kinesis: as users' logs show them.

use super::evaluation::{Gate, Verdict};
use super::kms::KeyProblem;
use super::policy::PolicyError;
use crate::api::failure::Failure;
use serde::{Deserialize, Serialize};

/// A refused call.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum SecurityRefusal {
    AccessDenied {
        /// The caller's ARN; a role's is that of its session.
        caller: String,
        action: String,
        resource: String,
        gate: Gate,
        verdict: Verdict,
    },
    /// No such user or role.
    UnrecognizedClient,
    /// What the call names belongs to its caller's account, which isn't the simulated one.
    AnotherAccount {
        account: String,
        resource: String,
    },
    /// The call never reaches the service; what a client reports is its own.
    NoConnection {
        host: String,
        why: NoConnection,
    },
    /// Kinesis may not use the stream's key on the caller's behalf.
    KmsAccessDenied {
        caller: String,
        action: String,
        key: String,
        stream: String,
    },
    /// The stream's key can't be used at all.
    Kms(KeyProblem),
    MalformedPolicyDocument(PolicyError),
    NoSuchEntity {
        what: String,
    },
    EntityAlreadyExists {
        what: String,
    },
    LimitExceeded {
        what: String,
    },
}

/// Why there is no connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum NoConnection {
    /// The service listens for TLS only.
    PlainHttp,
    /// No such VPC endpoint, or one for another service.
    NoEndpoint,
    /// The client speaks no version of TLS that the service still takes. Source: AWS Security Blog, "TLS 1.2 to
    /// become the minimum TLS protocol level for all AWS API endpoints" (2022-06-28).
    OldTls,
}

impl SecurityRefusal {
    /// AWS' name; for a call that reaches no service, the client's.
    pub fn code(&self) -> &'static str {
        match self {
            SecurityRefusal::AccessDenied { .. } => "AccessDeniedException",
            SecurityRefusal::UnrecognizedClient => "UnrecognizedClientException",
            SecurityRefusal::AnotherAccount { .. } => "ResourceNotFoundException",
            SecurityRefusal::NoConnection { why: NoConnection::OldTls, .. } => "SSLError",
            SecurityRefusal::NoConnection { .. } => "EndpointConnectionError",
            SecurityRefusal::KmsAccessDenied { .. } => "KMSAccessDeniedException",
            SecurityRefusal::Kms(KeyProblem::NotFound { .. }) => "KMSNotFoundException",
            SecurityRefusal::Kms(KeyProblem::Disabled { .. }) => "KMSDisabledException",
            SecurityRefusal::Kms(KeyProblem::PendingDeletion { .. }) => "KMSInvalidStateException",
            SecurityRefusal::Kms(KeyProblem::Throttled) => "KMSThrottlingException",
            SecurityRefusal::MalformedPolicyDocument(_) => "MalformedPolicyDocumentException",
            SecurityRefusal::NoSuchEntity { .. } => "NoSuchEntityException",
            SecurityRefusal::EntityAlreadyExists { .. } => "EntityAlreadyExistsException",
            SecurityRefusal::LimitExceeded { .. } => "LimitExceededException",
        }
    }

    /// The service's message.
    pub fn message(&self) -> String {
        match self {
            SecurityRefusal::AccessDenied { caller, action, resource, gate, verdict } => {
                let on = if resource == "*" { String::new() } else { format!(" on resource: {resource}") };
                let kind = gate.policy_name();
                let why = match verdict {
                    Verdict::ExplicitDeny => format!("with an explicit deny in {} {kind} policy", article(kind)),
                    _ => format!("because no {kind} policy allows the {action} action"),
                };
                format!("User: {caller} is not authorized to perform: {action}{on} {why}")
            }
            SecurityRefusal::UnrecognizedClient => "The security token included in the request is invalid.".to_owned(),
            SecurityRefusal::AnotherAccount { account, resource } => match resource.split_once(":stream/") {
                Some((_, stream)) => format!("Stream {stream} under account {account} not found."),
                None => format!("{resource} under account {account} not found."),
            },
            SecurityRefusal::NoConnection { host, why: NoConnection::PlainHttp } => {
                format!("Could not connect to the endpoint URL: \"http://{host}/\"")
            }
            SecurityRefusal::NoConnection { host, why: NoConnection::NoEndpoint } => {
                format!("Could not connect to the endpoint URL: \"https://{host}/\"")
            }
            SecurityRefusal::NoConnection { host, why: NoConnection::OldTls } => {
                format!(
                    "SSL validation failed for https://{host}/ [SSL: TLSV1_ALERT_PROTOCOL_VERSION] tlsv1 alert protocol version"
                )
            }
            SecurityRefusal::KmsAccessDenied { caller, action, key, stream } => match action.as_str() {
                "kms:Decrypt" => format!("User {caller} is not authorized to decrypt records in stream {stream}"),
                _ => format!("User: {caller} is not authorized to perform: {action} on resource: {key}"),
            },
            SecurityRefusal::Kms(problem) => problem.message(),
            SecurityRefusal::MalformedPolicyDocument(error) => error.to_string(),
            SecurityRefusal::NoSuchEntity { what } => format!("The {what} cannot be found."),
            SecurityRefusal::EntityAlreadyExists { what } => format!("The {what} already exists."),
            SecurityRefusal::LimitExceeded { what } => format!("Cannot exceed quota for {what}."),
        }
    }
}

impl From<SecurityRefusal> for Failure {
    fn from(refusal: SecurityRefusal) -> Failure {
        Failure::new(refusal.code(), refusal.message())
    }
}

impl KeyProblem {
    /// KMS' message.
    pub fn message(&self) -> String {
        match self {
            KeyProblem::NotFound { key } if key.contains("alias/") => format!("Alias {key} is not found."),
            KeyProblem::NotFound { key } => format!("Key '{key}' does not exist"),
            KeyProblem::Disabled { arn } => format!("{arn} is disabled."),
            KeyProblem::PendingDeletion { arn } => format!("{arn} is pending deletion."),
            KeyProblem::Throttled => {
                "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.".to_owned()
            }
        }
    }
}

fn article(kind: &str) -> &'static str {
    if kind.starts_with("identity") { "an" } else { "a" }
}
