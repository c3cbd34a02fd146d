//! A sheet as a table for spreadsheets (RFC 4180): a line for each question.

use crate::key::{key, kind};
use crate::sheet::{Exported, Sheet};
use lab_content::csv::{guarded, row};
use question_bank::question::Body;
use question_bank::text::letter;

/// Names of the columns. Cells that hold several things have each on a line of its own.
const COLUMNS: [&str; 16] = [
    "name",
    "item",
    "version",
    "variant",
    "topic",
    "domain",
    "difficulty",
    "kind",
    "question",
    "options",
    "key",
    "unit",
    "reasons",
    "explanation",
    "sources",
    "profile",
];

/// The sheet as CSV, in UTF-8, its lines ended by CR LF. Texts keep their backticks. A text that a spreadsheet would take
/// for a formula has an apostrophe before it.
pub fn csv(sheet: &Sheet) -> String {
    let mut out = String::new();
    row(&mut out, &COLUMNS.map(str::to_owned));
    for exported in &sheet.questions {
        row(&mut out, &cells(exported, sheet));
    }
    out
}

fn cells(exported: &Exported, sheet: &Sheet) -> [String; 16] {
    let Exported { item, version, variant, topic, domain, difficulty, sources, question } = exported;
    let lines = |lines: Vec<String>| lines.join("\n");
    let lettered = |(nth, text): (usize, &String)| format!("{}: {text}", letter(nth));
    let numbered = |(nth, text): (usize, &String)| format!("{}: {text}", nth + 1);
    let (mut unit, mut options, mut reasons) = (String::new(), Vec::new(), Vec::new());
    match &question.body {
        Body::Choice { options: shown, .. } => {
            options.extend(shown.iter().map(|option| &option.text).enumerate().map(lettered));
            reasons.extend(shown.iter().map(|option| &option.why).enumerate().map(lettered));
        }
        Body::Number { unit: of, .. } => unit.clone_from(of),
        Body::Order { steps, .. } => {
            options.extend(steps.iter().map(|step| &step.text).enumerate().map(lettered));
            reasons.extend(steps.iter().map(|step| &step.why).enumerate().map(lettered));
        }
        Body::Match { lefts, rights, .. } => {
            options.extend(lefts.iter().map(|left| &left.text).enumerate().map(numbered));
            options.extend(rights.iter().enumerate().map(lettered));
            reasons.extend(lefts.iter().map(|left| &left.why).enumerate().map(numbered));
        }
    }
    let source =
        |source: &question_bank::item::Source| format!("{} {} {}", source.title, source.address, source.checked);
    [
        exported.name(),
        guarded(item),
        version.to_string(),
        variant.map(|variant| variant.to_string()).unwrap_or_default(),
        guarded(topic),
        guarded(domain),
        difficulty.to_string(),
        kind(&question.body).to_owned(),
        guarded(&question.stem),
        lines(options),
        key(question),
        guarded(&unit),
        lines(reasons),
        guarded(&question.explanation),
        guarded(&lines(sources.iter().map(source).collect())),
        guarded(&sheet.profile),
    ]
}
