//! The end state as a CloudFormation template, in JSON. Types and properties: CloudFormation Template Reference, as the
//! resource specification of the AWS CDK has them (checked 2026-11-26 by `tests/templates/`).

mod policies;

use crate::blueprint::{Blueprint, Source, retention_hours, role_or_user, shard_count};
use crate::document::{Stand, elsewhere, json, parse};
use crate::names::Names;
use crate::properties::Properties;
use policies::{delivery_role, own_account};
use stream_engine::Simulation;
use stream_engine::api::json::{Json, Object};
use stream_engine::consumers::firehose::DeliveryStream;
use stream_engine::consumers::lambda::mapping::Mapping;
use stream_engine::kinesis::stream::Stream;
use stream_engine::sqs::queue::Queue;

const STAND: Stand = Stand { account: "${AWS::AccountId}", region: "${AWS::Region}", dollar: "${!" };

/// The template of a run's present state.
pub fn cloud_formation(run: &Simulation) -> String {
    let blueprint = Blueprint::of(run);
    let mut names = Names::default();
    let ids = Ids {
        keys: blueprint.keys.iter().map(|(_, alias)| names.camel(alias.unwrap_or_default(), "Key")).collect(),
        streams: blueprint.streams.iter().map(|stream| names.camel(&stream.name, "Stream")).collect(),
        consumers: blueprint.consumers.iter().map(|(_, consumer)| names.camel(&consumer.name, "Consumer")).collect(),
        queues: blueprint.queues.iter().map(|queue| names.camel(&queue.name, "Queue")).collect(),
        functions: blueprint.functions().iter().map(|name| (*name, names.camel(name, "FunctionName"))).collect(),
    };
    let mut template = Template { blueprint: &blueprint, ids, resources: Object::default() };
    template.keys(&mut names);
    template.streams(&mut names);
    template.queues(&mut names);
    template.mappings(&mut names);
    template.deliveries(&mut names);
    template.principals(&mut names);
    let parameters = template.ids.functions.iter().fold(Object::default(), |object, (function, id)| {
        let about = format!("Name or ARN of the function `{function}`, which the lab only imitates.");
        let parameter = Object::default().with("Type", "String").with("Default", *function).with("Description", about);
        object.with(id, parameter)
    });
    let whole = Object::default()
        .with("AWSTemplateFormatVersion", "2010-09-09")
        .with("Description", "The end state of a Shardlab run. Producers, applications and records are not in it.")
        .with_some("Parameters", (!parameters.fields().is_empty()).then_some(parameters))
        .with("Resources", template.resources);
    Json::from(whole).pretty() + "\n"
}

struct Ids<'a> {
    keys: Vec<String>,
    streams: Vec<String>,
    consumers: Vec<String>,
    queues: Vec<String>,
    /// Names of functions with those of their parameters.
    functions: Vec<(&'a str, String)>,
}

struct Template<'a> {
    blueprint: &'a Blueprint<'a>,
    ids: Ids<'a>,
    resources: Object,
}

