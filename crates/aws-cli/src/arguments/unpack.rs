//! Option values as the values that they stand for: numbers, JSON, shorthand, lists.

use super::typed::typed;
use super::{Given, Parsed, json, shorthand};
use crate::failure::Failure;
use crate::model::{Field, Operation, Type};
use crate::names::kebab;
use crate::value::Value;

/// The request's members, from the options and from `--cli-input-json`.
pub fn request(operation: &Operation, parsed: &Parsed) -> Result<Value, Failure> {
    let mut fields = Vec::new();
    for field in &operation.input {
        let name = kebab(field.name);
        let Some(given) = parsed.options.get(&name) else { continue };
        // A page's size has an option of its own where this member's name is the CLI's.
        if name == "max-items" && operation.pages.is_some() {
            continue;
        }
        let value = option(operation, field, &format!("--{name}"), given)?;
        fields.push((field.name.to_owned(), value));
    }
    add_input(&mut fields, parsed)?;
    Ok(Value::Object(fields))
}

/// Members of `--cli-input-json`, where no option gives them.
fn add_input(fields: &mut Vec<(String, Value)>, parsed: &Parsed) -> Result<(), Failure> {
    let text = match (parsed.text("cli-input-json"), parsed.text("cli-input-yaml")) {
        (Some(_), Some(_)) => return Err(Failure::parameter("Only one --cli-input- parameter may be specified.")),
        (_, Some(_)) => {
            return Err(Failure::value("--cli-input-yaml", "This terminal reads JSON only: use --cli-input-json."));
        }
        (Some(text), None) => text,
        (None, None) => return Ok(()),
    };
    check_file("--cli-input-json", text)?;
    let invalid = || Failure::value("cli-input-json", "Invalid JSON received.");
    match json::read(text).map_err(|_| invalid())? {
        Value::Object(given) => {
            for (name, value) in given {
                if fields.iter().all(|(known, _)| *known != name) {
                    fields.push((name, value));
                }
            }
            Ok(())
        }
        other => {
            let text = format!("Invalid type: expecting map, received {}", other.python_type());
            Err(Failure::value("--cli-input-json", &text))
        }
    }
}

fn option(operation: &Operation, field: &Field, option: &str, given: &Given) -> Result<Value, Failure> {
    match given {
        Given::Flag(flag) => Ok(Value::Bool(*flag)),
        Given::Text(text) => {
            check_file(option, text)?;
            one(&field.of, text, option)
        }
        Given::Texts(texts) => {
            if let [text] = texts.as_slice() {
                check_file(option, text)?;
            }
            list(operation, field, texts, option)
        }
    }
}

/// There are no files here, so every one is missing.
fn check_file(option: &str, text: &str) -> Result<(), Failure> {
    let file = text.strip_prefix("file://").or_else(|| text.strip_prefix("fileb://"));
    match file {
        Some(file) => {
            let problem = format!("Unable to load paramfile {text}: [Errno 2] No such file or directory: '{file}'");
            Err(Failure::value(option, &problem))
        }
        None => Ok(()),
    }
}

fn one(of: &Type, text: &str, option: &str) -> Result<Value, Failure> {
    match of {
        Type::Integer { .. } | Type::Long { .. } => whole(text),
        Type::Double => double(text),
        Type::Structure(_) | Type::Map(_) if is_json(text, ['{', '[']) => {
            if !text.trim_start().starts_with('{') {
                return Err(Failure::value(option, &format!("Invalid JSON:\n{text}")));
            }
            read_json(text, option)
        }
        Type::Structure(_) | Type::Map(_) => read_shorthand(text, of, option),
        Type::Any => read_json(text, option),
        _ => Ok(Value::from(text)),
    }
}

fn list(operation: &Operation, field: &Field, texts: &[String], option: &str) -> Result<Value, Failure> {
    let Type::List { of, .. } = &field.of else { return Ok(Value::Null) };
    if let [text] = texts
        && text.trim_start().starts_with('[')
    {
        return read_json(text, option);
    }
    let is_shorthand = of.is_complex() && !texts.first().is_some_and(|text| is_json(text, ['{', '[']));
    if !is_shorthand {
        let entry = |text: &String| match **of {
            Type::Structure(_) | Type::Map(_) if text.trim_start().starts_with('{') => read_json(text, option),
            Type::Structure(_) | Type::Map(_) => Err(Failure::value(option, &format!("Invalid JSON:\n{text}"))),
            _ => one(of, text, option),
        };
        return Ok(Value::List(texts.iter().map(entry).collect::<Result<_, Failure>>()?));
    }
    // The one operation of ours whose list of structures with a single member takes bare values.
    if let (Type::Structure(fields), "PutRecordBatch") = (&**of, operation.name)
        && let [only] = fields.as_slice()
    {
        let entry = |text: &String| Value::Object(vec![(only.name.to_owned(), Value::from(text.as_str()))]);
        return Ok(Value::List(texts.iter().map(entry).collect()));
    }
    let entries = texts.iter().map(|text| shorthand::read(text).map_err(|problem| Failure::value(option, &problem)));
    let entries = entries.collect::<Result<Vec<Value>, Failure>>()?;
    typed(Value::List(entries), &field.of)
}

fn is_json(text: &str, signs: [char; 2]) -> bool {
    text.trim_start().starts_with(signs)
}

fn read_json(text: &str, option: &str) -> Result<Value, Failure> {
    json::read(text)
        .map_err(|problem| Failure::value(option, &format!("Invalid JSON: {problem}\nJSON received: {text}")))
}

fn read_shorthand(text: &str, of: &Type, option: &str) -> Result<Value, Failure> {
    let read = shorthand::read(text).map_err(|problem| Failure::value(option, &problem))?;
    typed(read, of)
}

/// A whole number, as Python's `int` reads it.
pub fn whole(text: &str) -> Result<Value, Failure> {
    let number = text.trim().parse::<i64>();
    let wrong = || Failure::general(&format!("invalid literal for int() with base 10: {}", Value::from(text).python()));
    number.map(Value::from).map_err(|_| wrong())
}

/// A number, as Python's `float` reads it.
pub fn double(text: &str) -> Result<Value, Failure> {
    let number = text.trim().parse::<f64>().ok().and_then(serde_json::Number::from_f64);
    let wrong = || Failure::general(&format!("could not convert string to float: {}", Value::from(text).python()));
    number.map(Value::Number).ok_or_else(wrong)
}
