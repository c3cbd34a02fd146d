//! `aws help` and the help of services and operations: the CLI's sections, in our own few words,
//! with what the API's model says of each option.

mod page;

use crate::arguments::table::{global, is_hidden, of_operation};
use crate::arguments::{Choice, Takes};
use crate::model::{Operation, Service, Type, Waiter, services};
use crate::names::kebab;
use page::Page;

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
    page.whole()
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
    page.whole()
}

/// `aws kinesis wait help`.
pub fn wait(service: &Service) -> String {
    let mut page = Page::new("wait");
    page.section("description");
    page.text(7, "Wait until a particular condition is satisfied. Each subcommand polls an API until the listed requirement is met. Here the lab's clock goes on meanwhile.");
    page.section("available commands");
    page.list(service.waiters.iter().map(|waiter| waiter.cli_name.as_str()));
    page.whole()
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
        page.line(0, "");
    }
    if with_output {
        page.section("output");
        match operation.output.is_empty() {
            true => page.line(7, "None"),
            false => page.fields(7, &operation.output),
        }
    }
    page.whole()
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
