//! The index and its ranking: BM25 over title and text, a title counting for more.

use crate::near::{LETTERS_MIN, begins_near, is_near};
use crate::snippet::{self, Piece};
use crate::words::{Word, joined, words};
use crate::{Document, Kind};
use std::collections::{BTreeMap, BTreeSet};

/// A word in a title counts as so many in the text.
const TITLE: f32 = 4.0;
/// BM25: how soon more of the same word stops counting, and how much length counts.
const SATURATION: f32 = 1.2;
const LENGTH: f32 = 0.5;
/// What a word counts that only begins like the typed one, is another with one slip, or both.
const BEGINS: f32 = 0.8;
const SLIP: f32 = 0.5;
const BEGINS_WITH_SLIP: f32 = 0.4;
/// Words of a query that are looked at.
const QUERY_MAX: usize = 12;

/// Documents and where each word stands in them.
#[derive(Debug)]
pub struct Index {
    documents: Vec<Document>,
    /// Known words, sorted.
    terms: Vec<String>,
    /// For each known word: documents with its weight there, 0 to 1 and a bit.
    postings: Vec<Vec<(u32, f32)>>,
    /// For each document: the known words of its title.
    titles: Vec<Vec<u32>>,
}

/// What a query finds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Found {
    /// The best ones, best first.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub all: usize,
}

/// A document that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hit {
    /// Its place among the documents.
    pub document: usize,
    pub title: Vec<Piece>,
    /// The place in the text that holds most of the words.
    pub snippet: Vec<Piece>,
}

/// Known words that a word of the query stands for, with what each of them counts.
type Meant = Vec<(usize, f32)>;

impl Index {
    pub fn new(documents: Vec<Document>) -> Index {
        let mut counts: BTreeMap<String, BTreeMap<u32, f32>> = BTreeMap::new();
        let (mut lengths, mut title_words) = (Vec::new(), Vec::new());
        for (document, nth) in documents.iter().zip(0_u32..) {
            let (title, mut text) = (words(&document.title), words(&document.text));
            let by_hyphen = [(joined(&document.title, &title), TITLE), (joined(&document.text, &text), 1.0)];
            for (words, weight) in by_hyphen {
                words.into_iter().for_each(|word| *counts.entry(word).or_default().entry(nth).or_default() += weight);
            }
            text.extend(words(&document.hidden));
            lengths.push(title.len() as f32 * TITLE + text.len() as f32);
            title_words.push(whole(&title).map(|word| word.known.clone()).collect::<BTreeSet<String>>());
            let weighed = title.into_iter().map(|word| (word, TITLE)).chain(text.into_iter().map(|word| (word, 1.0)));
            for (word, weight) in weighed {
                *counts.entry(word.known).or_default().entry(nth).or_default() += weight;
            }
        }
        let mean = (lengths.iter().sum::<f32>() / lengths.len().max(1) as f32).max(1.0);
        let weight = |document: u32, count: f32| {
            let length = lengths[document as usize] / mean;
            count * (SATURATION + 1.0) / (count + SATURATION * (1.0 - LENGTH + LENGTH * length))
        };
        let (terms, counts): (Vec<String>, Vec<_>) = counts.into_iter().unzip();
        let rarity = |found: usize| (1.0 + (documents.len() as f32 - found as f32 + 0.5) / (found as f32 + 0.5)).ln();
        let postings = counts.into_iter().map(|counts| {
            let rarity = rarity(counts.len());
            counts.into_iter().map(|(document, count)| (document, rarity * weight(document, count))).collect()
        });
        let postings = postings.collect();
        let place = |word: &String| terms.binary_search(word).ok().and_then(|at| u32::try_from(at).ok());
        let titles = title_words.iter().map(|words| words.iter().filter_map(place).collect()).collect();
        Index { documents, terms, postings, titles }
    }

    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// The documents that hold every word of the query, best first, `most` of them. The last word may be a beginning,
    /// unless something follows it.
    pub fn search(&self, query: &str, most: usize) -> Found {
        let typed = self.meant(query);
        if typed.is_empty() || typed.iter().any(Vec::is_empty) {
            return Found::default();
        }
        let mut ranked = self.ranked(&typed);
        let all = ranked.len();
        ranked.truncate(most);
        let terms: BTreeSet<usize> = typed.iter().flatten().map(|(term, _)| *term).collect();
        let is_hit = |word: &Word| self.terms.binary_search(&word.known).is_ok_and(|term| terms.contains(&term));
        let hit = |(document, _): (usize, f32)| {
            let Document { title, text, .. } = &self.documents[document];
            Hit { document, title: snippet::marked(title, &is_hit), snippet: snippet::cut(text, &is_hit) }
        };
        Found { hits: ranked.into_iter().map(hit).collect(), all }
    }

