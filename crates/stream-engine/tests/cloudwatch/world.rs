//! A run of three minutes: 100 records a second into two shards, read once a second.

use crate::common::{consumer, pass_ms, producer, quiet, simulation};
use serde_json::{Value, json};
use stream_engine::api::{self, Response};
use stream_engine::{Scenario, Simulation};

/// When each run starts, in seconds since 1970.
pub const START: u64 = 1_767_225_600;

pub fn world() -> Simulation {
    let (producers, consumers) = (vec![producer("trucks")], vec![consumer("dashboard")]);
    let mut run = simulation(&Scenario { producers, consumers, ..quiet(2) });
    pass_ms(&mut run, 180_000);
    run
}

pub fn call(run: &mut Simulation, operation: &str, body: &Value) -> Response {
    api::call(run, &format!("GraniteServiceVersion20100801.{operation}"), &body.to_string())
}

pub fn answer(run: &mut Simulation, operation: &str, body: &Value) -> Value {
    let response = call(run, operation, body);
    assert_eq!(response.status, 200, "{}", response.body);
    assert_eq!(response.headers[0].1, "application/x-amz-json-1.0");
    serde_json::from_str(&response.body).expect("JSON")
}

/// A query of a metric of the stream, by the minute.
pub fn query(id: &str, name: &str, stat: &str) -> Value {
    let dimensions = json!([{ "Name": "StreamName", "Value": "telemetry" }]);
    let metric = json!({ "Namespace": "AWS/Kinesis", "MetricName": name, "Dimensions": dimensions });
    json!({ "Id": id, "MetricStat": { "Metric": metric, "Period": 60, "Stat": stat } })
}

/// A request for three minutes.
pub fn asked(queries: &[Value]) -> Value {
    json!({ "MetricDataQueries": queries, "StartTime": START, "EndTime": START + 180 })
}
