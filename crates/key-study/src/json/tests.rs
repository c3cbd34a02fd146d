//! Paths and values of documents, good and broken.

use super::*;

#[test]
fn a_path_is_read_and_written() {
    for text in ["id", "user.id", "events[0].device", "[2]", "a[1][2].b", "\"x-id\".\"a.b\"", "größe._1"] {
        assert_eq!(Path::parse(text).expect(text).to_string(), text);
    }
    for text in ["", ".", "a.", ".a", "a..b", "a[", "a[x]", "a[-1]", "a b", "\"a", "\"\"", "a[0]b", "x-id"] {
        assert_eq!(Path::parse(text), None, "{text}");
    }
    assert_eq!(Path::parse(&"a.".repeat(40)), None);
}

#[test]
fn values_are_found_wherever_they_stand() {
    let line =
        br#"{"a":{"b":[1,{"c":"d\n\u00fc"},-2.5]},"e":true,"f":null,"x-id":18446744073709551615,"g":[],"e2":{}}"#;
    let cases = [
        ("a.b[0]", Some("1")),
        ("a.b[1].c", Some("d\nü")),
        ("a.b[2]", Some("-2.5")),
        ("e", Some("true")),
        ("f", None),
        ("\"x-id\"", Some("18446744073709551615")),
        ("a", None),
        ("a.b", None),
        ("a.b[3]", None),
        ("g[0]", None),
        ("a.b[1].c.d", None),
        ("nothing", None),
    ];
    for (path, wanted) in cases {
        let mut found = [Found::default()];
        assert!(find(line, &[Path::parse(path).expect(path)], &mut found), "{path}");
        assert_eq!(found[0].there.then_some(found[0].text.as_str()), wanted, "{path}");
    }
    let paths = ["e", "a.b[0]", "e"].map(|path| Path::parse(path).expect(path));
    let mut found = [const { Found { text: String::new(), there: false } }; 3];
    assert!(find(line, &paths, &mut found));
    assert_eq!(found.each_ref().map(|found| found.text.as_str()), ["true", "1", "true"]);
}

#[test]
fn what_is_no_json_is_told() {
    for line in ["", "{", "{\"a\":1}}", "{\"a\":1} x", "{'a':1}", "a", "{\"a\":\"\u{1}\"}"] {
        assert!(!find(line.as_bytes(), &[], &mut []), "{line}");
        assert_eq!(values(line.as_bytes(), 9), None, "{line}");
    }
    assert!(!find(b"{\"a\":\"\xff\"}", &[Path::parse("a").expect("a path")], &mut [Found::default()]));
    // Deeper than serde_json goes: damaged, and no overflow of the stack.
    assert!(!find("[".repeat(100_000).as_bytes(), &[], &mut []));
}

#[test]
fn a_document_tells_its_values_in_order() {
    let found = values(br#"{"z":1,"a":{"x y":[{"k":"v"},2]},"n":null}"#, 9).expect("it is JSON");
    let found: Vec<(&str, &str)> = found.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    assert_eq!(found, [("z", "1"), ("a.\"x y\"[0].k", "v"), ("a.\"x y\"[1]", "2")]);
    assert_eq!(values(br#"{"a":[1,2,3,4]}"#, 2).map(|found| found.len()), Some(2));
}
