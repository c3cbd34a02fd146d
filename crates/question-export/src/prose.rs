//! Texts of questions, which are plain but for code between backticks, and what is said when a question was answered.

use crate::sheet::{Exported, Sheet};
use file_writer::xml::{Element, Node, element, fragment};
use question_bank::item::Source;
use question_bank::question::{Body, Explained};
use question_bank::text::{Piece, pieces};

/// A text as XML that HTML shares: code as `code`, ends of lines as `br`.
pub(crate) fn prose(text: &str) -> Vec<Node> {
    let mut nodes = Vec::new();
    for piece in pieces(text) {
        match piece {
            Piece::Code(code) => nodes.push(element("code").with(code).into()),
            Piece::Plain(plain) => {
                for (nth, line) in plain.split('\n').enumerate() {
                    if nth > 0 {
                        nodes.push(element("br").into());
                    }
                    if !line.is_empty() {
                        nodes.push(line.into());
                    }
                }
            }
        }
    }
    nodes
}

/// The same as HTML.
pub(crate) fn html(text: &str) -> String {
    fragment(&prose(text))
}

/// A text on one line, for places that have no other.
pub(crate) fn line(text: &str) -> String {
    text.chars().map(|one| if one.is_control() { ' ' } else { one }).collect()
}

/// Why what was answered is right or wrong: the explanation, what belongs to single steps or pairs, the sources. What
/// belongs to single options is said with them.
pub(crate) fn general(exported: &Exported, sheet: &Sheet) -> Vec<Node> {
    let question = &exported.question;
    let mut blocks = vec![element("p").with_all(prose(&question.explanation))];
    match &question.body {
        Body::Order { steps: parts, .. } | Body::Match { lefts: parts, .. } => {
            blocks.push(element("ul").with_all(parts.iter().map(explained)));
        }
        Body::Choice { .. } | Body::Number { .. } => {}
    }
    if !exported.sources.is_empty() {
        blocks.push(element("p").with(format!("{}:", sheet.labels.sources)));
        let source = |one: &Source| {
            let checked = format!(" ({} {})", sheet.labels.checked, one.checked);
            element("li").with(link(one)).with(checked)
        };
        blocks.push(element("ul").with_all(exported.sources.iter().map(source)));
    }
    blocks.into_iter().map(Node::from).collect()
}

fn explained(part: &Explained) -> Element {
    element("li").with_all(prose(&part.text)).with(": ").with_all(prose(&part.why))
}

/// A link, if the address is one that leads to a page and does nothing else.
fn link(source: &Source) -> Node {
    let leads_to_page = ["https://", "http://"].iter().any(|start| source.address.starts_with(start));
    match leads_to_page && !source.title.is_empty() {
        true => element("a").set("href", source.address.as_str()).with(source.title.as_str()).into(),
        false => format!("{} {}", source.title, source.address).into(),
    }
}
