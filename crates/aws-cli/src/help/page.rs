//! A help text: headings, options with what is known of their types, lines broken at words.

use crate::arguments::{Choice, Takes};
use crate::model::{Field, Type};

/// Columns of a help text, as far as words can be broken.
const WIDTH: usize = 80;

/// A help text that grows.
pub struct Page(String);

impl Page {
    /// Begins with the name.
    pub fn new(name: &str) -> Page {
        let mut page = Page(String::new());
        page.section("name");
        page.line(7, &format!("{name} -"));
        page
    }

    /// All of it.
    pub fn whole(self) -> String {
        self.0
    }

    /// A heading.
    pub fn section(&mut self, name: &str) {
        if !self.0.is_empty() && !self.0.ends_with("\n\n") {
            self.0.push('\n');
        }
        self.line(0, &name.to_uppercase());
    }

    /// One line at a depth.
    pub fn line(&mut self, depth: usize, text: &str) {
        self.0.push_str(&format!("{}{text}\n", " ".repeat(depth)));
    }

    /// Words over as many lines as they take.
    pub fn text(&mut self, depth: usize, text: &str) {
        let mut line = String::new();
        for word in text.split(' ') {
            if !line.is_empty() && depth + line.chars().count() + 1 + word.chars().count() > WIDTH {
                self.line(depth, &std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.line(depth, &line);
    }

    /// Names, a line each.
    pub fn list<'a>(&mut self, names: impl Iterator<Item = &'a str>) {
        names.for_each(|name| self.line(7, &format!("o {name}")));
    }

    fn values(&mut self, depth: usize, values: &[&str]) {
        if !values.is_empty() {
            self.line(depth, "Possible values:");
            values.iter().for_each(|value| self.line(depth, &format!("o {value}")));
        }
    }

    /// An option that the CLI itself has.
    pub fn option(&mut self, choice: &Choice, of_operation: bool) {
        let kind = match choice.takes {
            Takes::Flag(_) => "boolean",
            Takes::Number => "integer",
            _ => "string",
        };
        self.line(7, &format!("--{} ({kind})", choice.name));
        let about = match choice.name.as_str() {
            "cli-input-json" => {
                "Reads arguments from the JSON string provided, in the form of --generate-cli-skeleton. Other arguments override its values."
            }
            "cli-input-yaml" => "Not read by this terminal: use --cli-input-json.",
            "starting-token" => {
                "A token to specify where to start paginating: the NextToken from a previously truncated response."
            }
            "page-size" => {
                "The size of each page to get in the AWS service call. It does not affect the number of items returned."
            }
            "max-items" => {
                "The total number of items to return in the command's output. If there are more, a NextToken is provided."
            }
            "generate-cli-skeleton" => {
                "Prints a JSON skeleton without sending a request: of the input, or with the value output a sample of the answer."
            }
            _ if of_operation => "",
            "query" => "A JMESPath query to use in filtering the response data.",
            "output" => "The formatting style for command output.",
            "no-paginate" => "Disable automatic pagination: only one call is made, for the first page of results.",
            "cli-binary-format" => {
                "How binary blobs are given: base64 (the default), or raw-in-base64-out for values as they are."
            }
            "region" => "The region to use. The lab's account has one.",
            "endpoint-url" => "Accepted; calls go to the lab in any case.",
            "version" => "Display the version of this tool.",
            _ => "Accepted; without effect here.",
        };
        if !about.is_empty() {
            self.text(10, about);
        }
        self.values(10, choice.one_of);
        self.0.push('\n');
    }

    /// An option that is a member of the request.
    pub fn field_option(&mut self, choice: &Choice, field: &Field) {
        let required = if choice.required { " [required]" } else { "" };
        let name = match field.of {
            Type::Boolean => format!("--{name} | --no-{name}", name = choice.name),
            _ => format!("--{}", choice.name),
        };
        self.line(7, &format!("{name} ({}){required}", field.of.name()));
        self.details(10, &field.of);
        if let Some(shorthand) = shorthand(&field.of) {
            self.line(10, "Shorthand Syntax:");
            self.line(14, &shorthand);
        }
        self.0.push('\n');
    }

    /// Bounds and values of a type, and what it is made of.
    fn details(&mut self, depth: usize, of: &Type) {
        match of {
            Type::Text { least, one_of } => {
                self.least(depth, *least);
                self.values(depth, one_of);
            }
            Type::Integer { least } | Type::Long { least } => self.least(depth, *least),
            Type::List { of, least } => {
                self.least(depth, *least);
                self.line(depth, &format!("({})", of.name()));
                self.details(depth + 4, of);
            }
            Type::Map(of) => {
                self.line(depth, "key -> (string)");
                self.line(depth, &format!("value -> ({})", of.name()));
                self.details(depth + 4, of);
            }
            Type::Structure(fields) => self.fields(depth, fields),
            _ => {}
        }
    }

    fn least(&mut self, depth: usize, least: Option<i64>) {
        if let Some(least) = least.filter(|least| *least != 0) {
            self.line(depth, &format!("min: {least}"));
        }
    }

    /// Members with their types.
    pub fn fields(&mut self, depth: usize, fields: &[Field]) {
        for field in fields {
            let required = if field.required { " [required]" } else { "" };
            self.line(depth, &format!("{} -> ({}){required}", field.name, field.of.name()));
            self.details(depth + 4, &field.of);
        }
    }
}

/// How the value of an option may be written without JSON; None where it is one word.
fn shorthand(of: &Type) -> Option<String> {
    match of {
        Type::List { of, .. } if of.is_complex() => Some(format!("{} ...", pairs(of)?)),
        Type::List { of, .. } => Some(format!("\"{0}\" \"{0}\" ...", of.name())),
        Type::Map(_) | Type::Structure(_) => pairs(of),
        _ => None,
    }
}

fn pairs(of: &Type) -> Option<String> {
    match of {
        Type::Structure(fields) => {
            let all: Option<Vec<String>> =
                fields.iter().map(|field| Some(format!("{}={}", field.name, inner(&field.of)?))).collect();
            Some(all?.join(","))
        }
        Type::Map(of) => Some(format!("KeyName1={0},KeyName2={0}", inner(of)?)),
        _ => None,
    }
}

fn inner(of: &Type) -> Option<String> {
    match of {
        Type::Structure(_) | Type::Map(_) => Some(format!("{{{}}}", pairs(of)?)),
        Type::List { of, .. } if of.is_complex() => Some(format!("[{0},{0}]", inner(of)?)),
        Type::List { of, .. } => Some(format!("{0},{0}", of.name())),
        Type::Any => None,
        scalar => Some(scalar.name().to_owned()),
    }
}
