//! Where in a policy's text an error is: the place that JSON's reader names, or the line of the
//! statement and the element that the policy's reader names.

use stream_engine::security::policy::PolicyError;

/// Line and column, both counted from 1.
pub type Place = (usize, usize);

/// The place of an error in the text.
pub fn place(text: &str, error: &PolicyError) -> Place {
    if let Some(found) = named_place(&error.problem) {
        return found;
    }
    let from = match &error.statement {
        Some((nth, _)) => statement(text, *nth).unwrap_or(0),
        None => 0,
    };
    // The innermost element that is named: of `Condition.StringEquals.aws:SourceVpce` the key.
    let found = names(&error.field).into_iter().try_fold(from, |from, name| {
        let at = text[from..].find(&format!("\"{name}\""))?;
        Some(from + at)
    });
    line_and_column(text, found.unwrap_or(from))
}

/// `at line 3 column 5`, as JSON's reader says it.
fn named_place(problem: &str) -> Option<Place> {
    let (_, rest) = problem.rsplit_once("at line ")?;
    let (line, column) = rest.split_once(" column ")?;
    Some((line.parse().ok()?, column.parse().ok()?))
}

/// The elements of a field's name; a condition's key keeps its dots.
fn names(field: &str) -> Vec<&str> {
    match field.strip_prefix("Condition.") {
        Some(rest) => ["Condition"].into_iter().chain(rest.splitn(2, '.')).collect(),
        None => field.split('.').filter(|name| !name.is_empty()).collect(),
    }
}

/// Where the nth statement begins, counted from 1: the nth brace one level below the document.
fn statement(text: &str, nth: usize) -> Option<usize> {
    let (mut depth, mut in_text, mut escaped, mut seen) = (0, false, false, 0);
    for (at, char) in text.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' if in_text => escaped = true,
            '"' => in_text = !in_text,
            '{' if !in_text => {
                depth += 1;
                if depth == 2 {
                    seen += 1;
                    if seen == nth {
                        return Some(at);
                    }
                }
            }
            '}' if !in_text => depth -= 1,
            _ => {}
        }
    }
    None
}

fn line_and_column(text: &str, at: usize) -> Place {
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use stream_engine::security::policy::{Document, PolicyKind};

    fn found(text: &str) -> Place {
        let error = Document::read(text, PolicyKind::Identity).expect_err("the text has an error");
        place(text, &error)
    }

    #[test]
    fn an_error_has_its_line_and_column() {
        let second = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"},\n    {\n      \"Effect\": \"allow\",\n      \"Action\": \"*\",\n      \"Resource\": \"*\"\n    }\n  ]\n}";
        assert_eq!(found(second), (6, 7), "the second statement's Effect");
        assert_eq!(found("{\n  \"Version\": \"2012\",\n  \"Statement\": []\n}"), (2, 3));
        assert_eq!(found("{\n  \"Statement\": [,]\n}").0, 2, "what JSON's reader names");
        let condition = "{\n  \"Statement\": {\n    \"Effect\": \"Deny\",\n    \"Action\": \"*\",\n    \"Resource\": \"*\",\n    \"Condition\": {\n      \"Bool\": {\n        \"aws:SecureTransport\": \"no\"\n      }\n    }\n  }\n}";
        assert_eq!(found(condition), (8, 9), "the condition's key");
        assert_eq!(found("{}"), (1, 1), "what is missing has no place of its own");
    }
}
