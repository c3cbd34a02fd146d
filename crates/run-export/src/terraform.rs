//! The end state as Terraform, for the AWS provider. Resources and arguments: documentation of the provider, version 5
//! (general knowledge, assumed; their syntax is held by a parser in the tests).

mod policies;

use crate::blueprint::{Blueprint, Source, retention_hours, role_or_user, shard_count};
use crate::document::{Stand, elsewhere, parse};
use crate::hcl::{Block, Value};
use crate::names::Names;
use crate::properties::Properties;
use policies::{delivery_policy, own_account, trust};
use stream_engine::Simulation;
use stream_engine::consumers::lambda::mapping::Mapping;
use stream_engine::kinesis::stream::Stream;
use stream_engine::sqs::queue::Queue;

const ACCOUNT: &str = "${data.aws_caller_identity.current.account_id}";
const STAND: Stand = Stand { account: ACCOUNT, region: "${var.region}", dollar: "$${" };

/// The configuration of a run's present state.
pub fn terraform(run: &Simulation) -> String {
    let blueprint = Blueprint::of(run);
    let mut names = Names::default();
    let ids = Ids {
        keys: blueprint.keys.iter().map(|(_, alias)| names.snake(alias.unwrap_or("key"))).collect(),
        streams: blueprint.streams.iter().map(|stream| names.snake(&stream.name)).collect(),
        consumers: blueprint.consumers.iter().map(|(_, consumer)| names.snake(&consumer.name)).collect(),
        queues: blueprint.queues.iter().map(|queue| names.snake(&queue.name)).collect(),
        functions: blueprint.functions().iter().map(|name| (*name, names.snake(&format!("{name} function")))).collect(),
    };
    let mut writer = Writer { blueprint: &blueprint, ids, blocks: Vec::new() };
    writer.head();
    writer.keys();
    writer.streams();
    writer.queues();
    writer.mappings(&mut names);
    writer.deliveries(&mut names);
    writer.principals(&mut names);
    let mut out = "# The end state of a Shardlab run. Producers, applications and records are not in it.\n".to_owned();
    for block in &writer.blocks {
        out.push('\n');
        block.write(&mut out, 0);
    }
    out
}

struct Ids<'a> {
    keys: Vec<String>,
    streams: Vec<String>,
    consumers: Vec<String>,
    queues: Vec<String>,
    /// Names of functions with those of their variables.
    functions: Vec<(&'a str, String)>,
}

struct Writer<'a> {
    blueprint: &'a Blueprint<'a>,
    ids: Ids<'a>,
    blocks: Vec<Block>,
}

