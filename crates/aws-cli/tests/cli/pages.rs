//! Answers that come page by page.

use crate::terminal::{Terminal, parameter};

fn with_streams(names: &[&str]) -> Terminal {
    let mut terminal = Terminal::new();
    for name in names {
        terminal.done(&format!("aws kinesis create-stream --stream-name {name} --shard-count 1; sleep 30"));
    }
    terminal
}

#[test]
fn all_pages_make_one_answer() {
    let mut terminal = with_streams(&["a", "b", "c"]);
    let names = "--query StreamNames --output text";
    for way in ["", "--page-size 1", "--page-size 2"] {
        assert_eq!(
            terminal.done(&format!("aws kinesis list-streams {way} {names}")).split_whitespace().collect::<Vec<_>>(),
            ["a", "b", "c"],
            "{way}"
        );
    }
    // A size asked for by the operation's own option, or none at all, ends the following.
    assert_eq!(terminal.done(&format!("aws kinesis list-streams --limit 2 {names}")), "a\tb\n");
    assert_eq!(terminal.done("aws kinesis list-streams --no-paginate --limit 1 --query HasMoreStreams"), "true\n");
    // Text is printed page by page.
    assert_eq!(terminal.done(&format!("aws kinesis list-streams --page-size 2 {names}")), "a\tb\nc\n");
}

#[test]
fn a_part_comes_with_a_token_to_go_on_from() {
    let mut terminal = with_streams(&["a", "b", "c"]);
    let first =
        terminal.done("aws kinesis list-streams --max-items 2 --query '[StreamNames, NextToken]' --output json");
    assert!(first.contains("\"a\"") && first.contains("\"b\"") && !first.contains("\"c\""), "{first}");
    // The page was cut: the token says how much of it was shown.
    terminal.done("T=$(aws kinesis list-streams --max-items 2 --query NextToken --output json)");
    let token = terminal.shell.variables["T"].trim_matches('"').to_owned();
    assert_eq!(token, "eyJOZXh0VG9rZW4iOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAyfQ==");
    let rest =
        terminal.done(&format!("aws kinesis list-streams --starting-token {token} --query StreamNames --output text"));
    assert_eq!(rest, "c\n");
    // A page that ends with the part has the service's own token in it.
    terminal.done("T=$(aws kinesis list-streams --page-size 1 --max-items 1 --query NextToken --output json)");
    let token = terminal.shell.variables["T"].trim_matches('"').to_owned();
    let rest =
        terminal.done(&format!("aws kinesis list-streams --starting-token {token} --query StreamNames --output text"));
    assert_eq!(rest, "b\tc\n");
    assert_eq!(
        terminal.fails("aws kinesis list-streams --starting-token eyJhIjogMX0=", 252),
        parameter(
            "Parameter validation failed:
Unknown parameter in input: \"a\", must be one of: Limit, ExclusiveStartStreamName, NextToken"
        )
    );
}

#[test]
fn shards_of_a_stream_go_on_behind_the_last_one() {
    let mut terminal = Terminal::with_stream(5);
    let ids = terminal.done(
        "aws kinesis describe-stream --stream-name gold --page-size 2 --query 'length(StreamDescription.Shards)'",
    );
    assert_eq!(ids, "5\n");
    let all = terminal.done("aws kinesis describe-stream --stream-name gold --page-size 2");
    assert!(all.contains("\"StreamStatus\": \"ACTIVE\"") && !all.contains("HasMoreShards"), "{all}");
    // What is kept of the first page and isn't there is there as null.
    assert!(all.contains("\"KeyId\": null"), "{all}");
    let pages = terminal.done("aws kinesis describe-stream --stream-name gold --page-size 2 --output yaml-stream");
    assert_eq!(pages.matches("HasMoreShards").count(), 3, "{pages}");
    terminal.done("T=$(aws kinesis list-shards --stream-name gold --max-items 3 --query NextToken --output json)");
    assert!(terminal.shell.variables["T"].len() > 10);
}

#[test]
fn a_maximum_that_is_none_is_warned_of() {
    let mut terminal = with_streams(&["a"]);
    let (code, _, warned) = terminal.run("aws kinesis list-streams --max-items 0");
    assert_eq!(
        (code, warned.as_str()),
        (0, "warning: Non-positive values for --max-items may result in undefined behavior.\n")
    );
}
