//! Trials: runs made for an answer alone, and what is looked at in the end.

mod now;

use crate::challenge::{Step, requests};
use crate::run::replay_with;
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use stream_engine::bill::Prices;
use stream_engine::command::Answer;
use stream_engine::extensions::Extensions;
use stream_engine::goal::{Goal, Look, Measure, Standing};
use stream_engine::{History, Quotas, Scenario, Time};

/// A run made for the answer alone.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trial {
    /// The lab's own scenario if absent.
    #[serde(default)]
    pub scenario: Option<Scenario>,
    #[serde(default)]
    pub steps: Vec<Step>,
    pub until_s: u64,
    pub probe: Probe,
}

/// What the trial looks at in the end.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Probe {
    /// Records in the shard that holds most.
    FullestShardRecords,
    Measure {
        measure: Measure,
        /// Number of the one that it is about, for a measure of one.
        #[serde(default)]
        of: u8,
        #[serde(default)]
        window_s: u64,
    },
    /// A producer's share of refused records since `since_s`, as percent of its share between
    /// `before_from_s` and `before_to_s`.
    ThrottledComparedWithBefore { producer: String, before_from_s: u64, before_to_s: u64, since_s: u64 },
    /// The error of the last step's call, or `ok`.
    LastOutcome,
    /// What stands in the answer to the last step, a call on the wire: at this JSON pointer, a list as the number of its
    /// entries. The error if the call was refused; nothing if nothing stands there.
    LastReply { at: String },
    /// What was refused in the last `window_s`: `writes`, `reads`, `both` or `nothing`.
    Throttled { window_s: u64 },
    /// The mode of the stream under load that cost least over the last `window_s`: `provisioned` or
    /// `on-demand`.
    CheaperMode { window_s: u64 },
    /// The error of the last call that a producer or consumer made, or `ok`; nothing if it has made none.
    LastCallOf { actor: String },
    /// Which of the named rates grew by a quarter or more, joined by `+`; `none` if none did. Compared are the
    /// `window_s` seconds before `before_s` and those before the trial's end.
    SpedUp { sides: Vec<(String, Measure)>, before_s: u64, window_s: u64 },
    /// The fewest shards with which a goal holds at the end of the trial, for each of the sides: a stream, and
    /// the goal on it, in a run that has no producers but those of this stream.
    FewestShards { sides: Vec<(u16, Goal)>, most: u32 },
}

/// What a trial found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Finding {
    Number(u64),
    Text(String),
    /// One for each side.
    Numbers(Vec<u64>),
}

/// Makes the run of these steps.
type Replay<'a> = dyn Fn(Rc<Scenario>, &[Step], Time) -> History + 'a;

impl Trial {
    /// Runs it in a lab, with what it needs of the engine.
    pub fn find(&self, lab: &Scenario, quotas: &Rc<Quotas>, prices: &Prices, extensions: Extensions) -> Finding {
        let scenario = Rc::new(self.scenario.clone().unwrap_or_else(|| lab.clone()));
        let end = Time::from_s(self.until_s);
        let replay =
            |scenario, steps: &[Step], at| replay_with(extensions, scenario, quotas.clone(), requests(steps), at);
        let played = || replay(scenario.clone(), &self.steps, end);
        match &self.probe {
            Probe::ThrottledComparedWithBefore { producer, before_from_s, before_to_s, since_s } => {
                let mut run = played();
                let before = refused_share(&mut run, producer, *before_from_s, *before_to_s);
                let after = refused_share(&mut run, producer, *since_s, self.until_s);
                Finding::Number(after * 100 / before.max(1))
            }
            Probe::LastReply { at } => last_reply(scenario, &replay, &self.steps, at),
            Probe::LastOutcome => Finding::Text(last_outcome(scenario, &replay, &self.steps).to_owned()),
            Probe::SpedUp { sides, before_s, window_s } => {
                let mut run = played();
                let rate = |run: &History, measure: &Measure| {
                    measure.value(&Look { run: run.present(), prices, of: 0, window_s: *window_s }).0
                };
                let after: Vec<u64> = sides.iter().map(|(_, measure)| rate(&run, measure)).collect();
                run.seek(Time::from_s(*before_s));
                let grew = |nth: &usize| after[*nth] * 4 > rate(&run, &sides[*nth].1) * 5;
                let names: Vec<&str> = (0..sides.len()).filter(grew).map(|nth| sides[nth].0.as_str()).collect();
                Finding::Text(if names.is_empty() { "none".to_owned() } else { names.join("+") })
            }
            Probe::FewestShards { sides, most } => {
                let fewest = |side: &(u16, Goal)| fewest_shards(self, &scenario, (&replay, prices), *side, *most);
                Finding::Numbers(sides.iter().map(fewest).collect())
            }
            Probe::FullestShardRecords => now::fullest_shard(played().present()),
            Probe::Measure { measure, of, window_s } => {
                now::measured(played().present(), prices, *measure, *of, *window_s)
            }
            Probe::Throttled { window_s } => now::throttled(played().present(), prices, *window_s),
            Probe::CheaperMode { window_s } => now::cheaper_mode(played().present(), prices, *window_s),
            Probe::LastCallOf { actor } => now::last_call_of(played().present(), actor),
        }
    }
}

