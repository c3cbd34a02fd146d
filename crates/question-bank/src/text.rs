//! Texts with `{…}` in them: a limit by its key, with its unit; a given number; an expression, as a plain number or, with
//! a unit behind a bar, as the page writes numbers of that unit: `{2 * shard_write_records_per_second|records/s}`.

use crate::expression::Expression;
use crate::facts::Facts;
use crate::given::Drawn;
use lab_content::format::{THIN, dollars, fill, thousands, with_unit};

/// What a text is filled from.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    pub facts: &'a Facts,
    pub drawn: &'a Drawn,
    /// What was measured in a run, if there was one.
    pub found: Option<f64>,
}

impl Names<'_> {
    /// A name's number.
    pub fn number(&self, name: &str) -> Option<f64> {
        match name {
            "found" => self.found,
            _ => self.drawn.number(name).map(|number| number as f64).or_else(|| self.facts.number(name)),
        }
    }

    /// An expression's value.
    pub fn value(&self, expression: &Expression) -> Option<f64> {
        expression.value(&|name| self.number(name))
    }

    /// The text with everything in braces replaced; what can't be stays as it is.
    pub fn fill(&self, text: &str) -> String {
        fill(text, |inside| {
            if let Some(fact) = self.facts.fact(inside) {
                return Some(fact.text());
            }
            let (expression, unit) = inside.split_once('|').unwrap_or((inside, ""));
            let value = self.value(&Expression::parse(expression).ok()?)?;
            Some(number_with_unit(value, unit))
        })
    }

    /// The same for what a program reads: numbers without spaces and units.
    pub fn fill_plainly(&self, text: &str) -> String {
        fill(text, |inside| Some(self.value(&Expression::parse(inside).ok()?)?.to_string()))
    }
}

/// `1 000 records/s`, `2.5`, `$0.03`.
pub fn number_with_unit(value: f64, unit: &str) -> String {
    if unit == "$" {
        let nano = (value.max(0.0) * 1e9).round() as u64;
        return format!("${}", dollars(nano, if value < 1.0 { 3 } else { 2 }));
    }
    if value >= 0.0 && value.fract() == 0.0 {
        return with_unit(value as u64, unit);
    }
    let number = decimal(value, 2);
    if unit.is_empty() { number } else { format!("{number}{}{unit}", THIN) }
}

/// Rounded to so many decimals, with thousands apart and without needless zeros.
fn decimal(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |whole| ("−", whole));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), thousands);
    let part = part.trim_end_matches('0');
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// A stretch of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    Plain(String),
    Code(String),
}

/// A text taken apart. A backtick without another stands for itself.
pub fn pieces(text: &str) -> Vec<Piece> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some((before, (code, after))) =
        rest.split_once('`').and_then(|(before, after)| Some((before, after.split_once('`')?)))
    {
        pieces.push(Piece::Plain(before.to_owned()));
        pieces.push(Piece::Code(code.to_owned()));
        rest = after;
    }
    pieces.push(Piece::Plain(rest.to_owned()));
    pieces.retain(|(Piece::Plain(text) | Piece::Code(text))| !text.is_empty());
    pieces
}

/// A place as it is named: A to Z, then AA.
pub fn letter(nth: usize) -> String {
    let last = char::from(b'A' + (nth % 26) as u8);
    if nth < 26 { last.to_string() } else { format!("{}{last}", letter(nth / 26 - 1)) }
}

/// All that stands in braces.
pub fn braced(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|piece| piece.split_once('}').map(|(inside, _)| inside)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab_content::profile::{Fact, FactValue};

    #[test]
    fn limits_numbers_and_expressions_are_written_in() {
        let fact = |key: &str, value, unit: &str| Fact {
            key: key.to_owned(),
            name: String::new(),
            value,
            unit: unit.to_owned(),
            source: String::new(),
            date: String::new(),
            note: String::new(),
        };
        let facts = Facts(vec![
            fact("price.shard_hour", FactValue::NanoDollars(15_000_000), "per shard-hour"),
            fact("records_per_second", FactValue::Count(1_000), "records/s"),
        ]);
        let drawn = Drawn(vec![("apps".to_owned(), 5)]);
        let names = Names { facts: &facts, drawn: &drawn, found: Some(2.5) };
        let filled = |text| names.fill(text).replace('\u{202f}', " ");
        assert_eq!(filled("A shard takes {records_per_second}."), "A shard takes 1 000 records/s.");
        assert_eq!(filled("{apps} of {apps * 3 + 1}"), "5 of 16");
        assert_eq!(filled("{2 * records_per_second|records/s}"), "2 000 records/s");
        assert_eq!(filled("{apps * 1048576|bytes/s}, {found|s}"), "5 MiB/s, 2.5 s");
        assert_eq!(filled("{price.shard_hour * 24 * 30|$}, {price.shard_hour / 2|$}"), "$10.80, $0.008");
        assert_eq!(filled("{unknown} {3 +}"), "{unknown} {3 +}");
        assert_eq!(braced("a {b} c {d|e}"), ["b", "d|e"]);
    }

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([0, 25, 26, 51, 52, 702].map(letter), ["A", "Z", "AA", "AZ", "BA", "AAA"]);
    }

    #[test]
    fn a_backtick_alone_stands_for_itself() {
        let (plain, code) = (|text: &str| Piece::Plain(text.to_owned()), |text: &str| Piece::Code(text.to_owned()));
        assert_eq!(pieces("a `b` c"), [plain("a "), code("b"), plain(" c")]);
        assert_eq!(pieces("a ` b"), [plain("a ` b")]);
        assert_eq!(pieces("`a`"), [code("a")]);
    }
}
