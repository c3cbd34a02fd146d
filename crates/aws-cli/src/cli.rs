//! `aws`: one command from its words to its output.

use crate::arguments::table::{global, of_operation};
use crate::arguments::{Parsed, Positional, parse, unpack, validate};
use crate::calling::{ATTEMPTS_MAX, call};
use crate::failure::{DONE, Failure};
use crate::model::{Operation, Service, Waiter, services};
use crate::output::{Format, json};
use crate::paging::{Asked, follow};
use crate::query::Query;
use crate::value::Value;
use crate::waiting::wait;
use crate::world::World;
use crate::{help, skeleton};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;

/// The version whose ways are followed.
pub const VERSION: &str = "aws-cli/2.36.7 shardlab";

/// What surrounds a command.
#[derive(Clone, Copy)]
pub struct Environment<'a> {
    /// Variables of the shell: `AWS_DEFAULT_OUTPUT`, `AWS_MAX_ATTEMPTS`, `AWS_REGION`.
    pub variables: &'a BTreeMap<String, String>,
    /// Width of the terminal in characters.
    pub columns: usize,
}

/// What a command left behind.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outcome {
    /// Exit code.
    pub code: u8,
    pub out: String,
    pub error: String,
}

impl From<Failure> for Outcome {
    fn from(failure: Failure) -> Outcome {
        Outcome { code: failure.code, out: String::new(), error: failure.text }
    }
}

/// Carries out `aws` with these arguments.
pub async fn aws<W: World>(world: &mut W, args: &[String], environment: Environment<'_>) -> Outcome {
    match run(world, args, environment).await {
        Ok(out) => Outcome { code: DONE, out, error: String::new() },
        Err(failure) => failure.into(),
    }
}

/// The options of every command, as they are given.
struct Globals {
    parsed: Parsed,
    query: Option<Query>,
    format: Format,
    columns: usize,
    attempts_max: u32,
}

async fn run<W: World>(world: &mut W, args: &[String], environment: Environment<'_>) -> Result<String, Failure> {
    if args.iter().any(|arg| arg == "--version") {
        return Ok(format!("{VERSION}\n"));
    }
    let names = with_help(services().iter().map(|service| service.cli_name));
    let command = Positional { name: "command", one_of: Some(&names), required: true };
    let mut parsed = parse(args, &global(), &[command])?;
    let (name, rest) = (parsed.words.remove(0), std::mem::take(&mut parsed.rest));
    let globals = Globals::read(parsed, environment)?;
    let Some(service) = Service::named(&name) else { return Ok(help::aws()) };

    let mut names = with_help(service.operations.iter().map(|operation| operation.cli_name.as_str()));
    names.extend((!service.waiters.is_empty()).then(|| "wait".to_owned()));
    let operation = Positional { name: "operation", one_of: Some(&names), required: true };
    let mut parsed = parse(&rest, &[], &[operation])?;
    let (name, rest) = (parsed.words.remove(0), parsed.rest);
    globals.check_account(world, service)?;
    match (name.as_str(), service.operations.iter().find(|operation| operation.cli_name == name)) {
        (_, Some(operation)) => one(world, service, operation, &globals, &rest).await,
        ("wait", _) => waited(world, service, &globals, &rest).await,
        _ => Ok(help::service(service)),
    }
}

fn with_help<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    names.chain(["help"]).map(str::to_owned).collect()
}

impl Globals {
    fn read(parsed: Parsed, environment: Environment<'_>) -> Result<Globals, Failure> {
        let query = parsed.text("query").map(Query::read).transpose()?;
        if let Some(url) = parsed.text("endpoint-url").filter(|url| !url.contains("://")) {
            return Err(Failure::parameter(&format!(
                "Bad value for --endpoint-url \"{url}\": scheme is missing.  Must be of the form http://<hostname>/ or https://<hostname>/"
            )));
        }
        let variable = |name: &str| environment.variables.get(name).map(String::as_str);
        let attempts = variable("AWS_MAX_ATTEMPTS").and_then(|text| text.parse().ok()).filter(|count| *count > 0);
        Ok(Globals {
            format: Format::named(parsed.text("output").or(variable("AWS_DEFAULT_OUTPUT"))),
            query,
            columns: environment.columns,
            attempts_max: attempts.unwrap_or(ATTEMPTS_MAX),
            parsed,
        })
    }