impl Writer<'_> {
    fn head(&mut self) {
        let source =
            Value::Object(vec![("source".to_owned(), "hashicorp/aws".into()), ("version".to_owned(), ">= 5.0".into())]);
        let providers = Block::new("required_providers", &[]).with("aws", source);
        self.blocks.push(Block::new("terraform", &[]).with_block(Some(providers)));
        let region = self.blueprint.run.account().region.as_str();
        self.variable("region", region, None);
        self.blocks.push(Block::new("provider", &["aws"]).with("region", Value::raw("var.region")));
        self.blocks.push(Block::new("data", &["aws_caller_identity", "current"]));
        for (function, id) in self.ids.functions.clone() {
            let about = format!("Name or ARN of the function {function}, which the lab only imitates.");
            self.variable(&id, function, Some(&about));
        }
    }

    fn variable(&mut self, name: &str, default: &str, about: Option<&str>) {
        let block = Block::new("variable", &[name]).with("type", Value::raw("string")).with("default", default);
        self.blocks.push(block.with_some("description", about));
    }

    fn resource(&mut self, kind: &str, name: &str, fill: impl FnOnce(Block) -> Block) {
        self.blocks.push(fill(Block::new("resource", &[kind, name])));
    }

    /// A text of the lab's account in whatever account the configuration is used.
    fn text(&self, text: &str) -> Value {
        elsewhere(text, self.blueprint.run.account(), &STAND).map_or_else(|| text.into(), Value::Template)
    }

    fn document(&self, text: &str) -> Value {
        Value::JsonEncode(Box::new(self.value(&parse(text))))
    }

    fn value(&self, value: &serde_json::Value) -> Value {
        match value {
            serde_json::Value::String(text) => self.text(text),
            serde_json::Value::Array(entries) => Value::List(entries.iter().map(|entry| self.value(entry)).collect()),
            serde_json::Value::Object(fields) => {
                Value::Object(fields.iter().map(|(name, value)| (name.clone(), self.value(value))).collect())
            }
            other => Value::Raw(other.to_string()),
        }
    }

    fn key(&self, named: &str) -> Value {
        match self.blueprint.key(named) {
            Some(at) => Value::Raw(format!("aws_kms_key.{}.arn", self.ids.keys[at])),
            None => self.text(named),
        }
    }

    fn queue_arn(&self, arn: &str) -> Value {
        match self.blueprint.queue(arn) {
            Some(at) => Value::Raw(format!("aws_sqs_queue.{}.arn", self.ids.queues[at])),
            None => self.text(arn),
        }
    }

    fn stream_arn(&self, at: usize) -> Value {
        Value::Raw(format!("aws_kinesis_stream.{}.arn", self.ids.streams[at]))
    }

    fn keys(&mut self) {
        for (at, (key, alias)) in self.blueprint.keys.iter().enumerate() {
            let id = self.ids.keys[at].clone();
            let policy = self.document(&key.policy.text);
            let description = (!key.description.is_empty()).then_some(key.description.as_str());
            self.resource("aws_kms_key", &id, |block| {
                block.with_some("description", description).with("policy", policy)
            });
            if let Some(alias) = alias {
                let target = Value::Raw(format!("aws_kms_key.{id}.key_id"));
                self.resource("aws_kms_alias", &id, |block| block.with("name", *alias).with("target_key_id", target));
            }
        }
    }

    fn streams(&mut self) {
        for (at, stream) in self.blueprint.streams.iter().enumerate() {
            let id = self.ids.streams[at].clone();
            self.stream(&id, stream);
            if let Some(policy) = &stream.settings.policy {
                let (arn, document) = (self.stream_arn(at), self.document(policy));
                let fill = |block: Block| block.with("resource_arn", arn).with("policy", document);
                self.resource("aws_kinesis_resource_policy", &id, fill);
            }
        }
        for (at, (stream, consumer)) in self.blueprint.consumers.iter().enumerate() {
            let (id, arn) = (self.ids.consumers[at].clone(), self.stream_arn(*stream));
            let fill = |block: Block| block.with("name", consumer.name.as_str()).with("stream_arn", arn);
            self.resource("aws_kinesis_stream_consumer", &id, fill);
        }
    }

    fn stream(&mut self, id: &str, stream: &Stream) {
        let key = stream.settings.key_id.as_deref().map(|key| self.key(key));
        let tags = stream.settings.tags.iter().map(|(key, value)| (key.clone(), value.as_str().into())).collect();
        let tags = (!stream.settings.tags.is_empty()).then_some(Value::Object(tags));
        let mode = Block::new("stream_mode_details", &[]).with("stream_mode", stream.mode.name());
        self.resource("aws_kinesis_stream", id, |block| {
            block
                .with("name", stream.name.as_str())
                .with_some("shard_count", shard_count(stream))
                .with("retention_period", retention_hours(stream))
                .with_some("encryption_type", key.is_some().then_some("KMS"))
                .with_some("kms_key_id", key)
                .with_some("tags", tags)
                .with_block(Some(mode))
        });
    }

    fn queues(&mut self) {
        for (at, queue) in self.blueprint.queues.iter().enumerate() {
            let id = self.ids.queues[at].clone();
            self.queue(&id, queue);
            if let Some(policy) = &queue.attributes.policy {
                let (url, document) = (Value::Raw(format!("aws_sqs_queue.{id}.id")), self.document(policy));
                let fill = |block: Block| block.with("queue_url", url).with("policy", document);
                self.resource("aws_sqs_queue_policy", &id, fill);
            }
        }
    }

    fn queue(&mut self, id: &str, queue: &Queue) {
        let own = &queue.attributes;
        let redrive = own.redrive.as_ref().map(|redrive| {
            Value::JsonEncode(Box::new(Value::Object(vec![
                ("deadLetterTargetArn".to_owned(), self.queue_arn(&redrive.dead_letter_target_arn)),
                ("maxReceiveCount".to_owned(), u64::from(redrive.max_receive_count).into()),
            ])))
        });
        let key = own.kms_master_key_id.as_deref().map(|key| self.key(key));
        let properties = Properties::of_queue(queue, self.blueprint.run.quotas());
        self.resource("aws_sqs_queue", id, |block| {
            let block = properties.in_block(block.with("name", &*queue.name));
            block.with_some("redrive_policy", redrive).with_some("kms_master_key_id", key)
        });
    }

    fn mappings(&mut self, names: &mut Names) {
        for mapping in &self.blueprint.mappings {
            let Some(source) = self.blueprint.source(mapping) else { continue };
            let arn = match source {
                Source::Stream(at) => self.stream_arn(at),
                Source::Consumer(at) => {
                    Value::Raw(format!("aws_kinesis_stream_consumer.{}.arn", self.ids.consumers[at]))
                }
                Source::Queue(at) => Value::Raw(format!("aws_sqs_queue.{}.arn", self.ids.queues[at])),
            };
            let id = names.snake(&format!("{} mapping", mapping.setup.function));
            let of_queue = matches!(source, Source::Queue(_));
            let block =
                self.mapping(Block::new("resource", &["aws_lambda_event_source_mapping", &id]), mapping, arn, of_queue);
            self.blocks.push(block);
        }
    }

    fn mapping(&self, block: Block, mapping: &Mapping, source: Value, of_queue: bool) -> Block {
        let setup = &mapping.setup;
        let function = self.ids.functions.iter().find(|(name, _)| *name == setup.function);
        let function =
            function.map_or_else(|| setup.function.as_str().into(), |(_, id)| Value::Raw(format!("var.{id}")));
        let partial = setup.report_batch_item_failures.then(|| Value::List(vec!["ReportBatchItemFailures".into()]));
        let block = block.with("function_name", function).with("event_source_arn", source);
        let block = Properties::of_mapping(mapping, of_queue).in_block(block);
        let block = block.with_some("function_response_types", partial);
        let filters = setup.filters.iter().fold(Block::new("filter_criteria", &[]), |criteria, pattern| {
            criteria.with_block(Some(Block::new("filter", &[]).with("pattern", pattern.as_str())))
        });
        let block = block.with_block((!setup.filters.is_empty()).then_some(filters));
        if of_queue {
            let most = setup.maximum_concurrency.map(u64::from);
            let scaling = most.map(|most| Block::new("scaling_config", &[]).with("maximum_concurrency", most));
            return block.with_block(scaling);
        }
        let destination = setup.on_failure.as_deref().map(|arn| {
            let failure = Block::new("on_failure", &[]).with("destination_arn", self.queue_arn(arn));
            Block::new("destination_config", &[]).with_block(Some(failure))
        });
        block.with_block(destination)
    }

    fn deliveries(&mut self, names: &mut Names) {
        for delivery in &self.blueprint.deliveries {
            let setup = &delivery.setup;
            let (id, bucket) = (names.snake(&setup.name), names.snake(&setup.bucket));
            let stream = setup.stream.and_then(|stream| self.blueprint.stream(stream)).map(|at| self.stream_arn(at));
            // Names of buckets are the whole world's: the provider lets one be made up from this.
            self.resource("aws_s3_bucket", &bucket, |block| block.with("bucket_prefix", setup.bucket.as_str()));
            let service = vec![("Service".to_owned(), "firehose.amazonaws.com".into())];
            let trust = trust(Value::Object(service));
            self.resource("aws_iam_role", &id, |block| block.with("assume_role_policy", trust));
            let policy = delivery_policy(&bucket, stream.clone());
            let role = Value::Raw(format!("aws_iam_role.{id}.id"));
            let fill = |block: Block| block.with("name", "deliver").with("role", role).with("policy", policy);
            self.resource("aws_iam_role_policy", &id, fill);
            let role = || Value::Raw(format!("aws_iam_role.{id}.arn"));
            let source = stream.map(|stream| {
                Block::new("kinesis_source_configuration", &[])
                    .with("kinesis_stream_arn", stream)
                    .with("role_arn", role())
            });
            let destination = Block::new("extended_s3_configuration", &[])
                .with("role_arn", role())
                .with("bucket_arn", Value::Raw(format!("aws_s3_bucket.{bucket}.arn")))
                .with_some("prefix", (!setup.prefix.is_empty()).then_some(setup.prefix.as_str()))
                .with_some("buffering_size", setup.size_in_mbs)
                .with_some("buffering_interval", setup.interval_in_seconds);
            self.resource("aws_kinesis_firehose_delivery_stream", &id, |block| {
                block
                    .with("name", setup.name.as_str())
                    .with("destination", "extended_s3")
                    .with_block(source)
                    .with_block(Some(destination))
            });
        }
    }

    fn principals(&mut self, names: &mut Names) {
        for principal in &self.blueprint.principals {
            let (is_role, name) = role_or_user(principal);
            let id = names.snake(name);
            let kind = if is_role { "role" } else { "user" };
            let trust = is_role.then(|| match &principal.trust {
                Some(trust) => self.document(&trust.text),
                None => own_account(),
            });
            let fill = |block: Block| block.with("name", name).with_some("assume_role_policy", trust);
            self.resource(&format!("aws_iam_{kind}"), &id, fill);
            for (policy_name, document) in &principal.policies {
                let document = self.document(&document.text);
                let holder = Value::Raw(format!("aws_iam_{kind}.{id}.name"));
                let policy_id = names.snake(&format!("{name} {policy_name}"));
                let fill =
                    |block: Block| block.with("name", policy_name.as_str()).with(kind, holder).with("policy", document);
                self.resource(&format!("aws_iam_{kind}_policy"), &policy_id, fill);
            }
        }
    }
}
