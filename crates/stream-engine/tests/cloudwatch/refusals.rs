//! What CloudWatch refuses; whatever is sent gets an answer.

use crate::world::{START, asked, call, query, world};
use serde_json::{Value, json};

#[test]
fn a_request_without_sense_is_refused_by_name() {
    let with = |change: fn(&mut Value)| {
        let mut body = asked(&[query("a", "IncomingRecords", "Sum")]);
        change(&mut body);
        body
    };
    let query_at = "/MetricDataQueries/0";
    let set = |body: &mut Value, at: &str, value: Value| *body.pointer_mut(at).expect("it is there") = value;
    let mut twice = asked(&[query("a", "IncomingRecords", "Sum"), query("a", "IncomingBytes", "Sum")]);
    let mut capital = with(|_| {});
    set(&mut capital, &format!("{query_at}/Id"), "A".into());
    let mut stat = with(|_| {});
    set(&mut stat, &format!("{query_at}/MetricStat/Stat"), "tm99".into());
    let mut percent = with(|_| {});
    set(&mut percent, &format!("{query_at}/MetricStat/Stat"), "p101".into());
    let mut period = with(|_| {});
    set(&mut period, &format!("{query_at}/MetricStat/Period"), 61.into());
    let mut math = with(|_| {});
    set(&mut math, query_at, json!({ "Id": "a", "Expression": "1 + 1" }));
    for (name, body, code) in [
        ("the same id twice", twice.take(), "ValidationException"),
        ("an id with a capital", capital.take(), "ValidationException"),
        ("an unknown statistic", stat.take(), "InvalidParameterValueException"),
        ("a percentile beyond 100", percent.take(), "InvalidParameterValueException"),
        ("61 seconds", period.take(), "InvalidParameterValueException"),
        ("metric math", math.take(), "ValidationException"),
        ("an end before the start", with(|body| body["EndTime"] = START.into()), "ValidationException"),
        ("no query", with(|body| body["MetricDataQueries"] = Value::Null), "ValidationException"),
        ("no values", with(|body| body["MaxDatapoints"] = 0.into()), "InvalidParameterValueException"),
        ("a foreign token", with(|body| body["NextToken"] = "x".into()), "InvalidNextToken"),
        ("a token beyond all", with(|body| body["NextToken"] = u64::MAX.to_string().into()), "200"),
        ("a query that is no structure", with(|body| body["MetricDataQueries"] = json!([1])), "SerializationException"),
        ("times beyond all", with(|body| body["EndTime"] = 1e300.into()), "200"),
    ] {
        let response = call(&mut world(), "GetMetricData", &body);
        let found: Value = serde_json::from_str(&response.body).expect("JSON");
        let found = found["__type"].as_str().map_or_else(|| response.status.to_string(), str::to_owned);
        assert_eq!(found, code, "{name}: {}", response.body);
    }
}
