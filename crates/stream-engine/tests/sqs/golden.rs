//! FIFO scenarios whose outcome is known from AWS' documents and from tests that others ran
//! against AWS; the file names what backs each.

use crate::client::{Client, Error, bodies};
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[derive(Default)]
struct Run {
    handles: BTreeMap<String, String>,
    /// Sequence numbers by group, in the order of sending.
    sequence: BTreeMap<String, Vec<u128>>,
}

fn text(value: &Value) -> Value {
    match value.get("$repeat") {
        Some(piece) => {
            let count = value["count"].as_u64().expect("a count") as usize;
            piece.as_str().expect("a text").repeat(count).into()
        }
        None => value.clone(),
    }
}

/// Holds an outcome against what is expected: `ok`, or a code (after its last dot) and maybe a text.
fn check(case: &str, expected: &Value, outcome: Result<Value, Error>) -> Option<Value> {
    match (expected.as_str(), outcome) {
        (Some("ok"), Ok(answer)) => Some(answer),
        (Some("ok"), Err(error)) => panic!("{case}: {error:?}"),
        (_, Ok(answer)) => panic!("{case}: {expected} expected, got {answer}"),
        (_, Err(error)) => {
            let last = |code: &str| code.rsplit('.').next().unwrap_or_default().to_owned();
            let code = expected["error"].as_str().expect("a code");
            assert_eq!(last(&error.query_code), last(code), "{case}: {error:?}");
            if let Some(message) = expected["message"].as_str() {
                let parts: Vec<&str> = message.split("<handle>").collect();
                assert!(
                    error.message.starts_with(parts[0]) && error.message.ends_with(parts[parts.len() - 1]),
                    "{case}: {error:?}"
                );
            }
            None
        }
    }
}

fn by_group(bodies: &[String]) -> BTreeMap<String, Vec<String>> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for body in bodies {
        groups.entry(body.split('-').next().unwrap_or_default().to_owned()).or_default().push(body.clone());
    }
    groups
}

fn step(client: &mut Client, run: &mut Run, case: &str, step: &Value) {
    let expected = &step["expect"];
    let handle = |run: &Run| run.handles.get(step["ref"].as_str().unwrap_or_default()).cloned();
    match step["op"].as_str().expect("an operation") {
        "send" => {
            let mut body = json!({ "MessageBody": text(&step["body"]), "MessageGroupId": text(&step["group"]) });
            body["MessageDeduplicationId"] = text(&step["dedup"]);
            body["DelaySeconds"] = step.get("delay").cloned().unwrap_or_default();
            if let Some(attributes) = step["attrs"].as_object() {
                let value = |(name, value): (&String, &Value)| {
                    (name.clone(), json!({ "DataType": "String", "StringValue": value }))
                };
                body["MessageAttributes"] = attributes.iter().map(value).collect::<serde_json::Map<_, _>>().into();
            }
            let outcome = client.call("SendMessage", body);
            if let Some(answer) = check(case, expected, outcome) {
                let number = answer["SequenceNumber"].as_str().expect("a sequence number").parse().expect("a number");
                run.sequence.entry(step["group"].to_string()).or_default().push(number);
            }
        }
        "sendBatch" => {
            _ = check(case, expected, client.call("SendMessageBatch", json!({ "Entries": step["entries"] })))
        }
        "receive" => {
            let body = json!({
                "MaxNumberOfMessages": step["max"],
                "VisibilityTimeout": step["visibilityTimeout"],
                "ReceiveRequestAttemptId": step.get("attemptId"),
            });
            let outcome = client.call("ReceiveMessage", body);
            let Some(expected) = expected.as_array() else {
                check(case, expected, outcome);
                return;
            };
            let answer = outcome.unwrap_or_else(|error| panic!("{case}: {error:?}"));
            let messages = answer["Messages"].as_array().cloned().unwrap_or_default();
            let wanted: Vec<String> = expected.iter().map(|body| body.as_str().expect("a body").to_owned()).collect();
            let got = bodies(&messages);
            match step["groupOrderAdvisory"].as_bool() {
                Some(true) => assert_eq!(by_group(&got), by_group(&wanted), "{case}"),
                _ => assert_eq!(got, wanted, "{case}"),
            }
            for (body, message) in got.iter().zip(&messages) {
                run.handles.insert(body.clone(), message["ReceiptHandle"].as_str().expect("a handle").to_owned());
            }
        }
        "delete" => _ = check(case, expected, client.call("DeleteMessage", json!({ "ReceiptHandle": handle(run) }))),
        "changeVisibility" => {
            let body = json!({ "ReceiptHandle": handle(run), "VisibilityTimeout": step["timeout"] });
            check(case, expected, client.call("ChangeMessageVisibility", body));
        }
        "purge" => _ = check(case, expected, client.call("PurgeQueue", json!({}))),
        "advance" => client.pass_ms(step["seconds"].as_u64().expect("seconds") * 1_000),
        "checkSequence" => {
            assert!(!run.sequence.is_empty(), "{case}");
            for numbers in run.sequence.values() {
                assert!(numbers.is_sorted_by(|before, after| before < after), "{case}: {numbers:?}");
            }
        }
        other => panic!("{case}: unknown step {other}"),
    }
}

#[test]
fn every_golden_case_holds() {
    let file: Value = serde_json::from_str(include_str!("../data/sqs-fifo.json")).expect("the file reads");
    let cases = file["cases"].as_array().expect("cases");
    assert_eq!(cases.len() as u64, file["count"].as_u64().expect("a count"));
    for case in cases {
        let id = case["id"].as_str().expect("an id");
        if let Some(create) = case.get("createQueue") {
            let body = json!({ "QueueName": create["name"], "Attributes": create["attributes"] });
            check(id, &case["expect"], Client::under("aws-2026").call("CreateQueue", body));
            continue;
        }
        let (mut client, mut run) = (Client::fifo(case["queueAttributes"].clone()), Run::default());
        for (nth, of) in case["steps"].as_array().expect("steps").iter().enumerate() {
            step(&mut client, &mut run, &format!("{id}, step {}", nth + 1), of);
        }
    }
}
