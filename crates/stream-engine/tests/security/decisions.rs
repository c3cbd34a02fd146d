//! Policies × requests → decision, written from IAM's documented rules.

use crate::world::{endpoint, secure, through, world};
use serde::Deserialize;
use serde_json::Value;
use stream_engine::security::action::Permission;
use stream_engine::security::evaluation::{Gate, Verdict};
use stream_engine::security::principal::Identity;
use stream_engine::security::{Caller, SecurityCommand};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    want: Verdict,
    #[serde(default)]
    gate: Option<Gate>,
    action: String,
    resource: String,
    r#as: String,
    #[serde(default)]
    identity: Vec<Value>,
    #[serde(default)]
    resource_policy: Option<Value>,
    #[serde(default)]
    endpoint: Option<Value>,
    #[serde(default)]
    path: Option<String>,
    #[serde(default)]
    tls: Option<bool>,
}

#[test]
fn each_case_is_decided_as_the_documentation_says() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("decisions.json")).expect("the table reads");
    assert!(cases.len() >= 60, "{}", cases.len());
    for case in cases {
        let name = &case.name;
        let mut world = world();
        for (nth, document) in case.identity.iter().enumerate() {
            let (principal, policy_name) = (case.r#as.clone(), format!("policy-{nth}"));
            let document = document.to_string();
            secure(&mut world, SecurityCommand::PutPolicy { principal, policy_name, document });
        }
        if let Some(document) = &case.resource_policy {
            let (resource_arn, document) = (case.resource.clone(), document.to_string());
            secure(&mut world, SecurityCommand::PutResourcePolicy { resource_arn, document });
        }
        let id = endpoint(&mut world, "kinesis", case.endpoint.as_ref().map(Value::to_string));
        let arn = match case.r#as.as_str() {
            "root" => Identity::root("123456789012").arn,
            named => world.security().principal(named).expect("a principal of the world").identity.arn.clone(),
        };
        let identity = Identity::parse(&arn).expect("an ARN");
        let mut caller = if case.path.is_some() { through(&arn, &id) } else { Caller::principal(&arn) };
        caller.secure_transport = case.tls.unwrap_or(true);
        let permission = Permission { action: case.action, resource: case.resource };
        let decision = world.decide(&caller, &identity, &permission);
        assert_eq!(decision.verdict, case.want, "{name}: {decision:?}");
        if let Some(gate) = case.gate {
            assert_eq!(decision.gate, gate, "{name}: {decision:?}");
        }
        // The reason names a statement wherever one decided.
        let decided = decision.decisive().is_some();
        assert_eq!(decided, decision.verdict != Verdict::ImplicitDeny && !by_root(&decision.matches, &arn), "{name}");
    }
}

fn by_root(matches: &[stream_engine::security::evaluation::Match], arn: &str) -> bool {
    matches.is_empty() && arn.ends_with(":root")
}
