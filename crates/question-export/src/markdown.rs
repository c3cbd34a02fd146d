//! A sheet as Markdown (CommonMark): the questions, then the key under a heading of its own.

use crate::paper::{Lettered, Paper, Piece, Space, paper};
use crate::prose::line;
use crate::sheet::{Labels, Sheet};

/// What means something in the middle of a line.
const SPECIAL: &str = "\\`*_{}[]<>#|~&!$";

/// The sheet as Markdown.
pub fn markdown(sheet: &Sheet) -> String {
    let Paper { title, profile, seed, questions, key } = paper(sheet);
    let Labels { key: heading, sources: _, checked, seed: seed_label } = &sheet.labels;
    let mut out = format!("# {}\n\n{}, {} {seed}\n", escaped(&title), escaped(&profile), escaped(seed_label));
    for question in &questions {
        out.push_str(&format!("\n**{}.** {}\n\n", question.number, text(&question.stem)));
        match &question.answer {
            Space::Options { options: steps, .. } | Space::Order { steps } => list(&mut out, '-', steps),
            Space::Number { unit } => out.push_str(&format!("\\_\\_\\_\\_\\_\\_ {}\n", escaped(unit))),
            Space::Match { lefts, rights } => {
                for (number, left) in (1..).zip(lefts) {
                    out.push_str(&format!("- **{number}** {}\n", text(left)));
                }
                out.push('\n');
                // Another mark begins another list.
                list(&mut out, '*', rights);
            }
        }
    }
    out.push_str(&format!("\n## {}\n", escaped(heading)));
    for answer in &key {
        let (number, key) = (answer.number, escaped(&answer.key));
        out.push_str(&format!("\n**{number}.** **{key}**\n\n{}\n\n", text(&answer.explanation)));
        for source in &answer.sources {
            let address: String =
                source.address.chars().filter(|one| !one.is_whitespace() && !"<>\\".contains(*one)).collect();
            let (title, date) = (escaped(&source.title), escaped(&source.checked));
            out.push_str(&format!("- [{title}](<{address}>) ({} {date})\n", escaped(checked)));
        }
    }
    out
}

fn list(out: &mut String, mark: char, lines: &[Lettered]) {
    for Lettered { letter, text: of } in lines {
        out.push_str(&format!("{mark} **{letter}** {}\n", text(of)));
    }
}

fn text(pieces: &[Piece]) -> String {
    let written = |piece: &Piece| match piece {
        Piece::Plain(plain) => escaped(plain),
        Piece::Code(code) => {
            let code = line(code);
            // A space on both sides is taken for padding, unless there is nothing else.
            let is_padded = code.starts_with(' ') && code.ends_with(' ') && !code.trim_matches(' ').is_empty();
            if is_padded { format!("` {code} `") } else { format!("`{code}`") }
        }
    };
    pieces.iter().map(written).collect()
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in line(text).chars() {
        if SPECIAL.contains(character) {
            out.push('\\');
        }
        out.push(character);
    }
    out
}
