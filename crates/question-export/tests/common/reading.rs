//! Reading back what was taken away, with none of the code that wrote it.

use question_bank::Question;
use question_bank::mark::Answer;
use question_bank::question::Body;
use roxmltree::Node;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// The files of a zip archive, by name.
pub fn files(archive: Vec<u8>) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).expect("a zip archive");
    let mut files = BTreeMap::new();
    for nth in 0..archive.len() {
        let mut file = archive.by_index(nth).expect("a file of the archive");
        let mut bytes = Vec::new();
        // The reader holds the content against its checksum.
        file.read_to_end(&mut bytes).expect("a sound file");
        let name = file.name().expect("a name in UTF-8").into_owned();
        assert!(!files.contains_key(&name), "{name} is there twice");
        files.insert(name, bytes);
    }
    files
}

pub fn utf8(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// A text without its backticks, as it must come back from XML and HTML.
pub fn bare(text: &str) -> String {
    let kept = |one: char| if one < ' ' && one != '\n' && one != '\t' { '\u{fffd}' } else { one };
    text.chars().filter(|one| *one != '`').map(kept).collect()
}

/// The same from places that have but one line.
pub fn bare_line(text: &str) -> String {
    bare(text).replace(['\n', '\t'], " ")
}

/// What an element says, without what `left_out` says inside it, and without a backtick that stands alone.
pub fn said(node: Node, left_out: &dyn Fn(Node) -> bool) -> String {
    let mut text = String::new();
    for child in node.children().filter(|child| !left_out(*child)) {
        match child.text().filter(|_| child.is_text()) {
            Some(piece) => text.extend(piece.chars().filter(|one| *one != '`')),
            None if child.tag_name().name() == "br" => text.push('\n'),
            None => text.push_str(&said(child, left_out)),
        }
    }
    text
}

/// What HTML says that XML reads too.
pub fn said_by_html(html: &str) -> String {
    let html = format!("<html>{html}</html>");
    let document = roxmltree::Document::parse(&html).unwrap_or_else(|why| panic!("{why}: {html}"));
    said(document.root_element(), &|_| false)
}

/// The key by letters, as it is printed.
pub fn letters(question: &Question) -> String {
    let letter = |place: usize| ["A", "B", "C", "D", "E", "F"][place].to_owned();
    let all: Vec<String> = match (question.key(), &question.body) {
        (Answer::Chosen(places) | Answer::Order(places), _) => places.into_iter().map(letter).collect(),
        (Answer::Matched(rights), _) => {
            rights.into_iter().enumerate().map(|(left, right)| format!("{} {}", left + 1, letter(right))).collect()
        }
        (Answer::Number(number), Body::Number { tolerance, .. }) => {
            // To nine decimals nothing of arithmetic's dust is left.
            let rounded = (number * 1e9).round() / 1e9;
            vec![if *tolerance > 0.0 { format!("{rounded} ± {tolerance}") } else { rounded.to_string() }]
        }
        (Answer::Number(_), _) => panic!("only a number is answered by one"),
    };
    all.join(", ")
}

/// Answers to try: the key, others near it, and many that are wrong in part or altogether.
pub fn answers(question: &Question) -> Vec<Answer> {
    let rotated = |places: &[usize], by: usize| {
        let mut places = places.to_vec();
        let by = by % places.len();
        places.rotate_left(by);
        places
    };
    match (&question.body, question.key()) {
        (Body::Choice { options, many: true }, _) => {
            let subset = |bits: u32| (0..options.len()).filter(|nth| bits >> nth & 1 == 1).collect();
            (0..1 << options.len()).map(|bits| Answer::Chosen(subset(bits))).collect()
        }
        (Body::Choice { options, .. }, _) => (0..options.len()).map(|nth| Answer::Chosen(vec![nth])).collect(),
        (Body::Number { answer, tolerance, .. }, _) => {
            let (near, far) = (tolerance * 0.99, tolerance * 1.01 + 0.001 * answer.abs().max(1.0));
            [0.0, near, -near, far, -far].map(|by| Answer::Number(answer + by)).into()
        }
        (Body::Order { .. }, Answer::Order(key)) => {
            let mut swapped = key.clone();
            swapped.swap(0, 1);
            (0..key.len()).map(|by| rotated(&key, by)).chain([swapped]).map(Answer::Order).collect()
        }
        (Body::Match { .. }, Answer::Matched(key)) => {
            let mut swapped = key.clone();
            swapped.swap(0, 1);
            (0..key.len()).map(|by| rotated(&key, by)).chain([swapped]).map(Answer::Matched).collect()
        }
        _ => panic!("the key is of the question's kind"),
    }
}
