//! Answers that come page by page: followed to their end, or to `--max-items`, with a token to go on
//! from there.

use crate::calling::{Refused, call};
use crate::failure::Failure;
use crate::model::{Operation, Pages, Service};
use crate::output::Format;
use crate::query::Query;
use crate::value::Value;
use crate::world::World;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Name of the mark within a token.
const TRUNCATED: &str = "boto_truncate_amount";

/// What is asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Asked {
    pub max_items: Option<i64>,
    pub page_size: Option<i64>,
    pub starting_token: Option<String>,
}

/// The pages that came.
pub struct Followed {
    pages: Vec<Value>,
    /// What is taken from the first page only.
    kept: Value,
    /// Where to go on, if there was more than was asked for.
    token: Option<String>,
}

/// Makes the calls. `make` writes the body of a request.
pub async fn follow<W: World>(
    world: &mut W,
    (service, operation, pages): (&Service, &Operation, &Pages),
    (mut request, asked): (Value, &Asked),
    make: impl Fn(&Value) -> Result<String, Failure>,
    attempts_max: u32,
) -> Result<Followed, Failure> {
    let mut next = Value::Null;
    let mut skipped = 0;
    if let Some(token) = &asked.starting_token {
        let (fields, amount) = read_token(token, pages);
        skipped = amount;
        for (name, value) in fields {
            match name == pages.input {
                true => next = value,
                // As in the CLI, what the operation doesn't know is told as that.
                false => request.set(&name, value),
            }
        }
    }
    if let (Some(limit), Some(size)) = (pages.limit, asked.page_size) {
        request.set(limit, Value::from(size));
    }
    let primary = pages.results.first().copied().unwrap_or_default();
    let mut followed = Followed { pages: Vec::new(), kept: Value::Object(Vec::new()), token: None };
    let (mut items, mut before) = (0_i64, None);
    loop {
        put(&mut request, pages.input, &next);
        let answer = call(world, service, operation, &make(&request)?, attempts_max).await;
        let mut page = answer.map_err(|refused: Refused| refused.failure(operation))?;
        if followed.pages.is_empty() {
            if asked.starting_token.is_some() {
                skip(&mut page, pages, skipped);
            }
            pages.kept.iter().for_each(|path| followed.kept.set(path, page.at(path)));
        } else {
            skipped = 0;
        }
        let found = list(&page.at(primary));
        let count = found.len() as i64;
        if let Some(most) = asked.max_items.filter(|most| items + count > *most) {
            let kept = (most - items).max(0) as usize;
            page.set(primary, Value::List(found.into_iter().take(kept).collect()));
            followed.pages.push(page);
            followed.token = Some(token(pages.input, &next, Some(kept + skipped)));
            return Ok(followed);
        }
        items += count;
        let more = pages.more.is_none_or(|path| !page.at(path).is_falsy());
        next = if more { output_token(&page, pages.output) } else { Value::Null };
        followed.pages.push(page);
        if next.is_falsy() {
            return Ok(followed);
        }
        if asked.max_items == Some(items) {
            followed.token = Some(token(pages.input, &next, None));
            return Ok(followed);
        }
        if before.as_ref() == Some(&next) {
            let same = Value::Object(vec![(pages.input.to_owned(), next)]).python();
            return Err(Failure::general(&format!(
                "Error during pagination: The same next token was received twice: {same}"
            )));
        }
        before = Some(next.clone());
    }
}

fn put(request: &mut Value, name: &str, token: &Value) {
    if !token.is_falsy() && token.as_text() != Some("None") {
        request.set(name, token.clone());
    } else if let Value::Object(fields) = request {
        fields.retain(|(known, _)| known != name);
    }
}

fn list(value: &Value) -> Vec<Value> {
    if let Value::List(entries) = value { entries.clone() } else { Vec::new() }
}

/// The value at a path that may end within a list: `A.B[-1].C`.
fn output_token(page: &Value, path: &str) -> Value {
    match path.split_once("[-1].") {
        Some((list, name)) => match page.at(list) {
            Value::List(entries) => entries.last().map_or(Value::Null, |last| last.at(name)),
            _ => Value::Null,
        },
        None => page.at(path),
    }
}

