//! SimulatePrincipalPolicy: what the policies of a user or role would decide. As in the service,
//! policies of resources and endpoints don't take part, unless the request brings one.

use super::shapes::DOCUMENT;
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional, required};
use crate::security::action::owner;
use crate::security::change::{self, missing};
use crate::security::context::Context;
use crate::security::evaluation::{Attached, Decision, Gate, Request, Verdict, decide};
use crate::security::policy::{Document, PolicyKind};
use crate::simulation::Simulation;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Decisions of one call at most: the engine's own bound.
const RESULTS_MAX: usize = 10_000;

const ENTRY: Shape = Shape::Structure(&[
    optional("ContextKeyName", Shape::text(Range::between(5, 256))),
    optional("ContextKeyValues", Shape::List { of: &Shape::TEXT, count: Range::at_least(0) }),
    optional("ContextKeyType", Shape::TEXT),
]);

pub static OPERATION: Operation = Operation {
    name: "SimulatePrincipalPolicy",
    members: &[
        required("PolicySourceArn", Shape::text(Range::between(20, 2_048))),
        optional("PolicyInputList", Shape::List { of: &DOCUMENT, count: Range::between(0, 100) }),
        required(
            "ActionNames",
            Shape::List { of: &Shape::text(Range::between(3, 128)), count: Range::between(1, 1_000) },
        ),
        optional(
            "ResourceArns",
            Shape::List { of: &Shape::text(Range::between(1, 2_048)), count: Range::between(0, 1_000) },
        ),
        optional("ResourcePolicy", DOCUMENT),
        optional("ResourceOwner", Shape::text(Range::between(1, 2_048))),
        optional("CallerArn", Shape::text(Range::between(1, 2_048))),
        optional("ContextEntries", Shape::List { of: &ENTRY, count: Range::between(0, 1_000) }),
        optional("MaxItems", Shape::Integer(Range::between(1, 1_000))),
        optional("Marker", Shape::TEXT),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let arn = body.required("PolicySourceArn");
    let principal = world.security.principals.get(arn).ok_or_else(|| missing(format!("principal {arn}")))?;
    let inputs = body.texts("PolicyInputList").map(|text| change::read(text, PolicyKind::Identity));
    let inputs: Vec<Document> = inputs.collect::<Result<_, _>>()?;
    let of_resource = body.text("ResourcePolicy").map(|text| change::read(text, PolicyKind::Resource)).transpose()?;
    let names: Vec<String> = (1..=inputs.len()).map(|nth| format!("PolicyInputList.{nth}")).collect();
    let mut attached = world.identity_policies(&principal.identity);
    attached.extend(names.iter().zip(&inputs).map(|(name, document)| Attached {
        gate: Gate::Identity,
        name,
        policy: &document.policy,
    }));
    attached.extend(of_resource.iter().map(|document| Attached {
        gate: Gate::Resource,
        name: "ResourcePolicy",
        policy: &document.policy,
    }));
    let mut context = world.context_of(&principal.identity);
    for entry in body.structures("ContextEntries") {
        let values = entry.texts("ContextKeyValues").map(str::to_owned).collect();
        context.set_all(entry.required("ContextKeyName"), values);
    }
    let missing_keys = missing_keys(&attached, &context);
    let resources: Vec<&str> = body.texts("ResourceArns").collect();
    let resources = if resources.is_empty() { vec!["*"] } else { resources };
    let pairs = body.texts("ActionNames").flat_map(|action| resources.iter().map(move |resource| (action, *resource)));
    let results = pairs.take(RESULTS_MAX).map(|(action, resource)| {
        let owner = owner(resource, &principal.identity.account);
        let request = Request { caller: &principal.identity, action, resource, owner, context: &context };
        result(&request, &decide(&request, &attached), &missing_keys)
    });
    Ok(json!({ "EvaluationResults": results.collect::<Vec<Value>>(), "IsTruncated": false }))
}

fn result(request: &Request, decision: &Decision, missing_keys: &BTreeSet<String>) -> Value {
    let name = match decision.verdict {
        Verdict::Allowed => "allowed",
        Verdict::ExplicitDeny => "explicitDeny",
        Verdict::ImplicitDeny => "implicitDeny",
    };
    let matched = decision
        .matches
        .iter()
        .map(|found| json!({ "SourcePolicyId": found.policy, "SourcePolicyType": "IAM Policy" }));
    json!({
        "EvalActionName": request.action,
        "EvalResourceName": request.resource,
        "EvalDecision": name,
        "MatchedStatements": matched.collect::<Vec<Value>>(),
        "MissingContextValues": missing_keys,
    })
}

/// Keys that conditions ask for and the request doesn't have.
fn missing_keys(attached: &[Attached], context: &Context) -> BTreeSet<String> {
    let statements = attached.iter().flat_map(|policy| &policy.policy.statements);
    let keys = statements.flat_map(|statement| &statement.conditions).map(|condition| condition.key.clone());
    keys.filter(|key| context.get(key).is_none()).collect()
}
