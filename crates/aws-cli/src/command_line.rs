//! The other way round: the command that makes a call.

use crate::model::{Field, Type, services};
use crate::names::kebab;
use crate::value::Value;
use stream_engine::api::json::is_hidden;

/// Linux takes no longer argument (MAX_ARG_STRLEN); a command that long is of no use.
const COMMAND_BYTES_MAX: usize = 128 * 1024;

/// The command for POSIX shells that makes this call: target and JSON body as they stand on the wire.
/// None for an operation that the CLI doesn't have, for what is no request, and for data too long for
/// a shell.
pub fn command_line(target: &str, body: &str) -> Option<String> {
    let (prefix, name) = target.rsplit_once('.')?;
    let prefix = prefix.rsplit('.').next()?;
    let service = services().iter().find(|service| service.prefix == prefix)?;
    let operation = service.operation(name)?;
    let body: Value = serde_json::from_str(if body.is_empty() { "{}" } else { body }).ok()?;
    let Value::Object(fields) = &body else { return None };
    let present: Vec<&(String, Value)> = fields.iter().filter(|(_, value)| *value != Value::Null).collect();
    let option = |field: &Field| {
        let value = present.iter().find(|(name, _)| name == field.name).map(|(_, value)| value);
        value.map(|value| option(field, value))
    };
    let options: Option<Vec<String>> = operation.input.iter().filter_map(option).collect();
    let file = operation.streamed().map_or("", |_| " /dev/stdout");
    let verb = format!("aws {} {}", service.cli_name, operation.cli_name);
    let text = match options.filter(|options| options.len() == present.len()) {
        Some(options) => verb + &options.concat() + file,
        // The CLI has no such option where an answer is a file.
        None if !file.is_empty() => return None,
        None => format!("{verb} --cli-input-json {}", json(&body)),
    };
    (text.len() < COMMAND_BYTES_MAX).then_some(text)
}

/// One option; None if its value must be given as JSON.
fn option(field: &Field, value: &Value) -> Option<String> {
    let name = kebab(field.name);
    let words = match (&field.of, value) {
        (Type::Boolean, Value::Bool(true)) => return Some(format!(" --{name}")),
        (Type::Boolean, Value::Bool(false)) => return Some(format!(" --no-{name}")),
        (Type::Text { .. } | Type::Blob | Type::Timestamp, Value::Text(text)) => vec![word(text)?],
        (Type::Integer { .. } | Type::Long { .. } | Type::Timestamp, Value::Number(number)) => {
            vec![number.to_string()]
        }
        (Type::List { of, .. }, Value::List(entries)) if !of.is_complex() && !entries.is_empty() => {
            let plain = |entry: &Value| word(entry.as_text()?).filter(|word| !word.starts_with(['-', '[', '{']));
            match entries.iter().map(plain).collect::<Option<Vec<String>>>() {
                Some(words) => words,
                None => vec![json(value)],
            }
        }
        (of, value) if of.is_complex() && !value.is_scalar() => vec![json(value)],
        _ => return None,
    };
    // A value that begins with a hyphen would be taken for an option.
    let between = if words[0].trim_start_matches('\'').starts_with('-') { '=' } else { ' ' };
    Some(format!(" --{name}{between}{}", words.join(" ")))
}

/// A text as a word of the shell. Control characters could end the paste or the quotes, and the CLI
/// would read a `file://` value from the disk: those are given as JSON.
fn word(text: &str) -> Option<String> {
    let is_file = text.starts_with("file://") || text.starts_with("fileb://");
    if is_file || text.chars().any(is_hidden) {
        return None;
    }
    let plain = |char: char| char.is_ascii_alphanumeric() || "-_.:/@%+,".contains(char);
    let is_plain = !text.is_empty() && text.chars().all(plain);
    Some(if is_plain { text.to_owned() } else { quoted(text) })
}

/// JSON in quotes, with what can't be seen written as escapes; it can stand within texts only.
fn json(value: &Value) -> String {
    let escaped = value.compact().chars().fold(String::new(), |mut out, char| {
        match is_hidden(char) {
            true => out.push_str(&format!("\\u{:04x}", u32::from(char))),
            false => out.push(char),
        }
        out
    });
    quoted(&escaped)
}

/// In single quotes, where only a single quote means anything.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
