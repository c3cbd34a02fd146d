//! Words that make no sense, in the CLI's own words. Every text here was printed by AWS CLI 2.36.7.

use crate::terminal::{Terminal, USAGE, error, parameter, usage};

#[test]
fn a_command_that_cannot_be_read_says_what_is_wrong_and_how_one_looks() {
    let mut terminal = Terminal::new();
    let lines = [
        ("aws", "the following arguments are required: command"),
        ("aws kinesis", "the following arguments are required: operation"),
        ("aws kinesi", "argument command: Found invalid choice 'kinesi'\n\nMaybe you meant:\n\n  * kinesis"),
        (
            "aws kinesis putrecord",
            "argument operation: Found invalid choice 'putrecord'\n\nMaybe you meant:\n\n  * put-record\n  * put-records",
        ),
        // The CLI has no command for a stream of events.
        ("aws kinesis subscribe-to-shard", "argument operation: Found invalid choice 'subscribe-to-shard'\n"),
        ("aws kinesis put-record --stream-name x", "the following arguments are required: --data, --partition-key"),
        ("aws kinesis put-record --stream-name", "argument --stream-name: expected one argument"),
        ("aws kinesis list-streams --query", "argument --query: expected one argument"),
        ("aws kinesis list-streams --output xml", "argument --output: Found invalid choice 'xml'\n"),
        ("aws kinesis list-streams --max-items x", "argument --max-items: invalid int value: 'x'"),
        ("aws kinesis wait foo", "argument subcommand: Found invalid choice 'foo'\n"),
        (
            // The CLI also lists --stream-id, which the simulation does not have.
            "aws kinesis put-record --stream x",
            "ambiguous option: --stream could match --stream-name, --stream-arn",
        ),
        (
            "aws kinesis delete-stream --stream-name a --enforce-consumer-deletion=true",
            "argument --enforce-consumer-deletion: ignored explicit argument 'true'",
        ),
        ("aws sqs send-message", "the following arguments are required: --queue-url, --message-body"),
        ("aws s3api get-object --bucket b --key k", "the following arguments are required: outfile"),
    ];
    for (line, message) in lines {
        assert_eq!(terminal.fails(line, 252), usage(message), "{line}");
    }
}

#[test]
fn words_that_nobody_asked_for_are_named() {
    let mut terminal = Terminal::new();
    let put = "aws kinesis put-record --stream-name a --data YQ== --partition-key b";
    let lines = [
        (format!("{put} --foo bar"), "--foo, bar"),
        (format!("{put} extra"), "extra"),
        (format!("{put} extra --foo"), "--foo, extra"),
        ("aws kinesis delete-stream --stream-name a --enforce-consumer-deletion false".to_owned(), "false"),
    ];
    for (line, options) in lines {
        let wanted = format!("\n{USAGE}\n\naws: [ERROR]: Unknown options: {options}\n");
        assert_eq!(terminal.fails(&line, 252), wanted, "{line}");
    }
}

#[test]
fn a_value_that_cannot_be_read_says_why() {
    let mut terminal = Terminal::new();
    let lines = [
        (
            "aws kinesis put-records --stream-name a --records foo",
            "Error parsing parameter '--records': Expected: '=', received: 'EOF' for input:\n foo\n   ^",
        ),
        (
            "aws kinesis put-records --stream-name a --records 'Data=a,Data=b'",
            "Error parsing parameter '--records': Second instance of key \"Data\" encountered for input:\nData=a,Data=b\n       ^\nThis is often because there is a preceding \",\" instead of a space.",
        ),
        (
            "aws kinesis put-records --stream-name a --records '[{\"Data\":'",
            "Error parsing parameter '--records': Invalid JSON: Expecting value: line 1 column 10 (char 9)\nJSON received: [{\"Data\":",
        ),
        (
            "aws kinesis put-record --cli-input-json '{\"a'",
            "Error parsing parameter 'cli-input-json': Invalid JSON received.",
        ),
        (
            "aws kinesis put-record --cli-input-json '[1]'",
            "Error parsing parameter '--cli-input-json': Invalid type: expecting map, received <class 'list'>",
        ),
        (
            "aws kinesis put-record --stream-name file://x --data a --partition-key b",
            "Error parsing parameter '--stream-name': Unable to load paramfile file://x: [Errno 2] No such file or directory: 'x'",
        ),
        (
            "aws kinesis list-streams --endpoint-url foo",
            "Bad value for --endpoint-url \"foo\": scheme is missing.  Must be of the form http://<hostname>/ or https://<hostname>/",
        ),
        (
            "aws kinesis list-streams --query 'foo['",
            "Bad value for --query foo[: Invalid jmespath expression: Incomplete expression:\n\"foo[\"\n     ^",
        ),
        (
            "aws kinesis list-streams --query ''",
            "Bad value for --query : Invalid JMESPath expression: cannot be empty.",
        ),
        (
            "aws kinesis list-streams --no-paginate --max-items 3",
            "Cannot specify --no-paginate along with pagination arguments: --max-items",
        ),
        (
            "aws kinesis list-streams --limit 3 --max-items 3",
            "Cannot specify --no-paginate along with pagination arguments: --max-items",
        ),
        (
            "aws kinesis wait",
            "usage: aws [options] kinesis wait <subcommand> [parameters]\naws: [ERROR]: too few arguments",
        ),
    ];
    for (line, message) in lines {
        assert_eq!(terminal.fails(line, 252), parameter(message), "{line}");
    }
}