    /// The lab has one account in one region, and no other profile.
    fn check_account<W: World>(&self, world: &W, service: &Service) -> Result<(), Failure> {
        if let Some(profile) = self.parsed.text("profile").filter(|profile| *profile != "default") {
            return Err(Failure::general(&format!("The config profile ({profile}) could not be found")));
        }
        let region = self.parsed.text("region");
        let own = world.look(|run| run.account().region.clone());
        match region.filter(|region| *region != own) {
            Some(region) => {
                let host = if service.cli_name == "s3api" { "s3" } else { service.cli_name };
                let host = if host == "cloudwatch" { "monitoring" } else { host };
                Err(Failure::general(&format!(
                    "Could not connect to the endpoint URL: \"https://{host}.{region}.amazonaws.com/\""
                )))
            }
            None => Ok(()),
        }
    }

    fn is_raw(&self) -> bool {
        self.parsed.text("cli-binary-format") == Some("raw-in-base64-out")
    }

    fn printed(&self, operation: &Operation, answer: &Value) -> Result<String, Failure> {
        let found = self.query.as_ref().map(|query| query.search(answer, &operation.output)).transpose()?;
        Ok(self.format.whole(operation.name, found.as_ref().unwrap_or(answer), self.columns))
    }
}

/// The words of an operation; None if they ask for its help.
fn read_words(operation: &Operation, rest: &[String]) -> Result<Option<Parsed>, Failure> {
    if let [only] = rest
        && only == "help"
    {
        return Ok(None);
    }
    let mut choices = of_operation(operation);
    let skeleton = rest.iter().position(|arg| arg == "--generate-cli-skeleton");
    let shows_input = skeleton.is_some_and(|at| rest.get(at + 1).is_none_or(|next| next != "output"));
    if shows_input || rest.iter().any(|arg| arg.starts_with("--cli-input-")) {
        choices.iter_mut().for_each(|choice| choice.required = false);
    }
    let file = operation.streamed().map(|_| Positional { name: "outfile", one_of: None, required: true });
    let help = Positional { name: "help", one_of: None, required: false };
    let mut parsed = parse(rest, &choices, &file.into_iter().chain([help]).collect::<Vec<_>>())?;
    let of_help = usize::from(operation.streamed().is_some());
    if let Some(word) = parsed.words.get(of_help) {
        if word == "help" {
            return Ok(None);
        }
        parsed.rest.push(word.clone());
    }
    match parsed.rest.is_empty() {
        true => Ok(Some(parsed)),
        false => Err(Failure::unknown(&parsed.rest)),
    }
}

async fn one<W: World>(
    world: &mut W,
    service: &Service,
    operation: &Operation,
    globals: &Globals,
    rest: &[String],
) -> Result<String, Failure> {
    let Some(parsed) = read_words(operation, rest)? else { return Ok(help::operation(operation)) };
    let asked = paging(operation, &parsed, globals)?;
    let request = unpack::request(operation, &parsed)?;
    let make = |request: &Value| validate::body(request, &operation.input, globals.is_raw());
    match parsed.text("generate-cli-skeleton") {
        Some("input") => return Ok(json(&skeleton::request(&operation.input))),
        Some("yaml-input") => {
            let text = "This terminal writes JSON only: use the value input.";
            return Err(Failure::value("--generate-cli-skeleton", text));
        }
        Some(_) => {
            make(&request)?;
            return globals.printed(operation, &skeleton::answer(&operation.output));
        }
        None => {}
    }
    if let (Some(asked), Some(pages)) = (&asked, &operation.pages) {
        let what = (service, operation, pages);
        let followed = follow(world, what, (request, asked), make, globals.attempts_max).await?;
        let way = (globals.format, globals.query.as_ref(), globals.columns);
        let printed = followed.printed(operation, pages, way)?;
        let odd = asked.max_items.is_some_and(|most| most <= 0);
        if odd {
            let warning = "warning: Non-positive values for --max-items may result in undefined behavior.\n";
            world.show(crate::world::Channel::Error, warning);
        }
        return Ok(printed);
    }
    let body = make(&request)?;
    check_file(&parsed, operation)?;
    let answer = call(world, service, operation, &body, globals.attempts_max).await;
    let mut answer = answer.map_err(|refused| refused.failure(operation))?;
    let content = streamed(operation, &mut answer);
    Ok(content + &globals.printed(operation, &answer)?)
}

