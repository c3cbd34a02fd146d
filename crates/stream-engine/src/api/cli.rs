//! A call as a command of the AWS CLI, version 2, for POSIX shells. The options are the request's
//! fields in the CLI's spelling, so this file knows no single operation.

use super::json::{Json, Object, is_hidden};
use super::{call_text, whole, wire};
use crate::command::Command;
use crate::event::Call;
use crate::simulation::Simulation;

/// Linux takes no longer argument (MAX_ARG_STRLEN); a command that long is of no use.
const COMMAND_BYTES_MAX: usize = 128 * 1024;

/// The command; None for a change of a producer or consumer, and for data too long for a shell.
pub fn cli(run: &Simulation, call: &Call) -> Option<String> {
    let command = whole::command(run, call);
    let (verb, body) = match &*command {
        Command::Call { target, body } => (
            format!("aws {} {}", call_text::service(target), kebab(call_text::operation(target))),
            call_text::fields(body)?,
        ),
        typed => {
            let operation = typed.operation()?;
            (format!("aws kinesis {}", kebab(operation.name())), wire::body(run, call, typed)?)
        }
    };
    let text = match body.fields().iter().all(|(_, value)| fits_an_option(value)) {
        true => verb + &options(&body),
        false => format!("{verb} --cli-input-json {}", quote(&Json::from(body).compact())),
    };
    (text.len() < COMMAND_BYTES_MAX).then_some(text)
}

/// Whether a value can stand as an option of its own. A pasted control character could end the
/// paste or the quotes, and the CLI would read a `file://` value from the disk: those go as JSON.
fn fits_an_option(value: &Json) -> bool {
    let Json::Text(text) = value else { return true };
    !text.starts_with("file://") && !text.starts_with("fileb://") && !text.contains(is_hidden)
}

fn options(body: &Object) -> String {
    let option = |(name, value): &(String, Json)| {
        // A boolean is an option without a value.
        match value {
            Json::Number(text) if text == "true" => return format!(" --{}", kebab(name)),
            Json::Number(text) if text == "false" => return format!(" --no-{}", kebab(name)),
            _ => {}
        }
        let (text, free) = match value {
            Json::Text(text) => (text.clone(), matches!(name.as_str(), "PartitionKey" | "Data" | "ShardIterator")),
            other => (other.compact(), !matches!(other, Json::Number(_))),
        };
        // A value that begins with a hyphen would be taken for an option.
        let between = if text.starts_with('-') { '=' } else { ' ' };
        let word = if free || !is_plain(&text) { quote(&text) } else { text };
        format!(" --{}{between}{word}", kebab(name))
    };
    body.fields().iter().map(option).collect()
}

/// Whether no shell sees anything but letters in it.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|char| char.is_ascii_alphanumeric() || "-_.".contains(char))
}

/// In single quotes, where only a single quote means anything.
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// `ShardToSplit` → `shard-to-split`.
fn kebab(name: &str) -> String {
    let mut out = String::new();
    for char in name.chars() {
        if char.is_ascii_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.push(char.to_ascii_lowercase());
    }
    out
}
