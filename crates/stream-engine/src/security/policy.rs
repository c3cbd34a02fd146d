//! IAM's policy language as typed structs. `read` makes them from JSON, `evaluation` asks them.
//! Source: IAM User Guide, "IAM JSON policy elements reference" (checked 2026-11-23).

use super::condition::Condition;
use super::principal::PrincipalPattern;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A policy document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Policy {
    pub id: Option<String>,
    pub version: Version,
    pub statements: Vec<Statement>,
}

/// The language's version. Policy variables are plain text in the older one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Version {
    /// 2008-10-17, also if the document names none.
    #[default]
    Old,
    /// 2012-10-17.
    New,
}

/// One statement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Statement {
    pub sid: Option<String>,
    pub effect: Effect,
    /// Whom it speaks of; none in a policy that is attached to its principal.
    pub principal: Option<Clause<PrincipalPattern>>,
    pub action: Clause<String>,
    /// None only in the policy that says who may take a role.
    pub resource: Option<Clause<String>>,
    pub conditions: Vec<Condition>,
}

/// What a statement does with what it matches.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Effect {
    Allow,
    Deny,
}

/// An element with its negation: `Action` and `NotAction`, `Resource` and `NotResource`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Clause<T> {
    pub not: bool,
    pub of: Vec<T>,
}

impl<T> Clause<T> {
    /// Whether the element holds, given what one of its entries matches.
    pub fn holds(&self, matches: impl Fn(&T) -> bool) -> bool {
        self.of.iter().any(matches) != self.not
    }
}

/// Where a policy is attached: what its statements must and must not have.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum PolicyKind {
    /// To a user or role.
    Identity,
    /// To a stream, consumer, queue, or KMS key.
    Resource,
    /// To a VPC endpoint.
    Endpoint,
    /// To a role: who may take it.
    Trust,
}

/// What is wrong with a document, and where.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PolicyError {
    /// Which statement, counted from 1, with its Sid; none for the document as a whole.
    pub statement: Option<(usize, Option<String>)>,
    /// The element, as `Action` or `Condition.StringEquals`; empty for the statement as a whole.
    pub field: String,
    pub problem: String,
}

impl fmt::Display for PolicyError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.statement {
            Some((nth, Some(sid))) => write!(out, "Statement {nth} ({sid})")?,
            Some((nth, None)) => write!(out, "Statement {nth}")?,
            None => write!(out, "Policy")?,
        }
        match self.field.as_str() {
            "" => write!(out, ": {}", self.problem),
            field => write!(out, ", {field}: {}", self.problem),
        }
    }
}

/// A document as it was sent, with what it says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Document {
    pub text: String,
    pub policy: Policy,
}

impl Document {
    /// Reads a document of this kind.
    pub fn read(text: &str, kind: PolicyKind) -> Result<Document, PolicyError> {
        Ok(Document { text: text.to_owned(), policy: super::read::read(text, kind)? })
    }
}
