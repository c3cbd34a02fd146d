//! A JSON writer, no reader: fields keep their order, the text is for a person or a command line.
//! Small on purpose: serde_json costs the page 20 KB.

/// A value to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Json {
    Null,
    /// Written as it stands: a whole number, or seconds with three decimals.
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Object),
}

/// Named values in the order in which they were added.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Object(Vec<(String, Json)>);

impl Object {
    /// The object with one more field.
    pub fn with(mut self, name: &str, value: impl Into<Json>) -> Object {
        self.0.push((name.to_owned(), value.into()));
        self
    }

    /// The object with one more field if there is a value for it.
    pub fn with_some(self, name: &str, value: Option<impl Into<Json>>) -> Object {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// The fields in their order.
    pub fn fields(&self) -> &[(String, Json)] {
        &self.0
    }
}

impl Json {
    /// One field or entry a line, two spaces for each level.
    pub fn pretty(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, Some(0));
        out
    }

    /// Without any space or line break.
    pub fn compact(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, None);
        out
    }

    /// `depth` is the level of this value, None for compact text.
    fn write(&self, out: &mut String, depth: Option<usize>) {
        match self {
            Json::Null => out.push_str("null"),
            Json::Number(number) => out.push_str(number),
            Json::Text(text) => write_text(text, out),
            Json::List(entries) => {
                write_group(out, depth, ('[', ']'), entries, |entry, out, depth| entry.write(out, depth));
            }
            Json::Object(object) => write_group(out, depth, ('{', '}'), &object.0, |(name, value), out, depth| {
                write_text(name, out);
                out.push_str(if depth.is_some() { ": " } else { ":" });
                value.write(out, depth);
            }),
        }
    }
}

fn write_group<T>(
    out: &mut String,
    depth: Option<usize>,
    (open, close): (char, char),
    entries: &[T],
    write: impl Fn(&T, &mut String, Option<usize>),
) {
    let inner = depth.map(|depth| depth + 1);
    out.push(open);
    for (nth, entry) in entries.iter().enumerate() {
        if nth > 0 {
            out.push(',');
        }
        begin_line(out, inner);
        write(entry, out, inner);
    }
    if !entries.is_empty() {
        begin_line(out, depth);
    }
    out.push(close);
}

fn begin_line(out: &mut String, depth: Option<usize>) {
    if let Some(depth) = depth {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // All of them lie below U+10000, so four digits do.
            hidden if is_hidden(hidden) => out.push_str(&format!("\\u{:04x}", u32::from(hidden))),
            // `<`, `>` and `&` stay: the page shows this as text, never as markup.
            other => out.push(other),
        }
    }
    out.push('"');
}

/// Whether a character can't be seen, or breaks or turns the line it stands in. JSON must escape
/// only some of them; here none reaches the page or a terminal unescaped.
pub fn is_hidden(char: char) -> bool {
    char.is_control() || matches!(char, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl From<&str> for Json {
    fn from(text: &str) -> Json {
        Json::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Json {
        Json::Text(text)
    }
}

impl From<u64> for Json {
    fn from(number: u64) -> Json {
        Json::Number(number.to_string())
    }
}

impl From<Vec<Json>> for Json {
    fn from(entries: Vec<Json>) -> Json {
        Json::List(entries)
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Json {
        Json::Object(object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_where_json_asks_for_it_and_markup_stays_text() {
        let text = "\u{8}\u{c}\r\n\t\u{1}\u{7f}\u{2028}\\ é 🚚 </b>&";
        let object = Object::default().with("<b>\"", text).with("none", Json::Null).with("list", Vec::new());
        let written = Json::from(object).compact();
        assert_eq!(written, r#"{"<b>\"":"\u0008\u000c\r\n\t\u0001\u007f\u2028\\ é 🚚 </b>&","none":null,"list":[]}"#);
        let read: serde_json::Value = serde_json::from_str(&written).expect("it is JSON");
        assert_eq!(read["<b>\""], text);
    }
}
