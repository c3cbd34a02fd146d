//! Checks that go across files: names that must exist, placeholders that must resolve, texts that
//! must be there.

use super::Problem;
use crate::challenge::Step;
use crate::control::{Control, Widget};
use crate::format::placeholders;
use crate::lab::{Lab, LabCard};
use crate::prediction::{Ask, Match};
use crate::profile::FactValue;
use crate::{Content, Frame};
use std::collections::{BTreeMap, BTreeSet};
use stream_engine::Command;

/// Every placeholder of the texts: candidates for facts.
pub(super) fn facts_used(labs: &[Lab], words: &BTreeMap<String, String>) -> BTreeSet<String> {
    let lab_texts = labs.iter().flat_map(Lab::texts);
    let all = lab_texts.chain(words.values().map(String::as_str));
    all.flat_map(placeholders).map(str::to_owned).collect()
}

/// Everything wrong between files.
pub(super) fn check(frame: &Frame, content: &Content) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut say = |file: String, text: String| problems.push(Problem { file, line: None, text });
    for profile in &content.profiles {
        for fact in &profile.facts {
            if let FactValue::Absent(_) = fact.value {
                say(
                    format!("content/quotas/{}.toml", profile.id),
                    format!("{} is used in a text but has no value", fact.key),
                );
            }
        }
    }
    let keys = |at: usize| content.profiles[at].facts.iter().map(|fact| &fact.key).collect::<BTreeSet<_>>();
    for at in 1..content.profiles.len() {
        if keys(at) != keys(0) {
            say(
                format!("content/quotas/{}.toml", content.profiles[at].id),
                "profiles must have the same quotas".to_owned(),
            );
        }
    }
    // It is shown before the lab's module is there, and the facts are in that one.
    let with_fact = |card: &&LabCard| card.subtitle.as_ref().is_some_and(|text| !placeholders(text).is_empty());
    for card in frame.course.iter().filter(with_fact) {
        say(format!("content/labs/{}.toml", card.id), "no quota or price can stand in a subtitle".to_owned());
    }
    for lab in &content.labs {
        let file = format!("content/labs/{}.toml", lab.id);
        let known = |key: &str| content.profiles.first().is_some_and(|profile| content.fact(profile, key).is_some());
        for (text, values) in texts_with_values(lab) {
            let unknown =
                placeholders(text).into_iter().filter(|key| !known(key) && !values.iter().any(|value| value == key));
            for key in unknown {
                let beginning: String = text.chars().take(40).collect();
                say(
                    file.clone(),
                    format!("{{{key}}} in \"{beginning}…\" is neither a quota, a price nor a value known there"),
                );
            }
        }
        check_lab(lab).into_iter().for_each(|text| say(file.clone(), text));
    }
    problems
}

/// Each text with the names that the page fills from the run: the why's values in its cases, the
/// answer in the prediction's explanation.
fn texts_with_values(lab: &Lab) -> Vec<(&str, Vec<String>)> {
    let named: Vec<String> =
        lab.why.values.iter().flat_map(|value| [value.name.clone(), format!("{}_shard", value.name)]).collect();
    let values_of = |text: &str| match text {
        text if lab.why.cases.iter().any(|case| case.text == text) => named.clone(),
        text if text == lab.prediction.explanation => vec!["answer".to_owned()],
        _ => Vec::new(),
    };
    lab.texts().into_iter().map(|text| (text, values_of(text))).collect()
}

fn check_lab(lab: &Lab) -> Vec<String> {
    let mut problems = Vec::new();
    let actors: BTreeSet<&str> = (lab.scenario.producers.iter().map(|producer| producer.name.as_str()))
        .chain(lab.scenario.consumers.iter().map(|consumer| consumer.name.as_str()))
        .collect();
    let mut require_actor = |name: &str, place: &str| {
        if !actors.contains(name) {
            problems.push(format!("{place}: no producer or consumer is named `{name}`"));
        }
    };
    for control in &lab.controls {
        control_actors(control).iter().for_each(|actor| require_actor(actor, &format!("control {}", control.id)));
    }
    let attempts = std::iter::once(&lab.challenge.solution).chain(&lab.challenge.wrong);
    for step in attempts.flat_map(|attempt| &attempt.steps) {
        if let Some(actor) = step_actor(step) {
            require_actor(actor, "attempt");
        }
    }
    let mut require = |holds: bool, text: &str| {
        if !holds {
            problems.push(text.to_owned());
        }
    };
    let streams = &lab.scenario.streams;
    let written = lab.scenario.producers.iter().map(|producer| producer.stream);
    let read = lab.scenario.consumers.iter().map(|consumer| consumer.stream);
    require(streams.iter().all(|stream| stream.shards > 0), "scenario: a stream has one shard or more");
    require(written.chain(read).all(|stream| usize::from(stream.0) < streams.len()), "scenario: no such stream");
    let ids: BTreeSet<&str> = lab.controls.iter().map(|control| control.id.as_str()).collect();
    require(ids.len() == lab.controls.len(), "controls: two have the same id");
    let goals = lab.challenge.goals.iter().map(|goal| (goal.goal.measure, goal.goal.window_s));
    let values = lab.why.values.iter().map(|value| (value.measure, value.window_s));
    let windowed = goals.chain(values).all(|(measure, window_s)| window_s > 0 || !measure.looks_back());
    require(windowed, "goals and values: this measure looks back and needs `window_s`");
    require(lab.why.tries.len() == 3, "why: three things to try");
    require(lab.why.cases.last().is_some_and(|case| case.when.is_none()), "why: the last case has no condition");
    require((1..=4).contains(&lab.challenge.goals.len()), "challenge: one to four goals");
    require(!lab.challenge.wrong.is_empty(), "challenge: at least one wrong attempt");
    require(!lab.charts.is_empty(), "charts: at least one");
    if let Ask::Choice { options } = &lab.prediction.ask {
        let otherwise = options.iter().filter(|option| matches!(option.when, Match::Otherwise)).count();
        require(options.len() >= 2 && otherwise <= 1, "prediction: two options or more, at most one `Otherwise`");
    }
    problems
}

fn control_actors(control: &Control) -> Vec<&str> {
    match &control.widget {
        Widget::Slider { actors, .. } => actors.iter().map(String::as_str).collect(),
        Widget::Choice { options } => {
            options.iter().flat_map(|option| &option.changes).map(|change| change.actor.as_str()).collect()
        }
        Widget::OwnKeys { actor } => vec![actor],
        Widget::QuickReshard {} | Widget::Reshard {} => Vec::new(),
    }
}

fn step_actor(step: &Step) -> Option<&str> {
    match &step.command {
        Command::Change { actor, .. } => Some(actor),
        _ => None,
    }
}
