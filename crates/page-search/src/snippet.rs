//! A text in pieces, with what was found marked; of a long one the stretch that holds most of it.

use crate::words::{Word, words};

/// Words of a snippet.
const WORDS: usize = 26;
/// Words before the first one found.
const BEFORE: usize = 6;

/// A stretch of text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    pub text: String,
    /// Whether it is what was looked for.
    pub marked: bool,
}

/// The whole text, marked.
pub fn marked(text: &str, is_hit: &dyn Fn(&Word) -> bool) -> Vec<Piece> {
    pieces(text, 0, text.len(), &words(text), is_hit)
}

/// The stretch with most of what was found, or the beginning; `…` stands for what is left out.
pub fn cut(text: &str, is_hit: &dyn Fn(&Word) -> bool) -> Vec<Piece> {
    let all = words(text);
    let whole: Vec<&Word> = all.iter().filter(|word| !word.is_part).collect();
    let hits: Vec<usize> = (0..whole.len()).filter(|nth| holds(&all, whole[*nth], is_hit)).collect();
    let within = |first: usize| hits.iter().filter(|nth| (first..first + WORDS - BEFORE).contains(nth)).count();
    // Of equally good ones the first.
    let best = hits.iter().copied().rev().max_by_key(|first| within(*first)).unwrap_or(0);
    let first = best.saturating_sub(BEFORE).min(whole.len().saturating_sub(WORDS));
    let last = (first + WORDS).min(whole.len());
    let start = if first == 0 { 0 } else { whole[first].place.start };
    let end = if last == whole.len() { text.len() } else { whole[last - 1].place.end };
    let left_out = |is: bool| is.then(|| Piece { text: "…".to_owned(), marked: false });
    let shown = pieces(text, start, end, &all, is_hit);
    left_out(start > 0).into_iter().chain(shown).chain(left_out(end < text.len())).collect()
}

/// Whether the word or a part of it was found.
fn holds(all: &[Word], whole: &Word, is_hit: &dyn Fn(&Word) -> bool) -> bool {
    let from = all.partition_point(|word| word.place.start < whole.place.start);
    all[from..].iter().take_while(|word| word.place.start < whole.place.end).any(is_hit)
}

fn pieces(text: &str, start: usize, end: usize, all: &[Word], is_hit: &dyn Fn(&Word) -> bool) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = start;
    let mut push = |from: usize, to: usize, marked: bool| {
        if from < to {
            pieces.push(Piece { text: text[from..to].to_owned(), marked });
        }
    };
    for word in all.iter().filter(|word| word.place.start >= start && word.place.end <= end && is_hit(word)) {
        // A part of a word that is marked already.
        if word.place.start < at {
            continue;
        }
        push(at, word.place.start, false);
        push(word.place.start, word.place.end, true);
        at = word.place.end;
    }
    push(at, end, false);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(pieces: &[Piece]) -> String {
        let one = |piece: &Piece| if piece.marked { format!("[{}]", piece.text) } else { piece.text.clone() };
        pieces.iter().map(one).collect()
    }

    #[test]
    fn a_short_text_is_shown_whole_with_every_hit_marked() {
        let is_hit = |word: &Word| word.known == "shard";
        assert_eq!(shown(&cut("Two shards, one Shard.", &is_hit)), "Two [shards], one [Shard].");
        assert_eq!(shown(&marked("SplitShard", &is_hit)), "Split[Shard]");
        assert_eq!(shown(&cut("", &is_hit)), "");
    }

    #[test]
    fn a_long_text_is_cut_where_most_is_found() {
        let filler = |count: usize| (0..count).map(|nth| format!("w{nth} ")).collect::<String>();
        let text = format!("{}hot {}hot shard {}", filler(40), filler(40), filler(40));
        let cut = shown(&cut(&text, &|word: &Word| word.known == "hot" || word.known == "shard"));
        assert!(cut.starts_with('…') && cut.ends_with('…') && cut.contains("[hot] [shard]"), "{cut}");
        assert_eq!(cut.split_whitespace().count(), WORDS);
    }
}
