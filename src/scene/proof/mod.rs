//! The run behind a question as something to watch: whose picture shows it, how long it goes on, where it opens.

mod measured;

use crate::route::lab_href;
use crate::share::SharedRun;
use lab_content::Content;
use lab_content::challenge::requests;
use lab_content::exercise::{self, Exercise, TEXT_MAX};
use lab_content::lab::{Lab, StageKind};
use lab_content::trial::{Finding, Trial};
pub use measured::Measured;
use question_bank::item::Run;
use stream_engine::history::Request;
use stream_engine::{REVISION, Scenario, Time};

/// The lab in which any topology can be played.
const SANDBOX: &str = "sandbox";

/// A run to watch.
#[derive(Clone)]
pub struct Watched {
    /// The run's scenario with a picture that fits it, and nothing to do.
    pub lab: Lab,
    pub requests: Vec<Request>,
    /// Where it ends.
    pub end: Time,
    pub measured: Measured,
    /// The fragment that opens it in a lab, standing at its end; None if no lab can take it.
    pub href: Option<String>,
}

/// How the run is named where it opens.
pub struct Named<'a> {
    pub title: &'a str,
    pub text: &'a str,
}

/// The run of a trial in a profile, with what was found in it; None if its lab isn't there.
pub fn watched(
    content: &Content,
    profile: &str,
    (run, trial): (&Run, &Trial),
    finding: Option<Finding>,
    named: &Named,
) -> Option<Watched> {
    watched_in(content, profile, content.lab(&run.lab)?, trial, finding, named)
}

/// The same in a lab as it stands here.
pub fn watched_in(
    content: &Content,
    profile: &str,
    its_lab: &Lab,
    trial: &Trial,
    finding: Option<Finding>,
    named: &Named,
) -> Option<Watched> {
    let requests = requests(&trial.steps);
    let end = requests.last().map_or(Time::ZERO, |request| request.at).max(Time::from_s(trial.until_s));
    let profile = profile.to_owned();
    let mut shared = SharedRun { profile, at: end, requests: requests.clone(), exercise: None, engine: REVISION };
    let (mut lab, opens_in) = match &trial.scenario {
        None => (its_lab.clone(), Some(its_lab)),
        Some(scenario) => {
            let sandbox = content.lab(SANDBOX)?;
            let exercise = exercise(scenario, named);
            let can_open = exercise.check().is_ok();
            let mut lab = exercise.clone().lab(sandbox);
            lab.stage.kind = picture(scenario);
            shared.exercise = Some(exercise);
            (lab, can_open.then_some(sandbox))
        }
    };
    let href = opens_in.zip(shared.encode_whole()).map(|(lab, text)| format!("{}?s={text}", lab_href(&lab.id)));
    lab.challenge.goals.clear();
    lab.further = None;
    lab.controls.clear();
    lab.charts.clear();
    lab.lesson.clear();
    Some(Watched { lab, requests, end, measured: Measured::new(trial, finding), href })
}

/// The scenario as a topology of one's own, without goals.
fn exercise(scenario: &Scenario, named: &Named) -> Exercise {
    let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    Exercise {
        version: exercise::VERSION,
        title: cut(named.title, exercise::NAME_MAX),
        text: cut(named.text, TEXT_MAX),
        scenario: scenario.clone(),
        goals: Vec::new(),
    }
}

/// The picture that tells most of a scenario: a lab's own where it holds what that lab is about and nothing else.
fn picture(scenario: &Scenario) -> StageKind {
    let Scenario { streams, consumers, queues, kcl, enhanced, mappings, delivery_streams, applications, .. } = scenario;
    let one_stream = streams.len() == 1 && queues.is_empty() && delivery_streams.is_empty() && applications.is_empty();
    let only_polled = enhanced.is_empty() && scenario.fleets.is_empty();
    if !scenario.loads.is_empty() {
        return StageKind::Capacity;
    }
    match one_stream && only_polled {
        true if mappings.is_empty() && kcl.is_empty() && consumers.len() < 2 => StageKind::Shards,
        true if mappings.is_empty() && consumers.is_empty() && !kcl.is_empty() => StageKind::Kcl,
        _ => StageKind::Topology,
    }
}

#[cfg(test)]
mod tests {
    use super::measured::Line;
    use super::*;
    use crate::content::{bank, content, learn_quiz_words};
    use crate::scene::chart::Size;
    use crate::scene::stage::Geometry;
    use crate::scene::{capacity, kcl, stage, topology};
    use crate::share::SharedRun;
    use lab_content::format::THIN;
    use question_bank::item::Proof;
    use std::rc::Rc;
    use stream_engine::History;
    use stream_engine::extensions::Extensions;