/// Takes away what an earlier command has shown of the first page.
fn skip(page: &mut Value, pages: &Pages, skipped: usize) {
    for (nth, path) in pages.results.iter().enumerate() {
        let left = match (page.at(path), nth) {
            (Value::List(entries), 0) => Value::List(entries.into_iter().skip(skipped).collect()),
            (Value::List(_), _) => Value::List(Vec::new()),
            (Value::Text(_), _) => Value::from(""),
            (Value::Number(number), _) => Value::Number(number),
            _ => Value::Null,
        };
        page.set(path, left);
    }
}

/// A token as the CLI writes it: Base64 of JSON in Python's spelling.
fn token(name: &str, next: &Value, truncated: Option<usize>) -> String {
    let next = if next.is_falsy() { Value::Null } else { next.clone() };
    let truncated = truncated.map_or(String::new(), |amount| format!(", \"{TRUNCATED}\": {amount}"));
    STANDARD.encode(format!("{{\"{name}\": {}{truncated}}}", spaced(&next)))
}

/// JSON with a space behind each colon and comma.
fn spaced(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let all: Vec<String> = fields
                .iter()
                .map(|(name, value)| format!("{}: {}", Value::from(name.as_str()).compact(), spaced(value)))
                .collect();
            format!("{{{}}}", all.join(", "))
        }
        Value::List(entries) => format!("[{}]", entries.iter().map(spaced).collect::<Vec<String>>().join(", ")),
        scalar => scalar.compact(),
    }
}

/// What a token puts into the request, and how much of the page there was shown before. A token that
/// isn't the CLI's own is the service's.
fn read_token(token: &str, pages: &Pages) -> (Vec<(String, Value)>, usize) {
    let decoded = STANDARD.decode(token).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    let Some(Value::Object(mut fields)) = decoded else {
        return (vec![(pages.input.to_owned(), Value::from(token))], 0);
    };
    let mark = fields.iter().position(|(name, _)| name == TRUNCATED).map(|place| fields.remove(place).1);
    let amount = if let Some(Value::Number(number)) = mark { number.as_u64().unwrap_or(0) } else { 0 };
    (fields, amount as usize)
}

impl Followed {
    /// All pages in one answer.
    fn whole(&self, pages: &Pages) -> Value {
        let mut whole = Value::Object(Vec::new());
        for path in self.pages.iter().flat_map(|page| pages.results.iter().map(move |path| (page, path))) {
            let (page, path) = path;
            match (whole.at(path), page.at(path)) {
                (_, Value::Null) => {}
                (Value::List(mut known), Value::List(found)) => {
                    known.extend(found);
                    whole.set(path, Value::List(known));
                }
                (Value::Number(known), Value::Number(found)) => {
                    let sum = known.as_i64().unwrap_or(0) + found.as_i64().unwrap_or(0);
                    whole.set(path, Value::from(sum));
                }
                (Value::Null, found) => whole.set(path, found),
                _ => {}
            }
        }
        // What isn't there is there as null.
        pages.kept.iter().for_each(|path| whole.set(path, self.kept.at(path)));
        if let Some(token) = &self.token {
            whole.set("NextToken", Value::from(token.as_str()));
        }
        whole
    }

    /// What the CLI prints: texts page by page, all else as one answer.
    pub fn printed(
        &self,
        operation: &Operation,
        pages: &Pages,
        (format, query, columns): (Format, Option<&Query>, usize),
    ) -> Result<String, Failure> {
        let search = |value: Value| match query {
            Some(query) => query.search(&value, &operation.output),
            None => Ok(value),
        };
        if format == Format::YamlStream {
            let pages = self.pages.iter().map(|page| Ok(format.whole(operation.name, &search(page.clone())?, columns)));
            return pages.collect();
        }
        if format != Format::Text {
            return Ok(format.whole(operation.name, &search(self.whole(pages))?, columns));
        }
        let mut out = String::new();
        for (nth, page) in self.pages.iter().enumerate() {
            let mut shown = if nth == 0 { self.kept.clone() } else { Value::Object(Vec::new()) };
            pages.results.iter().for_each(|path| shown.set(path, page.at(path)));
            out.push_str(&format.whole(operation.name, &search(shown)?, columns));
        }
        if let Some(token) = &self.token {
            let mut last = Value::Object(Vec::new());
            last.set("NextToken.NextToken", Value::from(token.as_str()));
            out.push_str(&format.whole(operation.name, &search(last)?, columns));
        }
        Ok(out)
    }
}
