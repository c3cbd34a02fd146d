//! The lease table as a client of DynamoDB sees it.

use crate::stage::*;
use serde_json::{Value, json};
use stream_engine::consumers::kcl::setup::TableFault;
use stream_engine::consumers::kcl::{KclAction, KclSetup};
use stream_engine::{Simulation, api};

fn call(run: &mut Simulation, operation: &str, body: &Value) -> (u16, Value) {
    let answer = api::call(run, &format!("DynamoDB_20120810.{operation}"), &body.to_string());
    assert_eq!(answer.headers[0].1, "application/x-amz-json-1.0");
    (answer.status, serde_json::from_str(&answer.body).expect("an answer is JSON"))
}

fn scan(run: &mut Simulation, body: &Value) -> Value {
    let (status, answer) = call(run, "Scan", body);
    assert_eq!(status, 200, "{answer}");
    answer
}

fn ready(setup: KclSetup) -> Simulation {
    let mut run = run(3, setup);
    seconds(&mut run, 30);
    run
}

#[test]
fn scan_shows_each_lease_with_the_attributes_of_its_version() {
    let names = |version| {
        let mut run = ready(application(version, 2, Vec::new()));
        let answer = scan(&mut run, &json!({ "TableName": "telemetry-app" }));
        assert_eq!((answer["Count"].as_u64(), answer["ScannedCount"].as_u64()), (Some(3), Some(3)));
        let item = answer["Items"][1].as_object().expect("an item").clone();
        assert_eq!(item["leaseKey"], json!({ "S": "shardId-000000000001" }));
        assert!(item["leaseOwner"]["S"].as_str().is_some_and(|owner| owner.starts_with("worker-")));
        assert!(item["leaseCounter"]["N"].as_str().is_some_and(|number| number.parse::<u64>().is_ok()));
        assert_eq!(item["checkpoint"]["S"].as_str().map(str::len), Some(56));
        item.keys().cloned().collect::<Vec<String>>()
    };
    let base = [
        "checkpoint",
        "checkpointSubSequenceNumber",
        "leaseCounter",
        "leaseKey",
        "leaseOwner",
        "ownerSwitchesSinceCheckpoint",
    ];
    let with = |more: &[&'static str]| {
        let mut all: Vec<&'static str> = base.iter().chain(more).copied().collect();
        all.sort_unstable();
        all
    };
    assert_eq!(names(1), base);
    assert_eq!(names(2), with(&["startingHashKey", "endingHashKey"]));
    assert_eq!(names(3), with(&["startingHashKey", "endingHashKey", "throughputKBps", "entityType"]));
}

#[test]
fn a_split_shows_parents_and_children_as_sets() {
    let mut run = ready(application(2, 1, Vec::new()));
    let at = crate::common::shard(&run, 0).range.start.0 + 1_000;
    crate::common::done(&mut run, crate::common::split(0, at));
    seconds(&mut run, 60);
    let item = |run: &mut Simulation, key: &str| {
        let body = json!({ "TableName": "telemetry-app", "Key": { "leaseKey": { "S": key } } });
        call(run, "GetItem", &body).1["Item"].clone()
    };
    let parent = item(&mut run, "shardId-000000000000");
    assert_eq!(parent["checkpoint"], json!({ "S": "SHARD_END" }));
    assert_eq!(parent["childShardIds"], json!({ "SS": ["shardId-000000000003", "shardId-000000000004"] }));
    assert_eq!(item(&mut run, "shardId-000000000003")["parentShardId"], json!({ "SS": ["shardId-000000000000"] }));
    assert_eq!(item(&mut run, "shardId-000000000009"), Value::Null);
}

#[test]
fn pages_lead_through_all_items() {
    let mut run = ready(application(2, 1, Vec::new()));
    let first = scan(&mut run, &json!({ "TableName": "telemetry-app", "Limit": 2 }));
    assert_eq!(first["LastEvaluatedKey"], json!({ "leaseKey": { "S": "shardId-000000000001" } }));
    let body = json!({ "TableName": "telemetry-app", "Limit": 2, "ExclusiveStartKey": first["LastEvaluatedKey"] });
    let second = scan(&mut run, &body);
    assert_eq!((second["Count"].as_u64(), second.get("LastEvaluatedKey")), (Some(1), None));
    let exact = scan(&mut run, &json!({ "TableName": "telemetry-app", "Limit": 3, "Select": "COUNT" }));
    assert!(exact.get("Items").is_none() && exact["LastEvaluatedKey"].is_object());
}

