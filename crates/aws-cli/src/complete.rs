//! Completion: what the word before the cursor may become. Names come from the model and from the
//! simulation as it stands.

use crate::arguments::table::{global, is_hidden, of_operation};
use crate::arguments::{Choice, Takes};
use crate::model::{Field, Operation, Service, Type, services};
use crate::names::kebab;
use crate::shell::Shell;
use crate::shell::builtins;
use crate::world::World;
use stream_engine::Simulation;
use stream_engine::api::{kinesis, sqs};
use stream_engine::kinesis::stream::Stream;

/// What a word may become.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Completion {
    /// Bytes before the word.
    pub from: usize,
    /// What can be put in the word's place at once: all of it and a space, or as much as is common.
    pub word: String,
    /// All words that fit, in their order, to be shown if there are several.
    pub all: Vec<String>,
}

/// What the word that ends this text may become.
pub fn complete<W: World>(world: &W, shell: &Shell, text: &str) -> Completion {
    let (words, from) = words(text);
    let part = &text[from..];
    let mut all = candidates(world, shell, &words, part);
    all.retain(|candidate| candidate.starts_with(part));
    all.sort_unstable();
    all.dedup();
    let word = match all.as_slice() {
        [] => part.to_owned(),
        [only] => format!("{only} "),
        [first, rest @ ..] => {
            first[..rest.iter().fold(first.len(), |length, other| length.min(common(first, other)))].to_owned()
        }
    };
    Completion { from, word, all }
}

/// Bytes that two texts have in common at their beginning.
fn common(one: &str, other: &str) -> usize {
    let pairs = one.char_indices().zip(other.chars());
    pairs.take_while(|((_, a), b)| a == b).last().map_or(0, |((at, char), _)| at + char.len_utf8())
}

/// The words of the last command, and where the last one begins. Quotes are looked at just enough to
/// find the words' ends.
fn words(text: &str) -> (Vec<String>, usize) {
    let (mut words, mut word, mut from) = (Vec::new(), String::new(), 0);
    let mut quote = None;
    let mut before = ' ';
    for (at, char) in text.char_indices() {
        match (quote, char) {
            (Some(open), char) if char == open => quote = None,
            (None, '\'' | '"') => quote = Some(char),
            (Some(_), char) => word.push(char),
            (None, ';' | '&' | '|' | '\n') if before != '\\' => {
                words.clear();
                word.clear();
                from = at + 1;
            }
            (None, '(') if before == '$' => {
                words.clear();
                word.clear();
                from = at + 1;
            }
            (None, ' ' | '\t' | '\n') => {
                words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
                from = at + 1;
            }
            (None, '\\') => {}
            (None, char) => word.push(char),
        }
        before = char;
    }
    // An assignment before a command is none of its words.
    words.retain(|word| word.starts_with('-') || !word.split_once('=').is_some_and(|(name, _)| is_name(name)));
    (words, from)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|char| char.is_ascii_alphanumeric() || char == '_')
}

fn candidates<W: World>(world: &W, shell: &Shell, words: &[String], part: &str) -> Vec<String> {
    if let Some(name) = part.strip_prefix('$') {
        let of_part = |known: &&String| known.starts_with(name);
        return shell.variables.keys().filter(of_part).map(|name| format!("${name}")).collect();
    }
    let texts = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
    match words {
        [] => texts(&builtins::NAMES),
        [first, rest @ ..] if first == "aws" => of_aws(world, rest, part),
        _ => Vec::new(),
    }
}

