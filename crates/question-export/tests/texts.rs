//! CSV, Markdown and the sheet to print, read by parsers that aren't ours.

mod common;

use common::SHEETS;
use common::reading::{bare_line, letters};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
use question_bank::question::{Body, Question};
use question_export::paper::{Piece, Space};
use question_export::{Sheet, csv, markdown, paper};

#[test]
fn a_spreadsheet_reads_every_question_with_its_key() {
    for (_, sheet) in &*SHEETS {
        let text = csv(sheet);
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        let columns = reader.headers().expect("names of columns").clone();
        let rows: Vec<::csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("a table");
        assert_eq!(rows.len(), sheet.questions.len());
        for (exported, row) in sheet.questions.iter().zip(&rows) {
            let cell = |name: &str| &row[columns.iter().position(|column| column == name).expect(name)];
            let unguarded = |name: &str| cell(name).strip_prefix('\'').unwrap_or(cell(name)).to_owned();
            let Question { stem, explanation, body } = &exported.question;
            assert_eq!((cell("name"), cell("key")), (exported.name().as_str(), letters(&exported.question).as_str()));
            assert_eq!((unguarded("question"), unguarded("explanation")), (stem.clone(), explanation.clone()));
            assert_eq!(unguarded("topic"), exported.topic);
            match body {
                Body::Choice { options, many } => {
                    assert_eq!(cell("kind"), if *many { "multi" } else { "single" });
                    let lettered = |(letter, text): (&str, &String)| format!("{letter}: {text}");
                    let letters = ["A", "B", "C", "D", "E", "F"].into_iter();
                    let texts = letters.clone().zip(options.iter().map(|option| &option.text)).map(lettered);
                    assert_eq!(cell("options"), texts.collect::<Vec<_>>().join("\n"));
                    let whys = letters.zip(options.iter().map(|option| &option.why)).map(lettered);
                    assert_eq!(cell("reasons"), whys.collect::<Vec<_>>().join("\n"));
                }
                Body::Number { unit, .. } => assert_eq!((cell("kind"), &unguarded("unit")), ("numeric", unit)),
                Body::Order { steps, .. } => {
                    assert!(cell("kind") == "order" && steps.iter().all(|step| cell("options").contains(&step.text)));
                }
                Body::Match { rights, .. } => {
                    assert!(cell("kind") == "match" && rights.iter().all(|right| cell("options").contains(right)));
                }
            }
            for cell in row {
                let is_number = cell.parse::<f64>().is_ok() || cell.contains('±');
                assert!(is_number || !cell.starts_with(['=', '+', '-', '@', '\t']), "a formula: {cell}");
            }
        }
    }
}

/// What a Markdown reader finds, in the order of the text: a paragraph, a line of a list, a heading.
#[derive(Debug, PartialEq)]
enum Block {
    Heading(HeadingLevel, String),
    Line(String),
}

fn blocks(text: &str) -> Vec<Block> {
    let (mut blocks, mut said) = (Vec::new(), String::new());
    for event in Parser::new(text) {
        match event {
            Event::Text(text) | Event::Code(text) => said.push_str(&text.replace('`', "")),
            Event::SoftBreak => panic!("a text goes on in another line: {said}"),
            Event::Start(
                Tag::Strong | Tag::Link { .. } | Tag::Paragraph | Tag::List(None) | Tag::Item | Tag::Heading { .. },
            ) => {}
            Event::End(TagEnd::Heading(level)) => blocks.push(Block::Heading(level, std::mem::take(&mut said))),
            Event::End(TagEnd::Paragraph | TagEnd::Item) => {
                blocks.push(Block::Line(std::mem::take(&mut said).trim().to_owned()))
            }
            Event::End(_) => {}
            other => panic!("{other:?} is nothing that a sheet holds, behind {said}"),
        }
    }
    blocks
}

