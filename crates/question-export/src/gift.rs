//! A sheet as GIFT, after Moodle's page "GIFT format" (general knowledge, assumed; an outside parser reads the result in
//! `tests/questions-out`). An order is asked as pairs of a step and its place, since GIFT knows no order.

use crate::key::number;
use crate::prose::{general, html, line};
use crate::sheet::{Exported, Sheet};
use file_writer::xml::fragment;
use question_bank::question::{Body, Shown};

/// The sheet as GIFT: a category for each topic, in which questions stand in the sheet's order. Of several right options
/// each gives its share of 100 percent, and each wrong one takes as much away.
pub fn gift(sheet: &Sheet) -> String {
    let Sheet { title, profile, seed, .. } = sheet;
    let mut out = format!("// {}, {}, {} {seed}\n", line(title), line(profile), line(&sheet.labels.seed));
    let mut category = None;
    for exported in &sheet.questions {
        if category != Some(&exported.topic) {
            category = Some(&exported.topic);
            out.push_str(&format!("\n$CATEGORY: top/{}/{}\n", part_of_path(title), part_of_path(&exported.topic)));
        }
        question(&mut out, exported, sheet);
    }
    out
}

fn question(out: &mut String, exported: &Exported, sheet: &Sheet) {
    let tag = |text: &str| format!(" [tag:{}]", line(text).replace('\\', "\\\\").replace(']', "\\]"));
    let name = exported.name();
    let tags = tag(&exported.domain) + &tag(&format!("difficulty {}", exported.difficulty));
    out.push_str(&format!("\n// [id:{name}]{tags}\n::{}::[html]", escaped(&name)));
    let asked = &exported.question;
    out.push_str(&rich(&asked.stem));
    match &asked.body {
        Body::Choice { options, many } => {
            out.push('{');
            for option in options {
                out.push_str(&format!(
                    "\n{}{}#{}",
                    mark(option, options, *many),
                    rich(&option.text),
                    rich(&option.why)
                ));
            }
            out.push('\n');
        }
        Body::Number { answer, tolerance, unit } => {
            out.push_str(&escaped(&format!(" ({})", line(&html(unit)))));
            out.push_str(&format!("{{#{}:{}\n", number(*answer), number(*tolerance)));
        }
        Body::Order { steps, places } => {
            let pairs = steps.iter().zip(places).map(|(step, place)| (&step.text, (place + 1).to_string()));
            matching(out, pairs);
        }
        Body::Match { lefts, rights, key } => {
            let pairs = lefts.iter().zip(key).map(|(left, right)| (&left.text, rights[*right].clone()));
            matching(out, pairs);
        }
    }
    out.push_str(&format!("####{}\n}}\n", escaped(&line(&fragment(&general(exported, sheet))))));
}

/// What stands before an option: what it counts for.
fn mark(option: &Shown, options: &[Shown], many: bool) -> String {
    if !many {
        return if option.right { "=" } else { "~" }.to_owned();
    }
    let rights = options.iter().filter(|option| option.right).count();
    // Moodle knows shares to five decimals.
    let share = format!("{:.5}", 100.0 / rights.max(1) as f64);
    let share = share.trim_end_matches('0').trim_end_matches('.');
    format!("~%{}{share}%", if option.right { "" } else { "-" })
}

/// Left sides are HTML as the stem is; right sides are plain text, of which Moodle makes a list to choose from.
fn matching<'a>(out: &mut String, pairs: impl Iterator<Item = (&'a String, String)>) {
    out.push('{');
    for (left, right) in pairs {
        out.push_str(&format!("\n={} -> {}", rich(left), escaped(&line(&right))));
    }
    out.push('\n');
}

/// A text as HTML. At its beginning, `%` would be taken for a share of the marks, and `[` for a format.
fn rich(text: &str) -> String {
    let html = escaped(&line(&html(text)));
    match html.chars().next() {
        Some('%') => format!("&\\#37;{}", &html[1..]),
        Some('[') => format!("&\\#91;{}", &html[1..]),
        _ => html,
    }
}

/// What means something to GIFT has a backslash before it.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        if "\\~=#{}:".contains(character) {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

/// A category's name: a slash in it is written twice, since one divides it from the next.
fn part_of_path(name: &str) -> String {
    line(name).replace('/', "//")
}