fn of_aws<W: World>(world: &W, words: &[String], part: &str) -> Vec<String> {
    // What isn't an option or its value: service and operation.
    let globals = global();
    let mut plain: Vec<&str> = Vec::new();
    let mut skip = false;
    for word in words {
        match word.strip_prefix("--") {
            _ if std::mem::take(&mut skip) => {}
            Some(name) => {
                skip = plain.len() < 2 && globals.iter().any(|choice| choice.name == name && choice.takes == Takes::One)
            }
            None => plain.push(word),
        }
    }
    if skip {
        return values_or_options(world, None, words, &globals);
    }
    let service = plain.first().and_then(|name| Service::named(name));
    let Some(service) = service else {
        return match (plain.is_empty(), part.starts_with('-')) {
            (true, false) => {
                services().iter().map(|service| service.cli_name.to_owned()).chain(["help".to_owned()]).collect()
            }
            _ => values_or_options(world, None, words, &globals),
        };
    };
    let operations = || service.operations.iter().map(|operation| operation.cli_name.clone());
    let waiters = || service.waiters.iter().map(|waiter| waiter.cli_name.clone());
    let wait = (!service.waiters.is_empty()).then(|| "wait".to_owned());
    let operation = match plain.get(1..) {
        None | Some([]) if part.starts_with('-') => return values_or_options(world, None, words, &globals),
        None | Some([]) => return operations().chain(wait).chain(["help".to_owned()]).collect(),
        Some(["wait"]) if !part.starts_with('-') => return waiters().collect(),
        Some(["wait", name, ..]) => service
            .waiters
            .iter()
            .find(|waiter| waiter.cli_name == *name)
            .and_then(|waiter| service.operation(waiter.operation)),
        Some([name, ..]) => service.operations.iter().find(|operation| operation.cli_name == *name),
    };
    let Some(operation) = operation else { return Vec::new() };
    let mut choices = of_operation(operation);
    choices.retain(|choice| !is_hidden(operation, &choice.name));
    choices.extend(globals);
    let mut found = values_or_options(world, Some(operation), words, &choices);
    if !part.starts_with('-') && words.last().is_some_and(|word| word == &operation.cli_name) {
        found.push("help".to_owned());
    }
    found
}

/// The values of the option that the last word names; else the options that aren't there yet.
fn values_or_options<W: World>(
    world: &W,
    operation: Option<&Operation>,
    words: &[String],
    choices: &[Choice],
) -> Vec<String> {
    let option = words.iter().rposition(|word| word.starts_with("--"));
    let named = option.and_then(|at| choices.iter().find(|choice| words[at] == format!("--{}", choice.name)));
    if let (Some(at), Some(choice)) = (option, named) {
        let behind = words.len() - at - 1;
        let wants = match choice.takes {
            Takes::One | Takes::Number => behind == 0,
            Takes::Many => true,
            Takes::Maybe(_) | Takes::Flag(_) => false,
        };
        if wants {
            let mut found: Vec<String> = choice.one_of.iter().map(|value| (*value).to_owned()).collect();
            let field = operation
                .and_then(|operation| operation.input.iter().find(|field| kebab(field.name) == choice.kept_as));
            found.extend(field.map(|field| of_field(world, operation, field, words)).unwrap_or_default());
            if choice.name == "region" {
                found.push(world.look(|run| run.account().region.clone()));
            }
            if choice.takes != Takes::Many || !found.is_empty() {
                return found;
            }
        }
    }
    let is_given = |choice: &&Choice| words.iter().any(|word| *word == format!("--{}", choice.name));
    choices.iter().filter(|choice| !is_given(choice)).map(|choice| format!("--{}", choice.name)).collect()
}

/// Values that a member may have: those of its type, or the names of what is there.
fn of_field<W: World>(world: &W, operation: Option<&Operation>, field: &Field, words: &[String]) -> Vec<String> {
    let mut of = &field.of;
    while let Type::List { of: inner, .. } = of {
        of = inner;
    }
    if let Type::Text { one_of: values @ [_, ..], .. } = of {
        return values.iter().map(|value| (*value).to_owned()).collect();
    }
    let service = words.iter().find_map(|word| Service::named(word)).map_or("", |service| service.cli_name);
    world.look(|run| there(run, service, operation.map_or("", |operation| operation.name), field.name, words))
}