    /// Documents with their scores, best first; of equal ones the earlier kind, then the earlier document.
    fn ranked(&self, typed: &[Meant]) -> Vec<(usize, f32)> {
        let mut scores = vec![(0.0_f32, 0_usize); self.documents.len()];
        for meant in typed {
            let mut best: BTreeMap<u32, f32> = BTreeMap::new();
            for (term, counts) in meant {
                for (document, weight) in &self.postings[*term] {
                    let best = best.entry(*document).or_default();
                    *best = best.max(weight * counts);
                }
            }
            for (document, score) in best {
                let (sum, words) = &mut scores[document as usize];
                *sum += score;
                *words += 1;
            }
        }
        let holds_all = |(document, (score, words)): (usize, (f32, usize))| {
            (words == typed.len()).then(|| (document, score * self.factor(document, typed)))
        };
        let mut ranked: Vec<(usize, f32)> = scores.into_iter().enumerate().filter_map(holds_all).collect();
        let kind = |document: usize| self.documents[document].kind;
        ranked.sort_by(|(one, of_one), (other, of_other)| {
            of_other.total_cmp(of_one).then(kind(*one).cmp(&kind(*other))).then(one.cmp(other))
        });
        ranked
    }

    /// More for a title whose words are typed, and for what is more than one fact or question. Many questions have the
    /// same title: it is that of their topic.
    fn factor(&self, document: usize, typed: &[Meant]) -> f32 {
        let title = &self.titles[document];
        let is_typed = |term: &&u32| typed.iter().flatten().any(|(known, _)| *known == **term as usize);
        let part = title.iter().filter(is_typed).count() as f32 / title.len().max(1) as f32;
        match self.documents[document].kind {
            Kind::Lab => 1.5 * (1.0 + part),
            Kind::Lesson => 1.2 * (1.0 + part),
            Kind::Fact => 1.0 + part,
            Kind::Question => 0.7,
        }
    }

    /// For each word of the query what it may mean. A compound that nothing has as a whole is looked for by its parts.
    fn meant(&self, query: &str) -> Vec<Meant> {
        let all = words(query);
        let end = all.last().map_or(0, |word| word.place.end);
        let may_go_on = |word: &Word| word.place.end == end && end == query.len();
        let mut meant = Vec::new();
        for word in whole(&all).take(QUERY_MAX) {
            let found = self.terms_for(word, may_go_on(word));
            let parts = all.iter().filter(|part| part.is_part && word.place.contains(&part.place.start));
            let by_parts: Vec<Meant> = match found.is_empty() {
                true => parts.map(|part| self.terms_for(part, may_go_on(part))).collect(),
                false => Vec::new(),
            };
            match by_parts.is_empty() {
                true => meant.push(found),
                false => meant.extend(by_parts),
            }
        }
        meant
    }

    /// The known words that a word may mean: itself, those that it begins, and only if there is none of these, those that
    /// it would be without a slip.
    fn terms_for(&self, word: &Word, may_go_on: bool) -> Meant {
        let itself = self.terms.binary_search(&word.known).ok().map(|term| (term, 1.0));
        let begun = |typed: &str| {
            let first = self.terms.partition_point(|term| term.as_str() < typed);
            let count = self.terms[first..].iter().take_while(|term| term.starts_with(typed)).count();
            first..first + if may_go_on { count } else { 0 }
        };
        // What is typed of `status` so far may look like a plural.
        let begun: BTreeSet<usize> = begun(&word.folded).chain(begun(&word.known)).collect();
        let length = |term: usize| self.terms[term].chars().count() as f32;
        let typed = word.folded.chars().count();
        let weight = |term: usize| (term, BEGINS * (0.5 + 0.5 * typed as f32 / length(term)).min(1.0));
        let others = begun.into_iter().filter(|term| itself.is_none_or(|(same, _)| same != *term)).map(weight);
        let found: Meant = itself.into_iter().chain(others).collect();
        if !found.is_empty() || typed < LETTERS_MIN {
            return found;
        }
        let slip = |(at, term): (usize, &String)| match term {
            term if is_near(&word.known, term) || is_near(&word.folded, term) => Some((at, SLIP)),
            term if may_go_on && begins_near(&word.folded, term) => Some((at, BEGINS_WITH_SLIP)),
            _ => None,
        };
        self.terms.iter().enumerate().filter_map(slip).collect()
    }
}

fn whole(words: &[Word]) -> impl Iterator<Item = &Word> {
    words.iter().filter(|word| !word.is_part)
}
