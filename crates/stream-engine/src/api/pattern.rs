//! The few forms of text that requests are held against, each as the API's own regular expression
//! and a matcher for it: a regex engine would be most of the program.

/// A form of text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pattern {
    /// Names of streams, consumers, shards.
    Name,
    /// A decimal number without leading zeros, of up to 39 digits.
    HashKey,
    /// The same of up to 129 digits.
    SequenceNumber,
}

impl Pattern {
    /// The API's regular expression.
    pub fn text(self) -> &'static str {
        match self {
            Pattern::Name => "[a-zA-Z0-9_.-]+",
            Pattern::HashKey => "0|([1-9]\\d{0,38})",
            Pattern::SequenceNumber => "0|([1-9]\\d{0,128})",
        }
    }

    /// Whether all of the text has this form.
    pub fn matches(self, text: &str) -> bool {
        match self {
            Pattern::Name => {
                !text.is_empty() && text.chars().all(|char| char.is_ascii_alphanumeric() || "_.-".contains(char))
            }
            Pattern::HashKey => is_decimal(text, 39),
            Pattern::SequenceNumber => is_decimal(text, 129),
        }
    }
}

fn is_decimal(text: &str, digits_max: usize) -> bool {
    let digits = (1..=digits_max).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits && (text == "0" || !text.starts_with('0'))
}
