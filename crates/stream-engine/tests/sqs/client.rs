//! A client of a queue: calls as JSON, answers as JSON.

use crate::common::{profile, quiet};
use serde_json::{Value, json};
use stream_engine::Simulation;
use stream_engine::api::{self, Response};

/// A world with one queue that calls are about.
pub struct Client {
    pub world: Simulation,
    pub url: String,
}

/// A refused call: its code in the JSON protocol, in the query protocol, and its text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error {
    pub code: String,
    pub query_code: String,
    pub message: String,
    pub status: u16,
}

impl Client {
    /// A world without queues, under a profile.
    pub fn under(id: &str) -> Client {
        Client { world: Simulation::new(&quiet(1), profile(id).into()), url: String::new() }
    }

    /// A world with one queue under today's limits.
    pub fn new(name: &str, attributes: Value) -> Client {
        let mut client = Client::under("aws-2026");
        client.url = client.create(name, attributes);
        client
    }

    /// A world with the FIFO queue `q.fifo`.
    pub fn fifo(mut attributes: Value) -> Client {
        attributes["FifoQueue"] = "true".into();
        Client::new("q.fifo", attributes)
    }

    /// Creates a queue and gives its URL.
    pub fn create(&mut self, name: &str, attributes: Value) -> String {
        let answer = self.ok("CreateQueue", json!({ "QueueName": name, "Attributes": attributes }));
        answer["QueueUrl"].as_str().expect("a URL").to_owned()
    }

    pub fn respond(&mut self, operation: &str, body: &Value) -> Response {
        api::call(&mut self.world, &format!("AmazonSQS.{operation}"), &body.to_string())
    }

    /// Carries out a call; the client's queue is meant where the body names none.
    pub fn call(&mut self, operation: &str, mut body: Value) -> Result<Value, Error> {
        const WITHOUT: [&str; 6] = [
            "CreateQueue",
            "GetQueueUrl",
            "ListQueues",
            "StartMessageMoveTask",
            "CancelMessageMoveTask",
            "ListMessageMoveTasks",
        ];
        if body.get("QueueUrl").is_none() && !WITHOUT.contains(&operation) {
            body["QueueUrl"] = self.url.clone().into();
        }
        let response = self.respond(operation, &body);
        let json = |text: &str| match text {
            "" => Value::Null,
            text => serde_json::from_str(text).expect("an answer is JSON"),
        };
        let answer: Value = json(&response.body);
        if response.status == 200 {
            return Ok(answer);
        }
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let header = response.headers.iter().find(|(name, _)| *name == "x-amzn-query-error").map(|(_, value)| value);
        let query = header.expect("a refusal has its query code").strip_suffix(";Sender").expect("a sender's fault");
        Err(Error {
            code: text(&answer["__type"]),
            query_code: query.to_owned(),
            message: text(&answer["message"]),
            status: response.status,
        })
    }

    /// A call that must succeed.
    pub fn ok(&mut self, operation: &str, body: Value) -> Value {
        let shown = body.to_string();
        self.call(operation, body).unwrap_or_else(|error| panic!("{operation} {shown}: {error:?}"))
    }

    /// The query code of a call that must be refused.
    pub fn refused(&mut self, operation: &str, body: Value) -> Error {
        let shown = body.to_string();
        match self.call(operation, body) {
            Err(error) => error,
            Ok(answer) => panic!("{operation} {shown} was not refused: {answer}"),
        }
    }

    /// Lets time pass.
    pub fn pass_ms(&mut self, ms: u64) {
        self.world.run_until(self.world.now() + ms * 1_000);
    }

    /// Sends to a group of a FIFO queue with content-based deduplication.
    pub fn send(&mut self, body: &str, group: &str) -> Value {
        self.ok("SendMessage", json!({ "MessageBody": body, "MessageGroupId": group }))
    }

    /// Receives up to ten messages.
    pub fn receive(&mut self) -> Vec<Value> {
        self.receive_with(json!({ "MaxNumberOfMessages": 10 }))
    }

    pub fn receive_with(&mut self, body: Value) -> Vec<Value> {
        let answer = self.ok("ReceiveMessage", body);
        answer["Messages"].as_array().cloned().unwrap_or_default()
    }

    /// The bodies of what is received.
    pub fn bodies(&mut self) -> Vec<String> {
        bodies(&self.receive())
    }

    pub fn delete(&mut self, message: &Value) {
        self.ok("DeleteMessage", json!({ "ReceiptHandle": message["ReceiptHandle"] }));
    }

    /// A queue attribute.
    pub fn attribute(&mut self, name: &str) -> String {
        let answer = self.ok("GetQueueAttributes", json!({ "AttributeNames": [name] }));
        answer["Attributes"][name].as_str().unwrap_or_default().to_owned()
    }
}

pub fn bodies(messages: &[Value]) -> Vec<String> {
    messages.iter().map(|message| message["Body"].as_str().unwrap_or_default().to_owned()).collect()
}
