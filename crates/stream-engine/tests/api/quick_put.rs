//! The short way of PutRecords answers as the ordinary way does, byte by byte, and leaves the same
//! world; what it doesn't take, the ordinary way answers.

use crate::common::{quiet, quotas};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use stream_engine::Simulation;
use stream_engine::api::{self, Response};
use stream_engine::rng::Generator;

/// A member that means nothing keeps a request off the short way, and changes no answer.
fn both(world: &mut Simulation, body: &str) -> Response {
    let mut other = world.clone();
    let ordinary = format!("{{\"\\u0053treamName\":null,{}", &body[1..]);
    let expected = api::call(&mut other, "Kinesis_20131202.PutRecords", &ordinary);
    let found = api::call(world, "Kinesis_20131202.PutRecords", body);
    assert_eq!(found, expected, "{}", &body[..body.len().min(500)]);
    assert!(world.to_bytes() == other.to_bytes(), "{body}");
    found
}

fn by_arn(records: &Value) -> String {
    json!({ "StreamARN": "arn:aws:kinesis:us-east-1:123456789012:stream/telemetry", "Records": records }).to_string()
}

#[test]
fn batches_of_all_sizes_are_answered_alike() {
    let mut chance = Generator::named(1, "batches");
    let mut world = Simulation::new(&quiet(3), quotas().into());
    let (mut stored, mut refused) = (0, 0);
    for round in 0..80_u64 {
        world.run_until(world.now() + chance.below(400_000));
        let records: Vec<Value> = (0..1 + chance.below(if round % 9 == 0 { 500 } else { 20 }))
            .map(|nth| {
                let most = [5, 60, 40_000][chance.below(30) as usize % 3];
                let data: Vec<u8> = (0..chance.below(most)).map(|_| chance.below(256) as u8).collect();
                let mut record = json!({ "PartitionKey": format!("key {nth} é"), "Data": STANDARD.encode(data) });
                if chance.below(5) == 0 {
                    record["ExplicitHashKey"] = (u128::MAX / u128::from(1 + chance.below(9))).to_string().into();
                }
                record
            })
            .collect();
        let answer = both(&mut world, &by_arn(&records.into()));
        let answer: Value = serde_json::from_str(&answer.body).expect("an answer is JSON");
        let failed = answer["FailedRecordCount"].as_u64().unwrap_or(0);
        refused += failed;
        stored += answer["Records"].as_array().map_or(0, Vec::len) as u64 - failed;
    }
    assert!(stored > 1_500 && refused > 20, "{stored} stored, {refused} refused");
}

#[test]
fn unusual_requests_are_answered_alike() {
    let record = json!({ "PartitionKey": "k", "Data": "eA==" });
    let with = |name: &str, value: Value| {
        let mut record = record.clone();
        record[name] = value;
        by_arn(&json!([record]))
    };
    let mut bodies = vec![
        by_arn(&json!([])),
        by_arn(&json!(vec![record.clone(); 501])),
        by_arn(&json!([{}])),
        by_arn(&json!([null])),
        by_arn(&json!([record, 5])),
        by_arn(&json!([{ "PartitionKey": "k" }])),
        by_arn(&json!({ "0": record })),
        by_arn(&json!([record])).replace(",", " ,\n\t "),
        by_arn(&json!([record])).replace("telemetry", "none"),
        by_arn(&json!([record])).replace("us-east-1", "eu-west-1"),
        by_arn(&json!(vec![json!({ "PartitionKey": "k", "Data": "QUJD".repeat(87_000) }); 30])),
    ];
    for data in [
        "",
        "eA",
        "eA=",
        "eA==",
        "eB==",
        "eHg=",
        "eHh=",
        "eHh4",
        "====",
        "e===",
        "eHh4e",
        "eHh4=",
        "e H4",
        "é",
        "\\u0041AAA",
        "%%%%",
    ] {
        bodies.push(by_arn(&json!([record])).replace("eA==", data));
        bodies.push(by_arn(&json!([record])).replace("eA==", &format!("{}{data}", "QUJD".repeat(9))));
    }
    for key in ["", "é", "\\n", "\\ud83d\\ude00", &"k".repeat(256), &"k".repeat(257), &"é".repeat(200), "\u{7f}"] {
        bodies.push(by_arn(&json!([record])).replace("\"k\"", &format!("\"{key}\"")));
    }
    for hash in
        ["0", "00", "-1", "", "340282366920938463463374607431768211455", "340282366920938463463374607431768211456"]
    {
        bodies.push(with("ExplicitHashKey", hash.into()));
    }
    bodies.push(with("ExplicitHashKey", Value::Null));
    bodies.push(with("Data", json!(5)));
    bodies.push(with("Unknown", json!(5)));
    let mut world = Simulation::new(&quiet(3), quotas().into());
    for body in &bodies {
        world.run_until(world.now() + 10_000_000);
        both(&mut world, body);
    }
    // Broken JSON can't be compared with the same body and a member more.
    let whole = by_arn(&json!([record]));
    for length in 1..whole.len() {
        let answer = api::call(&mut world, "Kinesis_20131202.PutRecords", &whole[..length]);
        assert_eq!(answer.status, 400, "{}", &whole[..length]);
        let answer = api::call(&mut world, "Kinesis_20131202.PutRecords", &format!("{whole}{}", &whole[length..]));
        assert_eq!(answer.status, 400);
    }
}
