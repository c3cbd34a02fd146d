//! CloudTrail's event history: control-plane calls with who made them, from where, and what came
//! of them. Calls of the data plane are not recorded, as by default; an event can be looked up at
//! once, while the service takes minutes.

use super::action::prefix;
use super::date;
use super::endpoint::{Caller, NetworkPath};
use super::principal::{Identity, Kind};
use crate::account::Account;
use crate::api::failure::Failure;
use crate::api::json::Json;
use crate::api::{kinesis, wire};
use crate::command::{Answer, Command, Operation};
use crate::error::Refusal;
use crate::event::Call;
use crate::log::Log;
use crate::simulation::Simulation;
use crate::time::Time;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Events kept: the engine's own bound; the service keeps 90 days.
pub const EVENTS_KEPT: usize = 1_024;

/// Characters of a call's parameters that are kept.
const PARAMETERS_MAX: usize = 4_096;

/// One recorded call.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TrailEvent {
    /// Counted up in its run.
    pub number: u64,
    pub at: Time,
    pub name: String,
    /// As `kinesis.amazonaws.com`.
    pub source: String,
    pub identity: Identity,
    pub path: NetworkPath,
    pub error: Option<(String, String)>,
    /// A JSON object; empty if it was too long to be kept.
    pub parameters: String,
    /// The ARN or name of what the call is about.
    pub resource: Option<String>,
}

/// What is recorded, newest last.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Trail {
    pub events: Log<TrailEvent>,
}

impl Simulation {
    /// Records a call that was carried out or refused, unless it belongs to the data plane.
    pub(crate) fn record_call(
        &mut self,
        caller: &Caller,
        target_prefix: &str,
        operation: &str,
        fields: &Map<String, Value>,
        failure: Option<&Failure>,
    ) {
        let service = prefix(target_prefix);
        // A call that reached no service left no trace there.
        let unheard = failure.is_some_and(|failure| failure.status == 0);
        if is_data_plane(service, operation) || unheard {
            return;
        }
        self.settle_bill();
        let identity = self.security.identity(caller, &self.account.id);
        let parameters = Value::Object(lower(fields)).to_string();
        let fits = parameters.len() <= PARAMETERS_MAX;
        let event = TrailEvent {
            number: self.trail.events.end(),
            at: self.now,
            name: operation.to_owned(),
            source: format!("{}.amazonaws.com", source(service)),
            identity: identity.unwrap_or_else(|| Identity::root(&self.account.id)),
            path: caller.path.clone(),
            error: failure.map(|failure| (failure.code.to_owned(), failure.message.clone().unwrap_or_default())),
            parameters: if fits { parameters } else { String::new() },
            resource: resource(fields),
        };
        self.trail.events.push_bounded(event, EVENTS_KEPT);
    }

    /// Records a call that came as a command.
    pub(crate) fn record_command(&mut self, call: &Call, command: &Command, result: &Result<Answer, Refusal>) {
        let Some(operation) = command.operation().map(Operation::name) else { return };
        if is_data_plane("kinesis", operation) {
            return;
        }
        let place = self.place(command.stream());
        let failure = result.as_ref().err().map(|refusal| Failure::refused(refusal, place));
        let body = wire::body(self, call, command).map(|body| Json::from(body).pretty());
        let fields = body.and_then(|body| serde_json::from_str(&body).ok()).unwrap_or_default();
        self.record_call(&Caller::default(), kinesis::SERVICE.prefix, operation, &fields, failure.as_ref());
    }
}

/// Calls on the data itself. Source for Kinesis: Developer Guide, "Logging Amazon Kinesis Data
/// Streams API calls with AWS CloudTrail", whose list lacks them (checked 2026-11-23).
fn is_data_plane(service: &str, operation: &str) -> bool {
    let any = |beginnings: &[&str]| beginnings.iter().any(|beginning| operation.starts_with(beginning));
    match service {
        "kinesis" => any(&["PutRecord", "GetRecords", "GetShardIterator", "SubscribeToShard"]),
        "sqs" => any(&["SendMessage", "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility"]),
        "dynamodb" => any(&["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Scan", "Query", "Batch", "Transact"]),
        "firehose" => any(&["PutRecord"]),
        "lambda" => operation == "Invoke",
        "s3" => any(&["GetObject", "PutObject", "DeleteObject", "ListObjects"]),
        "cloudwatch" => any(&["GetMetricData", "GetMetricStatistics", "ListMetrics"]),
        _ => false,
    }
}

