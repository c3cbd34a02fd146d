//! What a file is taken for.

use super::*;

fn of(text: &str) -> Source {
    Source::of(text.as_bytes(), true).unwrap_or_else(|why| panic!("{text:?}: {why:?}"))
}

fn names(source: &Source) -> Vec<&str> {
    source.columns.iter().map(|column| column.name.as_str()).collect()
}

#[test]
fn formats_and_columns_are_told_from_the_beginning() {
    let csv = |delimiter| Format::Csv { delimiter };
    let source = of(
        "\u{feff}ts,device_id,country,bytes\r\n2026-11-24T14:07:00Z,d-1,DE,200\r\n2026-11-24T14:07:00Z,d-2,FR,210\r\n",
    );
    assert_eq!((source.format, source.has_names, source.width), (csv(b','), true, 4));
    assert_eq!(names(&source), ["ts", "device_id", "country", "bytes"]);
    assert_eq!((source.key, source.time, source.size), (1, Some(0), Some(3)));
    assert_eq!(source.columns[1].example, "d-1");

    let source = of("d-1;1795529237;\"a,b\"\nd-2;1795529238;c\nd-1;1795529239;c\n");
    assert_eq!((source.format, source.has_names, source.key, source.time), (csv(b';'), false, 0, Some(1)));
    assert_eq!(names(&source), ["#1", "#2", "#3"]);

    assert_eq!(of("user\tevent\nann\tclick\nbob\tview, twice\n").format, csv(b'\t'));
    assert_eq!(of("a|b\n1|2\n").format, csv(b'|'));
    assert_eq!(of("truck-1\ntruck-2\n").format, Format::Lines);
    assert_eq!(of("one, two\nthree\nfour\n").format, Format::Lines);

    let source =
        of("{\"at\":1795529237123,\"user\":{\"id\":7,\"tags\":[\"x\"]}}\n{\"user\":{\"id\":7},\"n\":1}\n{broken\n");
    assert_eq!(source.format, Format::JsonLines);
    assert_eq!(names(&source), ["at", "user.id", "user.tags[0]", "n"]);
    assert_eq!((source.key, source.time), (1, Some(0)));
}

#[test]
fn names_can_be_taken_for_a_row_and_back() {
    let text = b"user,event\nann,click\nbob,view\n";
    let source = Source::of(text, true).expect("it is text");
    assert!(source.has_names);
    let without = source.with_names(text, false);
    assert_eq!((names(&without), without.columns[0].example.as_str()), (vec!["#1", "#2"], "user"));
    assert_eq!(without.with_names(text, true), source);
}

#[test]
fn what_is_no_text_is_told() {
    let cases: [(&[u8], NotText); 10] = [
        (b"", NotText::Empty),
        (b"\n \r\n", NotText::Empty),
        (b"\xff\xfea\0", NotText::Utf16),
        (b"PK\x03\x04\0\0", NotText::Binary),
        (&[0x8b; 300], NotText::Binary),
        (b"[\n{\"a\":1},\n{\"a\":2}\n]", NotText::JsonDocument),
        (b"[{\"a\":1},{\"a\":2}]", NotText::JsonDocument),
        (b"{\n  \"a\": 1\n}\n", NotText::JsonDocument),
        (b"{\n}\n", NotText::JsonDocument),
        (b"{}\n{\"a\":null}\n", NotText::NoValues),
    ];
    for (text, why) in cases {
        assert_eq!(Source::of(text, true), Err(why), "{text:?}");
    }
    // Latin-1 is read; the rows whose key isn't UTF-8 are damaged.
    assert!(Source::of(b"name,n\nM\xfcller,1\nMaier,2\n", true).is_ok());
}

#[test]
fn a_head_that_is_cut_within_a_row_is_looked_at_without_it() {
    let text = "user,event\nann,click\n\"bob";
    assert_eq!(Source::of(text.as_bytes(), false).map(|source| source.width), Ok(2));
}
