//! Reads a policy document from JSON, strictly: an element that the language doesn't have, or a
//! value that it can't take, is an error that names statement and element.

use super::condition::{Condition, Operator};
use super::policy::{Clause, Effect, Policy, PolicyError, PolicyKind, Statement, Version};
use super::principal::PrincipalPattern;
use serde_json::{Map, Value};

/// Entries of all lists of one document together: our own bound, far above the service's length.
const ENTRIES_MAX: usize = 10_000;

/// An element and what is wrong with it.
type Problem = (String, String);

/// Reads a document.
pub fn read(text: &str, kind: PolicyKind) -> Result<Policy, PolicyError> {
    let whole = |(field, problem): Problem| PolicyError { statement: None, field, problem };
    let value =
        serde_json::from_str(text).map_err(|error| whole((String::new(), format!("no valid JSON: {error}"))))?;
    let Value::Object(document) = value else {
        return Err(whole((String::new(), "must be a JSON object".to_owned())));
    };
    known(&document, &["Version", "Id", "Statement"]).map_err(whole)?;
    let version = version(document.get("Version")).map_err(whole)?;
    let id = optional_text(&document, "Id").map_err(whole)?;
    let entries = match document.get("Statement") {
        Some(Value::Array(entries)) if !entries.is_empty() => entries.as_slice(),
        Some(one @ Value::Object(_)) => std::slice::from_ref(one),
        Some(_) => return Err(whole(problem("Statement", "must be a statement or a list of statements"))),
        None => return Err(whole(problem("Statement", "is missing"))),
    };
    let mut statements: Vec<Statement> = Vec::new();
    for (nth, entry) in entries.iter().enumerate() {
        let sid = entry.get("Sid").and_then(Value::as_str).map(str::to_owned);
        let here = |(field, problem): Problem| PolicyError { statement: Some((nth + 1, sid.clone())), field, problem };
        let statement = statement(entry, kind, version).map_err(here)?;
        if statement.sid.is_some() && statements.iter().any(|earlier| earlier.sid == statement.sid) {
            return Err(here(problem("Sid", "stands in an earlier statement, too")));
        }
        statements.push(statement);
        if statements.iter().map(entries_of).sum::<usize>() > ENTRIES_MAX {
            return Err(here(problem("", "the document is too long")));
        }
    }
    Ok(Policy { id, version, statements })
}

fn entries_of(statement: &Statement) -> usize {
    let resources = statement.resource.as_ref().map_or(0, |resource| resource.of.len());
    let values: usize = statement.conditions.iter().map(|condition| condition.values.len()).sum();
    1 + statement.action.of.len() + resources + values
}

fn problem(field: &str, problem: &str) -> Problem {
    (field.to_owned(), problem.to_owned())
}

fn known(fields: &Map<String, Value>, names: &[&str]) -> Result<(), Problem> {
    match fields.keys().find(|name| !names.contains(&name.as_str())) {
        Some(name) => Err((name.clone(), "the policy language has no such element".to_owned())),
        None => Ok(()),
    }
}

fn version(value: Option<&Value>) -> Result<Version, Problem> {
    match value.map(Value::as_str) {
        None | Some(Some("2008-10-17")) => Ok(Version::Old),
        Some(Some("2012-10-17")) => Ok(Version::New),
        Some(_) => Err(problem("Version", "must be \"2012-10-17\" or \"2008-10-17\"")),
    }
}

fn optional_text(fields: &Map<String, Value>, name: &str) -> Result<Option<String>, Problem> {
    match fields.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(problem(name, "must be a text")),
    }
}

fn statement(value: &Value, kind: PolicyKind, version: Version) -> Result<Statement, Problem> {
    let Value::Object(fields) = value else { return Err(problem("", "must be a JSON object")) };
    let names =
        ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];
    known(fields, &names)?;
    let sid = optional_text(fields, "Sid")?;
    let plain = |sid: &String| sid.chars().all(|char| char.is_ascii_alphanumeric());
    if kind == PolicyKind::Identity && !sid.as_ref().is_none_or(plain) {
        return Err(problem("Sid", "takes letters A–Z, a–z and digits only"));
    }
    let effect = match fields.get("Effect").map(Value::as_str) {
        Some(Some("Allow")) => Effect::Allow,
        Some(Some("Deny")) => Effect::Deny,
        Some(_) => return Err(problem("Effect", "must be \"Allow\" or \"Deny\", spelled so")),
        None => return Err(problem("Effect", "is missing")),
    };
    let principal = principal_clause(fields, kind, effect)?;
    let action = clause(fields, "Action", "NotAction", check_action)?;
    let action = action.ok_or_else(|| problem("Action", "is missing"))?;
    let resource = clause(fields, "Resource", "NotResource", check_resource)?;
    match (&resource, kind) {
        (None, PolicyKind::Trust) | (Some(_), PolicyKind::Identity | PolicyKind::Resource | PolicyKind::Endpoint) => {}
        (None, _) => return Err(problem("Resource", "is missing")),
        (Some(_), PolicyKind::Trust) => return Err(problem("Resource", "has no place in a trust policy")),
    }
    let conditions = match fields.get("Condition") {
        None => Vec::new(),
        Some(Value::Object(operators)) => conditions(operators, version)?,
        Some(_) => return Err(problem("Condition", "must be a JSON object of operators")),
    };
    Ok(Statement { sid, effect, principal, action, resource, conditions })
}

