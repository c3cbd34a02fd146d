//! Checks that go across files: names that must exist, placeholders that must resolve, texts that
//! must be there.

use super::Problem;
use super::markdown::Written;
use crate::control::{Control, Field, Widget};
use crate::format::placeholders;
use crate::lab::{Lab, LabCard};
use crate::prediction::{Ask, Match};
use crate::profile::FactValue;
use crate::run::simulation;
use crate::{Content, Frame};
use std::collections::{BTreeMap, BTreeSet};
use stream_engine::{Command, Scenario};

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
        check_lab(lab, content).into_iter().for_each(|text| say(file.clone(), text));
    }
    problems
}

/// Links of lessons into labs: the lab must be built, and know the run that the link names.
pub(super) fn links(frame: &Frame, content: &Content, lessons: &[(String, Written)]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (id, lesson) in lessons {
        for link in lesson.links() {
            let Some(into_lab) = link.href.strip_prefix("#/lab/") else { continue };
            let (lab, query) = into_lab.split_once('?').unwrap_or((into_lab, ""));
            let run = query.split('&').find_map(|pair| pair.strip_prefix("run="));
            let lab = frame.built(lab).and_then(|card| content.lab(&card.id));
            let known = lab.is_some_and(|lab| run.is_none_or(|name| lab.run(name).is_some()));
            if !known {
                let text = format!("`{}`: there is no such lab, or it has no such run", link.href);
                problems.push(Problem { file: format!("content/lessons/{id}.md"), line: Some(link.line), text });
            }
        }
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

fn check_lab(lab: &Lab, content: &Content) -> Vec<String> {
    let mut problems = Vec::new();
    let actors: BTreeSet<&str> = actors(&lab.scenario).collect();
    let mut require_actor = |name: &str, place: &str| {
        if !actors.contains(name) {
            problems.push(format!("{place}: no actor of the scenario is named `{name}`"));
        }
    };
    for control in &lab.controls {
        control_actors(control).iter().for_each(|actor| require_actor(actor, &format!("control {}", control.id)));
    }
    let challenges = || lab.challenges();
    let attempts = challenges().flat_map(|one| std::iter::once(&one.solution).chain(&one.wrong)).chain(&lab.runs);
    for step in attempts.flat_map(|attempt| &attempt.steps) {
        if let Some(actor) = changed_actor(&step.command) {
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
    let start = content.profiles.first().map(|profile| simulation(&lab.scenario, profile.quotas()));
    for (control, option) in
        lab.controls.iter().flat_map(|control| control.options().iter().map(move |option| (control, option)))
    {
        let settings =
            option.commands.iter().all(|command| start.as_ref().is_some_and(|start| command.holds(start).is_some()));
        require(
            settings,
            &format!(
                "control {}: `{}` is no setting of which the engine knows whether it holds",
                control.id, option.label
            ),
        );
    }
    let ids: BTreeSet<&str> = lab.controls.iter().map(|control| control.id.as_str()).collect();
    require(ids.len() == lab.controls.len(), "controls: two have the same id");
    let names: BTreeSet<&str> = lab.runs.iter().map(|run| run.name.as_str()).collect();
    require(names.len() == lab.runs.len(), "runs: two have the same name");
    let is_name =
        |name: &&str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    require(names.iter().all(is_name), "runs: a name is of small letters, digits and hyphens");
    let goals = challenges().flat_map(|challenge| &challenge.goals).map(|goal| (goal.goal.measure, goal.goal.window_s));
    let values = lab.why.values.iter().map(|value| (value.measure, value.window_s));
    let windowed = goals.chain(values).all(|(measure, window_s)| window_s > 0 || !measure.looks_back());
    require(windowed, "goals and values: this measure looks back and needs `window_s`");
    require(lab.why.tries.len() == 3, "why: three things to try");
    require(lab.why.cases.last().is_some_and(|case| case.when.is_none()), "why: the last case has no condition");
    require(challenges().all(|one| (1..=4).contains(&one.goals.len())), "challenge: one to four goals");
    require(challenges().all(|one| !one.wrong.is_empty()), "challenge: at least one wrong attempt");
    require(!lab.charts.is_empty(), "charts: at least one");
    if let Ask::Choice { options } = &lab.prediction.ask {
        let otherwise = options.iter().filter(|option| matches!(option.when, Match::Otherwise)).count();
        require(options.len() >= 2 && otherwise <= 1, "prediction: two options or more, at most one `Otherwise`");
    }
    problems
}

/// Names of everything that a slider or a change can be about.
fn actors(scenario: &Scenario) -> impl Iterator<Item = &str> {
    let readers = scenario.consumers.iter().map(|consumer| &consumer.name);
    let readers = readers.chain(scenario.enhanced.iter().map(|consumer| &consumer.name));
    let readers = readers.chain(scenario.kcl.iter().map(|application| &application.name));
    let readers = readers.chain(scenario.applications.iter().map(|application| &application.name));
    let serverless = scenario.functions.iter().map(|function| &function.name);
    let serverless = serverless.chain(scenario.delivery_streams.iter().map(|stream| &stream.name));
    let queues = scenario.queue_consumers.iter().map(|consumer| &consumer.name);
    let queues = queues.chain(scenario.queues.iter().map(|queue| &queue.name));
    let readers = readers.chain(scenario.fleets.iter().map(|fleet| &fleet.name));
    let producers = scenario.producers.iter().map(|producer| &producer.name);
    let producers = producers.chain(scenario.loads.iter().map(|load| &load.name));
    producers.chain(readers).chain(serverless).chain(queues).map(String::as_str)
}

fn control_actors(control: &Control) -> Vec<&str> {
    match &control.widget {
        // Streams are told by their numbers.
        Widget::Slider { field: Field::Shards, .. } => Vec::new(),
        Widget::Slider { actors, .. } => actors.iter().map(String::as_str).collect(),
        Widget::Choice { options } => {
            options.iter().flat_map(|option| &option.commands).filter_map(changed_actor).collect()
        }
        Widget::Buttons { buttons } => {
            buttons.iter().flat_map(|button| &button.commands).filter_map(changed_actor).collect()
        }
        Widget::Workers { application, .. } => vec![application],
        Widget::OwnKeys { actor } => vec![actor],
        Widget::QuickReshard {}
        | Widget::Reshard {}
        | Widget::ShardCount {}
        | Widget::Builder {}
        | Widget::Faults {} => Vec::new(),
    }
}

fn changed_actor(command: &Command) -> Option<&str> {
    match command {
        Command::Change { actor, .. } => Some(actor),
        Command::Kcl { application, .. } => Some(application),
        Command::Lambda { function, .. } => Some(function),
        Command::Fleet { fleet, .. } => Some(fleet),
        Command::Load { load, .. } => Some(load),
        _ => None,
    }
}
