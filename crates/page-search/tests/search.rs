//! What is found, and in which order, over a handful of documents and over random ones.

use page_search::{Document, Found, Index, Kind};

fn document(kind: Kind, title: &str, text: &str) -> Document {
    Document { kind, title: title.to_owned(), text: text.to_owned(), hidden: String::new(), href: format!("#/{title}") }
}

fn index() -> Index {
    Index::new(vec![
        document(Kind::Question, "A hot shard refuses records. What helps?", "A split divides keys, not one key."),
        document(Kind::Fact, "Writes to a shard", "1\u{202f}MiB/s, shard_write_bytes_per_second"),
        document(Kind::Lab, "Hot shard", "One truck went chatty: ProvisionedThroughputExceededException."),
        document(Kind::Lesson, "Visibility timeout", "A message that is received stays hidden; the café waits."),
        document(Kind::Fact, "Visibility timeout of a queue", "30\u{202f}s, sqs_visibility_timeout_default_seconds"),
    ])
}

fn titles(found: &Found, index: &Index) -> Vec<String> {
    found.hits.iter().map(|hit| index.documents()[hit.document].title.clone()).collect()
}

fn first(query: &str) -> String {
    let index = index();
    titles(&index.search(query, 5), &index).first().cloned().unwrap_or_default()
}

#[test]
fn the_document_that_is_meant_comes_first() {
    let cases = [
        ("hot shard", "Hot shard"),
        ("Shards HOT", "Hot shard"),
        ("hot sha", "Hot shard"),
        ("visibility timeout", "Visibility timeout"),
        ("visibilty timeot", "Visibility timeout"),
        ("timeout queue", "Visibility timeout of a queue"),
        ("1 MB/s", "Writes to a shard"),
        ("ProvisionedThroughputExceededException", "Hot shard"),
        ("throughput exceeded", "Hot shard"),
        ("ThroughputExceeded", "Hot shard"),
        ("provisoned", "Hot shard"),
        ("CAFE", "Visibility timeout"),
        ("divide key", "A hot shard refuses records. What helps?"),
        ("messages", "Visibility timeout"),
    ];
    for (query, title) in cases {
        assert_eq!(first(query), title, "{query}");
    }
}

#[test]
fn nothing_is_found_where_a_word_is_missing() {
    for query in ["", "  ", "…", "hot giraffe", "gsi", "shrt", "ho shard x"] {
        assert_eq!(index().search(query, 5), Found::default(), "{query:?}");
    }
    assert_eq!(Index::new(Vec::new()).search("shard", 5), Found::default());
}

#[test]
fn only_the_last_word_may_be_a_beginning() {
    assert_eq!(index().search("visib", 5).all, 2);
    assert_eq!(index().search("visib ", 5).all, 0, "something follows");
    assert_eq!(index().search("visib timeout", 5).all, 0);
}

#[test]
fn hits_are_marked_in_title_and_text() {
    let found = index().search("hot chatty", 5);
    let marked = |pieces: &[page_search::Piece]| {
        pieces.iter().filter(|piece| piece.marked).map(|piece| piece.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        (marked(&found.hits[0].title), marked(&found.hits[0].snippet)),
        (vec!["Hot".to_owned()], vec!["chatty".to_owned()])
    );
}

#[test]
fn what_is_hidden_finds_and_is_not_shown() {
    let hidden = "Nobody sees the giraffe.".to_owned();
    let index = Index::new(vec![Document { hidden, ..document(Kind::Question, "Topic", "A stem.") }]);
    let found = index.search("giraffe", 5);
    assert_eq!((found.all, found.hits[0].snippet.len()), (1, 1));
    assert_eq!(found.hits[0].snippet[0].text, "A stem.");
}

#[test]
fn more_are_found_than_are_asked_for() {
    let found = index().search("shard", 1);
    assert_eq!((found.hits.len(), found.all), (1, 3));
}

/// A generator of our own, so that no run differs from the next.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn text(&mut self, letters: &[char], most: u64) -> String {
        (0..self.below(most)).map(|_| letters[self.below(letters.len() as u64) as usize]).collect()
    }
}

#[test]
fn any_text_can_be_indexed_and_looked_for() {
    let letters: Vec<char> = "aAbBéßñ12 3\u{202f}\u{301}…-_/İ漢🦀\n.".chars().collect();
    let mut chance = Chance(7);
    for _ in 0..300 {
        let documents: Vec<Document> = (0..chance.below(12))
            .map(|_| document(Kind::Fact, &chance.text(&letters, 20), &chance.text(&letters, 200)))
            .collect();
        let texts: Vec<(String, String)> = documents.iter().map(|one| (one.title.clone(), one.text.clone())).collect();
        let index = Index::new(documents);
        for _ in 0..20 {
            let found = index.search(&chance.text(&letters, 16), 5);
            assert!(found.hits.len() <= 5 && found.hits.len() <= found.all && found.all <= texts.len());
            for hit in &found.hits {
                let whole: String = hit.title.iter().map(|piece| piece.text.as_str()).collect();
                assert_eq!(whole, texts[hit.document].0, "a title is shown whole");
                let shown: String = hit.snippet.iter().map(|piece| piece.text.as_str()).collect();
                let inside = shown.trim_start_matches('…').trim_end_matches('…');
                assert!(texts[hit.document].1.contains(inside), "{shown}");
            }
        }
    }
}

#[test]
fn every_word_of_a_document_finds_it_as_a_whole_begun_and_with_a_slip() {
    let letters: Vec<char> = "abcdefghij".chars().collect();
    let mut chance = Chance(11);
    let word =
        |chance: &mut Chance| (0..5 + chance.below(6)).map(|_| letters[chance.below(10) as usize]).collect::<String>();
    let texts: Vec<String> =
        (0..30).map(|_| (0..12).map(|_| word(&mut chance)).collect::<Vec<_>>().join(" ")).collect();
    let index = Index::new(texts.iter().map(|text| document(Kind::Fact, "", text)).collect());
    let finds = |query: &str, nth: usize| index.search(query, 60).hits.iter().any(|hit| hit.document == nth);
    for (nth, text) in texts.iter().enumerate() {
        for word in text.split(' ') {
            assert!(finds(word, nth) && finds(&word[..3], nth), "{word}");
            let slip = format!("{}x{}", &word[..2], &word[3..]);
            // A slip is looked for only where the word as it is typed finds nothing.
            assert!(finds(&slip, nth), "{slip} for {word}");
            let pair: Vec<&str> = text.split(' ').rev().take(2).collect();
            assert!(finds(&pair.join(" "), nth), "in any order");
        }
    }
}
