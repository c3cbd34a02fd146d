//! Arithmetic over named numbers, as texts and keys of questions hold it: `ceil(rate * size / shard_write_bytes_per_second)`.
//! Whole numbers up to 2^53 are exact.

use std::iter::Peekable;
use std::str::CharIndices;

/// What is computed when names have values.
#[derive(Clone, PartialEq, Debug)]
pub enum Expression {
    Number(f64),
    Name(String),
    Negative(Box<Expression>),
    Of(Operation, Box<Expression>, Box<Expression>),
    Call(Function, Vec<Expression>),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Function {
    Ceil,
    Floor,
    Round,
    Min,
    Max,
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// What is wrong with the text, in words.
    pub fn parse(text: &str) -> Result<Expression, String> {
        if text.len() > LENGTH_MAX {
            return Err(format!("more than {LENGTH_MAX} bytes"));
        }
        let mut parser = Parser { text, rest: text.char_indices().peekable() };
        let expression = parser.sum(0)?;
        match parser.next_visible() {
            None => Ok(expression),
            Some(left) => Err(format!("`{left}` is too much in `{text}`")),
        }
    }

    /// The value; None if a name has none, or if it isn't a finite number.
    pub fn value(&self, named: &dyn Fn(&str) -> Option<f64>) -> Option<f64> {
        let value = match self {
            Expression::Number(number) => *number,
            Expression::Name(name) => named(name)?,
            Expression::Negative(of) => -of.value(named)?,
            Expression::Of(operation, left, right) => {
                let (left, right) = (left.value(named)?, right.value(named)?);
                match operation {
                    Operation::Add => left + right,
                    Operation::Subtract => left - right,
                    Operation::Multiply => left * right,
                    Operation::Divide => left / right,
                }
            }
            Expression::Call(function, of) => {
                let mut values = Vec::with_capacity(of.len());
                for one in of {
                    values.push(one.value(named)?);
                }
                match function {
                    Function::Ceil => values[0].ceil(),
                    Function::Floor => values[0].floor(),
                    Function::Round => values[0].round(),
                    Function::Min => values.iter().copied().fold(f64::INFINITY, f64::min),
                    Function::Max => values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                }
            }
        };
        value.is_finite().then_some(value)
    }

    /// The names in it.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Expression::Number(_) => Vec::new(),
            Expression::Name(name) => vec![name],
            Expression::Negative(of) => of.names(),
            Expression::Of(_, left, right) => [left.names(), right.names()].concat(),
            Expression::Call(_, of) => of.iter().flat_map(Expression::names).collect(),
        }
    }
}

/// Parentheses within each other at most.
const DEPTH_MAX: usize = 20;
/// And its length in bytes: what is nested without parentheses is no deeper than it is long.
const LENGTH_MAX: usize = 500;

struct Parser<'a> {
    text: &'a str,
    rest: Peekable<CharIndices<'a>>,
}

