//! The package of QTI 1.2, read by an XML parser that isn't ours and marked by a reader of its conditions that is written
//! here: every answer counts for what the lab gives it, an order too, since it is asked as pairs.

mod common;

use common::SHEETS;
use common::reading::{answers, bare, bare_line, files, said, said_by_html, utf8};
use question_bank::mark::Answer;
use question_bank::question::{Body, Question};
use question_export::qti_1_2;
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// What was given to each list or field.
type Responses = BTreeMap<String, Vec<String>>;

fn all<'a, 'b>(node: Node<'a, 'b>, name: &str) -> Vec<Node<'a, 'b>> {
    node.descendants().filter(|node| node.has_tag_name(("http://www.imsglobal.org/xsd/ims_qtiasiv1p2", name))).collect()
}

fn inside<'a, 'b>(node: Node<'a, 'b>) -> Vec<Node<'a, 'b>> {
    node.children().filter(Node::is_element).collect()
}

fn attribute<'a>(node: Node<'a, '_>, name: &str) -> &'a str {
    node.attribute(name).unwrap_or_else(|| panic!("{} has no {name}", node.tag_name().name()))
}

/// What the HTML in the first text below says.
fn html(node: Node) -> String {
    let text = all(node, "mattext")[0];
    assert_eq!(attribute(text, "texttype"), "text/html");
    said_by_html(text.text().unwrap_or(""))
}

fn holds(node: Node, responses: &Responses) -> bool {
    let given = || responses.get(attribute(node, "respident")).cloned().unwrap_or_default();
    let wanted = said(node, &|_| false);
    let number = |text: &String| text.parse::<f64>().expect("a number");
    match node.tag_name().name() {
        "conditionvar" | "and" => inside(node).into_iter().all(|one| holds(one, responses)),
        "or" => inside(node).into_iter().any(|one| holds(one, responses)),
        "not" => !holds(inside(node)[0], responses),
        "other" => true,
        "varequal" => given().contains(&wanted),
        "vargte" => given().iter().all(|one| number(one) >= number(&wanted)),
        "varlte" => given().iter().all(|one| number(one) <= number(&wanted)),
        other => panic!("{other} is no condition that is known here"),
    }
}

/// The score in percent, and the feedbacks that show.
fn marked<'a>(item: Node<'a, '_>, responses: &Responses) -> (f64, Vec<&'a str>) {
    let (mut score, mut feedbacks) = (0.0, Vec::new());
    for condition in all(item, "respcondition") {
        let parts = inside(condition);
        if !holds(parts[0], responses) {
            continue;
        }
        for part in &parts[1..] {
            let by = || said(*part, &|_| false).parse::<f64>().expect("a number");
            match (part.tag_name().name(), part.attribute("action")) {
                ("displayfeedback", _) => feedbacks.push(attribute(*part, "linkrefid")),
                ("setvar", Some("Set")) => score = by(),
                ("setvar", Some("Add")) => score += by(),
                ("setvar", Some("Subtract")) => score -= by(),
                (other, _) => panic!("{other} is nothing that is known here"),
            }
        }
        if attribute(condition, "continue") == "No" {
            break;
        }
    }
    let scores = all(item, "decvar")[0];
    let bound = |name| attribute(scores, name).parse().expect("a number");
    (score.clamp(bound("minvalue"), bound("maxvalue")), feedbacks)
}

/// An answer as the platform would send it. Places of an order are the right sides of its steps.
fn responses(item: Node, answer: &Answer) -> Responses {
    let lists = all(item, "response_lid");
    let label = |list: usize, nth: usize| attribute(all(lists[list], "response_label")[nth], "ident").to_owned();
    let name = |list: usize| attribute(lists[list], "ident").to_owned();
    match answer {
        Answer::Chosen(places) => BTreeMap::from([(name(0), places.iter().map(|place| label(0, *place)).collect())]),
        Answer::Number(number) => {
            let field = all(item, "response_str")[0];
            BTreeMap::from([(attribute(field, "ident").to_owned(), vec![((number * 1e9).round() / 1e9).to_string()])])
        }
        Answer::Order(steps) => {
            steps.iter().enumerate().map(|(place, step)| (name(*step), vec![label(*step, place)])).collect()
        }
        Answer::Matched(rights) => {
            rights.iter().enumerate().map(|(left, right)| (name(left), vec![label(left, *right)])).collect()
        }
    }
}

