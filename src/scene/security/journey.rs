//! The way of an actor's last call, gate by gate: TLS, network, IAM, KMS, the stream.

use crate::content::{t, tf};
use stream_engine::api::data::record_data;
use stream_engine::error::Refusal;
use stream_engine::event::{Actor, Call, Outcome};
use stream_engine::kinesis::stream::Stream;
use stream_engine::security::action::Permission;
use stream_engine::security::evaluation::Gate as PolicyGate;
use stream_engine::security::kms::{KINESIS_ALIAS, KeyState};
use stream_engine::security::refusal::{NoConnection, SecurityRefusal};
use stream_engine::security::{Caller, NetworkPath};
use stream_engine::{Simulation, Time};

/// Seconds over which calls are counted.
const RECENT_S: u64 = 10;
/// Bytes of a record that a reader is shown.
const SAMPLE: usize = 40;

/// The gates in the order in which a call meets them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum GateName {
    Tls,
    Way,
    Iam,
    Kms,
    Stream,
}

pub const GATES: [GateName; 5] = [GateName::Tls, GateName::Way, GateName::Iam, GateName::Kms, GateName::Stream];

/// What a gate did with the last call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Passage {
    Passed,
    Stopped,
    /// It was stopped before, or there was no call yet.
    Unreached,
    /// There is nothing to ask for here.
    Open,
}

/// One gate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gate {
    pub name: GateName,
    pub title: String,
    pub passage: Passage,
    pub details: Vec<String>,
}

/// A refusal in the words of whoever refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    pub code: &'static str,
    pub message: String,
}

/// The way of one actor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Journey {
    pub actor: String,
    pub role: String,
    pub reads: bool,
    pub operation: &'static str,
    /// When the last call was made.
    pub at: Option<Time>,
    pub is_private: bool,
    pub gates: Vec<Gate>,
    pub said: Option<Said>,
    /// Calls of the last ten seconds that got through, and that didn't.
    pub passed: usize,
    pub refused: usize,
    /// What a reader sees in the newest record that it has: the text, and whether it can be read.
    pub sees: Option<(String, bool)>,
}

/// The ways of all producers and polling consumers.
pub fn journeys(run: &Simulation) -> Vec<Journey> {
    let producers = run.producers().iter().enumerate().map(|(nth, producer)| {
        let stream = &run.streams()[usize::from(producer.setup.stream.0)];
        journey(run, (&producer.setup.name, Actor::Producer(nth as u8), "PutRecord"), stream)
    });
    let consumers = run.consumers().iter().enumerate().map(|(nth, consumer)| {
        let stream = &run.streams()[usize::from(consumer.setup.stream.0)];
        let journey = journey(run, (&consumer.setup.name, Actor::Consumer(nth as u8), "GetRecords"), stream);
        Journey { reads: true, sees: sees(run, nth, stream), ..journey }
    });
    producers.chain(consumers).collect()
}

fn journey(run: &Simulation, (name, actor, operation): (&str, Actor, &'static str), stream: &Stream) -> Journey {
    let since = Time::from_s(run.now().second().saturating_sub(RECENT_S));
    let calls = run.calls().iter_back().take_while(|call| call.at >= since);
    let (mut passed, mut refused) = (0, 0);
    for call in calls.filter(|call| call.actor == actor) {
        if succeeded(call) { passed += 1 } else { refused += 1 }
    }
    let last = run.calls().iter_back().find(|call| call.actor == actor);
    let stopped = last.filter(|call| !succeeded(call)).map(stopped_at);
    let caller = run.security().callers.get(name).cloned().unwrap_or_default();
    let gate = |name: GateName| {
        let passage = match (last, stopped) {
            (None, _) => Passage::Unreached,
            (_, Some(stopped)) if name == stopped => Passage::Stopped,
            (_, Some(stopped)) if name > stopped => Passage::Unreached,
            _ if name == GateName::Kms && key(run, stream).is_none() => Passage::Open,
            _ => Passage::Passed,
        };
        let (title, details) = describe(run, name, &caller, operation, stream);
        Gate { name, title, passage, details }
    };
    Journey {
        actor: name.to_owned(),
        role: caller.principal.as_deref().map_or_else(|| t("security.root").to_owned(), short_arn),
        reads: false,
        operation,
        at: last.map(|call| call.at),
        is_private: matches!(caller.path, NetworkPath::Endpoint(_)),
        gates: GATES.into_iter().map(gate).collect(),
        said: last.and_then(|call| said(run, call)),
        passed,
        refused,
        sees: None,
    }
}

fn succeeded(call: &Call) -> bool {
    match &call.outcome {
        Outcome::Put { result, .. } => result.is_ok(),
        Outcome::Get { result, .. } => result.is_ok(),
        Outcome::Whole(whole) => whole.result.is_ok(),
        Outcome::PutBatch(entries) => entries.iter().all(|(_, result)| result.is_ok()),
    }
}

fn stopped_at(call: &Call) -> GateName {
    let Outcome::Whole(whole) = &call.outcome else { return GateName::Stream };
    match &whole.result {
        Err(Refusal::Security(refusal)) => match refusal {
            SecurityRefusal::NoConnection { why: NoConnection::NoEndpoint, .. } => GateName::Way,
            SecurityRefusal::NoConnection { .. } => GateName::Tls,
            SecurityRefusal::AccessDenied { gate: PolicyGate::Endpoint, .. } => GateName::Way,
            SecurityRefusal::KmsAccessDenied { .. } | SecurityRefusal::Kms(_) => GateName::Kms,
            _ => GateName::Iam,
        },
        _ => GateName::Stream,
    }
}

fn said(run: &Simulation, call: &Call) -> Option<Said> {
    let place = run.place(call.stream);
    let throttled = |throttle| {
        let refusal = Refusal::ProvisionedThroughputExceeded(throttle);
        Said { code: refusal.code(), message: refusal.message(place) }
    };
    match &call.outcome {
        Outcome::Whole(whole) => {
            let refusal = whole.result.as_ref().err()?;
            Some(Said { code: refusal.code(), message: refusal.message(place) })
        }
        Outcome::Put { result: Err(throttle), .. } => Some(throttled(*throttle)),
        Outcome::Get { result: Err(throttle), .. } => Some(throttled(*throttle)),
        _ => None,
    }
}

/// The key under which the stream's records are stored now.
fn key<'a>(run: &Simulation, stream: &'a Stream) -> Option<&'a str> {
    stream.settings.key_after(stream.settings.encryption_at(run.now()))
}