impl Parser<'_> {
    fn next_visible(&mut self) -> Option<char> {
        while self.rest.next_if(|(_, character)| character.is_whitespace()).is_some() {}
        self.rest.peek().map(|(_, character)| *character)
    }

    fn take(&mut self, wanted: char) -> bool {
        let is_there = self.next_visible() == Some(wanted);
        if is_there {
            self.rest.next();
        }
        is_there
    }

    fn sum(&mut self, depth: usize) -> Result<Expression, String> {
        if depth > DEPTH_MAX {
            return Err(format!("too many parentheses in `{}`", self.text));
        }
        let mut left = self.product(depth)?;
        loop {
            let operation = match () {
                () if self.take('+') => Operation::Add,
                () if self.take('-') => Operation::Subtract,
                () => return Ok(left),
            };
            left = Expression::Of(operation, Box::new(left), Box::new(self.product(depth)?));
        }
    }

    fn product(&mut self, depth: usize) -> Result<Expression, String> {
        let mut left = self.factor(depth)?;
        loop {
            let operation = match () {
                () if self.take('*') => Operation::Multiply,
                () if self.take('/') => Operation::Divide,
                () => return Ok(left),
            };
            left = Expression::Of(operation, Box::new(left), Box::new(self.factor(depth)?));
        }
    }

    fn factor(&mut self, depth: usize) -> Result<Expression, String> {
        let text = self.text;
        match self.next_visible() {
            Some('-') => {
                self.rest.next();
                Ok(Expression::Negative(Box::new(self.factor(depth + 1)?)))
            }
            Some('(') => {
                self.rest.next();
                let inside = self.sum(depth + 1)?;
                if self.take(')') { Ok(inside) } else { Err(format!("a `)` is missing in `{text}`")) }
            }
            Some(digit) if digit.is_ascii_digit() => {
                let number = self.word(|character| character.is_ascii_digit() || character == '.');
                number.parse().map(Expression::Number).map_err(|_| format!("`{number}` is no number in `{text}`"))
            }
            Some(letter) if letter.is_ascii_lowercase() => {
                let is_of_name = |character: char| character.is_ascii_alphanumeric() || "_.".contains(character);
                let name = self.word(is_of_name);
                if self.take('(') { self.call(&name, depth) } else { Ok(Expression::Name(name)) }
            }
            Some(other) => Err(format!("`{other}` is not expected in `{text}`")),
            None => Err(format!("`{text}` ends too early")),
        }
    }

    fn word(&mut self, belongs: impl Fn(char) -> bool) -> String {
        std::iter::from_fn(|| self.rest.next_if(|(_, character)| belongs(*character))).map(|(_, of)| of).collect()
    }

    fn call(&mut self, name: &str, depth: usize) -> Result<Expression, String> {
        let (function, one) = match name {
            "ceil" => (Function::Ceil, true),
            "floor" => (Function::Floor, true),
            "round" => (Function::Round, true),
            "min" => (Function::Min, false),
            "max" => (Function::Max, false),
            _ => return Err(format!("`{name}` is no function in `{}`", self.text)),
        };
        let mut of = vec![self.sum(depth + 1)?];
        while self.take(',') {
            of.push(self.sum(depth + 1)?);
        }
        match self.take(')') {
            true if one && of.len() > 1 => Err(format!("`{name}` takes one number in `{}`", self.text)),
            true => Ok(Expression::Call(function, of)),
            false => Err(format!("a `)` is missing in `{}`", self.text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<f64> {
        let named = |name: &str| {
            [("rate", 2_500.0), ("size", 700.0), ("price.hour", 0.015)]
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| *value)
        };
        Expression::parse(text).unwrap_or_else(|why| panic!("{why}")).value(&named)
    }

    #[test]
    fn values_follow_the_rules_of_arithmetic() {
        assert_eq!(value("1 + 2 * 3 - 4 / 2"), Some(5.0));
        assert_eq!(value("(1 + 2) * -3"), Some(-9.0));
        assert_eq!(value("8 - 3 - 2"), Some(3.0));
        assert_eq!(value("16 / 4 / 2"), Some(2.0));
        assert_eq!(value("ceil(max(rate / 1000, rate * size / 1048576))"), Some(3.0));
        assert_eq!(value("min(rate, size, 9) + floor(1.9) + round(2.5)"), Some(13.0));
        assert_eq!(value("price.hour * 2"), Some(0.03));
        assert_eq!(value("unknown + 1"), None);
        assert_eq!(value("1 / 0"), None);
    }

    #[test]
    fn what_is_no_expression_is_told() {
        for text in [
            "",
            "1 +",
            "(1",
            "1)",
            "2 3",
            "a(1)",
            "ceil(1, 2)",
            "ceil()",
            "1..2",
            "$",
            "max(1",
            "Rate",
            &"(".repeat(60),
        ] {
            assert!(Expression::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn names_are_told() {
        let parsed = Expression::parse("ceil(a / b.c) + -d").expect("an expression");
        assert_eq!(parsed.names(), ["a", "b.c", "d"]);
    }
}
