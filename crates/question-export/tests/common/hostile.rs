//! Questions whose texts hold what means something in one format or another.

use question_bank::Question;
use question_bank::item::Source;
use question_bank::question::{Body, Explained, Shown};
use question_export::Exported;

/// Each at the beginning, in the middle, at the end and alone.
const STRETCHES: [&str; 24] = [
    "\"quoted\" and 'quoted'",
    "<script>alert(1)</script>",
    "a && b &amp; c",
    "{1 = 2 ~ 3 # 4 : 5}",
    "a\tb",
    "first\nsecond\n\nthird",
    "]]> and <![CDATA[",
    "1\u{202f}000 records/s, −5 °C, ü, 漢字, 🦀",
    "`code` and `{\"a\": \"<b>&\"}`",
    "one ` backtick",
    "%50%half",
    "[html]<b>",
    "=SUM(A1:A9)",
    "a -> b",
    "\\ backslash \\n \\",
    "*bold* _low_ ~~gone~~ | # ! [a](b) &copy;",
    "// [id:x] [tag:y]",
    "$CATEGORY: elsewhere",
    "::title:: ####",
    "{{c1::cloze}} [sound:a.mp3] \\(x\\)",
    "@name, -5, +5",
    "\u{1}\u{1f}control",
    "`` ` ` ``",
    "<br/>&#13;&lt;",
];

/// The nth of them, told apart from all others of its question.
fn text(question: usize, nth: usize) -> String {
    format!("{} {question}.{nth}", STRETCHES[(question + nth) % STRETCHES.len()])
}

pub fn questions() -> Vec<Exported> {
    (0..STRETCHES.len() * 5).map(question).collect()
}

fn question(nth: usize) -> Exported {
    let explained = |at: usize| Explained { text: text(nth, at), why: text(nth, at + 7) };
    let shown = |at: usize, right: bool| Shown { text: text(nth, at), why: text(nth, at + 7), right };
    let body = match nth % 5 {
        0 => Body::Choice { options: (1..5).map(|at| shown(at, at == 2)).collect(), many: false },
        1 => Body::Choice { options: (1..7).map(|at| shown(at, at % 2 == 1)).collect(), many: true },
        2 => Body::Number { answer: 0.1 + 0.2 - nth as f64, tolerance: (nth % 2) as f64 / 2.0, unit: text(nth, 1) },
        3 => Body::Order { steps: (1..5).map(explained).collect(), places: vec![2, 0, 3, 1] },
        _ => Body::Match {
            lefts: (1..5).map(explained).collect(),
            rights: (5..9).map(|at| text(nth, at)).collect(),
            key: vec![3, 1, 0, 2],
        },
    };
    let sources = vec![
        Source {
            title: text(nth, 3),
            address: "https://example.org/a?b=<c>&d=\"e\"#f:~".to_owned(),
            checked: "2026-11-26".to_owned(),
        },
        Source { title: text(nth, 4), address: "javascript:alert(1)".to_owned(), checked: "2026-11-26".to_owned() },
    ];
    Exported {
        item: format!("{}-{nth}", ["id", "1st", "a<b>", "a b"][nth % 4]),
        version: 1,
        variant: nth.is_multiple_of(2).then_some(nth as u64),
        topic: text(nth, 5),
        domain: text(nth, 6),
        difficulty: 3,
        sources,
        question: Question { stem: text(nth, 0), body, explanation: text(nth, 9) },
    }
}
