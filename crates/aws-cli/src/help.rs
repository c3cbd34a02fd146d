//! `aws help` and the help of services and operations: the CLI's sections, in our own few words,
//! with what the API's model says of each option.

use crate::arguments::table::{global, is_hidden, of_operation};
use crate::arguments::{Choice, Takes};
use crate::model::{Field, Operation, Service, Type, Waiter, services};
use crate::names::kebab;

/// Columns of a help text, as far as words can be broken.
const WIDTH: usize = 80;

/// `aws help`.
pub fn aws() -> String {
    let mut page = Page::new("aws");
    page.section("description");
    page.text(7, "The AWS Command Line Interface, over the simulated services of this lab.");
    page.section("synopsis");
    page.text(10, "aws [options] <command> <subcommand> [parameters]");
    page.text(7, "Use aws command help for information on a specific command. The synopsis for each command shows its parameters and their usage. Optional parameters are shown in square brackets.");
    page.section("global options");
    global().iter().for_each(|choice| page.option(choice, false));
    page.section("available services");
    page.list(services().iter().map(|service| service.cli_name));
    page.0
}

/// `aws kinesis help`.
pub fn service(service: &Service) -> String {
    let mut page = Page::new(service.cli_name);
    page.section("description");
    page.text(7, &format!("{}, as far as it is simulated.", service.title));
    page.section("available commands");
    let mut names: Vec<&str> = service.operations.iter().map(|operation| operation.cli_name.as_str()).collect();
    names.push("help");
    names.extend((!service.waiters.is_empty()).then_some("wait"));
    names.sort_unstable();
    page.list(names.into_iter());
    page.0
}

/// `aws kinesis wait help`.
pub fn wait(service: &Service) -> String {
    let mut page = Page::new("wait");
    page.section("description");
    page.text(7, "Wait until a particular condition is satisfied. Each subcommand polls an API until the listed requirement is met. Here the lab's clock goes on meanwhile.");
    page.section("available commands");
    page.list(service.waiters.iter().map(|waiter| waiter.cli_name.as_str()));
    page.0
}

/// `aws kinesis wait stream-exists help`.
pub fn waiter(waiter: &Waiter, polled: &Operation) -> String {
    let about = format!(
        "Polls {} every {} seconds until a successful state has been reached. Exits with a return code of 255 after {} failed checks.",
        polled.cli_name, waiter.delay_s, waiter.attempts_max
    );
    operation_page(&waiter.cli_name, &about, polled, false)
}

/// `aws kinesis put-record help`.
pub fn operation(operation: &Operation) -> String {
    let mut about = capital(operation.about);
    if !about.ends_with('.') {
        about.push('.');
    }
    if operation.pages.is_some() {
        about.push_str(&format!(
            " {} is a paginated operation. Multiple API calls may be issued in order to retrieve the entire data set of results. You can disable pagination by providing the --no-paginate argument.",
            operation.cli_name
        ));
    }
    operation_page(&operation.cli_name, &about, operation, true)
}

fn operation_page(name: &str, about: &str, operation: &Operation, with_output: bool) -> String {
    let mut page = Page::new(name);
    page.section("description");
    page.text(7, about);
    let choices = of_operation(operation);
    let shown: Vec<&Choice> = choices.iter().filter(|choice| !is_hidden(operation, &choice.name)).collect();
    page.section("synopsis");
    page.line(10, name);
    for choice in shown.iter().filter(|choice| choice.takes != Takes::Flag(false)) {
        page.line(8, &synopsis(choice, operation));
    }
    if operation.streamed().is_some() {
        page.line(8, "outfile <value>");
    }
    page.section("options");
    for choice in shown {
        let field = operation.input.iter().find(|field| kebab(field.name) == choice.kept_as);
        match field {
            Some(field) if choice.takes == Takes::Flag(false) => _ = field,
            Some(field) => page.field_option(choice, field),
            None => page.option(choice, true),
        }
    }
    if operation.streamed().is_some() {
        page.line(7, "outfile (string) [required]");
        page.text(10, "Filename where the content will be saved; here it must be /dev/stdout.");
        page.0.push('\n');
    }
    if with_output {
        page.section("output");
        match operation.output.is_empty() {
            true => page.line(7, "None"),
            false => page.fields(7, &operation.output),
        }
    }
    page.0
}

fn synopsis(choice: &Choice, operation: &Operation) -> String {
    let flag = operation.input.iter().any(|field| kebab(field.name) == choice.name && field.of == Type::Boolean);
    let text = match (flag, choice.takes) {
        (true, _) => format!("--{name} | --no-{name}", name = choice.name),
        (_, Takes::Flag(_)) => format!("--{}", choice.name),
        _ => format!("--{} <value>", choice.name),
    };
    if choice.required { text } else { format!("[{text}]") }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().to_string() + chars.as_str())
}

/// A help text that grows.
struct Page(String);

impl Page {
    fn new(name: &str) -> Page {
        let mut page = Page(String::new());
        page.section("name");
        page.line(7, &format!("{name} -"));
        page
    }

    fn section(&mut self, name: &str) {
        if !self.0.is_empty() && !self.0.ends_with("\n\n") {
            self.0.push('\n');
        }
        self.line(0, &name.to_uppercase());
    }

    fn line(&mut self, depth: usize, text: &str) {
        self.0.push_str(&format!("{}{text}\n", " ".repeat(depth)));
    }

    /// Words over as many lines as they take.
    fn text(&mut self, depth: usize, text: &str) {
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

    fn list<'a>(&mut self, names: impl Iterator<Item = &'a str>) {
        names.for_each(|name| self.line(7, &format!("o {name}")));
    }

    fn values(&mut self, depth: usize, values: &[&str]) {
        if !values.is_empty() {
            self.line(depth, "Possible values:");
            values.iter().for_each(|value| self.line(depth, &format!("o {value}")));
        }
    }

    fn option(&mut self, choice: &Choice, of_operation: bool) {
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

    fn field_option(&mut self, choice: &Choice, field: &Field) {
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

    fn fields(&mut self, depth: usize, fields: &[Field]) {
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
