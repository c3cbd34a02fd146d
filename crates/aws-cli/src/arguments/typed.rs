//! Types for what was read as shorthand, where every scalar is a text.

use super::unpack;
use crate::failure::Failure;
use crate::model::Type;
use crate::value::Value;

/// Puts types to what was read: numbers, booleans, a single value where a list is wanted.
pub fn typed(value: Value, of: &Type) -> Result<Value, Failure> {
    Ok(match (of, value) {
        (Type::Structure(fields), Value::Object(found)) => {
            let one = |(name, value): (String, Value)| {
                let field = fields.iter().find(|field| field.name == name);
                Ok((name, field.map_or(Ok(value.clone()), |field| typed(value, &field.of))?))
            };
            Value::Object(found.into_iter().map(one).collect::<Result<_, Failure>>()?)
        }
        (Type::Map(of), Value::Object(found)) => {
            let one = |(name, value)| Ok((name, typed(value, of)?));
            Value::Object(found.into_iter().map(one).collect::<Result<_, Failure>>()?)
        }
        (Type::List { of, .. }, Value::List(found)) => {
            Value::List(found.into_iter().map(|value| typed(value, of)).collect::<Result<_, Failure>>()?)
        }
        (Type::List { .. }, other) => Value::List(vec![other]),
        (Type::Integer { .. } | Type::Long { .. }, Value::Text(text)) => unpack::whole(&text)?,
        (Type::Double, Value::Text(text)) => unpack::double(&text)?,
        (Type::Boolean, Value::Text(text)) if text.eq_ignore_ascii_case("true") => Value::Bool(true),
        (Type::Boolean, Value::Text(text)) if text.eq_ignore_ascii_case("false") => Value::Bool(false),
        (_, value) => value,
    })
}
