//! Packages of QTI 3.0 and 2.1, read by an XML parser that isn't ours and marked by a reader of response processing that is
//! written here: every answer counts for what the lab gives it.

mod common;

use common::SHEETS;
use common::reading::{answers, bare, files, said, utf8};
use question_bank::mark::Answer;
use question_bank::question::{Body, Question};
use question_export::{Exported, Sheet, qti_2_1, qti_3_0};
use roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};

type Values = Vec<String>;

/// A name of either version: without `qti-`, hyphens and capitals.
fn plain(name: &str) -> String {
    name.strip_prefix("qti-").unwrap_or(name).replace('-', "").to_lowercase()
}

fn is(node: Node, name: &str) -> bool {
    node.is_element() && plain(node.tag_name().name()) == name
}

fn attribute<'a>(node: Node<'a, '_>, name: &str) -> &'a str {
    let found = node.attributes().find(|attribute| plain(attribute.name()) == name);
    found.unwrap_or_else(|| panic!("{} has no {name}", node.tag_name().name())).value()
}

fn all<'a, 'b>(node: Node<'a, 'b>, name: &str) -> Vec<Node<'a, 'b>> {
    node.descendants().filter(|node| is(*node, name)).collect()
}

fn only<'a, 'b>(node: Node<'a, 'b>, name: &str) -> Node<'a, 'b> {
    let found = all(node, name);
    assert_eq!(found.len(), 1, "{name}");
    found[0]
}

fn inside<'a, 'b>(node: Node<'a, 'b>) -> Vec<Node<'a, 'b>> {
    node.children().filter(Node::is_element).collect()
}

fn number(values: &Values) -> f64 {
    values.first().and_then(|value| value.parse().ok()).unwrap_or(0.0)
}

/// What an expression comes to. True is `true`, and anything else is not.
fn value(node: Node, root: Node, response: &Values) -> Values {
    let of = |nth: usize| value(inside(node)[nth], root, response);
    let truth = |holds: bool| vec![holds.to_string()];
    match plain(node.tag_name().name()).as_str() {
        "variable" => response.clone(),
        "correct" => all(only(root, "correctresponse"), "value").into_iter().map(|one| said(one, &|_| false)).collect(),
        "basevalue" => vec![said(node, &|_| false)],
        "match" => truth(of(0) == of(1)),
        "equal" => {
            let difference = (number(&of(0)) - number(&of(1))).abs();
            truth(match attribute(node, "tolerancemode") {
                "absolute" => difference <= attribute(node, "tolerance").parse::<f64>().expect("a number"),
                mode => mode == "exact" && difference == 0.0,
            })
        }
        "mapresponse" => {
            let mapping = only(root, "mapping");
            let bound = |name| attribute(mapping, name).parse::<f64>().expect("a number");
            let entries = all(mapping, "mapentry").into_iter();
            let values: BTreeMap<&str, f64> = entries
                .map(|one| (attribute(one, "mapkey"), attribute(one, "mappedvalue").parse().expect("a number")))
                .collect();
            let distinct: BTreeSet<&String> = response.iter().collect();
            let sum: f64 =
                distinct.iter().map(|one| values.get(one.as_str()).copied().unwrap_or(bound("defaultvalue"))).sum();
            vec![sum.clamp(bound("lowerbound"), bound("upperbound")).to_string()]
        }
        other => panic!("{other} is no expression that is known here"),
    }
}

fn run(rules: &[Node], root: Node, response: &Values, outcomes: &mut BTreeMap<String, Values>) {
    for rule in rules {
        match plain(rule.tag_name().name()).as_str() {
            "setoutcomevalue" => {
                let declared = all(root, "outcomedeclaration").into_iter().map(|one| attribute(one, "identifier"));
                let name = attribute(*rule, "identifier");
                assert!(declared.into_iter().any(|one| one == name), "{name} is declared");
                outcomes.insert(name.to_owned(), value(inside(*rule)[0], root, response));
            }
            "responsecondition" => {
                let branch = inside(inside(*rule)[0]);
                if value(branch[0], root, response) == ["true"] {
                    run(&branch[1..], root, response, outcomes);
                }
            }
            other => panic!("{other} is no rule that is known here"),
        }
    }
}

