//! A sheet as one assessment of QTI 1.2, in the forms by which Canvas and Blackboard know kinds of questions: their names
//! stand in each item's metadata. Texts are HTML. Scores are percent.

use crate::key::{number, parts};
use crate::prose::{general, html};
use crate::sheet::{Exported, Sheet};
use file_writer::xml::{Element, element, fragment};
use question_bank::question::{Body, Shown};
use question_bank::text::letter;

const RESPONSE: &str = "response1";
const SCORE: &str = "SCORE";
const GENERAL: &str = "general_fb";

pub(super) fn assessment(sheet: &Sheet) -> Element {
    let section = element("section").set("ident", "root_section");
    let section = section.with_all(sheet.questions.iter().map(|exported| item(exported, sheet)));
    let assessment = element("assessment").set("ident", "assessment").set("title", sheet.title.as_str()).with(section);
    element("questestinterop").set("xmlns", "http://www.imsglobal.org/xsd/ims_qtiasiv1p2").with(assessment)
}

fn item(exported: &Exported, sheet: &Sheet) -> Element {
    let kind = match &exported.question.body {
        Body::Choice { many: false, .. } => "multiple_choice_question",
        Body::Choice { many: true, .. } => "multiple_answers_question",
        Body::Number { .. } => "numerical_question",
        Body::Order { .. } | Body::Match { .. } => "matching_question",
    };
    let field = |(label, entry): (&str, &str)| {
        element("qtimetadatafield").with(element("fieldlabel").with(label)).with(element("fieldentry").with(entry))
    };
    let fields = [("question_type", kind), ("points_possible", "1")].map(field);
    let (asked, marked, feedbacks) = parts_of(exported);
    let scores =
        element("decvar").set("maxvalue", "100").set("minvalue", "0").set("varname", SCORE).set("vartype", "Decimal");
    let shown = condition(true, element("other")).with(display(GENERAL));
    let said = fragment(&general(exported, sheet));
    element("item")
        .set("ident", exported.name())
        .set("title", exported.topic.as_str())
        .with(element("itemmetadata").with(element("qtimetadata").with_all(fields)))
        .with(element("presentation").with(material(stem(exported))).with_all(asked))
        .with(element("resprocessing").with(element("outcomes").with(scores)).with(shown).with_all(marked))
        .with_all(feedbacks)
        .with(feedback(GENERAL, said))
}

fn stem(exported: &Exported) -> String {
    let stem = html(&exported.question.stem);
    match &exported.question.body {
        Body::Number { unit, .. } => format!("{stem} ({})", html(unit)),
        _ => stem,
    }
}

/// What is asked, how it is marked, and what is said to single options.
fn parts_of(exported: &Exported) -> (Vec<Element>, Vec<Element>, Vec<Element>) {
    match &exported.question.body {
        Body::Choice { options, many } => {
            let texts = options.iter().map(|option| html(&option.text)).collect();
            let asked = list(RESPONSE, if *many { "Multiple" } else { "Single" }, None, texts);
            let reacts = (0..options.len())
                .map(|nth| condition(true, equals(RESPONSE, &letter(nth))).with(display(&said_to(nth))));
            let marked = if *many { several(options) } else { one(options) };
            let feedbacks = options.iter().enumerate().map(|(nth, option)| feedback(&said_to(nth), html(&option.why)));
            (vec![asked], reacts.chain(marked).collect(), feedbacks.collect())
        }
        Body::Number { answer, tolerance, .. } => {
            let field =
                element("render_fib").set("fibtype", "Decimal").with(element("response_label").set("ident", "answer1"));
            let asked = element("response_str").set("ident", RESPONSE).set("rcardinality", "Single").with(field);
            let bound = |name, value: f64| element(name).set("respident", RESPONSE).with(number(value));
            let within =
                element("and").with(bound("vargte", answer - tolerance)).with(bound("varlte", answer + tolerance));
            let holds = element("or").with(equals(RESPONSE, &number(*answer))).with(within);
            (vec![asked], vec![condition(false, holds).with(score("Set", "100"))], Vec::new())
        }
        Body::Order { steps, places } => {
            let lefts = steps.iter().map(|step| html(&step.text)).collect();
            matching(lefts, (1..=steps.len()).map(|place| place.to_string()).collect(), places)
        }
        Body::Match { lefts, rights, key } => matching(
            lefts.iter().map(|left| html(&left.text)).collect(),
            rights.iter().map(|right| html(right)).collect(),
            key,
        ),
    }
}