/// The same, made from the questions.
fn wanted(sheet: &Sheet) -> Vec<Block> {
    let line = |text: String| Block::Line(bare_line_of_markdown(&text));
    let title = bare_line_of_markdown(&sheet.title);
    let mut blocks =
        vec![Block::Heading(HeadingLevel::H1, title), line(format!("{}, seed {}", sheet.profile, sheet.seed))];
    for (number, exported) in (1..).zip(&sheet.questions) {
        blocks.push(line(format!("{number}. {}", exported.question.stem)));
        let lettered = |(letter, text): (&str, &String)| line(format!("{letter} {text}"));
        let letters = || ["A", "B", "C", "D", "E", "F"].into_iter();
        match &exported.question.body {
            Body::Choice { options, .. } => {
                blocks.extend(letters().zip(options.iter().map(|option| &option.text)).map(lettered));
            }
            Body::Number { unit, .. } => blocks.push(line(format!("______ {unit}"))),
            Body::Order { steps, .. } => {
                blocks.extend(letters().zip(steps.iter().map(|step| &step.text)).map(lettered))
            }
            Body::Match { lefts, rights, .. } => {
                blocks.extend((1..).zip(lefts).map(|(number, left)| line(format!("{number} {}", left.text))));
                blocks.extend(letters().zip(rights).map(lettered));
            }
        }
    }
    blocks.push(Block::Heading(HeadingLevel::H2, "Key".to_owned()));
    for (number, exported) in (1..).zip(&sheet.questions) {
        let unit = match &exported.question.body {
            Body::Number { unit, .. } => format!(" {unit}"),
            _ => String::new(),
        };
        blocks.push(line(format!("{number}. {}{unit}", letters(&exported.question))));
        blocks.push(line(exported.question.explanation.clone()));
        let source = |one: &question_bank::item::Source| line(format!("{} (checked {})", one.title, one.checked));
        blocks.extend(exported.sources.iter().map(source));
    }
    blocks
}

/// Markdown has no place for control characters, and takes spaces from the ends of a paragraph.
fn bare_line_of_markdown(text: &str) -> String {
    let visible: String = text.chars().map(|one| if one.is_control() { ' ' } else { one }).collect();
    bare_line(&visible).trim().to_owned()
}

#[test]
fn markdown_reads_as_the_questions_and_their_key() {
    for (name, sheet) in &*SHEETS {
        for (found, wanted) in blocks(&markdown(sheet)).iter().zip(wanted(sheet)) {
            assert_eq!(*found, wanted, "{name}");
        }
        assert_eq!(blocks(&markdown(sheet)).len(), wanted(sheet).len(), "{name}");
    }
}

fn joined(pieces: &[Piece]) -> String {
    pieces.iter().map(|(Piece::Plain(text) | Piece::Code(text))| text.replace('`', "")).collect()
}

#[test]
fn a_printed_sheet_has_the_questions_and_apart_from_them_the_key() {
    for (_, sheet) in &*SHEETS {
        let paper = paper(sheet);
        assert_eq!((paper.questions.len(), paper.key.len()), (sheet.questions.len(), sheet.questions.len()));
        for ((exported, asked), line) in sheet.questions.iter().zip(&paper.questions).zip(&paper.key) {
            assert_eq!(asked.number, line.number);
            assert_eq!(joined(&asked.stem), exported.question.stem.replace('`', ""));
            let key = letters(&exported.question);
            assert_eq!(line.name, exported.name());
            match (&exported.question.body, &asked.answer) {
                (Body::Number { unit, .. }, Space::Number { unit: shown }) => {
                    assert_eq!((shown, &line.key), (unit, &format!("{key} {unit}")));
                }
                (Body::Choice { options, many }, Space::Options { options: shown, many: shown_many }) => {
                    assert_eq!((many, &line.key), (shown_many, &key));
                    let marked = shown.iter().filter(|one| key.split(", ").any(|letter| letter == one.letter));
                    let right = options.iter().filter(|option| option.right).map(|option| option.text.replace('`', ""));
                    assert_eq!(marked.map(|one| joined(&one.text)).collect::<Vec<_>>(), right.collect::<Vec<_>>());
                }
                (Body::Order { steps, .. }, Space::Order { steps: shown }) => {
                    assert_eq!((steps.len(), &line.key), (shown.len(), &key));
                }
                (Body::Match { lefts, rights, .. }, Space::Match { lefts: shown, rights: lettered }) => {
                    assert_eq!((lefts.len(), rights.len(), &line.key), (shown.len(), lettered.len(), &key));
                }
                (body, space) => panic!("{body:?} is answered in {space:?}"),
            }
        }
    }
}

#[test]
fn code_is_told_from_text() {
    let with_code = SHEETS[0].1.questions.iter().zip(paper(&SHEETS[0].1).questions);
    let mut found = 0;
    for (exported, asked) in with_code {
        let code = asked.stem.iter().filter(|piece| matches!(piece, Piece::Code(_))).count();
        assert_eq!(code * 2, exported.question.stem.matches('`').count());
        found += code;
    }
    assert!(found > 20, "{found} stretches of code");
}
