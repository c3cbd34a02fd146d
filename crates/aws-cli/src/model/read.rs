//! Reads `services.txt` and puts the engine's values to the types.
//!
//! A line `service kinesis Amazon Kinesis` begins a service, `PutRecord: …` an operation; `in`,
//! `out`, `page` and `wait` say more. A member is its name, `!` if AWS requires it, `~1` if its
//! least length or number is that, and its type: `:b :i :l :d :t :x :j` for boolean, integer, long, double, timestamp, blob, document; `[…]` a list,
//! `<…>` a map, `{…}` a structure, `*` anything, and nothing for a text.

use super::{Field, Operation, Pages, Service, Sign, Type, Waiter};
use crate::names::kebab;
use stream_engine::api::service::{self, services};
use stream_engine::api::shape::{Member, Shape};

/// All services of the text.
pub fn read(text: &'static str) -> Vec<Service> {
    let mut all: Vec<Service> = Vec::new();
    for line in text.lines() {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        if word == "service" {
            all.push(service(rest));
            continue;
        }
        let service = all.last_mut().expect("the text begins with a service");
        if let Some(name) = word.strip_suffix(':') {
            service.operations.push(operation(name, rest));
            continue;
        }
        if word == "wait" {
            service.waiters.push(waiter(rest));
            continue;
        }
        let operation = service.operations.last_mut().expect("members stand below their operation");
        match word {
            "in" => operation.input = Reader { rest }.fields(),
            "out" => operation.output = Reader { rest }.fields(),
            _ => operation.pages = Some(pages(rest)),
        }
    }
    all.iter_mut().for_each(add_values);
    all
}

fn service(line: &'static str) -> Service {
    let (cli_name, title) = line.split_once(' ').unwrap_or((line, line));
    Service { cli_name, title, prefix: "", operations: Vec::new(), waiters: Vec::new() }
}

fn operation(name: &'static str, about: &'static str) -> Operation {
    let cli_name = kebab(name);
    Operation { name, cli_name, about, input: Vec::new(), output: Vec::new(), pages: None, since: 0 }
}

fn pages(line: &'static str) -> Pages {
    let mut words = line.split(' ').map(|word| Some(word).filter(|word| *word != "-"));
    let mut next = || words.next().flatten();
    let list = |word: Option<&'static str>| word.into_iter().flat_map(|word| word.split(',')).collect();
    Pages {
        input: next().unwrap_or_default(),
        output: next().unwrap_or_default(),
        limit: next(),
        more: next(),
        results: list(next()),
        kept: list(next()),
    }
}

fn waiter(line: &'static str) -> Waiter {
    let words: Vec<&'static str> = line.split(' ').collect();
    let number = |nth: usize| words[nth].parse().expect("a waiter's numbers are whole");
    let sign = |part: &[&'static str]| {
        let sign = if part[1] == "path" { Sign::Path(part[2], part[3]) } else { Sign::Error(part[3]) };
        (part[0] == "success", sign)
    };
    Waiter {
        name: words[0],
        cli_name: kebab(words[0]),
        operation: words[1],
        delay_s: number(2),
        attempts_max: number(3) as u32,
        signs: words[4..].chunks(4).map(sign).collect(),
    }
}

/// What is left of a line.
struct Reader {
    rest: &'static str,
}

impl Reader {
    fn fields(&mut self) -> Vec<Field> {
        let mut fields = Vec::new();
        while self.rest.starts_with(|char: char| char.is_ascii_alphanumeric()) {
            let end = self.rest.find(|char: char| !char.is_ascii_alphanumeric()).unwrap_or(self.rest.len());
            let (name, rest) = self.rest.split_at(end);
            self.rest = rest;
            let required = self.skip("!");
            fields.push(Field { name, required, of: self.of() });
            self.skip(" ");
        }
        fields
    }

    fn of(&mut self) -> Type {
        let least = self.least();
        let scalars = [
            (":b", Type::Boolean),
            (":i", Type::Integer { least }),
            (":l", Type::Long { least }),
            (":d", Type::Double),
            (":t", Type::Timestamp),
            (":x", Type::Blob),
            (":j", Type::Document),
            ("*", Type::Any),
        ];
        for (mark, of) in scalars {
            if self.skip(mark) {
                return of;
            }
        }
        if self.skip("[") {
            let of = Box::new(self.of());
            self.skip("]");
            return Type::List { of, least };
        }
        if self.skip("<") {
            let of = Box::new(self.of());
            self.skip(">");
            return Type::Map(of);
        }
        if self.skip("{") {
            let fields = self.fields();
            self.skip("}");
            return Type::Structure(fields);
        }
        Type::Text { least, one_of: &[] }
    }

    fn least(&mut self) -> Option<i64> {
        if !self.skip("~") {
            return None;
        }
        let end = self.rest.find(|char: char| !char.is_ascii_digit() && char != '-').unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        self.rest = rest;
        number.parse().ok()
    }

    fn skip(&mut self, mark: &str) -> bool {
        let found = self.rest.strip_prefix(mark);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }
}

fn add_values(service: &mut Service) {
    let Some(known) = services().iter().find(|known| known.cli_name == service.cli_name) else { return };
    service.prefix = known.prefix;
    for operation in &mut service.operations {
        let found = known.operations.iter().find(|found| found.name == operation.name);
        let Some(service::Operation { members, since, .. }) = found else { continue };
        operation.since = *since;
        value_fields(&mut operation.input, members);
    }
}

fn value_fields(fields: &mut [Field], members: &'static [Member]) {
    for field in fields {
        if let Some(member) = members.iter().find(|member| member.name == field.name) {
            values(&mut field.of, &member.shape);
        }
    }
}

fn values(of: &mut Type, shape: &'static Shape) {
    match (of, shape) {
        (Type::Text { one_of, .. }, Shape::Text(text)) => *one_of = text.one_of,
        (Type::List { of, .. }, Shape::List { of: shape, .. }) => values(of, shape),
        (Type::Structure(fields), Shape::Structure(members)) => value_fields(fields, members),
        _ => {}
    }
}
