//! The search over the page's own content: what one means comes first, whatever is typed finds an end, and every hit
//! leads somewhere.

use page_search::Kind;
use shardlab::content::{frame, search_index};
use shardlab::parameters;
use shardlab::route::Route;

#[test]
fn what_one_means_comes_first() {
    let index = search_index();
    let cases = [
        ("hot shard", Kind::Lab, "#/lab/hot-shard"),
        ("hot", Kind::Lab, "#/lab/hot-shard"),
        ("kcl", Kind::Lab, "#/lab/kcl"),
        ("split", Kind::Lab, "#/lab/resharding"),
        ("fanout", Kind::Lab, "#/lab/fan-out"),
        ("fan-out", Kind::Lab, "#/lab/fan-out"),
        ("partition key", Kind::Lab, "#/lab/partition-keys"),
        ("exam", Kind::Lesson, "#/lesson/exam-map"),
        ("poison record", Kind::Lab, "#/lab/lambda"),
    ];
    for (query, kind, href) in cases {
        let found = index.search(query, 10);
        let first = found.hits.first().map(|hit| &index.documents()[hit.document]);
        let said: Vec<&str> = found.hits.iter().map(|hit| index.documents()[hit.document].title.as_str()).collect();
        assert!(first.is_some_and(|first| first.kind == kind && first.href == href), "{query}: {said:?}");
    }
}

#[test]
fn limits_errors_and_what_is_not_there_are_looked_for() {
    let index = search_index();
    let kinds = |query: &str| {
        index.search(query, 50).hits.iter().map(|hit| index.documents()[hit.document].kind).collect::<Vec<_>>()
    };
    assert!(kinds("visibility timeout").contains(&Kind::Fact));
    assert!(kinds("1 MB/s").contains(&Kind::Fact) && kinds("1 MiB/s").contains(&Kind::Fact));
    assert!(kinds("ProvisionedThroughputExceededException").contains(&Kind::Lesson));
    assert!(kinds("provisionedthroughputexceded").contains(&Kind::Lesson), "with a slip");
    assert!(kinds("120000").contains(&Kind::Fact) && kinds("120 000").contains(&Kind::Fact));
    assert!(kinds("checkpoint").contains(&Kind::Question));
    assert_eq!(kinds("giraffe"), Vec::new());
    for query in ["GSI", "", "/", "{}", "a", "1", "🦀", "…", &"shard ".repeat(500), &"x".repeat(5_000)] {
        let found = index.search(query, 10);
        assert!(found.hits.len() <= 10 && found.hits.len() <= found.all);
    }
}

#[test]
fn every_document_can_be_found_by_its_title_and_leads_somewhere() {
    let index = search_index();
    let profiles: Vec<&str> = frame().profiles.iter().map(|profile| profile.id.as_str()).collect();
    for (nth, document) in index.documents().iter().enumerate() {
        let found = index.search(&document.title, usize::MAX);
        assert!(found.hits.iter().any(|hit| hit.document == nth), "{}", document.title);
        assert!(!document.title.is_empty() && !document.text.contains(['{', '`']), "{document:?}");
        let (_, refused) = parameters::read("", &document.href, &profiles);
        assert_eq!(refused, Vec::new(), "{}", document.href);
        assert!(!matches!(Route::parse(&document.href), Route::Unknown(_)), "{}", document.href);
    }
}