#[test]
fn tables_are_listed_and_described() {
    let mut run = ready(application(3, 1, Vec::new()));
    let all = ["telemetry-app", "telemetry-app-CoordinatorState", "telemetry-app-WorkerMetricStats"];
    let listed = call(&mut run, "ListTables", &json!({})).1;
    assert_eq!(listed, json!({ "TableNames": all }));
    let page = call(&mut run, "ListTables", &json!({ "Limit": 1, "ExclusiveStartTableName": all[0] })).1;
    assert_eq!(page, json!({ "TableNames": [all[1]], "LastEvaluatedTableName": all[1] }));

    let table = call(&mut run, "DescribeTable", &json!({ "TableName": "telemetry-app" })).1["Table"].clone();
    assert_eq!(table["KeySchema"], json!([{ "AttributeName": "leaseKey", "KeyType": "HASH" }]));
    assert_eq!(table["BillingModeSummary"]["BillingMode"], "PAY_PER_REQUEST");
    assert_eq!(table["TableArn"], "arn:aws:dynamodb:us-east-1:123456789012:table/telemetry-app");
    assert_eq!(table["GlobalSecondaryIndexes"][0]["IndexName"], "LeaseOwnerToLeaseKeyIndex");
    assert_eq!(table["ItemCount"], 3);
    let leader = scan(&mut run, &json!({ "TableName": all[1] }));
    assert_eq!(leader["Items"][0]["ownerName"], json!({ "S": "worker-1" }));
    let metrics = scan(&mut run, &json!({ "TableName": all[2] }));
    assert_eq!(metrics["Items"][0]["wid"], json!({ "S": "worker-1" }));
}

#[test]
fn what_cannot_be_answered_is_refused_under_dynamodbs_names() {
    let mut run = ready(application(2, 1, Vec::new()));
    let table = json!("telemetry-app");
    let cases = [
        ("Scan", json!({ "TableName": "no-app" }), "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"),
        ("Scan", json!({}), "com.amazon.coral.validate#ValidationException"),
        ("Scan", json!({ "TableName": table, "Limit": 0 }), "com.amazon.coral.validate#ValidationException"),
        (
            "Scan",
            json!({ "TableName": table, "ExclusiveStartKey": {} }),
            "com.amazon.coral.validate#ValidationException",
        ),
        ("Scan", json!({ "TableName": 7 }), "com.amazon.coral.service#SerializationException"),
        ("GetItem", json!({ "TableName": table }), "com.amazon.coral.validate#ValidationException"),
        (
            "GetItem",
            json!({ "TableName": table, "Key": { "x": { "S": "y" } } }),
            "com.amazon.coral.validate#ValidationException",
        ),
        ("GetItem", json!({ "TableName": table, "Key": 7 }), "com.amazon.coral.validate#ValidationException"),
        ("PutItem", json!({ "TableName": table }), "com.amazon.coral.service#UnknownOperationException"),
    ];
    for (operation, body, code) in cases {
        let (status, answer) = call(&mut run, operation, &body);
        assert_eq!((status, answer["__type"].as_str()), (400, Some(code)), "{operation} {body}");
    }
}

#[test]
fn a_throttled_table_refuses_a_client_too_but_missing_permission_is_the_workers() {
    let mut run = ready(application(2, 1, Vec::new()));
    act(&mut run, KclAction::Table(TableFault::Throttled));
    let (status, answer) = call(&mut run, "Scan", &json!({ "TableName": "telemetry-app" }));
    let code = "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException";
    assert_eq!((status, answer["__type"].as_str()), (400, Some(code)));
    act(&mut run, KclAction::Table(TableFault::Denied));
    scan(&mut run, &json!({ "TableName": "telemetry-app" }));
}