impl Template<'_> {
    fn add(&mut self, id: &str, kind: &str, properties: Object) {
        let resource = Object::default().with("Type", kind).with("Properties", properties);
        self.resources = std::mem::take(&mut self.resources).with(id, resource);
    }

    /// A text of the lab's account in whatever account the template is used.
    fn text(&self, text: &str) -> Json {
        match elsewhere(text, self.blueprint.run.account(), &STAND) {
            Some(there) => Object::default().with("Fn::Sub", there).into(),
            None => text.into(),
        }
    }

    fn document(&self, text: &str) -> Json {
        json(&parse(text), &|text| self.text(text))
    }

    fn key(&self, named: &str) -> Json {
        match self.blueprint.key(named) {
            Some(at) => get_att(&self.ids.keys[at], "Arn"),
            None => self.text(named),
        }
    }

    fn queue_arn(&self, arn: &str) -> Json {
        match self.blueprint.queue(arn) {
            Some(at) => get_att(&self.ids.queues[at], "Arn"),
            None => self.text(arn),
        }
    }

    fn function(&self, name: &str) -> Json {
        let parameter = self.ids.functions.iter().find(|(function, _)| *function == name);
        parameter.map_or_else(|| name.into(), |(_, id)| reference(id))
    }

    fn keys(&mut self, names: &mut Names) {
        for (at, (key, alias)) in self.blueprint.keys.iter().enumerate() {
            let id = self.ids.keys[at].clone();
            let policy = self.document(&key.policy.text);
            let description = (!key.description.is_empty()).then_some(key.description.as_str());
            let properties = Object::default().with_some("Description", description).with("KeyPolicy", policy);
            self.add(&id, "AWS::KMS::Key", properties);
            if let Some(alias) = alias {
                let properties = Object::default().with("AliasName", *alias).with("TargetKeyId", reference(&id));
                self.add(&names.camel(alias, "Alias"), "AWS::KMS::Alias", properties);
            }
        }
    }

    fn streams(&mut self, names: &mut Names) {
        for (at, stream) in self.blueprint.streams.iter().enumerate() {
            let id = self.ids.streams[at].clone();
            let properties = self.stream(stream);
            self.add(&id, "AWS::Kinesis::Stream", properties);
            if let Some(policy) = &stream.settings.policy {
                let document = self.document(policy);
                let properties =
                    Object::default().with("ResourceArn", get_att(&id, "Arn")).with("ResourcePolicy", document);
                self.add(&names.camel(&stream.name, "StreamPolicy"), "AWS::Kinesis::ResourcePolicy", properties);
            }
        }
        for (at, (stream, consumer)) in self.blueprint.consumers.iter().enumerate() {
            let id = self.ids.consumers[at].clone();
            let properties = Object::default()
                .with("ConsumerName", consumer.name.as_str())
                .with("StreamARN", get_att(&self.ids.streams[*stream], "Arn"));
            self.add(&id, "AWS::Kinesis::StreamConsumer", properties);
        }
    }

    fn stream(&self, stream: &Stream) -> Object {
        let encryption = stream
            .settings
            .key_id
            .as_deref()
            .map(|key| Object::default().with("EncryptionType", "KMS").with("KeyId", self.key(key)));
        let tag = |(key, value): (&String, &String)| {
            Json::from(Object::default().with("Key", key.as_str()).with("Value", value.as_str()))
        };
        let tags: Vec<Json> = stream.settings.tags.iter().map(tag).collect();
        Object::default()
            .with("Name", stream.name.as_str())
            .with("StreamModeDetails", Object::default().with("StreamMode", stream.mode.name()))
            .with_some("ShardCount", shard_count(stream))
            .with("RetentionPeriodHours", retention_hours(stream))
            .with_some("StreamEncryption", encryption)
            .with_some("Tags", (!tags.is_empty()).then_some(tags))
    }

    fn queues(&mut self, names: &mut Names) {
        for (at, queue) in self.blueprint.queues.iter().enumerate() {
            let id = self.ids.queues[at].clone();
            let properties = self.queue(queue);
            self.add(&id, "AWS::SQS::Queue", properties);
            if let Some(policy) = &queue.attributes.policy {
                let document = self.document(policy);
                let properties =
                    Object::default().with("Queues", vec![reference(&id)]).with("PolicyDocument", document);
                self.add(&names.camel(&queue.name, "QueuePolicy"), "AWS::SQS::QueuePolicy", properties);
            }
        }
    }

    fn queue(&self, queue: &Queue) -> Object {
        let own = &queue.attributes;
        let redrive = own.redrive.as_ref().map(|redrive| {
            Object::default()
                .with("deadLetterTargetArn", self.queue_arn(&redrive.dead_letter_target_arn))
                .with("maxReceiveCount", u64::from(redrive.max_receive_count))
        });
        let key = own.kms_master_key_id.as_deref().map(|key| self.key(key));
        Properties::of_queue(queue, self.blueprint.run.quotas())
            .in_object(Object::default().with("QueueName", &*queue.name))
            .with_some("RedrivePolicy", redrive)
            .with_some("KmsMasterKeyId", key)
    }

    fn mappings(&mut self, names: &mut Names) {
        for mapping in &self.blueprint.mappings {
            let Some(source) = self.blueprint.source(mapping) else { continue };
            let arn = match source {
                Source::Stream(at) => get_att(&self.ids.streams[at], "Arn"),
                Source::Consumer(at) => get_att(&self.ids.consumers[at], "ConsumerARN"),
                Source::Queue(at) => get_att(&self.ids.queues[at], "Arn"),
            };
            let properties = self.mapping(mapping, arn, matches!(source, Source::Queue(_)));
            let id = names.camel(&mapping.setup.function, "Mapping");
            self.add(&id, "AWS::Lambda::EventSourceMapping", properties);
        }
    }

    fn mapping(&self, mapping: &Mapping, source: Json, of_queue: bool) -> Object {
        let setup = &mapping.setup;
        let filters = setup.filters.iter().map(|pattern| Object::default().with("Pattern", pattern.as_str()).into());
        let filters: Vec<Json> = filters.collect();
        let criteria = (!filters.is_empty()).then(|| Object::default().with("Filters", filters));
        let partial = setup.report_batch_item_failures.then(|| vec![Json::from("ReportBatchItemFailures")]);
        let object =
            Object::default().with("FunctionName", self.function(&setup.function)).with("EventSourceArn", source);
        let object = Properties::of_mapping(mapping, of_queue)
            .in_object(object)
            .with_some("FunctionResponseTypes", partial)
            .with_some("FilterCriteria", criteria);
        if of_queue {
            let most = setup.maximum_concurrency.map(u64::from);
            let scaling = most.map(|most| Object::default().with("MaximumConcurrency", most));
            return object.with_some("ScalingConfig", scaling);
        }
        let destination = setup
            .on_failure
            .as_deref()
            .map(|arn| Object::default().with("OnFailure", Object::default().with("Destination", self.queue_arn(arn))));
        object.with_some("DestinationConfig", destination)
    }

    fn deliveries(&mut self, names: &mut Names) {
        for delivery in &self.blueprint.deliveries {
            let bucket = names.camel(&delivery.setup.bucket, "Bucket");
            // Names of buckets are the whole world's: the template lets one be made up.
            self.add(&bucket, "AWS::S3::Bucket", Object::default());
            let role = names.camel(&delivery.setup.name, "Role");
            let stream =
                delivery.setup.stream.and_then(|id| self.blueprint.stream(id)).map(|at| self.ids.streams[at].clone());
            let permissions = delivery_role(&bucket, stream.as_deref());
            self.add(&role, "AWS::IAM::Role", permissions);
            let properties = delivery_stream(delivery, &bucket, &role, stream.as_deref());
            let id = names.camel(&delivery.setup.name, "Delivery");
            self.add(&id, "AWS::KinesisFirehose::DeliveryStream", properties);
        }
    }

    fn principals(&mut self, names: &mut Names) {
        for principal in &self.blueprint.principals {
            let (is_role, name) = role_or_user(principal);
            let policies = principal.policies.iter().map(|(policy_name, document)| {
                let document = self.document(&document.text);
                Object::default().with("PolicyName", policy_name.as_str()).with("PolicyDocument", document).into()
            });
            let policies: Vec<Json> = policies.collect();
            let policies = (!policies.is_empty()).then_some(policies);
            if is_role {
                let trust = principal.trust.as_ref().map_or_else(own_account, |trust| self.document(&trust.text));
                let properties = Object::default()
                    .with("RoleName", name)
                    .with("AssumeRolePolicyDocument", trust)
                    .with_some("Policies", policies);
                self.add(&names.camel(name, "Role"), "AWS::IAM::Role", properties);
            } else {
                let properties = Object::default().with("UserName", name).with_some("Policies", policies);
                self.add(&names.camel(name, "User"), "AWS::IAM::User", properties);
            }
        }
    }
}