/// An element of texts or its negation; both at once is an error.
fn clause(
    fields: &Map<String, Value>,
    name: &str,
    negated: &str,
    check: fn(&str) -> Result<(), String>,
) -> Result<Option<Clause<String>>, Problem> {
    let (name, value, not) = match (fields.get(name), fields.get(negated)) {
        (Some(_), Some(_)) => return Err((name.to_owned(), format!("stands beside {negated}; only one may"))),
        (Some(value), None) => (name, value, false),
        (None, Some(value)) => (negated, value, true),
        (None, None) => return Ok(None),
    };
    let of = texts(name, value)?;
    of.iter().try_for_each(|text| check(text)).map_err(|problem| (name.to_owned(), problem))?;
    Ok(Some(Clause { not, of }))
}

/// A text or a list of texts, at least one.
fn texts(field: &str, value: &Value) -> Result<Vec<String>, Problem> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let found = match value {
        Value::Array(entries) if !entries.is_empty() => entries.iter().map(text).collect(),
        one => text(one).map(|text| vec![text]),
    };
    found.ok_or_else(|| problem(field, "must be a text or a list of texts"))
}

fn check_action(action: &str) -> Result<(), String> {
    let good =
        |part: &str| !part.is_empty() && part.chars().all(|char| char.is_ascii_alphanumeric() || "*?-_".contains(char));
    match action.split_once(':') {
        _ if action == "*" => Ok(()),
        Some((service, name)) if good(service) && !service.contains(['*', '?']) && good(name) => Ok(()),
        _ => Err(format!("\"{action}\" must be \"*\" or service:action, as kinesis:PutRecord")),
    }
}

fn check_resource(resource: &str) -> Result<(), String> {
    match resource == "*" || resource.starts_with("arn:") && resource.split(':').count() >= 6 || is_open_ended(resource)
    {
        true => Ok(()),
        false => Err(format!("\"{resource}\" must be an ARN or \"*\"")),
    }
}

/// `arn:aws:sqs:*` stands for all that begins so, as its last part may reach beyond colons.
fn is_open_ended(resource: &str) -> bool {
    resource.starts_with("arn:") && resource.ends_with('*')
}

fn principal_clause(
    fields: &Map<String, Value>,
    kind: PolicyKind,
    effect: Effect,
) -> Result<Option<Clause<PrincipalPattern>>, Problem> {
    let (name, value, not) = match (fields.get("Principal"), fields.get("NotPrincipal")) {
        (Some(_), Some(_)) => return Err(problem("Principal", "stands beside NotPrincipal; only one may")),
        (Some(value), None) => ("Principal", value, false),
        (None, Some(value)) => ("NotPrincipal", value, true),
        (None, None) if kind == PolicyKind::Identity => return Ok(None),
        (None, None) => return Err(problem("Principal", "is missing")),
    };
    if kind == PolicyKind::Identity {
        return Err(problem(name, "has no place in a policy that is attached to a user or role"));
    }
    if not && effect == Effect::Allow {
        return Err(problem(name, "with Allow would let in everybody else; only Deny takes it"));
    }
    let mut of = Vec::new();
    match value {
        Value::String(text) if text == "*" => of.push(PrincipalPattern::Anyone),
        Value::Object(kinds) if !kinds.is_empty() => {
            for (kind, value) in kinds {
                let field = format!("{name}.{kind}");
                for text in texts(&field, value)? {
                    of.push(PrincipalPattern::read(kind, &text).map_err(|problem| (field.clone(), problem))?);
                }
            }
        }
        _ => return Err(problem(name, "must be \"*\" or an object such as {\"AWS\": \"<account or ARN>\"}")),
    }
    Ok(Some(Clause { not, of }))
}

fn conditions(operators: &Map<String, Value>, version: Version) -> Result<Vec<Condition>, Problem> {
    let mut conditions = Vec::new();
    for (name, keys) in operators {
        let field = format!("Condition.{name}");
        let operator = Operator::read(name).map_err(|problem| (field.clone(), problem))?;
        let Value::Object(keys) = keys else { return Err(problem(&field, "must be a JSON object of keys")) };
        for (key, values) in keys {
            let field = format!("{field}.{key}");
            if !key.contains(':') {
                return Err(problem(&field, "a key has a prefix, as aws:SourceVpce"));
            }
            let values = scalars(&field, values)?;
            let condition = Condition { operator, key: key.to_lowercase(), values, variables: version == Version::New };
            condition.check().map_err(|problem| (field, problem))?;
            conditions.push(condition);
        }
    }
    Ok(conditions)
}

/// Texts, and numbers or booleans written as such.
fn scalars(field: &str, value: &Value) -> Result<Vec<String>, Problem> {
    let scalar = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    };
    let found = match value {
        Value::Array(entries) if !entries.is_empty() => entries.iter().map(scalar).collect(),
        one => scalar(one).map(|text| vec![text]),
    };
    found.ok_or_else(|| problem(field, "must be a value or a list of values"))
}