fn outcomes(root: Node, response: &Values) -> BTreeMap<String, Values> {
    let mut outcomes = BTreeMap::new();
    run(&inside(only(root, "responseprocessing")), root, response, &mut outcomes);
    outcomes
}

/// Choices with their texts, in the order in which they are shown.
fn shown(root: Node, name: &str) -> (Values, Values) {
    let choices = all(root, name);
    let text = |node: &Node| said(*node, &|inside| is(inside, "feedbackinline")).trim_end().to_owned();
    (choices.iter().map(|one| attribute(*one, "identifier").to_owned()).collect(), choices.iter().map(text).collect())
}

fn texts<'a>(texts: impl IntoIterator<Item = &'a String>) -> Values {
    texts.into_iter().map(|text| bare(text).trim_end().to_owned()).collect()
}

/// An answer as the platform would send it.
fn response(root: Node, answer: &Answer) -> Values {
    let choices = shown(root, "simplechoice").0;
    let sides = shown(root, "simpleassociablechoice").0;
    match answer {
        Answer::Chosen(places) | Answer::Order(places) => places.iter().map(|place| choices[*place].clone()).collect(),
        Answer::Number(number) => vec![number.to_string()],
        Answer::Matched(rights) => {
            let count = sides.len() / 2;
            rights.iter().enumerate().map(|(left, right)| format!("{} {}", sides[left], sides[count + right])).collect()
        }
    }
}

/// What is asked, word for word.
fn check_body(root: Node, question: &Question) {
    let stem = match &question.body {
        Body::Number { unit, .. } => {
            let field = only(root, "textentryinteraction").parent().expect("it stands in a paragraph");
            assert_eq!(said(field, &|_| false), format!(" {}", bare(unit)));
            inside(only(root, "itembody"))[0]
        }
        _ => only(root, "prompt"),
    };
    assert_eq!(said(stem, &|_| false), bare(&question.stem));
    let cardinality = attribute(only(root, "responsedeclaration"), "cardinality");
    match &question.body {
        Body::Choice { options, many } => {
            assert_eq!(shown(root, "simplechoice").1, texts(options.iter().map(|option| &option.text)));
            assert_eq!(attribute(only(root, "choiceinteraction"), "maxchoices"), if *many { "0" } else { "1" });
            assert_eq!(cardinality, if *many { "multiple" } else { "single" });
        }
        Body::Number { .. } => assert_eq!(cardinality, "single"),
        Body::Order { steps, .. } => {
            assert_eq!(shown(root, "simplechoice").1, texts(steps.iter().map(|step| &step.text)));
            assert_eq!((all(root, "orderinteraction").len(), cardinality), (1, "ordered"));
        }
        Body::Match { lefts, rights, .. } => {
            assert_eq!(
                shown(root, "simpleassociablechoice").1,
                texts(lefts.iter().map(|left| &left.text).chain(rights))
            );
            assert_eq!((all(root, "simplematchset").len(), cardinality), (2, "multiple"));
        }
    }
}

fn check_marks(root: Node, question: &Question) {
    for answer in answers(question) {
        let response = response(root, &answer);
        let marked = question.mark(&answer);
        let wanted = match question.body {
            Body::Order { .. } => f64::from(u8::from(marked.right)),
            _ => marked.score,
        };
        // Arithmetic's dust on an answer that must be exact is not what someone would write.
        let response = match &answer {
            Answer::Number(number) => vec![((number * 1e9).round() / 1e9).to_string()],
            _ => response,
        };
        let outcomes = outcomes(root, &response);
        let score = outcomes.get("SCORE").map_or(0.0, number);
        assert!((score - wanted).abs() < 1e-5, "{answer:?} gives {score}, and {wanted} in the lab");
        check_feedback(root, question, &answer, &outcomes);
    }
}