#[test]
fn the_cli_checks_a_request_before_it_sends_it() {
    let mut terminal = Terminal::new();
    let url = "--queue-url https://sqs.us-east-1.amazonaws.com/123456789012/q --message-body a";
    let lines = [
        (
            "aws kinesis put-records --stream-name a --records '[{\"Data\":\"YQ==\"}]'".to_owned(),
            "Missing required parameter in Records[0]: \"PartitionKey\"",
        ),
        (
            "aws kinesis create-stream --stream-name ''".to_owned(),
            "Invalid length for parameter StreamName, value: 0, valid min length: 1",
        ),
        (
            "aws kinesis create-stream --stream-name a --shard-count 0".to_owned(),
            "Invalid range for parameter ShardCount, value: 0, valid min value: 1",
        ),
        (
            "aws kinesis put-records --stream-name a --records".to_owned(),
            "Invalid length for parameter Records, value: 0, valid min length: 1",
        ),
        (
            "aws kinesis put-record --cli-input-json '{\"Foo\":1}'".to_owned(),
            "Missing required parameter in input: \"Data\"\nMissing required parameter in input: \"PartitionKey\"\nUnknown parameter in input: \"Foo\", must be one of: StreamName, Data, PartitionKey, ExplicitHashKey, SequenceNumberForOrdering, StreamARN",
        ),
        (
            "aws kinesis get-shard-iterator --stream-name a --shard-id b --shard-iterator-type AT_TIMESTAMP --timestamp foo".to_owned(),
            "Invalid type for parameter Timestamp, value: foo, type: <class 'str'>, valid types: <class 'datetime.datetime'>, timestamp-string",
        ),
        (
            format!("aws sqs send-message {url} --message-attributes '{{\"a\":{{\"StringValue\":1,\"DataType\":\"String\"}}}}'"),
            "Invalid type for parameter MessageAttributes.a.StringValue, value: 1, type: <class 'int'>, valid types: <class 'str'>",
        ),
        (
            format!("aws sqs send-message {url} --message-attributes 'a={{StringValue=1}}'"),
            "Missing required parameter in MessageAttributes.a: \"DataType\"",
        ),
        (
            "aws sqs create-queue --queue-name a --attributes 'a=b,c'".to_owned(),
            "Invalid type for parameter Attributes.a, value: ['b', 'c'], type: <class 'list'>, valid types: <class 'str'>",
        ),
        (
            "aws dynamodb get-item --table-name t --key 'leaseKey={N=1,FOO=x}'".to_owned(),
            "Unknown parameter in Key.leaseKey: \"FOO\", must be one of: S, N, B, SS, NS, BS, M, L, NULL, BOOL",
        ),
    ];
    for (line, message) in lines {
        let wanted = parameter(&format!("Parameter validation failed:\n{message}"));
        assert_eq!(terminal.fails(&line, 252), wanted, "{line}");
    }
}

#[test]
fn what_python_itself_stumbles_over_ends_with_255() {
    let mut terminal = Terminal::new();
    let lines = [
        ("aws kinesis create-stream --stream-name a --shard-count x", "invalid literal for int() with base 10: 'x'"),
        ("aws kinesis put-record --stream-name a --data 'a b!' --partition-key c", "Invalid base64: \"a b!\""),
        ("aws kinesis put-records --stream-name a --records Data=a,PartitionKey=b,Foo=3", "Invalid base64: \"a\""),
        ("aws kinesis list-streams --profile foo", "The config profile (foo) could not be found"),
        (
            "aws kinesis list-streams --region eu-west-1",
            "Could not connect to the endpoint URL: \"https://kinesis.eu-west-1.amazonaws.com/\"",
        ),
        ("aws kinesis list-streams --query 'foo(@)'", "Unknown function: foo()"),
    ];
    for (line, message) in lines {
        assert_eq!(terminal.fails(line, 255), error(message), "{line}");
    }
}

#[test]
fn options_may_be_shortened_and_given_with_an_equals_sign() {
    let mut terminal = Terminal::with_stream(1);
    terminal.done(
        "aws kinesis put-record --stream-n=gold --dat YQ== --part=k --out text --no-cli-pager --region us-east-1",
    );
    terminal.done("aws --output text kinesis put-record --endpoint-url http://localhost:4567 --stream-name gold --data YQ== --partition-key=-k");
    assert_eq!(terminal.done("aws --version"), "aws-cli/2.36.7 shardlab\n");
}
