//! Policy documents of any text: refused with the place of the fault, or decided on without a panic.
//! An explicit deny holds whatever else is attached.
//!
//! The input is a document; what stands behind a line feed of its own is a second one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stream_engine::security::context::Context;
use stream_engine::security::evaluation::{Attached, Gate, Request, Verdict, decide};
use stream_engine::security::policy::{Document, Policy, PolicyKind};
use stream_engine::security::principal::Identity;

const KINDS: [(PolicyKind, Gate); 4] = [
    (PolicyKind::Identity, Gate::Identity),
    (PolicyKind::Resource, Gate::Resource),
    (PolicyKind::Resource, Gate::Key),
    (PolicyKind::Endpoint, Gate::Endpoint),
];
const STREAM: &str = "arn:aws:kinesis:us-east-1:123456789012:stream/telemetry";

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut policies: Vec<(Gate, Policy)> = Vec::new();
    for document in text.split("\n\n").take(4) {
        for (kind, gate) in KINDS {
            match Document::read(document, kind) {
                Ok(document) => policies.push((gate, document.policy)),
                Err(error) => assert!(!error.to_string().is_empty()),
            }
        }
        if let Err(error) = Document::read(document, PolicyKind::Trust) {
            assert!(!error.to_string().is_empty());
        }
    }
    let mut context = Context::default();
    for (key, value) in [
        ("aws:SourceVpce", "vpce-1"),
        ("aws:SecureTransport", "true"),
        ("kms:ViaService", "kinesis.us-east-1.amazonaws.com"),
        ("aws:CurrentTime", "2026-11-25T12:00:00Z"),
        ("aws:SourceIp", "203.0.113.7"),
        ("aws:username", "ada"),
    ] {
        context.set(key, value);
    }
    let caller = Identity::parse("arn:aws:iam::123456789012:user/ada").expect("a user's ARN");
    for owner in ["123456789012", "210987654321"] {
        let request = Request { caller: &caller, action: "kinesis:PutRecord", resource: STREAM, owner, context: &context };
        let attached: Vec<Attached> =
            policies.iter().map(|(gate, policy)| Attached { gate: *gate, name: "p", policy }).collect();
        let all = decide(&request, &attached);
        let alone = attached.iter().map(|one| decide(&request, std::slice::from_ref(one)).verdict);
        let denied = alone.into_iter().any(|verdict| verdict == Verdict::ExplicitDeny);
        assert_eq!(all.verdict == Verdict::ExplicitDeny, denied);
    }
});
