//! Content lint: what the build checks, and what only the sources can tell: words that are asked for
//! and missing, words nobody asks for, limits typed by hand into a text.

use lab_content::challenge::requests;
use lab_content::control::Widget;
use lab_content::format::placeholders;
use lab_content::run::replay_with;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use stream_engine::Time;
use stream_engine::extensions::Extensions;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn content() -> (lab_content::Frame, lab_content::Content) {
    lab_content::read::read(&root().join("content")).unwrap_or_else(|problems| {
        panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

/// Keys of all words, the frame's and those of parts.
fn words() -> BTreeSet<String> {
    let part = |name| lab_content::read::read_words(&root().join("content"), name).expect("words of a part");
    let all = content().0.words.into_iter().chain(part("quiz")).chain(part("classroom")).chain(part("packages"));
    let (keys, count) = all.fold((BTreeSet::new(), 0), |(mut keys, count), (key, _)| {
        keys.insert(key);
        (keys, count + 1)
    });
    assert_eq!(keys.len(), count, "no word stands in two files");
    keys
}

/// All Rust sources below a folder.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder of the project") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(&path).expect("a readable source");
            found.push((path, text));
        }
    }
    found
}

/// Keys of words in the page's sources: quoted texts like `stage.title`.
fn keys_asked_for() -> BTreeSet<String> {
    let is_key = |text: &&str| {
        text.contains('.')
            && !text.starts_with('.')
            && !text.ends_with('.')
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'.' || byte == b'_')
    };
    let quoted = |text: &str| text.split('"').skip(1).step_by(2).filter(is_key).map(str::to_owned).collect::<Vec<_>>();
    // The notice of a new edition stands apart from the program.
    let notice = std::fs::read_to_string(root().join("xtask/src/offline.js")).expect("a readable script");
    let texts = sources(&root().join("src")).into_iter().map(|(_, text)| text).chain([notice]);
    texts.flat_map(|text| quoted(&text)).collect()
}

#[test]
fn content_is_read_without_a_problem() {
    let (frame, content) = content();
    assert!(!content.labs.is_empty());
    assert_eq!(frame.course.iter().filter(|card| card.is_built()).count(), content.labs.len());
    let names: Vec<&String> = frame.profiles.iter().map(|name| &name.id).collect();
    assert_eq!(names, content.profiles.iter().map(|profile| &profile.id).collect::<Vec<_>>());
    assert_eq!(content.profiles.len(), 3);
    assert_eq!(content.labs.len(), content.labs.iter().map(|lab| &lab.id).collect::<BTreeSet<_>>().len());
}

#[test]
fn labs_of_the_core_need_no_more_of_the_engine() {
    let (_, content) = content();
    let of_core: Vec<_> = content.labs.iter().filter(|lab| lab.is_of_core()).collect();
    assert!(!of_core.is_empty());
    for lab in of_core {
        let quotas = Rc::new(content.profiles[0].limits.clone());
        let solution = requests(&lab.challenge.solution.steps);
        for scenario in [Some(&lab.scenario), lab.prediction.trial.scenario.as_ref()].into_iter().flatten() {
            let [core, whole] = [Extensions::NONE, Extensions::ALL].map(|extensions| {
                let scenario = Rc::new(scenario.clone());
                let run = replay_with(extensions, scenario, quotas.clone(), solution.clone(), Time::from_s(60));
                run.present().to_bytes()
            });
            assert!(core == whole, "{}: more than the core is at work", lab.id);
        }
        let commands = lab.controls.iter().flat_map(|control| match &control.widget {
            Widget::Choice { options } => options.iter().flat_map(|option| option.commands.clone()).collect::<Vec<_>>(),
            Widget::Buttons { buttons } => buttons.iter().flat_map(|button| button.commands.clone()).collect(),
            _ => Vec::new(),
        });
        let of_runs = lab.runs.iter().flat_map(|run| run.steps.iter().map(|step| step.command.clone()));
        for command in commands.chain(of_runs) {
            assert!(command.is_of_core(), "{}: {command:?} is for more than the core", lab.id);
        }
    }
}

#[test]
fn every_word_that_the_page_asks_for_exists() {
    let words = words();
    let missing: Vec<String> = sources(&root().join("src"))
        .iter()
        .flat_map(|(_, text)| {
            let after = |call: &str| {
                text.split(call)
                    .skip(1)
                    .filter_map(|rest| rest.split('"').next())
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            };
            [after(" t(\""), after("(t(\""), after("tf(\""), after("{t(\""), after("=t(\""), after("=tf(\"")].concat()
        })
        .filter(|key| !words.contains(key))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn every_word_is_asked_for() {
    let words = words();
    let asked = keys_asked_for();
    // Keys made of a fixed beginning and a name: `path.solved`, `help.play.key`.
    let made: Vec<String> = sources(&root().join("src"))
        .iter()
        .flat_map(|(_, text)| {
            text.split("format!(\"")
                .skip(1)
                .filter_map(|rest| rest.split('{').next())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter(|start| start.ends_with('.') && start.len() > 2)
        .collect();
    let unused: Vec<&String> =
        words.iter().filter(|key| !asked.contains(*key) && !made.iter().any(|start| key.starts_with(start))).collect();
    assert_eq!(unused, Vec::<&String>::new());
}

#[test]
fn a_lesson_types_no_limit_by_hand() {
    // A number of three digits or more in a lesson is a limit that belongs into a quota profile,
    // unless it names a truck or a year, or stands in code or in the address of a link.
    let folder = root().join("content/lessons");
    for entry in std::fs::read_dir(folder).expect("lessons") {
        let path = entry.expect("a readable entry").path();
        let text = std::fs::read_to_string(&path).expect("a readable lesson");
        let prose: String = text.split('`').step_by(2).collect();
        let without_address = |piece: &str| piece.split_once(')').map_or(String::new(), |(_, prose)| prose.to_owned());
        let mut pieces = prose.split("](");
        let first = pieces.next().unwrap_or("").to_owned();
        let prose: String = std::iter::once(first).chain(pieces.map(without_address)).collect();
        for word in prose.split(|character: char| !character.is_ascii_alphanumeric() && character != '-') {
            let is_limit = word.len() >= 3
                && word.bytes().all(|byte| byte.is_ascii_digit())
                && !["100", "128", "200"].contains(&word)
                && !is_year(word);
            assert!(!is_limit, "{}: {word}", path.display());
        }
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.starts_with("20")
}

#[test]
fn every_fact_of_a_text_has_source_and_date_in_every_profile() {
    let (_, content) = content();
    // Figures of lessons of no lab are read with all others, and the build wants source and date of those.
    for profile in &content.profiles {
        for lab in &content.labs {
            for key in placeholders(&lab.lesson) {
                let fact = content.fact(profile, key).unwrap_or_else(|| panic!("{} {key}", profile.id));
                assert!(!fact.source.is_empty() && fact.date.len() == 10 && !fact.text().is_empty(), "{key}");
            }
        }
    }
}
