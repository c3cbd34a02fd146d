//! A client of the service: calls by name, answers as JSON, time at will.

use crate::common::{profile, quiet};
use serde_json::{Value, json};
use stream_engine::api::{self, Response};
use stream_engine::{Quotas, Simulation};

pub struct Client {
    pub world: Simulation,
}

impl Client {
    /// On an account without a stream, under today's limits but for rates.
    pub fn new() -> Client {
        Client::under(profile("aws-2026").without_throttling())
    }

    pub fn under(quotas: Quotas) -> Client {
        let mut scenario = quiet(1);
        scenario.streams.clear();
        Client { world: Simulation::new(&scenario, quotas.into()) }
    }

    /// A client with one ACTIVE stream, `gold`.
    pub fn with_stream(shards: u32) -> Client {
        let mut client = Client::new();
        client.create("gold", shards);
        client
    }

    pub fn create(&mut self, name: &str, shards: u32) {
        self.done("CreateStream", json!({ "StreamName": name, "ShardCount": shards }));
        self.pass_ms(15_000);
    }

    pub fn response(&mut self, operation: &str, body: &str) -> Response {
        api::call(&mut self.world, &format!("Kinesis_20131202.{operation}"), body)
    }

    /// The answer, or code and text of the refusal.
    pub fn call(&mut self, operation: &str, body: Value) -> Result<Value, (String, String)> {
        let response = self.response(operation, &body.to_string());
        let answer = match response.body.as_str() {
            "" => Value::Null,
            text => serde_json::from_str(text).expect("an answer is JSON"),
        };
        if response.status == 200 {
            return Ok(answer);
        }
        let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
        Err((text("__type"), text("message") + &text("Message")))
    }

    /// The answer of a call that must succeed.
    pub fn done(&mut self, operation: &str, body: Value) -> Value {
        let shown = body.to_string();
        self.call(operation, body).unwrap_or_else(|refusal| panic!("{operation} {shown}: {refusal:?}"))
    }

    /// Code of the refusal of a call that must fail.
    pub fn refused(&mut self, operation: &str, body: Value) -> String {
        let shown = body.to_string();
        match self.call(operation, body) {
            Ok(answer) => panic!("{operation} {shown}: {answer}"),
            Err((code, _)) => code,
        }
    }

    pub fn pass_ms(&mut self, ms: u64) {
        self.world.run_until(self.world.now() + ms * 1_000);
    }

    pub fn put(&mut self, key: &str, data: &str) -> Value {
        let body = json!({ "StreamName": "gold", "PartitionKey": key, "Data": base64(data) });
        self.done("PutRecord", body)
    }

    pub fn iterator(&mut self, shard: &str, kind: &str) -> Value {
        let body = json!({ "StreamName": "gold", "ShardId": shard, "ShardIteratorType": kind });
        self.done("GetShardIterator", body)["ShardIterator"].clone()
    }

    pub fn status(&mut self, name: &str) -> Value {
        self.done("DescribeStreamSummary", json!({ "StreamName": name }))["StreamDescriptionSummary"]["StreamStatus"]
            .clone()
    }

    /// A table of calls that are refused on this client's account, each with its code.
    pub fn check_refusals(&mut self, table: &[(&str, Value, &str)]) {
        for (operation, body, code) in table {
            assert_eq!(self.refused(operation, body.clone()), *code, "{operation} {body}");
        }
    }
}

pub fn base64(text: &str) -> String {
    stream_engine::api::data::base64(text.as_bytes())
}

/// ARN of a stream of the test account.
pub fn arn(stream: &str) -> String {
    format!("arn:aws:kinesis:us-east-1:123456789012:stream/{stream}")
}

pub const NOT_FOUND: &str = "ResourceNotFoundException";
pub const IN_USE: &str = "ResourceInUseException";
pub const INVALID: &str = "InvalidArgumentException";
pub const VALIDATION: &str = "ValidationException";
pub const LIMIT: &str = "LimitExceededException";
