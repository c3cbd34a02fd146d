//! `--generate-cli-skeleton`: a request, or an answer, that only shows its form.

use crate::model::{Field, Type};
use crate::value::Value;

/// A request with empty values.
pub fn request(input: &[Field]) -> Value {
    structure(input, false)
}

/// An answer with the names of its members as values.
pub fn answer(output: &[Field]) -> Value {
    structure(output, true)
}

fn structure(fields: &[Field], named: bool) -> Value {
    Value::Object(fields.iter().map(|field| (field.name.to_owned(), sample(&field.of, field.name, named))).collect())
}

fn sample(of: &Type, name: &str, named: bool) -> Value {
    match of {
        Type::Boolean => Value::Bool(true),
        Type::Integer { .. } | Type::Long { .. } => Value::from(0),
        Type::Double => serde_json::Number::from_f64(0.0).map_or(Value::Null, Value::Number),
        Type::Timestamp => Value::from("1970-01-01T00:00:00"),
        Type::Blob => Value::Null,
        Type::Text { one_of: [first, ..], .. } => Value::from(*first),
        Type::Text { .. } | Type::Document => Value::from(if named { name } else { "" }),
        Type::List { of, .. } => Value::List(vec![sample(of, name, named)]),
        Type::Map(of) => Value::Object(vec![("KeyName".to_owned(), sample(of, "", named))]),
        Type::Structure(fields) => structure(fields, named),
        Type::Any => Value::Object(Vec::new()),
    }
}
