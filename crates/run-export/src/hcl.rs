//! A writer of HCL: blocks, arguments, expressions, as `terraform fmt` lays them out.

/// An expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// As it stands: a number, a boolean, a reference.
    Raw(String),
    /// A text without interpolation.
    Text(String),
    /// A text in which `${…}` is meant as such.
    Template(String),
    List(Vec<Value>),
    Object(Vec<(String, Value)>),
    /// `jsonencode(…)`
    JsonEncode(Box<Value>),
}

/// A block with its arguments, and then the blocks in it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Block {
    head: String,
    arguments: Vec<(String, Value)>,
    blocks: Vec<Block>,
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Value {
        Value::Raw(number.to_string())
    }
}

impl From<bool> for Value {
    fn from(holds: bool) -> Value {
        Value::Raw(holds.to_string())
    }
}

impl Value {
    /// A reference or call.
    pub fn raw(expression: impl Into<String>) -> Value {
        Value::Raw(expression.into())
    }

    fn write(&self, out: &mut String, depth: usize) {
        match self {
            Value::Raw(expression) => out.push_str(expression),
            Value::Text(text) => out.push_str(&quoted(text, true)),
            Value::Template(text) => out.push_str(&quoted(text, false)),
            Value::List(entries) if entries.len() > 1 && self.is_long() => {
                out.push_str("[\n");
                for entry in entries {
                    indent(out, depth + 1);
                    entry.write(out, depth + 1);
                    out.push_str(",\n");
                }
                indent(out, depth);
                out.push(']');
            }
            Value::List(entries) => {
                out.push('[');
                for (nth, entry) in entries.iter().enumerate() {
                    out.push_str(if nth > 0 { ", " } else { "" });
                    entry.write(out, depth);
                }
                out.push(']');
            }
            Value::Object(fields) if fields.is_empty() => out.push_str("{}"),
            Value::Object(fields) => {
                out.push_str("{\n");
                arguments(fields, out, depth + 1);
                indent(out, depth);
                out.push('}');
            }
            Value::JsonEncode(value) => {
                out.push_str("jsonencode(");
                value.write(out, depth);
                out.push(')');
            }
        }
    }

    fn is_long(&self) -> bool {
        match self {
            Value::Object(fields) => !fields.is_empty(),
            Value::List(entries) => entries.iter().any(Value::is_long),
            Value::JsonEncode(value) => value.is_long(),
            _ => false,
        }
    }
}

impl Block {
    /// `resource "aws_sqs_queue" "orders"`
    pub fn new(kind: &str, labels: &[&str]) -> Block {
        let labels = labels.iter().map(|label| format!(" {}", quoted(label, true)));
        Block { head: kind.to_owned() + &labels.collect::<String>(), ..Block::default() }
    }

    /// With one more argument.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Block {
        self.arguments.push((name.to_owned(), value.into()));
        self
    }

    /// With one more argument, if there is one.
    pub fn with_some(self, name: &str, value: Option<impl Into<Value>>) -> Block {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// With one more block in it, if there is one.
    pub fn with_block(mut self, block: Option<Block>) -> Block {
        self.blocks.extend(block);
        self
    }

    /// The block as text.
    pub fn write(&self, out: &mut String, depth: usize) {
        indent(out, depth);
        out.push_str(&self.head);
        if self.arguments.is_empty() && self.blocks.is_empty() {
            out.push_str(" {}\n");
            return;
        }
        out.push_str(" {\n");
        arguments(&self.arguments, out, depth + 1);
        for (nth, block) in self.blocks.iter().enumerate() {
            if nth > 0 || !self.arguments.is_empty() {
                out.push('\n');
            }
            block.write(out, depth + 1);
        }
        indent(out, depth);
        out.push_str("}\n");
    }
}

/// One a line; the signs stand below each other as long as no long value comes between.
fn arguments(fields: &[(String, Value)], out: &mut String, depth: usize) {
    let name = |name: &str| if is_word(name) { name.to_owned() } else { quoted(name, true) };
    let mut rest = fields;
    while !rest.is_empty() {
        let short = rest.iter().take_while(|(_, value)| !value.is_long()).count();
        // A long value ends its group: it is aligned with what stands before it only if it stands alone.
        let (group, after) = rest.split_at(short.max(1));
        let width = group.iter().map(|(field, _)| name(field).chars().count()).max().unwrap_or(0);
        for (field, value) in group {
            indent(out, depth);
            let field = name(field);
            let spaces = " ".repeat(width - field.chars().count());
            out.push_str(&format!("{field}{spaces} = "));
            value.write(out, depth);
            out.push('\n');
        }
        rest = after;
    }
}

fn is_word(name: &str) -> bool {
    let word = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
    name.chars().next().is_some_and(|char| char.is_ascii_alphabetic() || char == '_') && name.chars().all(word)
}

fn indent(out: &mut String, depth: usize) {
    out.push_str(&"  ".repeat(depth));
}

fn quoted(text: &str, literal: bool) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            char if (char as u32) < 0x20 || ('\u{7f}'..'\u{a0}').contains(&char) => {
                out.push_str(&format!("\\u{:04x}", char as u32));
            }
            char => out.push(char),
        }
    }
    out.push('"');
    if literal { out.replace("${", "$${").replace("%{", "%%{") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_laid_out_as_terraform_formats_it() {
        let policy = Value::JsonEncode(Box::new(Value::Object(vec![("a".to_owned(), 1.into())])));
        let block = Block::new("resource", &["aws_sqs_queue", "orders"])
            .with("name", "orders.fifo")
            .with("fifo_queue", true)
            .with("policy", policy)
            .with_block(Some(Block::new("inner", &[]).with("text", "${x} \"y\"")));
        let mut out = String::new();
        block.write(&mut out, 0);
        let expected = "\
resource \"aws_sqs_queue\" \"orders\" {
  name       = \"orders.fifo\"
  fifo_queue = true
  policy = jsonencode({
    a = 1
  })

  inner {
    text = \"$${x} \\\"y\\\"\"
  }
}
";
        assert_eq!(out, expected);
    }
}
