//! The services, operations and types that the CLI knows: the engine's shapes, and beside them what
//! those don't tell: order and types of answers, what AWS' models require
//! and bound, pages and waiters.
//!
//! `services.txt` holds that in a grammar of its own. Source: the API models of AWS CLI 2.36.7,
//! checked 2026-11-26; only what the engine has stands there, and a test holds the two together.

mod read;

use std::sync::LazyLock;

/// A value's type, with the bounds that the CLI itself looks at before it sends anything.
#[derive(Clone, PartialEq, Debug)]
pub enum Type {
    Boolean,
    Integer {
        least: Option<i64>,
    },
    Long {
        least: Option<i64>,
    },
    Double,
    /// Seconds since 1970 on the wire.
    Timestamp,
    /// Base64 on the wire.
    Blob,
    Text {
        least: Option<i64>,
        /// The values that the service takes; empty for any.
        one_of: &'static [&'static str],
    },
    /// A text on the wire that the CLI prints as the JSON that it holds.
    Document,
    List {
        of: Box<Type>,
        least: Option<i64>,
    },
    /// Values by name.
    Map(Box<Type>),
    Structure(Vec<Field>),
    Any,
}

/// A named part of a structure.
#[derive(Clone, PartialEq, Debug)]
pub struct Field {
    pub name: &'static str,
    pub required: bool,
    pub of: Type,
}

/// How an operation's answers go on from page to page. Paths are names parted by dots.
#[derive(Clone, PartialEq, Debug)]
pub struct Pages {
    /// Member of the request that says where to go on.
    pub input: &'static str,
    /// Where the answer says it; `[-1]` is the last one of a list.
    pub output: &'static str,
    /// Member of the request for the size of a page.
    pub limit: Option<&'static str>,
    /// Tells whether there is more; else the output being there does.
    pub more: Option<&'static str>,
    /// What is put together from all pages; the first is what `--max-items` counts.
    pub results: Vec<&'static str>,
    /// What is taken from the first page besides.
    pub kept: Vec<&'static str>,
}

/// One operation.
#[derive(Clone, PartialEq, Debug)]
pub struct Operation {
    /// In the API: `PutRecord`.
    pub name: &'static str,
    /// In the CLI: `put-record`.
    pub cli_name: String,
    /// What it does, in few words.
    pub about: &'static str,
    /// In the order of the API's model.
    pub input: Vec<Field>,
    pub output: Vec<Field>,
    pub pages: Option<Pages>,
    /// The day from which on it is there, as 20251027; 0 for always.
    pub since: u64,
}

/// What a poll of a waiter is held against.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Sign {
    /// The value at a path of the answer.
    Path(&'static str, &'static str),
    /// The name of the error.
    Error(&'static str),
}

/// `aws kinesis wait stream-exists`.
#[derive(Clone, PartialEq, Debug)]
pub struct Waiter {
    /// In the API: `StreamExists`.
    pub name: &'static str,
    pub cli_name: String,
    /// Name of the operation that is polled.
    pub operation: &'static str,
    pub delay_s: u64,
    pub attempts_max: u32,
    /// In their order; true for the one that ends the wait, false for one that lets it go on.
    pub signs: Vec<(bool, Sign)>,
}

/// One service.
#[derive(Clone, PartialEq, Debug)]
pub struct Service {
    /// `kinesis`.
    pub cli_name: &'static str,
    /// `Amazon Kinesis`.
    pub title: &'static str,
    /// What stands before the dot of a target.
    pub prefix: &'static str,
    pub operations: Vec<Operation>,
    pub waiters: Vec<Waiter>,
}

static SERVICES: LazyLock<Vec<Service>> = LazyLock::new(|| read::read(include_str!("services.txt")));

/// All services, in the engine's order.
pub fn services() -> &'static [Service] {
    &SERVICES
}

impl Service {
    /// The service that the CLI calls so.
    pub fn named(cli_name: &str) -> Option<&'static Service> {
        services().iter().find(|service| service.cli_name == cli_name)
    }

    /// The operation of this name in the API.
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.name == name)
    }

    /// What a call of the operation is sent to.
    pub fn target(&self, operation: &Operation) -> String {
        format!("{}.{}", self.prefix, operation.name)
    }
}

impl Operation {
    /// Member of the answer that the CLI writes into a file.
    pub fn streamed(&self) -> Option<&'static str> {
        (self.name == "GetObject").then_some("Body")
    }
}

impl Type {
    /// The type's name in the CLI's help.
    pub fn name(&self) -> &'static str {
        match self {
            Type::Boolean => "boolean",
            Type::Integer { .. } => "integer",
            Type::Long { .. } => "long",
            Type::Double => "double",
            Type::Timestamp => "timestamp",
            Type::Blob => "blob",
            Type::Text { .. } | Type::Document => "string",
            Type::List { .. } => "list",
            Type::Map(_) => "map",
            Type::Structure(_) => "structure",
            Type::Any => "document",
        }
    }

    /// Whether it is made of other values.
    pub fn is_complex(&self) -> bool {
        matches!(self, Type::List { .. } | Type::Map(_) | Type::Structure(_) | Type::Any)
    }
}
