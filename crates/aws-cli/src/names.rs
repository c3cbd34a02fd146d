//! Names as the CLI spells them.

/// `StreamARN` → `stream-arn`, `ListObjectsV2` → `list-objects-v2`.
pub fn kebab(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (nth, char) in chars.iter().enumerate() {
        let before = nth.checked_sub(1).and_then(|before| chars.get(before));
        let ends_a_word = before.is_some_and(|before| !before.is_ascii_uppercase());
        let begins_a_word = chars.get(nth + 1).is_some_and(char::is_ascii_lowercase);
        if nth > 0 && char.is_ascii_uppercase() && (ends_a_word || begins_a_word) {
            out.push('-');
        }
        out.push(char.to_ascii_lowercase());
    }
    out
}

/// How alike two words are, from 0 to 1: twice the letters in common blocks by the length of both
/// (Ratcliff and Obershelp's measure, by which the CLI finds what was meant).
fn ratio(one: &[char], other: &[char]) -> f64 {
    let total = one.len() + other.len();
    if total == 0 { 1.0 } else { 2.0 * in_common(one, other) as f64 / total as f64 }
}

/// Letters in the longest common block and in those to its left and right.
fn in_common(one: &[char], other: &[char]) -> usize {
    let (mut at, mut there, mut size) = (0, 0, 0);
    for i in 0..one.len() {
        for j in 0..other.len() {
            let same = one[i..].iter().zip(&other[j..]).take_while(|(a, b)| a == b).count();
            if same > size {
                (at, there, size) = (i, j, same);
            }
        }
    }
    if size == 0 {
        return 0;
    }
    let right = in_common(&one[at + size..], &other[there + size..]);
    size + right + in_common(&one[..at], &other[..there])
}

/// Up to three of the names that are much like a word, the likest first.
pub fn meant<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let letters = |text: &str| text.chars().collect::<Vec<char>>();
    let word = letters(word);
    let mut alike: Vec<(f64, &str)> = names.map(|name| (ratio(&letters(name), &word), name)).collect();
    alike.retain(|(ratio, _)| *ratio >= 0.8);
    alike.sort_by(|one, other| other.0.total_cmp(&one.0).then(other.1.cmp(one.1)));
    alike.into_iter().take(3).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_parted_where_words_begin() {
        let names = [
            ("StreamName", "stream-name"),
            ("StreamARN", "stream-arn"),
            ("AWSAccountIds", "aws-account-ids"),
            ("ListObjectsV2", "list-objects-v2"),
            ("MaxRecordSizeInKiB", "max-record-size-in-ki-b"),
            ("ExtendedS3DestinationConfiguration", "extended-s3-destination-configuration"),
            ("UUID", "uuid"),
            ("tags", "tags"),
        ];
        for (name, wanted) in names {
            assert_eq!(kebab(name), wanted);
        }
    }

    #[test]
    fn a_word_leads_to_the_names_that_it_may_mean() {
        let names = ["put-record", "put-records", "get-records", "split-shard"];
        assert_eq!(meant("putrecord", names.into_iter()), ["put-record", "put-records"]);
        assert_eq!(meant("foo", names.into_iter()), [""; 0]);
    }
}