fn there(run: &Simulation, service: &str, operation: &str, member: &str, words: &[String]) -> Vec<String> {
    let account = run.account();
    let live = || run.kinesis().names_after(None).filter_map(|(name, _)| run.stream_named(name));
    let arns = || live().map(|stream| kinesis::arn(run, stream));
    let queue_arn = |name: &str| account.arn("sqs", name);
    let queues = || run.sqs().queues().map(|queue| queue.name.to_string());
    let keys = || run.security().keys.iter(run.now()).map(|key| key.id.clone());
    let consumers = |stream: &Stream| stream.consumers.iter().map(|consumer| consumer.name.clone()).collect::<Vec<_>>();
    match (service, member) {
        ("kinesis", "StreamName") if operation == "CreateStream" => Vec::new(),
        ("kinesis", "StreamName" | "ExclusiveStartStreamName") => live().map(|stream| stream.name.clone()).collect(),
        ("kinesis", "StreamARN" | "ResourceARN") => arns().collect(),
        ("kinesis", "ShardId" | "ShardToSplit" | "ShardToMerge" | "AdjacentShardToMerge" | "ExclusiveStartShardId") => {
            let meant =
                live().filter(|stream| words.contains(&stream.name) || words.contains(&kinesis::arn(run, stream)));
            let meant: Vec<&Stream> = meant.collect();
            let streams = if meant.is_empty() { live().collect() } else { meant };
            let of_change = member != "ShardId" && member != "ExclusiveStartShardId";
            let shards = |stream: &&Stream| match of_change {
                true => stream.open_shards().map(|shard| shard.id.to_string()).collect::<Vec<String>>(),
                false => stream.shards.iter().map(|shard| shard.id.to_string()).collect(),
            };
            streams.iter().flat_map(shards).collect()
        }
        ("kinesis", "ConsumerName") => live().flat_map(consumers).collect(),
        ("kinesis", "ConsumerARN") => live()
            .flat_map(|stream| stream.consumers.iter().map(|consumer| kinesis::consumer_arn(run, stream, consumer)))
            .collect(),
        ("sqs", "QueueUrl") => queues().map(|name| sqs::url(account, &name)).collect(),
        ("sqs", "QueueName") if operation != "CreateQueue" => queues().collect(),
        ("sqs", "SourceArn" | "DestinationArn") => queues().map(|name| queue_arn(&name)).collect(),
        ("lambda", "FunctionName") => run.lambda().functions.keys().cloned().collect(),
        ("lambda", "UUID") => run.lambda().mappings.values().map(|mapping| mapping.uuid.clone()).collect(),
        ("lambda", "EventSourceArn") => arns().chain(queues().map(|name| queue_arn(&name))).collect(),
        ("firehose", "DeliveryStreamName") if operation != "CreateDeliveryStream" => {
            run.firehose().streams.values().map(|delivery| delivery.setup.name.clone()).collect()
        }
        ("s3api", "Bucket") => run.s3().buckets.keys().cloned().collect(),
        ("s3api", "Key") => {
            let bucket = run.s3().buckets.iter().find(|(name, _)| words.contains(name)).map(|(_, bucket)| bucket);
            bucket.into_iter().flat_map(|bucket| bucket.list("").into_keys().map(str::to_owned)).collect()
        }
        ("dynamodb", "TableName") => run.kcl().iter().map(|application| application.setup.name.clone()).collect(),
        ("kms", "KeyId" | "TargetKeyId") | ("kinesis", "KeyId") => {
            let aliases = run.security().keys.aliases().map(|(alias, _)| alias.to_owned());
            aliases.chain(keys()).collect()
        }
        ("iam", "RoleName") if operation != "CreateRole" => {
            let of_role = |arn: &String| arn.split_once(":role/").map(|(_, name)| name.to_owned());
            run.security().principals.keys().filter_map(of_role).collect()
        }
        ("iam", "PolicySourceArn") => run.security().principals.keys().cloned().collect(),
        _ => Vec::new(),
    }
}
