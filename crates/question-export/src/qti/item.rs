//! A question as an item of QTI 3.0, and, under other names, of 2.1: what is asked, the key, and what is said afterwards.

use super::processing::processing;
use super::{Edition, root};
use crate::key::{in_order, number, parts};
use crate::prose::{general, prose};
use crate::sheet::{Exported, Sheet};
use file_writer::xml::{Element, Names, element};
use question_bank::question::{Body, Question, Shown};
use question_bank::text::letter;

/// The answer, in response to which everything happens.
pub(super) const RESPONSE: &str = "RESPONSE";
/// 0 to 1.
pub(super) const SCORE: &str = "SCORE";
/// What was chosen, so that its feedback shows.
pub(super) const CHOSEN: &str = "CHOSEN";
/// Set once the answer was given, so that the explanation shows.
pub(super) const EXPLANATION: &str = "EXPLANATION";
pub(super) const SHOWN: &str = "shown";

/// The item.
pub(super) fn item(exported: &Exported, sheet: &Sheet, edition: &Edition) -> Element {
    let question = &exported.question;
    root("qti-assessment-item", edition)
        .set("identifier", exported.name())
        .set("title", exported.topic.as_str())
        .set("xml:lang", sheet.language.as_str())
        .set("adaptive", "false")
        .set("time-dependent", "false")
        .with(response(question))
        .with_all(outcomes(question))
        .with(element("qti-item-body").with_all(body(question)))
        .with(processing(question))
        .with(explanation(exported, sheet, edition))
}

/// Letters for options, steps and right sides.
fn choice_id(nth: usize) -> String {
    letter(nth)
}

fn left_id(nth: usize) -> String {
    format!("L{}", nth + 1)
}

fn right_id(nth: usize) -> String {
    format!("R{}", letter(nth))
}

/// The key, and the parts of it that count by themselves.
fn response(question: &Question) -> Element {
    let declared = |cardinality: &str, kind: &str, values: Vec<String>| {
        let correct = values.into_iter().map(|value| element("qti-value").with(value));
        element("qti-response-declaration")
            .set("identifier", RESPONSE)
            .set("cardinality", cardinality)
            .set("base-type", kind)
            .with(element("qti-correct-response").with_all(correct))
    };
    match &question.body {
        Body::Choice { options, many } => {
            let of = |right: bool| (0..options.len()).filter(move |nth| options[*nth].right == right).map(choice_id);
            let rights: Vec<String> = of(true).collect();
            let cardinality = if *many { "multiple" } else { "single" };
            let declared = declared(cardinality, "identifier", rights.clone());
            if !many {
                return declared;
            }
            let shares = parts(rights.len());
            let wrong = of(false).map(|id| (id, format!("-{}", shares[0])));
            declared.with(mapping(rights.into_iter().zip(shares.iter().cloned()).chain(wrong)))
        }
        Body::Number { answer, .. } => declared("single", "float", vec![number(*answer)]),
        Body::Order { places, .. } => {
            declared("ordered", "identifier", in_order(places).into_iter().map(choice_id).collect())
        }
        Body::Match { key, .. } => {
            let pairs: Vec<String> =
                key.iter().enumerate().map(|(left, right)| format!("{} {}", left_id(left), right_id(*right))).collect();
            let shares = parts(pairs.len());
            declared("multiple", "directedPair", pairs.clone()).with(mapping(pairs.into_iter().zip(shares)))
        }
    }
}

/// What each answer counts for, within 0 and 1.
fn mapping(entries: impl Iterator<Item = (String, String)>) -> Element {
    let entry =
        |(key, value): (String, String)| element("qti-map-entry").set("map-key", key).set("mapped-value", value);
    element("qti-mapping")
        .set("lower-bound", "0")
        .set("upper-bound", "1")
        .set("default-value", "0")
        .with_all(entries.map(entry))
}

fn outcomes(question: &Question) -> Vec<Element> {
    let declared = |name: &str, cardinality: &str, kind: &str| {
        element("qti-outcome-declaration")
            .set("identifier", name)
            .set("cardinality", cardinality)
            .set("base-type", kind)
    };
    let with_default = |value: &str| element("qti-default-value").with(element("qti-value").with(value));
    let mut outcomes = vec![
        declared(SCORE, "single", "float").with(with_default("0")),
        declared("MAXSCORE", "single", "float").with(with_default("1")),
        declared(EXPLANATION, "single", "identifier"),
    ];
    if let Body::Choice { many, .. } = &question.body {
        outcomes.push(declared(CHOSEN, if *many { "multiple" } else { "single" }, "identifier"));
    }
    outcomes
}

fn body(question: &Question) -> Vec<Element> {
    let prompt = element("qti-prompt").with_all(prose(&question.stem));
    let asked = |name| element(name).set("response-identifier", RESPONSE);
    match &question.body {
        Body::Choice { options, many } => {
            let choices = options.iter().enumerate().map(choice);
            vec![
                asked("qti-choice-interaction")
                    .set("shuffle", "false")
                    .set("max-choices", if *many { "0" } else { "1" })
                    .with(prompt)
                    .with_all(choices),
            ]
        }
        Body::Number { unit, .. } => {
            let field = asked("qti-text-entry-interaction").set("expected-length", "12");
            vec![element("p").with_all(prose(&question.stem)), element("p").with(field).with(" ").with_all(prose(unit))]
        }
        Body::Order { steps, .. } => {
            let step =
                |(nth, text)| element("qti-simple-choice").set("identifier", choice_id(nth)).with_all(prose(text));
            let steps = steps.iter().map(|step| step.text.as_str()).enumerate().map(step);
            vec![asked("qti-order-interaction").set("shuffle", "false").with(prompt).with_all(steps)]
        }
        Body::Match { lefts, rights, .. } => {
            let side = |(id, text): (String, &str)| {
                element("qti-simple-associable-choice")
                    .set("identifier", id)
                    .set("match-max", "1")
                    .with_all(prose(text))
            };
            let lefts = lefts.iter().enumerate().map(|(nth, left)| (left_id(nth), left.text.as_str()));
            let rights = rights.iter().enumerate().map(|(nth, right)| (right_id(nth), right.as_str()));
            let count = lefts.len().to_string();
            vec![
                asked("qti-match-interaction")
                    .set("shuffle", "false")
                    .set("max-associations", count)
                    .with(prompt)
                    .with(element("qti-simple-match-set").with_all(lefts.map(side)))
                    .with(element("qti-simple-match-set").with_all(rights.map(side))),
            ]
        }
    }
}

fn choice((nth, option): (usize, &Shown)) -> Element {
    let id = choice_id(nth);
    let feedback = element("qti-feedback-inline")
        .set("outcome-identifier", CHOSEN)
        .set("identifier", id.as_str())
        .set("show-hide", "show")
        .with_all(prose(&option.why));
    element("qti-simple-choice").set("identifier", id).with_all(prose(&option.text)).with(" ").with(feedback)
}

fn explanation(exported: &Exported, sheet: &Sheet, edition: &Edition) -> Element {
    let feedback = element("qti-modal-feedback")
        .set("outcome-identifier", EXPLANATION)
        .set("identifier", SHOWN)
        .set("show-hide", "show");
    let said = general(exported, sheet);
    match edition.names {
        Names::AsTheyAre => feedback.with(element("qti-content-body").with_all(said)),
        Names::Camel => feedback.with_all(said),
    }
}
