//! What a class gets.

use crate::sealed::{self, Unreadable};
use lab_content::Content;
use lab_content::challenge::{Challenge, LabGoal};
use lab_content::control::Control;
use lab_content::exercise::{Exercise, ExerciseError, GOALS_MAX, NAME_MAX, TEXT_MAX};
use lab_content::lab::Lab;
use lab_content::run::{MOMENT_MAX, REQUESTS_MAX};
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use stream_engine::extensions::Extensions;
use stream_engine::history::Request;
use stream_engine::time::SECOND_US;
use stream_engine::{Command, History, Quotas, Scenario, Time};

const KIND: char = 'e';
const VERSION: u32 = 1;
/// Bounds of the page: what a link brings is made by anybody, and must end.
pub const QUESTIONS_MAX: usize = 12;
const LINES_MAX: usize = 12;
/// Seconds that a run is watched in which the learner does nothing, if there is no solution to say how many; at most.
const IDLE_S: u64 = 60;
const IDLE_S_MAX: usize = 300;

/// An exercise: a run to begin with, what may be touched, what is to be reached.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Assignment {
    pub title: String,
    /// What the learner is asked to do.
    pub text: String,
    pub minutes: u32,
    /// Id of the quota profile.
    pub profile: String,
    /// Id of the lab whose stage, charts and controls it has.
    pub lab: String,
    /// Where it begins, if that isn't the lab's own scenario.
    pub scenario: Option<Scenario>,
    /// Of the scenario's dice, if not its own.
    pub seed: Option<u64>,
    /// Requests made before the learner begins, and when that is.
    pub begin: Vec<Request>,
    pub from: Time,
    pub touch: Touch,
    pub goals: Vec<LabGoal>,
    /// What a good solution comes to, in words; shown once the goals are reached.
    pub par: String,
    /// Whether the lab's prediction is asked first.
    pub predicts: bool,
    pub questions: Vec<Asked>,
    /// Whether a nickname is asked for.
    pub nickname: bool,
    /// For the teacher: not in what learners get.
    pub notes: Notes,
    pub solution: Option<Solution>,
}

/// What the learner may touch.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Touch {
    /// Ids of the lab's controls; all if absent.
    pub controls: Option<Vec<String>>,
    /// Whether calls may be made by hand: in the terminal, by the record's card, in the tables, in the policies' editor.
    pub calls: bool,
}

/// A question of the bank with its numbers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    pub item: String,
    pub seed: u64,
}

/// For whoever teaches it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notes {
    pub aim: String,
    /// To be asked while they work.
    pub prompts: Vec<String>,
    /// What learners are likely to believe.
    pub misconceptions: Vec<String>,
    /// To end with.
    pub debrief: String,
}

/// A way to the goals.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Solution {
    pub requests: Vec<Request>,
    /// When the goals hold.
    pub end: Time,
}

/// What is wrong with an exercise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Flaw {
    Title,
    Text,
    Profile(String),
    Lab(String),
    Control(String),
    Scenario(ExerciseError),
    Goals,
    Question(String),
    /// Longer, later or more than the page can run.
    Bounds,
    /// A request that comes before the one in front of it, or behind the moment at which the learner begins.
    Order,
    /// The run meets its goals before anybody has done something.
    AlreadyMet,
    /// The goals hold at this moment though nobody has done anything.
    MetIdly(Time),
    /// The teacher's own solution doesn't meet them.
    NotSolved,
    /// That solution touches what learners mustn't: the place of the request.
    NotAllowed(usize),
}

impl Assignment {
    /// Its name: another exercise, or another state of it, has another. The teacher's part doesn't count.
    pub fn name(&self) -> String {
        sealed::name(&self.for_learners())
    }

    /// Without notes and solution.
    pub fn for_learners(&self) -> Assignment {
        Assignment { notes: Notes::default(), solution: None, ..self.clone() }
    }

    /// As text for a link or a file, with all that is in it.
    pub fn seal(&self) -> String {
        sealed::seal(KIND, VERSION, self)
    }

    /// Reads such a text.
    ///
    /// # Errors
    /// Why it can't be read.
    pub fn open(text: &str) -> Result<Assignment, Unreadable> {
        sealed::open(KIND, VERSION, text)
    }

    /// The scenario that it begins with; None if its lab isn't there.
    pub fn scenario(&self, content: &Content) -> Option<Scenario> {
        let mut scenario = self.scenario.clone().or_else(|| Some(content.lab(&self.lab)?.scenario.clone()))?;
        scenario.seed = self.seed.unwrap_or(scenario.seed);
        Some(scenario)
    }

    /// Its limits; None if there is no such profile.
    pub fn quotas(&self, content: &Content) -> Option<Rc<Quotas>> {
        Some(content.profiles.iter().find(|profile| profile.id == self.profile)?.quotas())
    }

    /// The lab as the learner gets it; None if that isn't there.
    pub fn lab(&self, content: &Content) -> Option<Lab> {
        let lab = content.lab(&self.lab)?;
        let scenario = self.scenario(content)?;
        let may = |id: &String| self.touch.controls.as_ref().is_none_or(|controls| controls.contains(id));
        let fits = |control: &&Control| may(&control.id) && control.fits(&scenario);
        let controls = lab.controls.iter().filter(fits).cloned().collect();
        let challenge = Challenge {
            title: self.title.clone(),
            text: self.text.clone(),
            goals: self.goals.clone(),
            par: self.par.clone(),
            debrief: String::new(),
            ..lab.challenge.clone()
        };
        Some(Lab { scenario, controls, challenge, further: None, ..lab.clone() })
    }

