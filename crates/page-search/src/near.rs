//! Whether two words differ by one slip: a letter too many, one missing, another one, or two changed places.

/// Shortest word that may hold a slip, in letters: shorter ones would be found where they aren't meant.
pub const LETTERS_MIN: usize = 5;

/// Whether `typed` is `word` but for one slip.
pub fn is_near(typed: &str, word: &str) -> bool {
    let (typed, word) = trimmed(typed, word);
    is_one_slip(typed, word)
}

/// Whether `typed` is a beginning of `word` but for one slip.
pub fn begins_near(typed: &str, word: &str) -> bool {
    let length = typed.chars().count();
    let beginning = |letters: usize| word.char_indices().nth(letters).map_or(word, |(end, _)| &word[..end]);
    (length.saturating_sub(1)..=length + 1).any(|letters| is_near(typed, beginning(letters)))
}

/// Both without the letters that they share at the beginning and at the end.
fn trimmed<'text>(one: &'text str, other: &'text str) -> (&'text str, &'text str) {
    let front = shared(one.chars(), other.chars());
    let (one, other) = (&one[front..], &other[front..]);
    let back = shared(one.chars().rev(), other.chars().rev());
    (&one[..one.len() - back], &other[..other.len() - back])
}

/// Bytes of the letters with which both begin.
fn shared(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).map(|(letter, _)| letter.len_utf8()).sum()
}

/// Whether what is left of two words once they are trimmed is one slip. No more than three letters of either tell.
fn is_one_slip(one: &str, other: &str) -> bool {
    let letters = |text: &str| {
        let mut letters = text.chars();
        [letters.next(), letters.next(), letters.next()]
    };
    match (letters(one), letters(other)) {
        ([_, None, _], [_, None, _]) => true,
        ([a, b, None], [c, d, None]) => a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_forgiven_and_two_are_not() {
        for typed in ["shards", "shrd", "sharg", "hsard", "shar", "xshard", "shaard"] {
            assert!(is_near(typed, "shard"), "{typed}");
        }
        for typed in ["shrads", "sd", "shadr1", "hards", "dhars", ""] {
            assert!(!is_near(typed, "shard"), "{typed}");
        }
        assert!(is_near("aaa", "aaaa") && is_near("abab", "baab"));
        // Letters of several bytes are letters.
        assert!(is_near("größe", "gröse") && is_near("größe", "größer") && !is_near("größe", "grüne"));
    }

    #[test]
    fn a_beginning_may_hold_a_slip() {
        assert!(begins_near("thruoghp", "throughput"));
        assert!(begins_near("visib", "visibility") && begins_near("vsibi", "visibility"));
        assert!(!begins_near("thruo", "visibility"));
    }
}