    /// Every run of the bank, under the newest limits.
    fn all() -> Vec<(&'static str, Watched)> {
        let (profile, facts) = bank().facts.last().expect("there are profiles");
        let of = |item: &'static question_bank::Item| {
            let Proof::Run(run) = &item.proof else { return None };
            if !item.is_asked_in(profile) {
                return None;
            }
            let drawn = item.draw(facts, 7).expect("numbers fit");
            let trial = run.trial(facts, &drawn).expect("a trial");
            let named = Named { title: "A rule", text: &item.stem };
            let finding = Some(Finding::Text("found".to_owned()));
            let watched = watched(content(), profile, (run, &trial), finding, &named);
            Some((item.id.as_str(), watched.expect("its lab is there")))
        };
        bank().items.iter().filter_map(of).collect()
    }

    #[test]
    fn every_proof_can_be_drawn_at_its_start_and_at_its_end_with_what_it_measures() {
        learn_quiz_words();
        let quotas = content().profiles.last().expect("there are profiles").quotas();
        let size = Size { width: 700.0, height: 376.0 };
        for (id, Watched { lab, requests, end, measured, .. }) in all() {
            let fresh = History::with(Extensions::ALL, Rc::new(lab.scenario.clone()), quotas.clone());
            let mut run = fresh.with_requests(requests, Time::ZERO);
            for at in [Time::ZERO, end] {
                run.seek(at);
                let description = match lab.stage.kind {
                    StageKind::Shards => {
                        stage::stage(run.present(), Geometry { width: size.width, height: size.height }).description
                    }
                    StageKind::Kcl => kcl::kcl(run.present(), 0, size).description,
                    StageKind::Topology => topology::topology(run.present(), size).description,
                    StageKind::Capacity => capacity::scene(run.present(), size).description,
                    _ => continue,
                };
                assert!(!description.is_empty(), "{id}");
            }
            let lines = measured.lines(run.present(), &content().prices.prices);
            let is_whole = |line: &Line| !line.label.contains('{') && line.label.len() > 4 && !line.value.is_empty();
            assert!(!lines.is_empty() && lines.iter().all(is_whole), "{id}: {lines:?}");
        }
    }

    #[test]
    fn what_is_measured_moves_with_the_run_and_ends_as_what_was_found() {
        let lines = |id: &str, at: &dyn Fn(Time) -> Time, finding: Option<Finding>| {
            let (profile, facts) = bank().facts.last().expect("there are profiles");
            let item = bank().items.iter().find(|item| item.id == id).expect("it is there");
            let Proof::Run(of) = &item.proof else { panic!("{id} has no run") };
            let trial = of.trial(facts, &item.draw(facts, 7).expect("numbers fit")).expect("a trial");
            let named = Named { title: "", text: "" };
            let watched = watched(content(), profile, (of, &trial), finding, &named).expect("its lab is there");
            let quotas = content().profiles.last().expect("there are profiles").quotas();
            let fresh = History::with(Extensions::ALL, Rc::new(watched.lab.scenario.clone()), quotas);
            let run = fresh.with_requests(watched.requests, at(watched.end));
            let lines = watched.measured.lines(run.present(), &content().prices.prices);
            lines.into_iter().map(|line| (line.label, line.value)).collect::<Vec<_>>()
        };
        let one = |label: &str, value: &str| vec![(label.to_owned(), value.to_owned())];
        learn_quiz_words();
        assert_eq!(lines("poison-default", &|_| Time::ZERO, None), one("Lambda behind", &format!("0.0{THIN}s")));
        assert_eq!(lines("poison-default", &|end| end, None), one("Lambda behind", &format!("579.9{THIN}s")));
        assert_eq!(lines("kcl-workers-at-work", &|end| end, None), one("Workers at work", "3"));
        let refused = || Some(Finding::Text("MissingRequiredParameterException".to_owned()));
        let asked = "Answer to SendMessage";
        assert_eq!(lines("group-id-is-missing", &|_| Time::from_s(1), refused()), one(asked, "–"));
        let told = "MissingRequiredParameterException";
        assert_eq!(lines("group-id-is-missing", &|_| Time::from_s(2), refused()), one(asked, told));
        let messages = Some(Finding::Number(3));
        let received = one("Answer to ReceiveMessage", "Messages: 3");
        assert_eq!(lines("group-in-flight-is-locked", &|end| end, messages), received);
    }

    #[test]
    fn a_proof_opens_in_a_lab_as_the_run_that_it_is() {
        let (mut open, mut closed) = (0, Vec::new());
        for (id, Watched { lab, requests, end, href, .. }) in all() {
            let Some(href) = href else {
                closed.push(id);
                continue;
            };
            let (_, text) = href.split_once("?s=").expect("a run");
            let shared = SharedRun::decode(text).unwrap_or_else(|error| panic!("{id}: {error:?}"));
            assert_eq!((shared.at, &shared.requests), (end, &requests), "{id}");
            if let Some(exercise) = shared.exercise {
                assert_eq!(exercise.scenario, lab.scenario, "{id}");
            }
            open += 1;
        }
        assert!(closed.len() * 20 < open, "{} of {open}: {closed:?}", closed.len());
    }
}