    /// Whether a learner may make this request. To look is free.
    pub fn allows(&self, lab: &Lab, command: &Command) -> bool {
        if looks(command) {
            return true;
        }
        let by_hand = command.operation().is_some() || matches!(command, Command::Call { .. } | Command::Secure(_));
        let freely = if by_hand { self.touch.calls } else { self.touch.controls.is_none() };
        freely || lab.controls.iter().any(|control| control.gives(command))
    }

    /// The run of these requests, made behind those that it begins with; None if lab or profile aren't there.
    pub fn play(&self, content: &Content, requests: &[Request], at: Time) -> Option<History> {
        let fresh = History::with(Extensions::ALL, Rc::new(self.scenario(content)?), self.quotas(content)?);
        let all = self.begin.iter().chain(requests).cloned().collect();
        Some(fresh.with_requests(all, at))
    }

    /// All that is wrong with it: what keeps it from being played, then what makes it pointless.
    pub fn flaws(&self, content: &Content, is_item: &dyn Fn(&str) -> bool) -> Vec<Flaw> {
        let mut flaws = self.obstacles(content, is_item);
        let Some(lab) = self.lab(content).filter(|_| flaws.is_empty()) else { return flaws };
        let judged = |requests: &[Request], at| {
            let run = self.play(content, requests, at)?;
            Some(lab.challenge.judge(run.present(), &content.prices.prices))
        };
        if judged(&[], self.from).is_some_and(|judged| judged.solved) {
            flaws.push(Flaw::AlreadyMet);
        } else if let Some(at) = self.met_idly(content, &lab) {
            flaws.push(Flaw::MetIdly(at));
        }
        if let Some(solution) = &self.solution {
            let forbidden = |request: &Request| !self.allows(&lab, &request.command);
            flaws.extend(solution.requests.iter().position(forbidden).map(Flaw::NotAllowed));
            if !judged(&solution.requests, solution.end).is_some_and(|judged| judged.solved) {
                flaws.push(Flaw::NotSolved);
            }
        }
        flaws
    }

    /// When the goals hold though the learner does nothing, looked at each second for as long as the solution takes.
    fn met_idly(&self, content: &Content, lab: &Lab) -> Option<Time> {
        let end = self.solution.as_ref().map_or(self.from + IDLE_S * SECOND_US, |solution| solution.end);
        let mut run = self.play(content, &[], self.from)?;
        let mut seconds = (self.from.second() + 1..=end.second()).map(Time::from_s).take(IDLE_S_MAX);
        seconds.find(|at| {
            run.seek(*at);
            lab.challenge.judge(run.present(), &content.prices.prices).solved
        })
    }

    /// What keeps it from being played.
    pub fn obstacles(&self, content: &Content, is_item: &dyn Fn(&str) -> bool) -> Vec<Flaw> {
        let chars = |text: &str| text.chars().count();
        let mut flaws = Vec::new();
        if !(1..=NAME_MAX).contains(&chars(&self.title)) {
            flaws.push(Flaw::Title);
        }
        let Notes { aim, prompts, misconceptions, debrief } = &self.notes;
        let texts = prompts.iter().chain(misconceptions).chain([aim, debrief, &self.par, &self.text]);
        if texts.into_iter().any(|text| chars(text) > TEXT_MAX) || prompts.len().max(misconceptions.len()) > LINES_MAX {
            flaws.push(Flaw::Text);
        }
        if self.quotas(content).is_none() {
            flaws.push(Flaw::Profile(self.profile.clone()));
        }
        match content.lab(&self.lab) {
            None => flaws.push(Flaw::Lab(self.lab.clone())),
            Some(lab) => {
                let is_there = |id: &&String| lab.controls.iter().any(|control| control.id == **id);
                let missing = self.touch.controls.iter().flatten().filter(|id| !is_there(id));
                flaws.extend(missing.map(|id| Flaw::Control(id.clone())));
            }
        }
        if let Some(scenario) = &self.scenario {
            let (title, text) = (String::new(), String::new());
            let version = lab_content::exercise::VERSION;
            let exercise = Exercise { version, title, text, scenario: scenario.clone(), goals: Vec::new() };
            flaws.extend(exercise.check().err().map(Flaw::Scenario));
        }
        if self.goals.len() > GOALS_MAX || (self.goals.is_empty() && self.questions.is_empty() && !self.predicts) {
            flaws.push(Flaw::Goals);
        }
        if self.questions.len() > QUESTIONS_MAX {
            flaws.push(Flaw::Bounds);
        }
        flaws.extend(self.questions.iter().filter(|of| !is_item(&of.item)).map(|of| Flaw::Question(of.item.clone())));
        let solved = self.solution.as_ref().map_or(&[][..], |solution| &solution.requests);
        let ends = [self.from, self.solution.as_ref().map_or(Time::ZERO, |solution| solution.end)];
        if self.begin.len() + solved.len() > REQUESTS_MAX || ends.iter().any(|end| *end > MOMENT_MAX) {
            flaws.push(Flaw::Bounds);
        }
        if !in_order(&self.begin, Time::ZERO, self.from) || !in_order(solved, self.from, MOMENT_MAX) {
            flaws.push(Flaw::Order);
        }
        flaws
    }
}

/// Whether a request asks and changes nothing but what reading takes.
fn looks(command: &Command) -> bool {
    let name = match (command, command.operation()) {
        (Command::Call { target, .. }, _) => target.rsplit('.').next().unwrap_or(""),
        (_, Some(operation)) => operation.name(),
        (_, None) => return false,
    };
    ["Get", "List", "Describe", "Scan"].iter().any(|verb| name.starts_with(verb))
}

/// Whether requests follow each other from one moment to another.
pub fn in_order(requests: &[Request], from: Time, to: Time) -> bool {
    let within = |request: &Request| (from..=to).contains(&request.at);
    requests.is_sorted_by_key(|request| request.at) && requests.iter().all(within)
}