fn source(service: &str) -> &str {
    if service == "cloudwatch" { "monitoring" } else { service }
}

/// What the call is about, by the first member that names something.
fn resource(fields: &Map<String, Value>) -> Option<String> {
    const MEMBERS: [&str; 11] = [
        "StreamName",
        "StreamARN",
        "ConsumerARN",
        "ResourceARN",
        "QueueUrl",
        "QueueName",
        "TableName",
        "DeliveryStreamName",
        "FunctionName",
        "RoleName",
        "KeyId",
    ];
    MEMBERS.iter().find_map(|member| fields.get(*member)?.as_str().map(str::to_owned))
}

/// `StreamName` → `streamName`, as CloudTrail spells parameters.
fn lower(fields: &Map<String, Value>) -> Map<String, Value> {
    let lower_value = |value: &Value| match value {
        Value::Object(fields) => Value::Object(lower(fields)),
        other => other.clone(),
    };
    fields
        .iter()
        .map(|(name, value)| {
            let mut chars = name.chars();
            let first = chars.next().map(|first| first.to_ascii_lowercase());
            (first.into_iter().chain(chars).collect(), lower_value(value))
        })
        .collect()
}

impl TrailEvent {
    /// Who made the call, as LookupEvents names it: the user, or the role's session.
    pub fn user_name(&self) -> &str {
        match self.identity.kind {
            Kind::Role => "session",
            _ => &self.identity.name,
        }
    }

    pub fn is_read_only(&self) -> bool {
        ["Describe", "Get", "List", "Lookup", "Simulate"].iter().any(|beginning| self.name.starts_with(beginning))
    }

    /// The kind of thing that `resource` names; none where there is no single word for it.
    pub fn resource_type(&self) -> Option<&'static str> {
        match self.source.split('.').next()? {
            "kinesis" => Some("AWS::Kinesis::Stream"),
            "sqs" => Some("AWS::SQS::Queue"),
            "dynamodb" => Some("AWS::DynamoDB::Table"),
            "firehose" => Some("AWS::KinesisFirehose::DeliveryStream"),
            "lambda" => Some("AWS::Lambda::Function"),
            "kms" => Some("AWS::KMS::Key"),
            "iam" => Some("AWS::IAM::Role"),
            _ => None,
        }
    }

    /// The event's id, a UUID.
    pub fn id(&self) -> String {
        super::kms::uuid(&format!("event/{}/{}", self.number, self.at.0))
    }

    /// The event as CloudTrail writes it down.
    pub fn record(&self, account: &Account) -> Value {
        let kind = match self.identity.kind {
            Kind::Root => "Root",
            Kind::User => "IAMUser",
            Kind::Role => "AssumedRole",
            Kind::Service => "AWSService",
        };
        let mut user = json!({
            "type": kind,
            "arn": self.identity.session_arn(),
            "accountId": self.identity.account,
        });
        if self.identity.kind == Kind::User {
            user["userName"] = self.identity.name.clone().into();
        }
        let parameters = serde_json::from_str(&self.parameters).unwrap_or(Value::Null);
        let mut record = json!({
            "eventVersion": "1.08",
            "userIdentity": user,
            "eventTime": date::format(account.epoch.ms(self.at) * 1_000),
            "eventSource": self.source,
            "eventName": self.name,
            "awsRegion": account.region,
            "requestParameters": parameters,
            "eventID": self.id(),
            "readOnly": self.is_read_only(),
            "eventType": "AwsApiCall",
            "managementEvent": true,
            "recipientAccountId": account.id,
            "eventCategory": "Management",
        });
        match &self.path {
            NetworkPath::Endpoint(id) => {
                record["vpcEndpointId"] = id.clone().into();
                record["sourceIPAddress"] = "10.0.0.10".into();
            }
            path => record["sourceIPAddress"] = path.source_ip().into(),
        }
        if let Some((code, message)) = &self.error {
            record["errorCode"] = code.clone().into();
            record["errorMessage"] = message.clone().into();
        }
        record
    }
}