/// There is no disk: the content of an object can only be shown.
fn check_file(parsed: &Parsed, operation: &Operation) -> Result<(), Failure> {
    match parsed.words.first() {
        Some(file) if operation.streamed().is_some() && file != "/dev/stdout" => Err(Failure::general(&format!(
            "[Errno 30] Read-only file system: '{file}' (this terminal has no disk: use /dev/stdout)"
        ))),
        _ => Ok(()),
    }
}

/// Takes the content of an object out of its answer.
fn streamed(operation: &Operation, answer: &mut Value) -> String {
    let (Some(member), Value::Object(fields)) = (operation.streamed(), answer) else { return String::new() };
    let Some(place) = fields.iter().position(|(name, _)| name == member) else { return String::new() };
    let content = fields.remove(place).1;
    let bytes = STANDARD.decode(content.as_text().unwrap_or_default()).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// How pages are followed; None if they aren't.
fn paging(operation: &Operation, parsed: &Parsed, globals: &Globals) -> Result<Option<Asked>, Failure> {
    let Some(pages) = &operation.pages else { return Ok(None) };
    let number = |name: &str| parsed.text(name).and_then(|text| text.trim().parse().ok());
    let given = |name: &str| parsed.options.contains_key(name);
    let by_hand = [Some(pages.input), pages.limit].into_iter().flatten().map(crate::names::kebab);
    let mut by_hand: Vec<String> = by_hand.filter(|name| name != "max-items").collect();
    // The older way of going on through the names of streams.
    by_hand.extend((operation.name == "ListStreams").then(|| "exclusive-start-stream-name".to_owned()));
    let is_off = globals.parsed.flag("no-paginate") == Some(true) || by_hand.iter().any(|name| given(name));
    if !is_off {
        return Ok(Some(Asked {
            max_items: number("max-items"),
            page_size: number("page-size"),
            starting_token: parsed.text("starting-token").map(str::to_owned),
        }));
    }
    // Where the operation has a MaxItems of its own, the option is that.
    let own = |name: &str| operation.input.iter().any(|field| crate::names::kebab(field.name) == name);
    let used: Vec<String> = ["starting-token", "page-size", "max-items"]
        .into_iter()
        .filter(|name| given(name) && !own(name))
        .map(|name| format!("--{name}"))
        .collect();
    match used.is_empty() {
        true => Ok(None),
        false => Err(Failure::parameter(&format!(
            "Cannot specify --no-paginate along with pagination arguments: {}",
            used.join(", ")
        ))),
    }
}

async fn waited<W: World>(
    world: &mut W,
    service: &Service,
    globals: &Globals,
    rest: &[String],
) -> Result<String, Failure> {
    if rest == ["help"] {
        return Ok(help::wait(service));
    }
    let names: Vec<String> = service.waiters.iter().map(|waiter| waiter.cli_name.clone()).collect();
    let state = Positional { name: "subcommand", one_of: Some(&names), required: false };
    let mut parsed = parse(rest, &[], &[state])?;
    if parsed.words.is_empty() {
        return Err(Failure::parameter(&format!(
            "usage: aws [options] {} wait <subcommand> [parameters]\naws: [ERROR]: too few arguments",
            service.cli_name
        )));
    }
    let name = parsed.words.remove(0);
    let of_name = |waiter: &&Waiter| waiter.cli_name == name;
    let waiter = service.waiters.iter().find(of_name).expect("the word was looked up");
    let operation = service.operation(waiter.operation).expect("a waiter polls an operation that is there");
    let Some(parsed) = read_words(operation, &parsed.rest)? else { return Ok(help::waiter(waiter, operation)) };
    let request = unpack::request(operation, &parsed)?;
    let body = validate::body(&request, &operation.input, globals.is_raw())?;
    wait(world, (service, operation, waiter), &body, globals.attempts_max).await?;
    Ok(String::new())
}
