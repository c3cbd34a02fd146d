//! Texts as words: where each stands, and the form under which it is known. Case and accents don't count, nor a plural
//! `s`; `ProvisionedThroughputExceededException` is known as a whole and by its parts; `1 000` is one number.

use std::ops::Range;

/// A word in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Word {
    /// Its bytes in the text.
    pub place: Range<usize>,
    /// As it is written, but for case and accents.
    pub folded: String,
    /// As it is known: the singular.
    pub known: String,
    /// A part of the word before it that is no part.
    pub is_part: bool,
}

impl Word {
    fn new(text: &str, place: Range<usize>, is_part: bool) -> Word {
        let folded = folded(&text[place.clone()]);
        let known = singular(&folded);
        Word { place, folded, known, is_part }
    }
}

/// The words of a text in their order; a word of several parts is followed by them.
pub fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for place in places(text) {
        if let Some(before) = words.last_mut().filter(|before| is_one_number(text, before, &place)) {
            *before = Word { place: before.place.start..place.end, ..before.clone() };
            before.folded.push_str(&text[place]);
            before.known.clone_from(&before.folded);
            continue;
        }
        let parts = parts(text, &place);
        words.push(Word::new(text, place, false));
        words.extend(parts.into_iter().map(|part| Word::new(text, part, true)));
    }
    words
}

/// What a text with hyphens is known as besides: `fan-out` as `fanout`.
pub fn joined(text: &str, words: &[Word]) -> Vec<String> {
    let whole: Vec<&Word> = words.iter().filter(|word| !word.is_part).collect();
    let is_joined = |pair: &&[&Word]| &text[pair[0].place.end..pair[1].place.start] == "-";
    whole.windows(2).filter(is_joined).map(|pair| format!("{}{}", pair[0].folded, pair[1].known)).collect()
}

/// Runs of letters and digits.
fn places(text: &str) -> Vec<Range<usize>> {
    let is_of_word = |char: char| char.is_alphanumeric() || is_mark(char);
    let mut places: Vec<Range<usize>> = Vec::new();
    for (at, char) in text.char_indices().filter(|(_, char)| is_of_word(*char)) {
        match places.last_mut() {
            Some(place) if place.end == at => place.end += char.len_utf8(),
            _ => places.push(at..at + char.len_utf8()),
        }
    }
    places
}

/// Thousands with one space between.
fn is_one_number(text: &str, before: &Word, place: &Range<usize>) -> bool {
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let between = &text[before.place.end..place.start];
    let begins = is_number(&before.folded) && (before.folded.len() <= 3 || before.folded.len() != before.place.len());
    begins && place.len() == 3 && is_number(&text[place.clone()]) && matches!(between, " " | "\u{202f}" | "\u{a0}")
}

/// `PutRecords` → `Put`, `Records`; none if there is only one, or a unit: `MiB`.
fn parts(text: &str, place: &Range<usize>) -> Vec<Range<usize>> {
    let chars: Vec<(usize, char)> = text[place.clone()].char_indices().collect();
    let mut starts = vec![place.start];
    for nth in 1..chars.len() {
        let ((_, before), (at, char)) = (chars[nth - 1], chars[nth]);
        let after_is_small = chars.get(nth + 1).is_some_and(|(_, after)| after.is_lowercase());
        if char.is_uppercase() && (before.is_lowercase() || (before.is_uppercase() && after_is_small)) {
            starts.push(place.start + at);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([place.end]);
    let parts: Vec<Range<usize>> = starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect();
    if parts.len() > 1 && parts.iter().all(|part| part.len() > 1) { parts } else { Vec::new() }
}

fn is_mark(char: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&char)
}

/// Letters with accents, by what they are without.
const ACCENTS: [(&str, &str); 22] = [
    ("àáâãäåāăą", "a"),
    ("çćĉċč", "c"),
    ("ďđð", "d"),
    ("èéêëēĕėęě", "e"),
    ("ĝğġģ", "g"),
    ("ĥħ", "h"),
    ("ìíîïĩīĭįı", "i"),
    ("ĵ", "j"),
    ("ķ", "k"),
    ("ĺļľŀł", "l"),
    ("ñńņň", "n"),
    ("òóôõöøōŏő", "o"),
    ("ŕŗř", "r"),
    ("śŝşš", "s"),
    ("ţťŧ", "t"),
    ("ùúûüũūŭůűų", "u"),
    ("ŵ", "w"),
    ("ýÿŷ", "y"),
    ("źżž", "z"),
    ("ß", "ss"),
    ("æ", "ae"),
    ("œ", "oe"),
];

/// Small letters without accents.
fn folded(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for char in word.chars().flat_map(char::to_lowercase).filter(|char| !is_mark(*char)) {
        let plain = ACCENTS.iter().find(|(accented, _)| !char.is_ascii() && accented.contains(char));
        match plain {
            Some((_, plain)) => folded.push_str(plain),
            None => folded.push(char),
        }
    }
    folded
}

/// The word without a plural's ending; units by which AWS means the same under one name.
fn singular(folded: &str) -> String {
    let without = |ending: &str| folded.strip_suffix(ending);
    let known = match folded {
        "mib" => "mb",
        "kib" => "kb",
        "gib" => "gb",
        short if short.len() <= 3 => short,
        _ => match without("ies").filter(|stem| stem.len() > 2) {
            Some(stem) => return format!("{stem}y"),
            None if ["sses", "xes", "ches", "shes"].iter().any(|ending| folded.ends_with(ending)) => {
                without("es").unwrap_or(folded)
            }
            None if ["ss", "us", "is"].iter().any(|ending| folded.ends_with(ending)) => folded,
            None => without("s").unwrap_or(folded),
        },
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.known).collect()
    }

    #[test]
    fn case_accents_and_plurals_do_not_count() {
        assert_eq!(known("Shards, SHARD; Straße cafés"), ["shard", "shard", "strasse", "cafe"]);
        assert_eq!(known("cafe\u{301} ñandú"), ["cafe", "nandu"]);
        let plurals = ["queries", "batches", "boxes", "classes", "leases", "kinesis", "status", "aws", "bus", "ties"];
        let singulars = ["query", "batch", "box", "class", "lease", "kinesis", "status", "aws", "bus", "tie"];
        assert_eq!(known(&plurals.join(" ")), singulars);
    }

    #[test]
    fn a_compound_is_known_as_a_whole_and_by_its_parts() {
        assert_eq!(known("PutRecords"), ["putrecord", "put", "record"]);
        assert_eq!(known("KMSAccessDenied"), ["kmsaccessdenied", "kms", "access", "denied"]);
        assert_eq!(known("hot-shard shard_write"), ["hot", "shard", "shard", "write"]);
        let words = words("é PutRecords");
        assert_eq!((words[1].place.clone(), words[3].place.clone()), (3..13, 6..13));
        assert!(words[2].is_part && !words[1].is_part);
    }

    #[test]
    fn what_a_hyphen_joins_is_known_as_one_word_too() {
        let joined = |text: &str| joined(text, &words(text));
        assert_eq!(joined("Fan-outs and fail-over - or FailOver"), ["fanout", "failover"]);
    }

    #[test]
    fn thousands_are_one_number_and_units_have_one_name() {
        assert_eq!(known("1\u{202f}000 records/s"), ["1000", "record", "s"]);
        assert_eq!(known("1 000 000, 2 30"), ["1000000", "2", "30"]);
        assert_eq!(known("1234 567"), ["1234", "567"]);
        assert_eq!(known("1 MiB/s 1 MB/s"), ["1", "mb", "s", "1", "mb", "s"]);
    }
}
