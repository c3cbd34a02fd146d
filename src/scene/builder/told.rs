//! What is wrong with a topology, in the page's words.

use crate::content::{t, tf};
use lab_content::exercise::ExerciseError;

/// Names kind, place and field.
pub fn told(error: &ExerciseError) -> String {
    let kind = |parts: &str| t(&format!("builder.kind.{parts}"));
    let place = |nth: usize| (nth + 1).to_string();
    match error {
        ExerciseError::Newer => t("exercise.newer").to_owned(),
        ExerciseError::TooMany { parts, most } => {
            tf("exercise.too_many", &[("kind", kind(parts)), ("most", &most.to_string())])
        }
        ExerciseError::Title => t("exercise.title_long").to_owned(),
        ExerciseError::Text => t("exercise.text_long").to_owned(),
        ExerciseError::Name { parts, nth } => tf("exercise.name", &[("kind", kind(parts)), ("n", &place(*nth))]),
        ExerciseError::Twice { name } => tf("exercise.twice", &[("name", name)]),
        ExerciseError::Missing { parts, nth, wanted } => {
            tf("exercise.missing", &[("kind", kind(parts)), ("n", &place(*nth)), ("wanted", wanted)])
        }
        ExerciseError::Number { parts, nth, field } => {
            let field = t(&format!("builder.field.{field}"));
            tf("exercise.number", &[("kind", kind(parts)), ("n", &place(*nth)), ("field", field)])
        }
    }
}
