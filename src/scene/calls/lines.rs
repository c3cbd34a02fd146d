//! The log of calls as JSON Lines, oldest first: all that the run keeps, and the learner's own from before.

use super::own::OwnCalls;
use super::{Kept, clock_ms};
use std::collections::BTreeMap;
use stream_engine::api::json::{Json, Object};
use stream_engine::api::{summary, wire};
use stream_engine::event::{Actor, Call};
use stream_engine::{History, Simulation};

/// The learner's own calls that are written at most; finding one that the log has let go of takes a replay.
const OWN_MAX: usize = 1_000;

/// One line for each call, with its time, who made it, what was asked and what came of it.
pub fn json_lines(history: &History, own: &mut OwnCalls) -> String {
    own.follow(history, OWN_MAX);
    let run = history.present();
    let calls = run.calls();
    let kept = (calls.first()..calls.end()).zip(calls.iter()).map(|(index, call)| (index, call.clone()));
    // By their place in the log, so that a call found in both stands once.
    let all: BTreeMap<u64, Call> = own.newest().cloned().chain(kept).collect();
    all.iter().map(|(index, call)| line(run, &(*index, call.clone())) + "\n").collect()
}

fn line(run: &Simulation, (index, call): &Kept) -> String {
    let summary = summary::summary(run, call);
    let request = wire::request(run, call);
    let before = Object::default()
        .with("at", clock_ms(call.at))
        .with("at_us", call.at.0)
        .with("call", *index)
        .with("by", actor(run, call.actor))
        .with("operation", &*summary.operation);
    let after = Object::default()
        .with("subject", summary.subject)
        .with("result", summary.result)
        .with("failed", Json::Number(summary.failed.to_string()));
    // The request is JSON already.
    let request = if request.is_empty() { "null".to_owned() } else { compact(&request) };
    let (before, after) = (Json::from(before).compact(), Json::from(after).compact());
    format!("{},\"request\":{request},{}", &before[..before.len() - 1], &after[1..])
}

fn actor(run: &Simulation, actor: Actor) -> String {
    let name = match actor {
        Actor::Learner => Some("you"),
        Actor::Producer(nth) => run.producers().get(usize::from(nth)).map(|producer| producer.setup.name.as_str()),
        Actor::Consumer(nth) => run.consumers().get(usize::from(nth)).map(|consumer| consumer.setup.name.as_str()),
        Actor::Kcl { application, worker } => {
            let name = run.kcl().get(usize::from(application)).map(|application| application.setup.name.as_str());
            return format!("{} worker {}", name.unwrap_or_default(), worker.0);
        }
    };
    name.unwrap_or_default().to_owned()
}

/// JSON without the spaces and line breaks between its values.
fn compact(json: &str) -> String {
    let (mut in_text, mut escaped) = (false, false);
    let keeps = |letter: &char| {
        let is_between = !in_text && letter.is_ascii_whitespace();
        match (in_text, escaped, letter) {
            (true, true, _) => escaped = false,
            (true, false, '\\') => escaped = true,
            (_, false, '"') => in_text = !in_text,
            _ => {}
        }
        !is_between
    };
    json.chars().filter(keeps).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::content;
    use std::rc::Rc;
    use stream_engine::kinesis::shard::ShardId;
    use stream_engine::{Command, NewRecord, Time};

    #[test]
    fn every_line_is_json_in_order_of_time_and_the_learners_own_calls_are_all_there() {
        let lab = content().lab("hot-shard").expect("the lab is built");
        let mut history = History::new(Rc::new(lab.scenario.clone()), content().profiles[0].quotas());
        let merge = Command::MergeShards { stream: Default::default(), shard: ShardId(0), adjacent: ShardId(2) };
        let partition_key = "a \"quoted\" key: \\ {with} spaces".to_owned();
        let record = NewRecord { partition_key: partition_key.clone(), explicit_hash_key: None, data: vec![1, 2] };
        let put = Command::PutRecord { stream: Default::default(), record, sequence_number_for_ordering: None };
        for (second, command) in [(2, merge), (3, put)] {
            history.seek(Time::from_s(second));
            let _refused = history.act(command);
        }
        history.seek(Time::from_s(30));
        let text = json_lines(&history, &mut OwnCalls::default());
        let lines: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"))).collect();
        assert!(lines.len() > 1_000, "{}", lines.len());
        assert!(lines.is_sorted_by_key(|line| line["at_us"].as_u64()));
        let own: Vec<_> = lines.iter().filter(|line| line["by"] == "you").collect();
        assert_eq!(own.len(), 2);
        assert_eq!((&own[0]["operation"], &own[0]["failed"]), (&"MergeShards".into(), &true.into()));
        assert_eq!(own[0]["request"]["ShardToMerge"], "shardId-000000000000");
        assert_eq!(own[1]["request"]["PartitionKey"], *partition_key);
    }

    #[test]
    fn the_log_of_a_run_that_has_not_begun_holds_the_calls_of_its_first_instant() {
        let lab = content().lab("hot-shard").expect("the lab is built");
        let history = History::new(Rc::new(lab.scenario.clone()), content().profiles[0].quotas());
        let text = json_lines(&history, &mut OwnCalls::default());
        assert!(text.lines().all(|line| line.contains("\"at_us\":0,") && line.contains("GetRecords")), "{text}");
    }
}