/// What is said to an answer: to what was chosen, and why.
fn check_feedback(root: Node, question: &Question, answer: &Answer, outcomes: &BTreeMap<String, Values>) {
    let is_shown = |node: &Node| {
        let set = outcomes.get(attribute(*node, "outcomeidentifier"));
        set.is_some_and(|values| values.iter().any(|value| value == attribute(*node, "identifier")))
    };
    let said_of =
        |name| all(root, name).into_iter().filter(is_shown).map(|node| said(node, &|_| false)).collect::<Vec<_>>();
    if let (Body::Choice { options, .. }, Answer::Chosen(places)) = (&question.body, answer) {
        let mut places = places.clone();
        places.sort_unstable();
        assert_eq!(
            said_of("feedbackinline"),
            places.iter().map(|place| bare(&options[*place].why)).collect::<Vec<_>>()
        );
    }
    let general = said_of("modalfeedback");
    assert_eq!(general.len(), 1);
    assert!(general[0].contains(&bare(&question.explanation)));
    if let Body::Order { steps: parts, .. } | Body::Match { lefts: parts, .. } = &question.body {
        assert!(parts.iter().all(|part| general[0].contains(&bare(&part.why))));
    }
}

fn check_item(text: &str, exported: &Exported, namespace: &str) {
    let document = Document::parse(text).unwrap_or_else(|why| panic!("{why}: {text}"));
    let root = document.root_element();
    assert!(is(root, "assessmentitem"));
    assert!(all(root, "assessmentitem")[0].tag_name().namespace() == Some(namespace));
    assert_eq!(attribute(root, "identifier"), exported.name());
    check_body(root, &exported.question);
    check_marks(root, &exported.question);
    let declared: Values =
        all(only(root, "correctresponse"), "value").into_iter().map(|one| said(one, &|_| false)).collect();
    match exported.question.key() {
        Answer::Number(wanted) => assert!((number(&declared) - wanted).abs() <= 1e-9 * wanted.abs().max(1.0)),
        key => assert_eq!(declared, response(root, &key)),
    }
}

fn check_package(package: Vec<u8>, sheet: &Sheet, namespace: &str) {
    let files = files(package);
    let (manifest, test) = (utf8(&files["imsmanifest.xml"]), utf8(&files["test.xml"]));
    let (manifest, test) = (Document::parse(manifest).expect("XML"), Document::parse(test).expect("XML"));
    let listed: BTreeSet<&str> = all(manifest.root(), "file").into_iter().map(|file| attribute(file, "href")).collect();
    let there: BTreeSet<&str> = files.keys().map(String::as_str).filter(|name| *name != "imsmanifest.xml").collect();
    assert_eq!(listed, there);
    let ids: BTreeSet<&str> =
        all(manifest.root(), "resource").into_iter().map(|one| attribute(one, "identifier")).collect();
    assert_eq!(ids.len(), sheet.questions.len() + 1);
    let needed = all(manifest.root(), "dependency");
    assert!(
        needed.len() == sheet.questions.len()
            && needed.iter().all(|one| ids.contains(attribute(*one, "identifierref")))
    );
    let asked = all(test.root(), "assessmentitemref");
    assert_eq!(asked.len(), sheet.questions.len());
    for (exported, item) in sheet.questions.iter().zip(asked) {
        assert_eq!(attribute(item, "identifier"), exported.name());
        check_item(utf8(&files[attribute(item, "href")]), exported, namespace);
    }
}

#[test]
fn code_comes_without_its_backticks() {
    let (mut code, sheet) = (0, &SHEETS[0].1);
    for (name, file) in files(qti_3_0(sheet)).iter().chain(&files(qti_2_1(sheet))) {
        assert!(!utf8(file).contains('`'), "{name}");
        code += utf8(file).matches("<code>").count();
    }
    assert!(code > 100, "{code} stretches of code");
}

#[test]
fn qti_3_0_asks_and_marks_as_the_lab_does() {
    for (_, sheet) in &*SHEETS {
        check_package(qti_3_0(sheet), sheet, "http://www.imsglobal.org/xsd/imsqtiasi_v3p0");
    }
}

#[test]
fn qti_2_1_asks_and_marks_as_the_lab_does() {
    for (_, sheet) in &*SHEETS {
        check_package(qti_2_1(sheet), sheet, "http://www.imsglobal.org/xsd/imsqti_v2p1");
    }
}
