//! JSON of an argument, with the texts that Python gives for what is none.

use crate::value::Value;

/// The value; or what is wrong with the text, as Python says it.
pub fn read(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| problem(text, &error))
}

fn problem(text: &str, error: &serde_json::Error) -> String {
    let found = error.to_string();
    let ends = found.starts_with("EOF");
    let says = [
        ("EOF while parsing a string", "Unterminated string starting at"),
        ("EOF while parsing an object", "Expecting property name enclosed in double quotes"),
        ("key must be a string", "Expecting property name enclosed in double quotes"),
        ("expected `:`", "Expecting ':' delimiter"),
        ("expected `,`", "Expecting ',' delimiter"),
        ("trailing comma", "Expecting value"),
        ("trailing characters", "Extra data"),
        ("control character", "Invalid control character at"),
        ("invalid escape", r"Invalid \escape"),
    ];
    let what = says.iter().find(|(ours, _)| found.starts_with(ours)).map_or("Expecting value", |(_, theirs)| theirs);
    let (line, column) = (error.line().max(1), error.column().max(1) + usize::from(ends && error.column() > 0));
    let before: usize = text.split('\n').take(line - 1).map(|line| line.chars().count() + 1).sum();
    let at = match what {
        // Python names the quote that was never closed.
        "Unterminated string starting at" => text.rfind('"').map_or(0, |at| text[..at].chars().count()),
        // Python names the beginning of a word that is none.
        _ if found.starts_with("expected ident") => {
            let chars: Vec<char> = text.chars().take(before + column - 1).collect();
            chars.iter().rposition(|char| !char.is_alphabetic()).map_or(0, |place| place + 1)
        }
        _ => before + column - 1,
    };
    let column = at - before.min(at) + 1;
    format!("{what}: line {line} column {column} (char {at})")
}

#[cfg(test)]
mod tests {
    use super::*;

    // As `python3 -c 'json.loads(…)'` says it.
    #[test]
    fn broken_json_is_told_as_python_tells_it() {
        let texts = [
            ("[{\"Data\":", "Expecting value: line 1 column 10 (char 9)"),
            ("{\"a", "Unterminated string starting at: line 1 column 2 (char 1)"),
            ("{a: 1}", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
            ("{\"a\" 1}", "Expecting ':' delimiter: line 1 column 6 (char 5)"),
            ("[1 2]", "Expecting ',' delimiter: line 1 column 4 (char 3)"),
            ("{} x", "Extra data: line 1 column 4 (char 3)"),
            ("[\n nothing]", "Expecting value: line 2 column 2 (char 3)"),
        ];
        for (text, wanted) in texts {
            assert_eq!(read(text), Err(wanted.to_owned()), "{text}");
        }
    }
}
