//! Whether a call is allowed, by IAM's logic, and which statement of which policy decided.
//!
//! An explicit deny anywhere wins. A call through a VPC endpoint needs the endpoint's policy to
//! allow it. Within an account an identity policy or the resource's policy must allow it; from
//! another account both must. A key policy stands above identity policies: they count only where
//! it names the account. Permission boundaries, session policies and organizations' policies are
//! left out. Source: IAM User Guide, "Policy evaluation logic" (checked 2026-11-23).

use super::context::Context;
use super::policy::{Effect, Policy, Statement, Version};
use super::principal::{Identity, Kind, Named};
use super::wildcard;
use serde::{Deserialize, Serialize};

/// Who wants what, and on what.
#[derive(Debug)]
pub struct Request<'a> {
    pub caller: &'a Identity,
    /// As `kinesis:PutRecord`.
    pub action: &'a str,
    /// An ARN, or `*` where the action speaks of no resource.
    pub resource: &'a str,
    /// The account that the resource belongs to.
    pub owner: &'a str,
    pub context: &'a Context,
}

/// Where a policy stands on the way of a call.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Gate {
    Endpoint,
    Identity,
    Resource,
    /// The policy of a KMS key.
    Key,
}

impl Gate {
    /// As messages name this kind of policy.
    pub fn policy_name(self) -> &'static str {
        match self {
            Gate::Endpoint => "VPC endpoint",
            Gate::Identity => "identity-based",
            Gate::Resource | Gate::Key => "resource-based",
        }
    }
}

/// A policy with its name, as it stands at a gate.
#[derive(Clone, Copy, Debug)]
pub struct Attached<'a> {
    pub gate: Gate,
    pub name: &'a str,
    pub policy: &'a Policy,
}

/// A statement that matched.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Match {
    pub gate: Gate,
    pub policy: String,
    /// Counted from 1.
    pub statement: u32,
    pub sid: Option<String>,
    pub effect: Effect,
    /// Only the caller's account is named.
    pub by_account: bool,
}

/// What came out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Verdict {
    Allowed,
    ExplicitDeny,
    /// No statement allows it.
    ImplicitDeny,
}

/// The answer with its reason.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Decision {
    pub verdict: Verdict,
    /// The gate that refused; for an allowed call the one that let it in.
    pub gate: Gate,
    /// Every statement that matched, in the order of the gates.
    pub matches: Vec<Match>,
}

impl Decision {
    pub fn is_allowed(&self) -> bool {
        self.verdict == Verdict::Allowed
    }

    /// The statement that decided; none if nothing matched, or the caller is the root user.
    pub fn decisive(&self) -> Option<&Match> {
        let effect = if self.verdict == Verdict::ExplicitDeny { Effect::Deny } else { Effect::Allow };
        let decides = |found: &&Match| found.effect == effect && found.gate == self.gate;
        self.matches.iter().find(decides).filter(|_| self.verdict != Verdict::ImplicitDeny)
    }
}

/// Decides on a request by all policies that stand on its way.
pub fn decide(request: &Request, attached: &[Attached]) -> Decision {
    let mut matches: Vec<Match> = attached.iter().flat_map(|policy| matching(request, policy)).collect();
    matches.sort_by_key(|found| found.gate);
    if let Some(deny) = matches.iter().find(|found| found.effect == Effect::Deny) {
        return Decision { verdict: Verdict::ExplicitDeny, gate: deny.gate, matches };
    }
    let (verdict, gate) = match refusing_gate(request, attached, &matches) {
        Ok(gate) => (Verdict::Allowed, gate),
        Err(gate) => (Verdict::ImplicitDeny, gate),
    };
    Decision { verdict, gate, matches }
}

/// Without an explicit deny: the gate that lets the call in, or else the one that doesn't.
fn refusing_gate(request: &Request, attached: &[Attached], matches: &[Match]) -> Result<Gate, Gate> {
    let stands = |gate: Gate| attached.iter().any(|policy| policy.gate == gate);
    let allows = |gate: Gate| matches.iter().any(|found| found.gate == gate);
    let directly = |gate: Gate| matches.iter().any(|found| found.gate == gate && !found.by_account);
    if stands(Gate::Endpoint) && !allows(Gate::Endpoint) {
        return Err(Gate::Endpoint);
    }
    // The root user may do everything in its own account, and lets its account into others.
    let identity = request.caller.kind == Kind::Root || allows(Gate::Identity);
    let same_account = request.caller.account == request.owner;
    if stands(Gate::Key) {
        return match (allows(Gate::Key), directly(Gate::Key) && same_account, identity) {
            (false, ..) => Err(Gate::Key),
            (true, true, _) => Ok(Gate::Key),
            (true, false, true) => Ok(Gate::Identity),
            (true, false, false) => Err(Gate::Identity),
        };
    }
    if same_account {
        return match identity {
            true => Ok(Gate::Identity),
            false if directly(Gate::Resource) => Ok(Gate::Resource),
            false => Err(Gate::Identity),
        };
    }
    match (identity, allows(Gate::Resource)) {
        (true, true) => Ok(Gate::Resource),
        (false, _) => Err(Gate::Identity),
        (true, false) => Err(Gate::Resource),
    }
}

fn matching<'a>(request: &'a Request, attached: &'a Attached<'a>) -> impl Iterator<Item = Match> + 'a {
    let modern = attached.policy.version == Version::New;
    let variables = modern.then_some(request.context);
    attached.policy.statements.iter().enumerate().filter_map(move |(nth, statement)| {
        let named = speaks_of(statement, request, variables)?;
        Some(Match {
            gate: attached.gate,
            policy: attached.name.to_owned(),
            statement: nth as u32 + 1,
            sid: statement.sid.clone(),
            effect: statement.effect,
            by_account: named == Named::ByAccount,
        })
    })
}

/// Whether a statement speaks of the request, and how it names the caller.
fn speaks_of(statement: &Statement, request: &Request, variables: Option<&Context>) -> Option<Named> {
    let named = match &statement.principal {
        None => Named::Directly,
        Some(clause) => {
            let named = clause.of.iter().map(|pattern| pattern.names(request.caller)).max().unwrap_or(Named::No);
            match (clause.not, named) {
                (false, named) => named,
                (true, Named::No) => Named::Directly,
                (true, _) => Named::No,
            }
        }
    };
    let action = || statement.action.holds(|pattern| wildcard::action(pattern, request.action));
    let resource = || {
        let matches = |pattern: &String| match request.resource {
            // An action without a resource is met by a statement on everything only.
            "*" => pattern == "*",
            arn => wildcard::resource(pattern, arn, variables),
        };
        statement.resource.as_ref().is_none_or(|resource| resource.holds(matches))
    };
    let conditions = || statement.conditions.iter().all(|condition| condition.holds(request.context));
    (named != Named::No && action() && resource() && conditions()).then_some(named)
}