fn said_to(nth: usize) -> String {
    format!("{}_fb", letter(nth))
}

/// The right one gives all.
fn one(options: &[Shown]) -> Vec<Element> {
    let rights = (0..options.len()).filter(|nth| options[*nth].right);
    rights.map(|nth| condition(false, equals(RESPONSE, &letter(nth))).with(score("Set", "100"))).collect()
}

/// All right ones and no other give all; or else each right one gives its part, and each wrong one takes as much away.
fn several(options: &[Shown]) -> Vec<Element> {
    let rights = options.iter().filter(|option| option.right).count();
    let mut shares = percents(rights).into_iter();
    let share = percents(rights).swap_remove(0);
    let mut all = element("and");
    let mut single = Vec::new();
    for (nth, option) in options.iter().enumerate() {
        let chosen = || equals(RESPONSE, &letter(nth));
        let change = match option.right {
            true => score("Add", &shares.next().unwrap_or_else(|| share.clone())),
            false => score("Subtract", &share),
        };
        single.push(condition(true, chosen()).with(change));
        all = all.with(if option.right { chosen() } else { element("not").with(chosen()) });
    }
    std::iter::once(condition(false, all).with(score("Set", "100"))).chain(single).collect()
}

/// The whole in equal parts, in percent.
fn percents(of: usize) -> Vec<String> {
    parts(of).iter().map(|part| number(part.parse::<f64>().unwrap_or(0.0) * 100.0)).collect()
}

/// A list to choose from for each of `lefts`; `key` tells which of `rights` belongs to it.
fn matching(lefts: Vec<String>, rights: Vec<String>, key: &[usize]) -> (Vec<Element>, Vec<Element>, Vec<Element>) {
    let name = |nth: usize| format!("response_{}", nth + 1);
    let shares = percents(lefts.len());
    let marked =
        key.iter().zip(shares).enumerate().map(|(nth, (right, share))| {
            condition(true, equals(&name(nth), &letter(*right))).with(score("Add", &share))
        });
    let asked = lefts.into_iter().enumerate();
    let asked = asked.map(|(nth, left)| list(&name(nth), "Single", Some(left), rights.clone()));
    (asked.collect(), marked.collect(), Vec::new())
}

fn list(name: &str, cardinality: &str, before: Option<String>, texts: Vec<String>) -> Element {
    let labels = texts.into_iter().enumerate();
    let labels = labels.map(|(nth, text)| element("response_label").set("ident", letter(nth)).with(material(text)));
    element("response_lid")
        .set("ident", name)
        .set("rcardinality", cardinality)
        .with_all(before.map(material))
        .with(element("render_choice").with_all(labels))
}

fn material(html: String) -> Element {
    element("material").with(element("mattext").set("texttype", "text/html").with(html))
}

fn feedback(name: &str, html: String) -> Element {
    element("itemfeedback").set("ident", name).with(element("flow_mat").with(material(html)))
}

/// What happens where `holds`, and whether those behind it are looked at all the same.
fn condition(goes_on: bool, holds: Element) -> Element {
    element("respcondition")
        .set("continue", if goes_on { "Yes" } else { "No" })
        .with(element("conditionvar").with(holds))
}

fn equals(name: &str, value: &str) -> Element {
    element("varequal").set("respident", name).with(value)
}

fn score(action: &str, value: &str) -> Element {
    element("setvar").set("action", action).set("varname", SCORE).with(value)
}

fn display(name: &str) -> Element {
    element("displayfeedback").set("feedbacktype", "Response").set("linkrefid", name)
}
