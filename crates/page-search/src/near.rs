//! Whether two words differ by one slip: a letter too many, one missing, another one, or two changed places.

/// Shortest word that may hold a slip, in letters: shorter ones would be found where they aren't meant.
pub const LETTERS_MIN: usize = 5;

/// Whether `typed` is `word` but for one slip.
pub fn is_near(typed: &str, word: &str) -> bool {
    let (typed, word) = trimmed(typed, word);
    is_one_slip(&typed, &word)
}

/// Whether `typed` is a beginning of `word` but for one slip.
pub fn begins_near(typed: &str, word: &str) -> bool {
    let length = typed.chars().count();
    let beginning = |letters: usize| word.chars().take(letters).collect::<String>();
    (length.saturating_sub(1)..=length + 1).any(|letters| is_near(typed, &beginning(letters)))
}

/// Both without the letters that they share at the beginning and at the end.
fn trimmed(one: &str, other: &str) -> (Vec<char>, Vec<char>) {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let shortest = one.len().min(other.len());
    let same = |(one, other): (&char, &char)| one == other;
    let front = one.iter().zip(&other).take_while(|pair| same(*pair)).count();
    let back = one.iter().rev().zip(other.iter().rev()).take_while(|pair| same(*pair)).count().min(shortest - front);
    (one[front..one.len() - back].to_vec(), other[front..other.len() - back].to_vec())
}

fn is_one_slip(one: &[char], other: &[char]) -> bool {
    match (one, other) {
        ([], [] | [_]) | ([_], [] | [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
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
    }

    #[test]
    fn a_beginning_may_hold_a_slip() {
        assert!(begins_near("thruoghp", "throughput"));
        assert!(begins_near("visib", "visibility") && begins_near("vsibi", "visibility"));
        assert!(!begins_near("thruo", "visibility"));
    }
}
