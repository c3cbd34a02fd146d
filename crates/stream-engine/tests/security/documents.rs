//! Policy documents: what is wrong is named, and nothing that is sent does harm.

use serde::Deserialize;
use stream_engine::rng::Generator;
use stream_engine::security::context::Context;
use stream_engine::security::evaluation::{Attached, Gate, Request, decide};
use stream_engine::security::policy::{Document, PolicyKind};
use stream_engine::security::principal::Identity;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Malformed {
    kind: PolicyKind,
    document: String,
    field: String,
    #[serde(default)]
    statement: Option<usize>,
}

#[test]
fn what_is_wrong_with_a_document_is_named_by_statement_and_field() {
    let cases: Vec<Malformed> = serde_json::from_str(include_str!("malformed.json")).expect("the table reads");
    for case in cases {
        let error = Document::read(&case.document, case.kind).expect_err(&case.document);
        assert_eq!(error.field, case.field, "{}: {error}", case.document);
        assert_eq!(error.statement.as_ref().map(|(nth, _)| *nth), case.statement, "{}: {error}", case.document);
        assert!(!error.problem.is_empty());
    }
}

#[test]
fn an_error_reads_as_a_sentence() {
    let document = r#"{"Statement":[{"Sid":"Put","Effect":"Allow","Action":"PutRecord","Resource":"*"}]}"#;
    let error = Document::read(document, PolicyKind::Identity).expect_err("no service");
    let text = "Statement 1 (Put), Action: \"PutRecord\" must be \"*\" or service:action, as kinesis:PutRecord";
    assert_eq!(error.to_string(), text);
}

/// Pieces of which policies are made, whole ones and broken ones.
const PIECES: [&str; 44] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "null",
    "1e999",
    "true",
    "\\u0000",
    "\u{1F600}",
    "*",
    "?",
    "${",
    "${aws:username}",
    "${aws:username, 'x'}",
    "\"Statement\":",
    "\"Effect\":\"Allow\"",
    "\"Effect\":\"Deny\"",
    "\"Action\":\"*\"",
    "\"Action\":[\"kinesis:Put*\",\"kinesis:*\"]",
    "\"NotAction\":\"sqs:*\"",
    "\"Resource\":\"*\"",
    "\"Resource\":\"arn:aws:kinesis:*:*:stream/${aws:username}*?\"",
    "\"NotResource\":\"arn:aws:sqs:*\"",
    "\"Principal\":\"*\"",
    "\"Principal\":{\"AWS\":\"123456789012\"}",
    "\"NotPrincipal\":{\"AWS\":\"*\"}",
    "\"Condition\":{",
    "\"StringLike\":{\"aws:PrincipalArn\":\"**?*${*}\"}",
    "\"Null\":{\"aws:SourceVpce\":\"true\"}",
    "\"IpAddress\":{\"aws:SourceIp\":\"::/0\"}",
    "\"IpAddress\":{\"aws:SourceIp\":[\"0.0.0.0/0\",\"1.2.3.4/31\"]}",
    "\"DateLessThan\":{\"aws:CurrentTime\":\"9999-12-31T23:59:60Z\"}",
    "\"NumericEquals\":{\"aws:EpochTime\":-1.5e3}",
    "\"ForAllValues:StringNotEquals\":{\"aws:TagKeys\":[\"a\",\"b\"]}",
    "\"ArnLike\":{\"aws:PrincipalArn\":\"arn:::::*\"}",
    "\"Version\":\"2012-10-17\",",
    "\"Version\":\"2008-10-17\",",
    "\"Sid\":\"a\",",
    "\"Id\":\"x\",",
    "{\"Statement\":[{",
    "}]}",
];

#[test]
fn a_hundred_thousand_random_documents_are_read_and_asked_without_a_panic() {
    let mut chance = Generator::named(1, "policies");
    let identity = Identity::parse("arn:aws:iam::123456789012:user/ann").expect("an ARN");
    let mut context = Context::default();
    for (key, value) in [
        ("aws:username", "ann"),
        ("aws:PrincipalArn", identity.arn.as_str()),
        ("aws:CurrentTime", "2026-01-01T00:00:00Z"),
        ("aws:EpochTime", "1767225600"),
        ("aws:SourceIp", "203.0.113.10"),
    ] {
        context.set(key, value);
    }
    let kinds = [PolicyKind::Identity, PolicyKind::Resource, PolicyKind::Endpoint, PolicyKind::Trust];
    let (mut read, mut allowed) = (0, 0);
    for nth in 0..100_000 {
        let text = match nth % 3 {
            0 => (0..chance.between(0, 12)).map(|_| piece(&mut chance)).collect::<String>(),
            _ => sound(&mut chance),
        };
        for kind in kinds {
            let Ok(document) = Document::read(&text, kind) else { continue };
            read += 1;
            let attached = [Attached { gate: Gate::Identity, name: "random", policy: &document.policy }];
            let (action, owner) = ("kinesis:PutRecord", "123456789012");
            let resource = "arn:aws:kinesis:us-east-1:123456789012:stream/ann-1";
            let request = Request { caller: &identity, action, resource, owner, context: &context };
            allowed += u32::from(decide(&request, &attached).is_allowed());
        }
    }
    // Some must get that far, or nothing has been tried.
    assert!(read > 10_000 && allowed > 1_000 && allowed < read, "{read} read, {allowed} allow");
}

fn piece(chance: &mut Generator) -> &'static str {
    PIECES[chance.between(0, PIECES.len() as u64 - 1) as usize]
}

/// A document that is nearly always well formed: elements in their places, chosen by chance.
fn sound(chance: &mut Generator) -> String {
    let statement = |chance: &mut Generator| {
        let effect = PIECES[18 + chance.between(0, 1) as usize];
        let action = PIECES[20 + chance.between(0, 2) as usize];
        let resource = PIECES[23 + chance.between(0, 2) as usize];
        let condition = match chance.between(0, 2) {
            0 => String::new(),
            1 => format!(",\"Condition\":{{{}}}", PIECES[30 + chance.between(0, 7) as usize]),
            _ => format!(
                ",\"Principal\":{}",
                ["\"*\"", "{\"AWS\":\"123456789012\"}", "1"][chance.between(0, 2) as usize]
            ),
        };
        format!("{{{effect},{action},{resource}{condition}}}")
    };
    let statements: Vec<String> = (0..chance.between(1, 3)).map(|_| statement(chance)).collect();
    format!("{{{}\"Statement\":[{}]}}", PIECES[38 + chance.between(0, 1) as usize], statements.join(","))
}
