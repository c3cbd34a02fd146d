//! Writes packages of a built page: `packages <page> <content> <out> [name…]`, for `cargo xtask dist --scorm`. Names are a lab's
//! id, `exercise/<id>` and `quiz`; without any, all are written, each for SCORM 1.2 and for cmi5.

use classroom::assignment::Assignment;
use course_package::{Course, Entry, Format, Kind, LIST, package, packed};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use lab_content::Frame;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// The quiz' package: a mock exam with one seed, so that a class is asked the same.
const QUIZ: &str = "#/quiz?mode=exam&count=20&seed=1";
const QUIZ_TITLE: &str = "Quiz: mock exam of 20 questions";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [page, content, out, names @ ..] = &arguments[..] else {
        eprintln!("packages <page> <content> <out> [name…]");
        return ExitCode::from(2);
    };
    match write(page.as_ref(), content.as_ref(), out.as_ref(), names) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn write(page: &Path, content: &Path, out: &Path, names: &[String]) -> Result<(), String> {
    let (frame, labs) = lab_content::read::read(content).map_err(listed)?;
    let exercises = classroom::read::read(content, &labs).map_err(listed)?;
    let all = courses(&frame, &exercises);
    if let Some(unknown) = names.iter().find(|name| !all.iter().any(|(known, _)| known == *name)) {
        let known: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
        return Err(format!("there is no package `{unknown}`, but {}", known.join(", ")));
    }
    let page = entries(page)?;
    std::fs::create_dir_all(out).map_err(|error| format!("{}: {error}", out.display()))?;
    for (name, course) in all.iter().filter(|(name, _)| names.is_empty() || names.contains(name)) {
        for format in Format::ALL {
            let file = out.join(format!("{}.{}", name.replace('/', "-"), format.ending()));
            let bytes = package(course, format, &page);
            std::fs::write(&file, &bytes).map_err(|error| format!("{}: {error}", file.display()))?;
        }
    }
    Ok(())
}

fn courses(frame: &Frame, exercises: &[(String, Assignment)]) -> Vec<(String, Course)> {
    let labs = frame.course.iter().filter(|card| card.is_built()).map(|card| {
        let course = Course { title: card.title.clone(), fragment: format!("#/lab/{}", card.id), kind: Kind::Lab };
        (card.id.clone(), course)
    });
    let exercises = exercises.iter().map(|(id, exercise)| {
        let fragment = format!("#/exercise?e={}", exercise.for_learners().seal());
        (format!("exercise/{id}"), Course { title: exercise.title.clone(), fragment, kind: Kind::Exercise })
    });
    let quiz = Course { title: QUIZ_TITLE.to_owned(), fragment: QUIZ.to_owned(), kind: Kind::Quiz };
    labs.chain(exercises).chain([("quiz".to_owned(), quiz)]).collect()
}

/// The page's files, compressed once for all packages. The list of them is names in quotes.
fn entries(page: &Path) -> Result<Vec<Entry>, String> {
    let read =
        |name: &str| std::fs::read(page.join(name)).map_err(|error| format!("{}: {error}", page.join(name).display()));
    let list = String::from_utf8_lossy(&read(LIST)?).into_owned();
    let names = list.split('"').skip(1).step_by(2);
    let entry = |name: &str| {
        let (name, content) = packed(name, read(name)?);
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        let deflated =
            encoder.write_all(&content).and_then(|()| encoder.finish()).map_err(|error| error.to_string())?;
        Ok(Entry::deflated(name, content, deflated))
    };
    names.map(entry).collect()
}

fn listed(problems: Vec<lab_content::read::Problem>) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
