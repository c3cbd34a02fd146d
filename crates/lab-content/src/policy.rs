//! Policies that a lab lets its learner edit, with documents to begin with.

use serde::{Deserialize, Serialize};
use serde_json::json;
use stream_engine::api::service::services;
use stream_engine::security::SecurityCommand;
use stream_engine::security::policy::{Document, PolicyError, PolicyKind};
use stream_engine::{Command, Simulation};

/// A policy that can be edited, with documents to begin with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyDocument {
    pub label: String,
    pub place: PolicyPlace,
    pub presets: Vec<Preset>,
}

/// Where a policy is put.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum PolicyPlace {
    /// Into a role, under this name.
    Role { role_name: String, policy_name: String },
    /// On a VPC endpoint, by its id.
    Endpoint { id: String },
    /// On a stream, by its ARN.
    Stream { arn: String },
    /// On a KMS key, by its alias.
    Key { alias: String },
}

/// A document to begin with; no text means no policy at all.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    pub label: String,
    #[serde(default)]
    pub text: String,
}

impl PolicyPlace {
    /// The command that puts a document there, without its white space, so that links stay short; without a text one
    /// that takes away what is there, where that can be.
    pub fn command(&self, text: &str) -> Command {
        let text = compact(text);
        let call =
            |target: &str, body: serde_json::Value| Command::Call { target: target.to_owned(), body: body.to_string() };
        match self {
            PolicyPlace::Role { role_name, policy_name } => call(
                "AmazonIdentityManagement.PutRolePolicy",
                json!({ "RoleName": role_name, "PolicyName": policy_name, "PolicyDocument": text }),
            ),
            PolicyPlace::Endpoint { id } => {
                let document = (!text.is_empty()).then_some(text);
                Command::Secure(SecurityCommand::ModifyVpcEndpoint { id: id.clone(), document })
            }
            PolicyPlace::Stream { arn } if text.is_empty() => {
                call("Kinesis_20131202.DeleteResourcePolicy", json!({ "ResourceARN": arn }))
            }
            PolicyPlace::Stream { arn } => {
                call("Kinesis_20131202.PutResourcePolicy", json!({ "ResourceARN": arn, "Policy": text }))
            }
            PolicyPlace::Key { alias } => {
                call("TrentService.PutKeyPolicy", json!({ "KeyId": alias, "PolicyName": "default", "Policy": text }))
            }
        }
    }

    /// What is there now, over several lines; empty for nothing.
    pub fn text(&self, run: &Simulation) -> String {
        let security = run.security();
        let found = match self {
            PolicyPlace::Role { role_name, policy_name } => {
                let role = security.principal(&format!("role/{role_name}"));
                role.and_then(|role| role.policies.get(policy_name)).map(|document| document.text.clone())
            }
            PolicyPlace::Endpoint { id } => {
                let policy = security.endpoints.get(id).and_then(|endpoint| endpoint.policy.as_ref());
                policy.map(|document| document.text.clone())
            }
            PolicyPlace::Stream { arn } => {
                let name = arn.rsplit('/').next().unwrap_or_default();
                run.stream_named(name).and_then(|stream| stream.settings.policy.clone())
            }
            PolicyPlace::Key { alias } => security.keys.find(alias, run.now()).ok().map(|key| key.policy.text.clone()),
        };
        found.map_or_else(String::new, |text| spread(&text))
    }

    /// Says what is wrong with a text for this place; nothing at all is right where a policy may be absent.
    pub fn check(&self, text: &str) -> Result<(), PolicyError> {
        let kind = match self {
            PolicyPlace::Role { .. } => PolicyKind::Identity,
            PolicyPlace::Endpoint { .. } => PolicyKind::Endpoint,
            PolicyPlace::Stream { .. } | PolicyPlace::Key { .. } => PolicyKind::Resource,
        };
        match text.is_empty() && self.may_be_absent() {
            true => Ok(()),
            false => Document::read(text, kind).map(drop),
        }
    }

    /// Whether there may be no policy.
    pub fn may_be_absent(&self) -> bool {
        matches!(self, PolicyPlace::Endpoint { .. } | PolicyPlace::Stream { .. })
    }

    /// Whether the run's profile knows such policies: streams have theirs since November 2023.
    pub fn is_known(&self, run: &Simulation) -> bool {
        let PolicyPlace::Stream { .. } = self else { return true };
        let operations = services().iter().flat_map(|service| service.operations);
        operations.filter(|one| one.name == "PutResourcePolicy").all(|one| one.since <= run.quotas().as_of)
    }
}

/// JSON without white space between its parts.
pub fn compact(text: &str) -> String {
    let mut outside = outside_of_texts();
    text.chars().filter(|char| !outside(*char) || !char.is_whitespace()).collect()
}

/// JSON over several lines, with its members in the order in which they stand.
pub fn spread(text: &str) -> String {
    let (mut spread, mut depth) = (String::new(), 0_usize);
    let mut outside = outside_of_texts();
    let line = |spread: &mut String, depth: usize| {
        spread.push('\n');
        spread.extend(std::iter::repeat_n("  ", depth));
    };
    let compact = compact(text);
    let mut chars = compact.chars().peekable();
    while let Some(char) = chars.next() {
        match (outside(char), char) {
            (true, '{' | '[') if chars.peek().is_some_and(|next| matches!(next, '}' | ']')) => spread.push(char),
            (true, '{' | '[') => {
                spread.push(char);
                depth += 1;
                line(&mut spread, depth);
            }
            (true, '}' | ']') if spread.ends_with(['{', '[']) => spread.push(char),
            (true, '}' | ']') => {
                depth = depth.saturating_sub(1);
                line(&mut spread, depth);
                spread.push(char);
            }
            (true, ',') => {
                spread.push(char);
                line(&mut spread, depth);
            }
            (true, ':') => spread.push_str(": "),
            _ => spread.push(char),
        }
    }
    spread
}

/// Tells of each character of a JSON text in turn whether it stands outside of its quoted texts.
fn outside_of_texts() -> impl FnMut(char) -> bool {
    let (mut inside, mut escaped) = (false, false);
    move |char| {
        let was_inside = inside;
        match char {
            _ if escaped => escaped = false,
            '\\' if inside => escaped = true,
            '"' => inside = !inside,
            _ => {}
        }
        !was_inside && char != '"'
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_put_short_and_shown_long() {
        let long = "{\n  \"Sid\": \"a, {b}: \\\" c\",\n  \"Action\": [\n    \"kinesis:*\"\n  ],\n  \"Empty\": {}\n}";
        let short = "{\"Sid\":\"a, {b}: \\\" c\",\"Action\":[\"kinesis:*\"],\"Empty\":{}}";
        assert_eq!(compact(long), short);
        assert_eq!(spread(short), long);
        assert_eq!(spread(long), long);
        assert_eq!((compact(""), spread("")), (String::new(), String::new()));
    }
}
