//! Arguments in shorthand and in JSON, good and broken.

use super::*;

fn json(text: &str) -> String {
    read(text).map_or_else(|problem| problem, |value| value.compact())
}

// Each as the CLI's own parser reads it.
#[test]
fn shorthand_reads_as_the_cli_reads_it() {
    let texts = [
        ("Key=a,Value=b", r#"{"Key":"a","Value":"b"}"#),
        ("Key=a b, Value= c ", r#"{"Key":"a b","Value":"c"}"#),
        ("Keys=a,b,Other=c", r#"{"Keys":["a","b"],"Other":"c"}"#),
        ("Keys=[a,b],Other={In=[1,2],Deep={x=y}}", r#"{"Keys":["a","b"],"Other":{"In":["1","2"],"Deep":{"x":"y"}}}"#),
        ("a=", r#"{"a":""}"#),
        ("a=,b=c", r#"{"a":"","b":"c"}"#),
        (r"a=x\,y", r#"{"a":"x,y"}"#),
        (r#"a="x, \"y\"",b='c'"#, r#"{"a":"x, \"y\"","b":"c"}"#),
        ("a=b=c", r#"{"a":"b=c"}"#),
        ("arn:x/y=1", r#"{"arn:x/y":"1"}"#),
        ("a=b c,d", r#"{"a":["b c","d"]}"#),
        ("a = b", r#"{"a":"b"}"#),
        ("a=b,,c=d", r#"{"a":"b","c":"d"}"#),
        ("a=[],b={}", r#"{"a":[],"b":{}}"#),
        ("k={a=b=c,d=e}", r#"{"k":{"a":"b=c","d":"e"}}"#),
    ];
    for (text, wanted) in texts {
        assert_eq!(json(text), wanted, "{text}");
    }
}

#[test]
fn what_cannot_be_read_says_where() {
    assert_eq!(json("foo"), "Expected: '=', received: 'EOF' for input:\n foo\n   ^");
    assert_eq!(json(""), "Expected: '=', received: 'EOF' for input:\n \n^");
    assert_eq!(json("a=b,"), "Expected: '<second>', received: '<none>' for input:\n a=b,\n    ^");
    assert_eq!(json("a=b,c d=e"), "Expected: '=', received: 'd' for input:\n a=b,c d=e\n      ^");
    assert_eq!(json("a=[b"), "Expected: ',', received: 'EOF' for input:\n a=[b\n    ^");
    assert_eq!(json("b='it"), "Expected: '<singled quoted>', received: '<none>' for input:\n b='it\n  ^");
    assert_eq!(
        json("Data=a,Data=b"),
        "Second instance of key \"Data\" encountered for input:\nData=a,Data=b\n       ^\nThis is often because there is a preceding \",\" instead of a space."
    );
}