/// A gate's name, and what it looks at.
fn describe(
    run: &Simulation,
    gate: GateName,
    caller: &Caller,
    operation: &'static str,
    stream: &Stream,
) -> (String, Vec<String>) {
    let words = |key: &str| t(key).to_owned();
    match gate {
        GateName::Tls => {
            let version = if caller.secure_transport { caller.tls.name() } else { t("security.plain") };
            let oldest = run.quotas().tls_min_version_percent;
            let oldest = tf("security.tls.oldest", &[("version", &format!("{}.{}", oldest / 100, oldest % 100 / 10))]);
            (words("security.tls"), vec![version.to_owned(), oldest])
        }
        GateName::Way => match &caller.path {
            NetworkPath::Endpoint(id) => {
                let endpoint = run.security().endpoints.get(id);
                let own = endpoint.is_some_and(|endpoint| endpoint.policy.is_some());
                let policy = words(if own { "security.way.policy" } else { "security.way.no_policy" });
                (words("security.way.endpoint"), vec![format!("{}…", id.chars().take(12).collect::<String>()), policy])
            }
            path => {
                let from = tf("security.way.from", &[("address", path.source_ip().unwrap_or_default())]);
                (words("security.way.internet"), vec![words("security.way.public"), from])
            }
        },
        GateName::Iam => (words("security.iam"), decided_by(run, caller, operation, stream)),
        GateName::Kms => match key(run, stream) {
            None => (words("security.kms"), vec![words("security.kms.none"), words("security.kms.not_asked")]),
            Some(key) => {
                let whose = match key == KINESIS_ALIAS {
                    true => words("security.kms.aws"),
                    false => match run.security().keys.find(key, run.now()).map(|key| key.state) {
                        Ok(KeyState::Enabled) => words("security.kms.own"),
                        Ok(state) => tf("security.kms.state", &[("state", state.name())]),
                        Err(_) => words("security.kms.gone"),
                    },
                };
                let action = if operation == "PutRecord" { "GenerateDataKey" } else { "Decrypt" };
                (words("security.kms"), vec![whose, action.to_owned()])
            }
        },
        GateName::Stream => {
            let encrypted = key(run, stream).is_some();
            let shards = tf("security.stream.shards", &[("n", &stream.open_count().to_string())]);
            let rest = words(if encrypted { "security.stream.encrypted" } else { "security.stream.unencrypted" });
            (stream.name.clone(), vec![shards, rest])
        }
    }
}

/// Which statement of which policy decides now, and whether the stream has a policy.
fn decided_by(run: &Simulation, caller: &Caller, operation: &str, stream: &Stream) -> Vec<String> {
    let Some(identity) = run.security().identity(caller, &run.account().id) else {
        return vec![t("security.iam.unknown").to_owned()];
    };
    let resource = run.account().arn("kinesis", &format!("stream/{}", stream.name));
    let permission = Permission { action: format!("kinesis:{operation}"), resource };
    let decision = run.decide(caller, &identity, &permission);
    let policy = |gate: PolicyGate| match gate {
        PolicyGate::Identity => t("security.iam.role_policy"),
        PolicyGate::Resource => t("security.iam.stream_policy"),
        PolicyGate::Endpoint => t("security.iam.endpoint_policy"),
        PolicyGate::Key => t("security.iam.key_policy"),
    };
    match decision.decisive() {
        Some(found) => vec![
            tf(
                "security.iam.decided",
                &[("effect", &format!("{:?}", found.effect)), ("n", &found.statement.to_string())],
            ),
            policy(found.gate).to_owned(),
        ],
        None if decision.is_allowed() => vec![t("security.iam.root").to_owned()],
        None => vec![t("security.iam.no_allow").to_owned(), policy(decision.gate).to_owned()],
    }
}

/// What is in the newest record that a reader has been given.
fn sees(run: &Simulation, nth: usize, stream: &Stream) -> Option<(String, bool)> {
    let readers = &run.consumers().get(nth)?.readers;
    let last = readers.iter().filter_map(|reader| {
        let shard = stream.shards.get(reader.shard.0 as usize)?;
        let index = reader.position.checked_sub(1)?;
        Some((shard, index, shard.records.get(index)?))
    });
    let (shard, index, record) = last.max_by_key(|(_, _, record)| record.arrived)?;
    let data = record_data(run, record, shard.payload(index));
    // What a producer writes begins as JSON does; noise doesn't, but for one in 256.
    let readable = data.starts_with(b"{\"");
    let sample = &data[..data.len().min(SAMPLE)];
    let text = match readable {
        true => String::from_utf8_lossy(sample).trim_end().to_owned(),
        false => sample.iter().take(12).map(|byte| format!("{byte:02x} ")).collect::<String>().trim_end().to_owned(),
    };
    Some((text, readable))
}

/// `role/writer`.
fn short_arn(arn: &str) -> String {
    arn.rsplit(':').next().unwrap_or(arn).to_owned()
}
