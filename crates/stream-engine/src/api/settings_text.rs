//! Changes of security, delivery streams and Flink applications as short texts for the log's lines.

use crate::consumers::firehose::FirehoseChange;
use crate::consumers::flink::FlinkChange;
use crate::consumers::flink::window::WindowKind;
use crate::security::{NetworkPath, SecurityCommand};

pub(crate) fn secured(command: &SecurityCommand) -> String {
    let of = |what: &str, name: &str| format!("{what} {name}");
    match command {
        SecurityCommand::CreateUser { user_name } => of("new user", user_name),
        SecurityCommand::CreateRole { role_name } => of("new role", role_name),
        SecurityCommand::MeetPrincipal { arn } => arn.clone(),
        SecurityCommand::PutPolicy { principal, policy_name, .. } => format!("{principal} · policy {policy_name}"),
        SecurityCommand::DeletePolicy { principal, policy_name } => format!("{principal} · no policy {policy_name}"),
        SecurityCommand::PutResourcePolicy { resource_arn, .. } => of("policy of", resource_arn),
        SecurityCommand::DeleteResourcePolicy { resource_arn } => of("no policy of", resource_arn),
        SecurityCommand::CreateVpcEndpoint { service, .. } => of("new VPC endpoint for", service),
        SecurityCommand::ModifyVpcEndpoint { id, document: Some(_) } => of("policy of", id),
        SecurityCommand::ModifyVpcEndpoint { id, document: None } => of("no policy of", id),
        SecurityCommand::DeleteVpcEndpoint { id } => of("no VPC endpoint", id),
        SecurityCommand::CreateKey { alias, .. } => of("new key", alias),
        SecurityCommand::PutKeyPolicy { key, .. } => of("policy of", key),
        SecurityCommand::EnableKey { key } => format!("{key} enabled"),
        SecurityCommand::DisableKey { key } => format!("{key} disabled"),
        SecurityCommand::ScheduleKeyDeletion { key, .. } => format!("{key} to be deleted"),
        SecurityCommand::ThrottleKms(true) => "KMS throttles".to_owned(),
        SecurityCommand::ThrottleKms(false) => "KMS throttles no more".to_owned(),
        SecurityCommand::Call { actor, .. } => format!("{actor} · another caller"),
        SecurityCommand::TakeWay { actor, path } => format!("{actor} · {}", way(path)),
        SecurityCommand::Speak { actor, tls } => format!("{actor} · {}", tls.map_or("plain HTTP", |tls| tls.name())),
    }
}

fn way(path: &NetworkPath) -> String {
    match path {
        NetworkPath::Internet => "over the internet".to_owned(),
        NetworkPath::Address(address) => format!("from {address}"),
        NetworkPath::Endpoint(id) => format!("through {id}"),
    }
}

pub(crate) fn delivered(change: &FirehoseChange) -> String {
    match change {
        FirehoseChange::BufferingHints { size_in_mbs, interval_in_seconds } => {
            format!("buffer {size_in_mbs} MiB or {interval_in_seconds} s")
        }
        FirehoseChange::BucketRefuses(true) => "bucket refuses".to_owned(),
        FirehoseChange::BucketRefuses(false) => "bucket takes objects".to_owned(),
        FirehoseChange::SizeInMbs(mib) => format!("buffer size {mib} MiB"),
        FirehoseChange::IntervalInSeconds(seconds) => format!("buffer interval {seconds} s"),
    }
}

pub(crate) fn counted(change: FlinkChange) -> String {
    match change {
        FlinkChange::Crash => "crash".to_owned(),
        FlinkChange::RecordUs(us) => format!("{us} µs a record"),
        FlinkChange::MaxOutOfOrdernessMs(ms) => format!("watermark {ms} ms behind"),
        FlinkChange::AllowedLatenessMs(ms) => format!("allowed lateness {ms} ms"),
        FlinkChange::IdleMs(ms) => format!("idle after {ms} ms"),
        FlinkChange::Window(WindowKind::Tumbling { size_ms }) => format!("tumbling windows of {size_ms} ms"),
        FlinkChange::Window(WindowKind::Sliding { size_ms, slide_ms }) => {
            format!("windows of {size_ms} ms, sliding by {slide_ms} ms")
        }
    }
}
