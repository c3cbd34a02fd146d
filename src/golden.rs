//! Golden texts: what editions so far handed out or stored, as it was (`tests/golden/`). Each is read to the same meaning
//! by this edition, and a run ends as it did, or says that it may not. Those of exercises and results are held in
//! `crates/classroom/tests/golden.rs`.

use crate::classroom::work::Kept;
use crate::content::{bank, content};
use crate::progress_file::ProgressFile;
use crate::quiz::kept_exam::KeptExam;
use crate::quiz::wish::Wish;
use crate::route::Route;
use crate::run_file::RunFile;
use crate::share::SharedRun;
use crate::storage::{self, packed, unpacked};
use classroom::assignment::Assignment;
use lab_content::lab::Lab;
use lab_content::run::replay;
use question_bank::practice::Progress;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::Path;
use std::rc::Rc;
use stream_engine::REVISION;
use stream_engine::bill::Statement;

/// A link with what it means.
#[derive(Deserialize)]
struct GoldenRun {
    lab: String,
    name: String,
    link: String,
    /// Revision of the engine that it was made with.
    engine: u32,
    profile: String,
    at_us: u64,
    requests: Value,
    #[serde(default)]
    exercise: Value,
    /// How its goals stand, and what it has cost.
    ends: Vec<String>,
}

fn golden(file: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    std::fs::read_to_string(folder.join(file)).expect("a golden file")
}

fn lines<T: DeserializeOwned>(file: &str) -> Vec<T> {
    golden(file).lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

fn runs() -> Vec<GoldenRun> {
    lines("runs.jsonl")
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("plain data")
}

#[test]
fn each_link_means_what_it_meant_and_is_written_as_it_was() {
    for run in runs() {
        let name = format!("{}, {}", run.lab, run.name);
        let read = SharedRun::decode(&run.link).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!((&read.profile, read.at.0, read.engine), (&run.profile, run.at_us, run.engine), "{name}");
        assert_eq!(json(&read.requests), run.requests, "{name}");
        assert_eq!(json(&read.exercise), run.exercise, "{name}");
        assert_eq!(read.encode_whole(), Some(run.link), "{name}");
    }
}

#[test]
fn each_run_ends_as_it_did_or_says_that_it_may_not() {
    for run in runs() {
        let read = SharedRun::decode(&run.link).expect("held above");
        if run.engine == REVISION {
            assert_eq!(ends(&run.lab, read), run.ends, "{}, {}", run.lab, run.name);
        } else {
            assert!(read.is_of_another_edition(), "{}, {}", run.lab, run.name);
        }
    }
}

fn ends(lab: &str, run: SharedRun) -> Vec<String> {
    let lab = content().lab(lab).expect("labs stay");
    let built: Option<Lab> = run.exercise.map(|exercise| exercise.lab(lab));
    let lab = built.as_ref().unwrap_or(lab);
    let profile = content().profiles.iter().find(|profile| profile.id == run.profile).expect("profiles stay");
    let run = replay(Rc::new(lab.scenario.clone()), profile.quotas(), run.requests, run.at);
    let prices = &content().prices.prices;
    let verdicts = lab.challenge.judge(run.present(), prices).verdicts.into_iter();
    let bill = Statement::of_run(run.present(), prices).so_far();
    verdicts.map(|of| format!("{:?} {}", of.standing, of.value)).chain([format!("{bill} nano-dollars")]).collect()
}

#[test]
fn each_file_opens_as_the_run_of_its_link() {
    let files =
        [("hot-shard", "solution", "hot-shard.shardlab"), ("sandbox", "kcl as an exercise", "sandbox.shardlab")];
    for (lab, name, file) in files {
        let wanted = runs().into_iter().find(|run| run.lab == lab && run.name == name).expect("its link");
        let file = RunFile::decode(&golden(file)).expect("it opens");
        assert_eq!((file.lab.as_str(), SharedRun::decode(&wanted.link)), (lab, Ok(file.run)));
    }
}

#[derive(Deserialize)]
struct Stored {
    key: String,
    text: String,
    means: Value,
}

fn stored(key: &str) -> Stored {
    let all = lines::<Stored>("stored.jsonl");
    all.into_iter().find(|stored| stored.key == key).expect("it is there")
}

#[test]
fn what_a_browser_stores_is_read_and_written_as_it_was() {
    fn check<T: DeserializeOwned + Serialize>(key: &str) {
        let Stored { text, means, .. } = stored(key);
        let value: T = unpacked(&text).unwrap_or_else(|| panic!("{key} is read"));
        assert_eq!((json(&value), packed(&value)), (means, Some(text)), "{key}");
    }
    check::<storage::Progress>("shardlab.progress");
    check::<Progress>("shardlab.answers");
    check::<KeptExam>("shardlab.exam");
    check::<Vec<Kept>>("shardlab.work");
}

#[test]
fn exercises_that_a_browser_stores_are_what_they_were() {
    let Stored { text, means, .. } = stored("shardlab.exercises");
    let read: Vec<Assignment> = text.lines().map(|line| Assignment::open(line).expect("it opens")).collect();
    let written: Vec<String> = read.iter().map(Assignment::seal).collect();
    assert_eq!((json(&read), written.join("\n")), (means, text));
}

#[test]
fn a_file_of_progress_holds_what_was_stored_then() {
    let text = golden("shardlab-progress.json");
    let file = ProgressFile::decode(&text).expect("it opens");
    assert_eq!(Some(&file.labs), unpacked(&stored("shardlab.progress").text).as_ref());
    assert_eq!(Some(&file.answers), unpacked(&stored("shardlab.answers").text).as_ref());
    assert_eq!(file.encode().trim_end(), text.trim_end());
}

#[test]
fn each_address_leads_where_it_led() {
    for line in golden("addresses.txt").lines() {
        let (address, wanted) = line.split_once('\t').expect("an address and where it leads");
        let found = match Route::parse(address) {
            Route::Quiz(query) => format!("{:?}", Wish::parse(&query, bank())),
            route => format!("{route:?}"),
        };
        assert_eq!(found, wanted, "{address}");
    }
}