fn delivery_stream(delivery: &DeliveryStream, bucket: &str, role: &str, stream: Option<&str>) -> Object {
    let setup = &delivery.setup;
    let source = stream.map(|stream| {
        Object::default().with("KinesisStreamARN", get_att(stream, "Arn")).with("RoleARN", get_att(role, "Arn"))
    });
    let hints = Object::default()
        .with_some("SizeInMBs", setup.size_in_mbs)
        .with_some("IntervalInSeconds", setup.interval_in_seconds);
    let destination = Object::default()
        .with("BucketARN", get_att(bucket, "Arn"))
        .with("RoleARN", get_att(role, "Arn"))
        .with_some("Prefix", (!setup.prefix.is_empty()).then_some(setup.prefix.as_str()))
        .with("BufferingHints", hints);
    Object::default()
        .with("DeliveryStreamName", setup.name.as_str())
        .with("DeliveryStreamType", if stream.is_some() { "KinesisStreamAsSource" } else { "DirectPut" })
        .with_some("KinesisStreamSourceConfiguration", source)
        .with("ExtendedS3DestinationConfiguration", destination)
}

fn get_att(id: &str, attribute: &str) -> Json {
    Object::default().with("Fn::GetAtt", vec![Json::from(id), Json::from(attribute)]).into()
}

fn reference(id: &str) -> Json {
    Object::default().with("Ref", id).into()
}
