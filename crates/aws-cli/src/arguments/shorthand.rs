//! The CLI's shorthand: `Key=a,Value=b`, with lists (`Keys=a,b` or `Keys=[a,b]`), structures in
//! braces and quotes. Read without the types, as the CLI does; `typed` puts those to it after.

use crate::value::Value;

/// What is wrong with a shorthand text.
pub type Problem = String;

/// Reads one shorthand text into an object.
pub fn read(text: &str) -> Result<Value, Problem> {
    let mut reader = Reader { input: text.chars().collect(), at: 0 };
    let mut fields: Vec<(String, Value)> = Vec::new();
    let mut last = 0;
    loop {
        let name = reader.name_and_equals()?;
        let value = reader.values()?;
        if fields.iter().any(|(known, _)| *known == name) {
            return Err(reader.twice(&name, last + 1));
        }
        fields.push((name, value));
        last = reader.at;
        if reader.at >= reader.input.len() {
            return Ok(Value::Object(fields));
        }
        reader.expect(',', true)?;
    }
}

struct Reader {
    input: Vec<char>,
    at: usize,
}

fn is_space(char: char) -> bool {
    matches!(char, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c')
}

/// What a bare value may begin with.
fn begins(char: char) -> bool {
    char > ' ' && !matches!(char, '"' | '\'' | ',' | '=' | '[' | '{')
}

/// What a first value may go on with.
fn goes_on(char: char) -> bool {
    (char >= ' ' || is_space(char)) && !matches!(char, '"' | '\'' | ',' | ']' | '}')
}

/// What a further value of a list without brackets may go on with.
fn goes_on_in_list(char: char) -> bool {
    (char >= ' ' || is_space(char)) && !matches!(char, '"' | '\'' | ',' | '=')
}

impl Reader {
    fn now(&self) -> Option<char> {
        self.input.get(self.at).copied()
    }

    fn skip_spaces(&mut self) {
        while self.now().is_some_and(is_space) {
            self.at += 1;
        }
    }

    fn expect(&mut self, wanted: char, spaces: bool) -> Result<(), Problem> {
        if spaces {
            self.skip_spaces();
        }
        if self.now() != Some(wanted) {
            let found = self.now().map_or("EOF".to_owned(), String::from);
            return Err(self.expected(&wanted.to_string(), &found));
        }
        self.at += 1;
        if spaces {
            self.skip_spaces();
        }
        Ok(())
    }

    fn expected(&self, wanted: &str, found: &str) -> Problem {
        format!("Expected: '{wanted}', received: '{found}' for input:\n {}", self.marked(self.at))
    }

    fn twice(&self, name: &str, at: usize) -> Problem {
        format!(
            "Second instance of key \"{name}\" encountered for input:\n{}\nThis is often because there is a preceding \",\" instead of a space.",
            self.marked(at)
        )
    }

    /// The input with a mark below a place.
    fn marked(&self, at: usize) -> String {
        let before: String = self.input.iter().take(at).collect();
        let behind: String = self.input.iter().skip(at).collect();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
        let (line, rest) = match behind.find('\n') {
            Some(end) => behind.split_at(end),
            None => (behind.as_str(), ""),
        };
        format!("{before}{line}\n{}^{rest}", " ".repeat(column))
    }

    fn name_and_equals(&mut self) -> Result<String, Problem> {
        let from = self.at;
        while self.now().is_some_and(|char| char.is_ascii_alphanumeric() || "-_.#/:".contains(char)) {
            self.at += 1;
        }
        let name = self.input[from..self.at].iter().collect();
        // `@=` would read a file; there are none here.
        let place = self.at;
        if self.expect('@', true).is_err() {
            self.at = place;
        }
        self.expect('=', true)?;
        Ok(name)
    }

    fn values(&mut self) -> Result<Value, Problem> {
        match self.now() {
            None => Ok(Value::from("")),
            Some('[') => self.list(),
            Some('{') => self.structure(),
            Some(_) => self.value_or_list(),
        }
    }

    /// `a` or `a,b,c`; a comma before the next name ends it.
    fn value_or_list(&mut self) -> Result<Value, Problem> {
        let first = self.first()?;
        self.skip_spaces();
        if self.now() != Some(',') {
            return Ok(first);
        }
        self.expect(',', true)?;
        let mut all = vec![first];
        loop {
            match self.further() {
                Ok(value) if self.at >= self.input.len() => {
                    all.push(value);
                    break;
                }
                Ok(value) if self.now() == Some(',') => {
                    all.push(value);
                    self.expect(',', true)?;
                }
                Err(problem) if self.at >= self.input.len() => return Err(problem),
                // It was the name of the next member: back to the comma before it.
                _ => {
                    self.at = self.input[..=self.at].iter().rposition(|char| *char == ',').unwrap_or(0);
                    break;
                }
            }
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Value::List(all) })
    }

    fn first(&mut self) -> Result<Value, Problem> {
        match self.now() {
            Some(quote @ ('"' | '\'')) => self.quoted(quote),
            _ => Ok(Value::Text(self.bare(goes_on))),
        }
    }

    fn further(&mut self) -> Result<Value, Problem> {
        let found = match self.now() {
            Some(quote @ ('"' | '\'')) => self.quoted(quote)?,
            Some(char) if begins(char) => Value::Text(self.bare(goes_on_in_list)),
            _ => return Err(self.expected("<second>", "<none>")),
        };
        self.skip_spaces();
        Ok(found)
    }

    /// A value without quotes, in which `\,` stands for a comma.
    fn bare(&mut self, goes_on: fn(char) -> bool) -> String {
        let mut out = String::new();
        while let Some(char) = self.now() {
            if char == '\\' && self.input.get(self.at + 1) == Some(&',') {
                out.push(',');
                self.at += 2;
                continue;
            }
            let fits = if out.is_empty() { begins(char) } else { goes_on(char) };
            if !fits {
                break;
            }
            out.push(char);
            self.at += 1;
        }
        out.trim_end().to_owned()
    }

    fn quoted(&mut self, quote: char) -> Result<Value, Problem> {
        let mut out = String::new();
        let mut at = self.at + 1;
        while let Some(char) = self.input.get(at) {
            match char {
                '\\' if self.input.get(at + 1).is_some_and(|next| *next == quote || *next == '\\') => {
                    out.push(self.input[at + 1]);
                    at += 2;
                }
                char if *char == quote => {
                    self.at = at + 1;
                    return Ok(Value::Text(out));
                }
                char => {
                    out.push(*char);
                    at += 1;
                }
            }
        }
        let name = if quote == '"' { "<double quoted>" } else { "<singled quoted>" };
        Err(self.expected(name, "<none>"))
    }

    fn list(&mut self) -> Result<Value, Problem> {
        self.expect('[', true)?;
        let mut all = Vec::new();
        while self.now() != Some(']') {
            all.push(self.inner()?);
            self.comma_unless(']')?;
        }
        self.expect(']', false)?;
        Ok(Value::List(all))
    }

    fn structure(&mut self) -> Result<Value, Problem> {
        self.expect('{', true)?;
        let mut fields = Vec::new();
        while self.now() != Some('}') {
            let name = self.name_and_equals()?;
            fields.push((name, self.inner()?));
            self.comma_unless('}')?;
        }
        self.expect('}', false)?;
        Ok(Value::Object(fields))
    }

    fn inner(&mut self) -> Result<Value, Problem> {
        match self.now() {
            Some('[') => self.list(),
            Some('{') => self.structure(),
            _ => self.first(),
        }
    }

    fn comma_unless(&mut self, end: char) -> Result<(), Problem> {
        self.skip_spaces();
        if self.now() != Some(end) {
            self.expect(',', false)?;
            self.skip_spaces();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
