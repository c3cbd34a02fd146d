//! The run behind a question as something to watch: whose picture shows it, how long it goes on, where it opens.

use crate::route::lab_href;
use crate::share::SharedRun;
use lab_content::Content;
use lab_content::challenge::requests;
use lab_content::exercise::{self, Exercise, TEXT_MAX};
use lab_content::lab::{Lab, StageKind};
use lab_content::trial::Trial;
use question_bank::item::Run;
use stream_engine::history::Request;
use stream_engine::{Scenario, Time};

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
    /// The fragment that opens it in a lab, standing at its end; None if no lab can take it.
    pub href: Option<String>,
}

/// How the run is named where it opens.
pub struct Named<'a> {
    pub title: &'a str,
    pub text: &'a str,
}

/// The run of a trial in a profile; None if its lab isn't there.
pub fn watched(content: &Content, profile: &str, run: &Run, trial: &Trial, named: &Named) -> Option<Watched> {
    let its_lab = content.lab(&run.lab)?;
    let requests = requests(&trial.steps);
    let end = requests.last().map_or(Time::ZERO, |request| request.at).max(Time::from_s(trial.until_s));
    let mut shared = SharedRun { profile: profile.to_owned(), at: end, requests: requests.clone(), exercise: None };
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
    Some(Watched { lab, requests, end, href })
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
    use super::*;
    use crate::content::{bank, content};
    use crate::scene::chart::Size;
    use crate::scene::stage::Geometry;
    use crate::scene::{capacity, kcl, stage, topology};
    use crate::share::SharedRun;
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
            Some((item.id.as_str(), watched(content(), profile, run, &trial, &named).expect("its lab is there")))
        };
        bank().items.iter().filter_map(of).collect()
    }

    #[test]
    fn every_proof_can_be_drawn_at_its_start_and_at_its_end() {
        let quotas = content().profiles.last().expect("there are profiles").quotas();
        let size = Size { width: 700.0, height: 376.0 };
        for (id, Watched { lab, requests, end, .. }) in all() {
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
        }
    }

    #[test]
    fn a_proof_opens_in_a_lab_as_the_run_that_it_is() {
        let (mut open, mut closed) = (0, Vec::new());
        for (id, Watched { lab, requests, end, href }) in all() {
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