/// The fewest shards of a stream with which a goal holds, by halving: more shards never do worse.
fn fewest_shards(
    trial: &Trial,
    scenario: &Scenario,
    (replay, prices): (&Replay, &Prices),
    (stream, goal): (u16, Goal),
    most: u32,
) -> u64 {
    let holds = |shards: u32| {
        let mut scenario = scenario.clone();
        if let Some(setup) = scenario.streams.get_mut(usize::from(stream)) {
            setup.shards = shards;
        }
        // Only the producers that write to this stream count; the others need no time.
        scenario.producers.retain(|producer| producer.stream.0 == stream);
        let run = replay(Rc::new(scenario), &trial.steps, Time::from_s(trial.until_s));
        goal.judge(run.present(), prices).standing == Standing::Met
    };
    let (mut too_few, mut enough) = (0, most);
    while enough - too_few > 1 {
        let middle = too_few + (enough - too_few) / 2;
        match holds(middle) {
            true => enough = middle,
            false => too_few = middle,
        }
    }
    u64::from(enough)
}

/// Hundredths of a percent of a producer's records that were refused between two seconds.
fn refused_share(history: &mut History, producer: &str, from_s: u64, to_s: u64) -> u64 {
    let mut counts_at = |second| {
        history.seek(Time::from_s(second));
        let found = history.present().producers().iter().find(|candidate| candidate.setup.name == producer);
        found.map_or((0, 0), |producer| (producer.sent, producer.refused))
    };
    let (early, late) = (counts_at(from_s), counts_at(to_s));
    (late.1 - early.1) * 10_000 / (late.0 - early.0).max(1)
}

/// What the service says to the last step, all others done before.
fn last_outcome(scenario: Rc<Scenario>, replay: &Replay, steps: &[Step]) -> &'static str {
    let Some((last, before)) = steps.split_last() else { return "ok" };
    let mut history = replay(scenario, before, Time::from_s(last.at_s));
    match history.act(last.command.clone()) {
        Ok(_) => "ok",
        Err(refusal) => refusal.code(),
    }
}

/// What the service answers to the last step at a JSON pointer, all others done before.
fn last_reply(scenario: Rc<Scenario>, replay: &Replay, steps: &[Step], at: &str) -> Finding {
    let Some((last, before)) = steps.split_last() else { return Finding::Text(String::new()) };
    let mut history = replay(scenario, before, Time::from_s(last.at_s));
    let reply = match history.act(last.command.clone()) {
        Ok(Answer::Reply(reply)) if reply.error.is_empty() => reply,
        Ok(Answer::Reply(reply)) => return Finding::Text(reply.error),
        Ok(_) => return Finding::Text(String::new()),
        Err(refusal) => return Finding::Text(refusal.code().to_owned()),
    };
    let body: serde_json::Value = serde_json::from_str(&reply.body).unwrap_or_default();
    match body.pointer(at) {
        Some(serde_json::Value::Number(number)) if number.is_u64() => Finding::Number(number.as_u64().unwrap_or(0)),
        Some(serde_json::Value::Array(entries)) => Finding::Number(entries.len() as u64),
        Some(serde_json::Value::String(text)) => Finding::Text(text.clone()),
        Some(other) => Finding::Text(other.to_string()),
        None => Finding::Text(String::new()),
    }
}
