//! The options that there are: those of every command, and those of one operation.

use super::{Choice, Takes};
use crate::model::{Operation, Type};
use crate::names::kebab;

/// Formats of `--output`.
pub const OUTPUTS: [&str; 6] = ["json", "text", "table", "yaml", "yaml-stream", "off"];
/// Ways of `--cli-binary-format`.
pub const BINARY_FORMATS: [&str; 2] = ["base64", "raw-in-base64-out"];

fn choice(name: &str, takes: Takes) -> Choice {
    Choice { name: name.to_owned(), kept_as: name.to_owned(), takes, one_of: &[], required: false }
}

/// Options of every command.
pub fn global() -> Vec<Choice> {
    let one = |name| choice(name, Takes::One);
    let set = |name| choice(name, Takes::Flag(true));
    let of = |name, one_of| Choice { one_of, ..choice(name, Takes::One) };
    vec![
        set("debug"),
        one("endpoint-url"),
        set("no-verify-ssl"),
        set("no-paginate"),
        of("output", &OUTPUTS),
        one("query"),
        one("profile"),
        one("region"),
        set("version"),
        of("color", &["on", "off", "auto"]),
        set("no-sign-request"),
        one("ca-bundle"),
        one("cli-read-timeout"),
        one("cli-connect-timeout"),
        of("cli-binary-format", &BINARY_FORMATS),
        set("no-cli-pager"),
        set("cli-auto-prompt"),
        set("no-cli-auto-prompt"),
        of("cli-error-format", &["legacy", "json", "yaml", "text", "table", "enhanced"]),
    ]
}

/// Options of an operation, in the order of its model; then those that the CLI adds.
pub fn of_operation(operation: &Operation) -> Vec<Choice> {
    let mut all = Vec::new();
    for field in &operation.input {
        let name = kebab(field.name);
        let takes = match field.of {
            Type::Boolean => Takes::Flag(true),
            Type::List { .. } => Takes::Many,
            Type::Long { .. } => Takes::Number,
            _ => Takes::One,
        };
        let required = field.required && field.of != Type::Boolean;
        all.push(Choice { required, ..choice(&name, takes) });
        if field.of == Type::Boolean {
            let no = choice(&format!("no-{name}"), Takes::Flag(false));
            all.push(Choice { kept_as: name, ..no });
        }
    }
    if operation.streamed().is_none() {
        all.push(choice("cli-input-json", Takes::One));
        all.push(choice("cli-input-yaml", Takes::One));
    }
    if let Some(pages) = &operation.pages {
        let limit = pages.limit.map(|_| choice("page-size", Takes::Number));
        let of_pages = [choice("starting-token", Takes::One)].into_iter().chain(limit);
        for added in of_pages.chain([choice("max-items", Takes::Number)]) {
            // An option of the operation's own is hidden by one of the CLI's.
            all.retain(|known| known.name != added.name);
            all.push(added);
        }
    }
    if operation.streamed().is_none() {
        let one_of = &["input", "output", "yaml-input"];
        all.push(Choice { one_of, ..choice("generate-cli-skeleton", Takes::Maybe("input")) });
    }
    all
}

/// Options of an operation that its help doesn't name, since the CLI has others instead.
pub fn is_hidden(operation: &Operation, name: &str) -> bool {
    let Some(pages) = &operation.pages else { return false };
    let own = [Some(pages.input), pages.limit].into_iter().flatten().any(|own| kebab(own) == name);
    (own && name != "max-items") || name == "exclusive-start-stream-name"
}
