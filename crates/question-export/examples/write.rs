//! Writes all exports of the bank into a folder, with the questions as JSON beside them: for the checks of
//! `tests/questions-out`, and to try a platform by hand.
//!
//! ```text
//! cargo run -p question-export --example write -- target/questions-out
//! ```

#[path = "../tests/common/mod.rs"]
mod common;

use question_bank::question::Body;
use question_export::{Exported, anki_tsv, apkg, csv, gift, markdown, qti_1_2, qti_2_1, qti_3_0};
use serde_json::{Value, json};
use std::error::Error;
use std::path::PathBuf;

/// The day of the decision about these formats, in ms.
const NOW_MS: u64 = 1_795_651_200_000;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("a folder to write to is missing")?);
    std::fs::create_dir_all(&folder)?;
    for (name, sheet) in &*common::SHEETS {
        let questions: Vec<Value> = sheet.questions.iter().map(question).collect();
        let files = [
            ("gift", gift(sheet).into_bytes()),
            ("qti3.zip", qti_3_0(sheet)),
            ("qti21.zip", qti_2_1(sheet)),
            ("qti12.zip", qti_1_2(sheet)),
            ("tsv", anki_tsv(sheet).into_bytes()),
            ("apkg", apkg(sheet, NOW_MS)),
            ("csv", csv(sheet).into_bytes()),
            ("md", markdown(sheet).into_bytes()),
            ("json", serde_json::to_vec_pretty(&json!({ "title": sheet.title, "questions": questions }))?),
        ];
        for (ending, bytes) in files {
            std::fs::write(folder.join(format!("{name}.{ending}")), bytes)?;
        }
    }
    Ok(())
}

/// The question as plain data, with its key by places.
fn question(exported: &Exported) -> Value {
    let question = &exported.question;
    let body = match &question.body {
        Body::Choice { options, many } => {
            let option =
                |one: &question_bank::question::Shown| json!({ "text": one.text, "why": one.why, "right": one.right });
            json!({ "kind": "choice", "many": many, "options": options.iter().map(option).collect::<Vec<_>>() })
        }
        Body::Number { answer, tolerance, unit } => {
            json!({ "kind": "number", "answer": answer, "tolerance": tolerance, "unit": unit })
        }
        Body::Order { steps, places } => {
            let lefts: Vec<&String> = steps.iter().map(|step| &step.text).collect();
            let rights: Vec<String> = (1..=steps.len()).map(|place| place.to_string()).collect();
            json!({ "kind": "pairs", "lefts": lefts, "rights": rights, "key": places })
        }
        Body::Match { lefts, rights, key } => {
            let lefts: Vec<&String> = lefts.iter().map(|left| &left.text).collect();
            json!({ "kind": "pairs", "lefts": lefts, "rights": rights, "key": key })
        }
    };
    json!({
        "name": exported.name(), "topic": exported.topic, "stem": question.stem, "explanation": question.explanation,
        "sources": exported.sources.iter().map(|source| &source.title).collect::<Vec<_>>(), "body": body,
    })
}
