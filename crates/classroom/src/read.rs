//! `content/exercises/<id>.toml` → exercises.

use crate::assignment::{Asked, Assignment, Notes, Solution, Touch};
use lab_content::Content;
use lab_content::challenge::{Attempt, LabGoal, requests};
use lab_content::read::{Problem, line_of};
use serde::Deserialize;
use std::path::Path;
use stream_engine::{Scenario, Time};

/// An exercise as it is written: what is left out is the lab's.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    title: String,
    lab: String,
    minutes: u32,
    profile: String,
    text: String,
    #[serde(default)]
    scenario: Option<Scenario>,
    #[serde(default)]
    seed: Option<u64>,
    /// What has happened before the learner begins.
    #[serde(default)]
    begin: Option<Attempt>,
    /// Controls that may be touched; all if absent.
    #[serde(default)]
    controls: Option<Vec<String>>,
    #[serde(default)]
    calls: bool,
    #[serde(default)]
    goals: Option<Vec<LabGoal>>,
    #[serde(default)]
    par: Option<String>,
    #[serde(default)]
    predicts: bool,
    #[serde(default)]
    questions: Vec<Asked>,
    #[serde(default)]
    nickname: bool,
    notes: Notes,
    #[serde(default)]
    solution: Option<Attempt>,
}

/// All exercises below `root`, which is `content/`, by their ids, sorted by those.
///
/// # Errors
/// All that can't be read, by file and line.
pub fn read(root: &Path, content: &Content) -> Result<Vec<(String, Assignment)>, Vec<Problem>> {
    let entries = std::fs::read_dir(root.join("exercises")).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    let (mut all, mut problems) = (Vec::new(), Vec::new());
    for name in &names {
        let Some(id) = name.strip_suffix(".toml") else { continue };
        let file = format!("content/exercises/{name}");
        let text = std::fs::read_to_string(root.join("exercises").join(name)).unwrap_or_default();
        match toml::from_str::<Written>(&text) {
            Ok(written) => all.push((id.to_owned(), written.whole(content))),
            Err(error) => {
                let line = error.span().map(|span| line_of(&text, span.start));
                problems.push(Problem { file, line, text: error.message().to_owned() });
            }
        }
    }
    if problems.is_empty() { Ok(all) } else { Err(problems) }
}

impl Written {
    fn whole(self, content: &Content) -> Assignment {
        let challenge = content.lab(&self.lab).map(|lab| &lab.challenge);
        let of_lab = self.goals.is_none();
        let goals = self.goals.or_else(|| Some(challenge?.goals.clone())).unwrap_or_default();
        let par = self.par.or_else(|| Some(challenge?.par.clone()).filter(|_| of_lab)).unwrap_or_default();
        let solution = self.solution.or_else(|| Some(challenge?.solution.clone()).filter(|_| of_lab));
        let solved =
            |attempt: Attempt| Solution { requests: requests(&attempt.steps), end: Time::from_s(attempt.until_s) };
        let from = self.begin.as_ref().map_or(0, |begin| begin.until_s);
        Assignment {
            title: self.title,
            text: self.text,
            minutes: self.minutes,
            profile: self.profile,
            lab: self.lab,
            scenario: self.scenario,
            seed: self.seed,
            begin: self.begin.map(|begin| requests(&begin.steps)).unwrap_or_default(),
            from: Time::from_s(from),
            touch: Touch { controls: self.controls, calls: self.calls },
            goals,
            par,
            predicts: self.predicts,
            questions: self.questions,
            nickname: self.nickname,
            notes: self.notes,
            solution: solution.map(solved),
        }
    }
}