fn check_marks(item: Node, question: &Question) {
    let feedbacks: BTreeMap<&str, String> =
        all(item, "itemfeedback").into_iter().map(|one| (attribute(one, "ident"), html(one))).collect();
    for answer in answers(question) {
        let (score, shown) = marked(item, &responses(item, &answer));
        let wanted = question.mark(&answer).score * 100.0;
        assert!((score - wanted).abs() < 0.01, "{answer:?} gives {score}, and {wanted} in the lab");
        let said: Vec<&String> = shown.iter().map(|name| &feedbacks[name]).collect();
        assert!(said[0].contains(&bare(&question.explanation)), "{said:?}");
        if let (Body::Choice { options, .. }, Answer::Chosen(places)) = (&question.body, &answer) {
            let whys: Vec<String> = places.iter().map(|place| bare(&options[*place].why)).collect();
            assert_eq!(said[1..].iter().map(|one| (*one).clone()).collect::<Vec<_>>(), whys);
        }
    }
}

fn check_texts(item: Node, question: &Question) {
    let presentation = all(item, "presentation")[0];
    let stem = html(inside(presentation)[0]);
    let field = all(item, "fieldentry")[0].text().expect("the kind");
    let lists = all(item, "response_lid");
    let labels = |list: Node| all(list, "response_label").into_iter().map(html).collect::<Vec<_>>();
    let heads = || lists.iter().map(|list| html(inside(*list)[0])).collect::<Vec<_>>();
    let bare_of = |texts: &mut dyn Iterator<Item = &String>| texts.map(|text| bare(text)).collect::<Vec<_>>();
    match &question.body {
        Body::Choice { options, many } => {
            assert_eq!(labels(lists[0]), bare_of(&mut options.iter().map(|option| &option.text)));
            let (kind, cardinality) =
                if *many { ("multiple_answers_question", "Multiple") } else { ("multiple_choice_question", "Single") };
            assert_eq!((field, attribute(lists[0], "rcardinality")), (kind, cardinality));
        }
        Body::Number { unit, .. } => {
            assert_eq!(bare_line(&stem), bare_line(&format!("{} ({unit})", question.stem)));
            assert_eq!(field, "numerical_question");
            return;
        }
        Body::Order { steps, .. } => {
            assert_eq!(heads(), bare_of(&mut steps.iter().map(|step| &step.text)));
            let places: Vec<String> = (1..=steps.len()).map(|place| place.to_string()).collect();
            assert!(field == "matching_question" && lists.iter().all(|list| labels(*list) == places));
        }
        Body::Match { lefts, rights, .. } => {
            assert_eq!(heads(), bare_of(&mut lefts.iter().map(|left| &left.text)));
            let rights = bare_of(&mut rights.iter());
            assert!(field == "matching_question" && lists.iter().all(|list| labels(*list) == rights));
        }
    }
    assert_eq!(stem, bare(&question.stem));
}

#[test]
fn qti_1_2_asks_and_marks_as_the_lab_does() {
    for (_, sheet) in &*SHEETS {
        let files = files(qti_1_2(sheet));
        assert_eq!(files.keys().collect::<Vec<_>>(), ["imsmanifest.xml", "test.xml"]);
        let manifest = Document::parse(utf8(&files["imsmanifest.xml"])).expect("XML");
        let named = |node: &Node| node.attribute("href") == Some("test.xml") && node.has_attribute("type");
        let resource = manifest.descendants().find(named).expect("the assessment is listed");
        assert_eq!(resource.attribute("type"), Some("imsqti_xmlv1p2"));
        let document = Document::parse(utf8(&files["test.xml"])).expect("XML");
        let items = all(document.root(), "item");
        assert_eq!(items.len(), sheet.questions.len());
        for (exported, item) in sheet.questions.iter().zip(items) {
            assert_eq!(attribute(item, "ident"), exported.name());
            check_texts(item, &exported.question);
            check_marks(item, &exported.question);
        }
    }
}
