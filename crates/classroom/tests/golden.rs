//! Golden texts: exercises and results that editions so far handed out, as they were (`tests/golden/`). Each is read to the
//! same meaning, and its replay proves what it proved, or says that the engine is another.

use classroom::assignment::Assignment;
use classroom::check::{Checker, Standing};
use classroom::outcome::Outcome;
use lab_content::Content;
use question_bank::Bank;
use serde::Serialize;
use serde_json::Value;
use std::path::{Path, PathBuf};
use stream_engine::REVISION;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn content() -> (Content, Bank) {
    let folder = root().join("content");
    let (_, content) = lab_content::read::read(&folder).expect("the content is sound");
    (content, question_bank::read::read(&folder).expect("the questions are sound"))
}

fn lines(file: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(root().join("tests/golden").join(file)).expect("a golden file");
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("plain data")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

#[test]
fn each_exercise_means_what_it_meant_and_keeps_its_name() {
    for line in lines("exercises.jsonl") {
        let read = Assignment::open(text(&line["text"])).unwrap_or_else(|error| panic!("{}: {error:?}", line["id"]));
        assert_eq!(json(&read), line["means"], "{}", line["id"]);
        assert_eq!(read.name(), text(&line["name"]), "{}", line["id"]);
        assert_eq!(read.seal(), text(&line["text"]), "{}", line["id"]);
    }
}

#[test]
fn each_result_means_what_it_meant_and_proves_what_it_proved_or_says_that_the_engine_is_another() {
    let (content, bank) = content();
    let exercises = lines("exercises.jsonl");
    for line in lines("results.jsonl") {
        let read = Outcome::open(text(&line["text"])).unwrap_or_else(|error| panic!("{}: {error:?}", line["id"]));
        assert_eq!(json(&read), line["means"], "{}", line["id"]);
        assert_eq!(read.seal(), text(&line["text"]), "{}", line["id"]);
        let of = exercises.iter().find(|of| of["name"] == read.exercise.as_str()).expect("its exercise is golden, too");
        let exercise = Assignment::open(text(&of["text"])).expect("held above");
        let standing = Checker::new(&content, &bank, &exercise).check(&read).standing;
        match read.engine == REVISION {
            true => assert_eq!(format!("{standing:?}"), text(&line["standing"]), "{}", line["id"]),
            false => assert!(matches!(standing, Standing::OtherEngine { .. }), "{}: {standing:?}", line["id"]),
        }
    }
}
