//! `*` and `?` in actions, ARNs and conditions, and policy variables such as `${aws:username}`.

use super::context::Context;

/// One piece of a pattern, ready to be matched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Piece {
    One(char),
    /// `?`: any one character.
    Any,
    /// `*` within a part of an ARN: any number of characters but colons.
    Within,
    /// `*`: any number of characters.
    Many,
}

/// Whether a text matches, `*` reaching anywhere.
pub fn like(pattern: &str, text: &str, variables: Option<&Context>) -> bool {
    pieces(pattern, variables).is_some_and(|pieces| matches(&pieces, text))
}

/// Whether an action matches; IAM doesn't look at capitals there.
pub fn action(pattern: &str, action: &str) -> bool {
    like(&pattern.to_ascii_lowercase(), &action.to_ascii_lowercase(), None)
}

/// Whether a resource's ARN matches: a `*` at the end of a part reaches beyond colons, one inside
/// of a part doesn't (IAM User Guide, element Resource).
pub fn resource(pattern: &str, arn: &str, variables: Option<&Context>) -> bool {
    let Some(mut pieces) = pieces(pattern, variables) else { return false };
    for at in 0..pieces.len() {
        let last = matches!(pieces.get(at + 1), None | Some(Piece::One(':')));
        if pieces[at] == Piece::Many && !last {
            pieces[at] = Piece::Within;
        }
    }
    matches(&pieces, arn)
}

/// Whether an ARN matches part by part, as ArnLike does: six parts, the last with its colons.
pub fn arn(pattern: &str, arn: &str, variables: Option<&Context>) -> bool {
    let (patterns, parts): (Vec<&str>, Vec<&str>) = (pattern.splitn(6, ':').collect(), arn.splitn(6, ':').collect());
    let all = || patterns.iter().zip(&parts).all(|(pattern, part)| like(pattern, part, variables));
    patterns.len() == parts.len() && all()
}

/// The text with variables filled in, for operators without wildcards; None if one has no value.
pub fn filled(pattern: &str, variables: Option<&Context>) -> Option<String> {
    let variables = variables.filter(|_| pattern.contains("${"));
    if variables.is_none() {
        return Some(pattern.to_owned());
    }
    // Characters that stand for themselves here, wildcards among them.
    let text = pieces(pattern, variables)?.into_iter().map(|piece| match piece {
        Piece::One(char) => char,
        Piece::Any => '?',
        Piece::Many | Piece::Within => '*',
    });
    Some(text.collect())
}

/// Takes a pattern apart. A variable's value stands for itself, wildcards in it included; None if
/// a variable has no value, as then the pattern matches nothing.
fn pieces(pattern: &str, variables: Option<&Context>) -> Option<Vec<Piece>> {
    let mut pieces = Vec::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(char) = rest.chars().next() {
        if let (Some(variables), Some((name, after))) = (variables, variable(rest)) {
            match name {
                "*" | "?" | "$" => pieces.extend(name.chars().map(Piece::One)),
                _ => pieces.extend(value(name, variables)?.chars().map(Piece::One)),
            }
            rest = after;
            continue;
        }
        pieces.push(match char {
            '*' => Piece::Many,
            '?' => Piece::Any,
            char => Piece::One(char),
        });
        rest = &rest[char.len_utf8()..];
    }
    Some(pieces)
}

/// The name of the variable that stands here, and what comes after it.
fn variable(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix("${")?.split_once('}')
}

/// A variable's value, or its default: `${aws:username, 'nobody'}`.
fn value<'a>(name: &'a str, variables: &'a Context) -> Option<&'a str> {
    let (key, default) = match name.split_once(',') {
        Some((key, default)) => {
            (key.trim(), default.trim().strip_prefix('\'').and_then(|text| text.strip_suffix('\'')))
        }
        None => (name, None),
    };
    variables.single(key).or(default)
}

/// One pass over the text for each piece: no pattern takes longer than the two lengths multiplied.
fn matches(pieces: &[Piece], text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    // Which beginnings of the text the pieces so far can match.
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    for piece in pieces {
        let mut next = vec![false; text.len() + 1];
        for at in 0..=text.len() {
            let before = at.checked_sub(1);
            let came = before.is_some_and(|before| reached[before]);
            let grew = before.is_some_and(|before| next[before]);
            next[at] = match piece {
                Piece::One(char) => came && text[at - 1] == *char,
                Piece::Any => came,
                Piece::Many => reached[at] || grew,
                Piece::Within => reached[at] || grew && text[at - 1] != ':',
            };
        }
        reached = next;
    }
    reached[text.len()]
}
