//! Words of a POSIX shell.

/// A word in single quotes, unless no shell sees anything in it.
pub fn quoted(text: &str) -> String {
    let plain = |char: char| char.is_ascii_alphanumeric() || "-_.:/".contains(char);
    match !text.is_empty() && text.chars().all(plain) {
        true => text.to_owned(),
        false => in_quotes(text),
    }
}

/// In single quotes, where only a single quote means anything.
pub fn in_quotes(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// `ShardToSplit` → `shard-to-split`, `StreamARN` → `stream-arn`.
pub fn kebab(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, char) in chars.iter().enumerate() {
        let begins = char.is_ascii_uppercase() && at > 0;
        let after_lower = begins && !chars[at - 1].is_ascii_uppercase();
        let before_lower = begins && chars.get(at + 1).is_some_and(char::is_ascii_lowercase);
        if after_lower || before_lower {
            out.push('-');
        }
        out.push(char.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_a_shell_takes_them_for() {
        assert_eq!(quoted("shardId-000000000000"), "shardId-000000000000");
        assert_eq!(quoted("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(quoted(""), "''");
    }

    #[test]
    fn options_are_spelled_as_the_cli_spells_them() {
        let cases = [
            ("ShardToSplit", "shard-to-split"),
            ("StreamARN", "stream-arn"),
            ("UUID", "uuid"),
            ("QueueUrl", "queue-url"),
        ];
        for (member, option) in cases {
            assert_eq!(kebab(member), option);
        }
    }
}
