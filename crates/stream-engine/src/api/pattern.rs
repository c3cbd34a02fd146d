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
    StreamArn,
    ConsumerArn,
    /// Of a stream or a consumer.
    ResourceArn,
}

impl Pattern {
    /// The API's regular expression.
    pub fn text(self) -> &'static str {
        match self {
            Pattern::Name => "[a-zA-Z0-9_.-]+",
            Pattern::HashKey => "0|([1-9]\\d{0,38})",
            Pattern::SequenceNumber => "0|([1-9]\\d{0,128})",
            Pattern::StreamArn => "arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+",
            Pattern::ConsumerArn => {
                "^(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+"
            }
            Pattern::ResourceArn => "arn:aws.*:kinesis:.*:\\d{12}:.*stream/\\S+",
        }
    }

    /// Whether all of the text has this form.
    pub fn matches(self, text: &str) -> bool {
        match self {
            Pattern::Name => is_name(text),
            Pattern::HashKey => is_decimal(text, 39),
            Pattern::SequenceNumber => is_decimal(text, 129),
            Pattern::StreamArn => stream_of(text).is_some_and(|stream| !stream.contains(char::is_whitespace)),
            Pattern::ConsumerArn => stream_of(text).is_some_and(|stream| {
                let consumer = stream.split_once("/consumer/").and_then(|(_, consumer)| consumer.split_once(':'));
                consumer.is_some_and(|(name, second)| {
                    is_name(name) && !second.is_empty() && second.bytes().all(|byte| byte.is_ascii_digit())
                })
            }),
            Pattern::ResourceArn => Pattern::StreamArn.matches(text),
        }
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
}

/// What follows `arn:aws…:kinesis:<region>:<account>:stream/`, if there is anything.
fn stream_of(arn: &str) -> Option<&str> {
    let mut parts = arn.splitn(6, ':');
    let head = parts.next()? == "arn" && parts.next()?.starts_with("aws") && parts.next()? == "kinesis";
    let (_region, account) = (parts.next()?, parts.next()?);
    let known = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    parts.next()?.strip_prefix("stream/").filter(|stream| head && known && !stream.is_empty())
}

fn is_decimal(text: &str, digits_max: usize) -> bool {
    let digits = (1..=digits_max).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits && (text == "0" || !text.starts_with('0'))
}
