//! `--query`: JMESPath by its library, with members in the order that the CLI prints them in (the
//! library's objects are sorted by name).

use crate::failure::Failure;
use crate::model::{Field, Type};
use crate::value::Value;
use jmespath::ast::Ast;
use jmespath::{ErrorReason, Expression, JmespathError, RuntimeError, Variable};
use std::rc::Rc;

/// A query that has been read.
pub struct Query {
    expression: Expression<'static>,
    /// Names of each `{…}` in it.
    made: Vec<Vec<String>>,
}

impl Query {
    /// Reads a query.
    pub fn read(text: &str) -> Result<Query, Failure> {
        let problem = |what: &str| Failure::parameter(&format!("Bad value for --query {text}: {what}"));
        if text.is_empty() {
            return Err(problem("Invalid JMESPath expression: cannot be empty."));
        }
        let expression = jmespath::compile(&with_quotes(text)).map_err(|error| problem(&reading(text, &error)))?;
        let mut made = Vec::new();
        collect(expression.as_ast(), &mut made);
        Ok(Query { expression, made })
    }

    /// What the query finds in an answer, whose members are those of `output`.
    pub fn search(&self, answer: &Value, output: &[Field]) -> Result<Value, Failure> {
        let found = self.expression.search(variable(answer)).map_err(|error| Failure::general(&running(&error)))?;
        let mut known = self.made.clone();
        structures(output, &mut known);
        // The smallest structure that has all the names decides.
        known.sort_by_key(Vec::len);
        Ok(value(&found, &known))
    }
}

/// A literal that is no JSON stands for a text, as in the CLI: `` `us-east-1` `` for `` `"us-east-1"` ``.
fn with_quotes(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\'', '"', '`']) {
        let quote = rest[at..].chars().next().unwrap_or_default();
        let end = closing(&rest[at + 1..], quote).map(|end| at + 1 + end);
        let Some(end) = end else { break };
        let inside = &rest[at + 1..end];
        out.push_str(&rest[..=at]);
        let is_bare = quote == '`' && serde_json::from_str::<serde_json::Value>(&inside.replace("\\`", "`")).is_err();
        match is_bare {
            true => out.push_str(&format!("\"{}\"", inside.trim_start().replace('"', "\\\""))),
            false => out.push_str(inside),
        }
        out.push(quote);
        rest = &rest[end + 1..];
    }
    out + rest
}

/// Where a quote is closed that isn't behind a backslash.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    text.char_indices()
        .find(|(_, char)| {
            let closes = *char == quote && !escaped;
            escaped = *char == '\\' && !escaped;
            closes
        })
        .map(|(at, _)| at)
}

/// What the library says of a query that can't be read, in the CLI's words where they are known.
fn reading(text: &str, error: &JmespathError) -> String {
    let length = text.chars().count();
    let marked = format!("\"{text}\"\n{}^", " ".repeat(error.offset.min(length) + 1));
    let token: String = text.chars().skip(error.offset).take_while(|char| char.is_alphanumeric()).collect();
    if error.offset >= length {
        return format!("Invalid jmespath expression: Incomplete expression:\n{marked}");
    }
    let token = if token.is_empty() { text.chars().skip(error.offset).take(1).collect() } else { token };
    let is_name = token.starts_with(|char: char| char.is_alphabetic());
    let kind = if is_name { format!(", token \"{token}\" (UNQUOTED_IDENTIFIER)") } else { String::new() };
    format!("Unexpected token: {token}: Parse error at column {}{kind}, for expression:\n{marked}", error.offset)
}

fn running(error: &JmespathError) -> String {
    match &error.reason {
        ErrorReason::Runtime(RuntimeError::UnknownFunction(name)) => format!("Unknown function: {name}()"),
        reason => reason.to_string(),
    }
}

/// Names of each `{…}` of an expression, outermost first.
fn collect(ast: &Ast, made: &mut Vec<Vec<String>>) {
    let mut all = |parts: &[&Ast]| parts.iter().for_each(|part| collect(part, made));
    match ast {
        Ast::Comparison { lhs, rhs, .. }
        | Ast::Projection { lhs, rhs, .. }
        | Ast::And { lhs, rhs, .. }
        | Ast::Or { lhs, rhs, .. }
        | Ast::Subexpr { lhs, rhs, .. } => all(&[lhs, rhs]),
        Ast::Condition { predicate, then, .. } => all(&[predicate, then]),
        Ast::Expref { ast: node, .. }
        | Ast::Flatten { node, .. }
        | Ast::Not { node, .. }
        | Ast::ObjectValues { node, .. } => all(&[node]),
        Ast::Function { args: parts, .. } | Ast::MultiList { elements: parts, .. } => {
            parts.iter().for_each(|part| collect(part, made));
        }
        Ast::MultiHash { elements, .. } => {
            made.push(elements.iter().map(|pair| pair.key.clone()).collect());
            elements.iter().for_each(|pair| collect(&pair.value, made));
        }
        Ast::Identity { .. } | Ast::Field { .. } | Ast::Index { .. } | Ast::Literal { .. } | Ast::Slice { .. } => {}
    }
}

/// Names of each structure of an answer.
fn structures(fields: &[Field], all: &mut Vec<Vec<String>>) {
    all.push(fields.iter().map(|field| field.name.to_owned()).collect());
    for field in fields {
        let mut of = &field.of;
        while let Type::List { of: inner, .. } | Type::Map(inner) = of {
            of = inner;
        }
        if let Type::Structure(fields) = of {
            structures(fields, all);
        }
    }
}

fn variable(value: &Value) -> Variable {
    let shared = |value: &Value| Rc::new(variable(value));
    match value {
        Value::Null => Variable::Null,
        Value::Bool(yes) => Variable::Bool(*yes),
        Value::Number(number) => Variable::Number(number.clone()),
        Value::Text(text) => Variable::String(text.clone()),
        Value::List(entries) => Variable::Array(entries.iter().map(shared).collect()),
        Value::Object(fields) => {
            Variable::Object(fields.iter().map(|(name, value)| (name.clone(), shared(value))).collect())
        }
    }
}

fn value(found: &Variable, known: &[Vec<String>]) -> Value {
    match found {
        Variable::Null | Variable::Expref(_) => Value::Null,
        Variable::Bool(yes) => Value::Bool(*yes),
        Variable::Number(number) => whole(number),
        Variable::String(text) => Value::Text(text.clone()),
        Variable::Array(entries) => Value::List(entries.iter().map(|entry| value(entry, known)).collect()),
        Variable::Object(fields) => {
            let order = known.iter().find(|names| fields.keys().all(|name| names.contains(name)));
            let place = |name: &str| order.and_then(|order| order.iter().position(|known| known == name));
            let mut all: Vec<(String, Value)> =
                fields.iter().map(|(name, field)| (name.clone(), value(field, known))).collect();
            all.sort_by_key(|(name, _)| place(name));
            Value::Object(all)
        }
    }
}

/// The library counts and adds in floating point; whole numbers are shown as such, as in Python.
fn whole(number: &serde_json::Number) -> Value {
    let as_whole = number.as_f64().filter(|float| number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15);
    Value::Number(as_whole.map_or_else(|| number.clone(), |float| (float as i64).into()))
}
