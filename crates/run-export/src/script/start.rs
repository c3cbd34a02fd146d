//! What a lab begins with, as calls: streams and queues. All else at the start is said in comments.

use super::entries::{Call, Entry, Made};
use serde_json::{Map, Value, json};
use stream_engine::kinesis::stream::StreamMode;
use stream_engine::scenario::StreamSetup;
use stream_engine::sqs::setup::QueueSetup;
use stream_engine::{Scenario, Simulation, Time};

/// Numbers of the start's entries are below this.
pub const STARTS: usize = 1_000_000;

/// The calls and comments that make the start.
pub fn start(scenario: &Scenario, run: &Simulation) -> Vec<Entry> {
    let mut made = Vec::new();
    for stream in &scenario.streams {
        made.extend(create_stream(stream));
    }
    let mut queues: Vec<&QueueSetup> = scenario.queues.iter().collect();
    queues.sort_by_key(|queue| queue.dead_letter_queue.is_some());
    made.extend(queues.into_iter().map(|queue| create_queue(queue, run)));
    made.extend(others(scenario).into_iter().map(Made::Note));
    made.into_iter().enumerate().map(|(number, made)| Entry { number, at: Time::ZERO, made }).collect()
}

fn call(verb: &str, body: Value, reply: Value) -> Made {
    Made::Call(Call { verb: verb.to_owned(), body, reply, succeeded: true })
}

fn create_stream(stream: &StreamSetup) -> Vec<Made> {
    let name = stream.name.as_str();
    let body = match stream.mode {
        StreamMode::Provisioned => json!({ "StreamName": name, "ShardCount": stream.shards }),
        StreamMode::OnDemand => json!({ "StreamName": name, "StreamModeDetails": { "StreamMode": "ON_DEMAND" } }),
    };
    let mut made = vec![call("aws kinesis create-stream", body, Value::Null)];
    made.extend(stream.retention_hours.map(|hours| {
        let body = json!({ "StreamName": name, "RetentionPeriodHours": hours });
        call("aws kinesis increase-stream-retention-period", body, Value::Null)
    }));
    made
}

fn create_queue(queue: &QueueSetup, run: &Simulation) -> Made {
    let mut attributes = Map::new();
    let mut set = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            attributes.insert(name.to_owned(), Value::String(value));
        }
    };
    let fifo = queue.name.ends_with(".fifo");
    set("FifoQueue", fifo.then(|| "true".to_owned()));
    set("ContentBasedDeduplication", queue.content_based_deduplication.then(|| "true".to_owned()));
    set("DeduplicationScope", queue.high_throughput.then(|| "messageGroup".to_owned()));
    set("FifoThroughputLimit", queue.high_throughput.then(|| "perMessageGroupId".to_owned()));
    set("VisibilityTimeout", queue.visibility_timeout_seconds.map(|seconds| seconds.to_string()));
    set("MessageRetentionPeriod", queue.retention_seconds.map(|seconds| seconds.to_string()));
    set("DelaySeconds", (queue.delay_seconds > 0).then(|| queue.delay_seconds.to_string()));
    let found = run.sqs().queues().find(|one| *one.name == *queue.name);
    let redrive = found.and_then(|found| found.attributes.redrive.as_ref()).map(|redrive| redrive.text());
    set("RedrivePolicy", redrive);
    let mut body = json!({ "QueueName": queue.name });
    if !attributes.is_empty() {
        body["Attributes"] = Value::Object(attributes);
    }
    let account = run.account();
    let url = format!("https://sqs.{}.amazonaws.com/{}/{}", account.region, account.id, queue.name);
    call("aws sqs create-queue", body, json!({ "QueueUrl": url }))
}

/// What no call makes, in a few words each.
fn others(scenario: &Scenario) -> Vec<String> {
    let mut notes = Vec::new();
    let mut note = |kind: &str, names: Vec<&str>| {
        if !names.is_empty() {
            notes.push(format!("In the lab from the start, and not in this script: {kind} {}", names.join(", ")));
        }
    };
    note("producers", scenario.producers.iter().map(|one| one.name.as_str()).collect());
    note("applications that poll", scenario.consumers.iter().map(|one| one.name.as_str()).collect());
    note("applications with enhanced fan-out", scenario.enhanced.iter().map(|one| one.name.as_str()).collect());
    note("KCL applications", scenario.kcl.iter().map(|one| one.name.as_str()).collect());
    note("functions", scenario.functions.iter().map(|one| one.name.as_str()).collect());
    note("event source mappings of", scenario.mappings.iter().map(|one| one.function.as_str()).collect());
    note("delivery streams", scenario.delivery_streams.iter().map(|one| one.name.as_str()).collect());
    note("Flink applications", scenario.applications.iter().map(|one| one.name.as_str()).collect());
    note("workers of queues", scenario.queue_consumers.iter().map(|one| one.name.as_str()).collect());
    if !scenario.security.is_empty() {
        notes.push("In the lab from the start, and not in this script: principals, policies, keys".to_owned());
    }
    notes
}
