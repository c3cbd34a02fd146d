//! Calls and what comes of them: data as the CLI takes it, refusals in its words, retries.

use crate::terminal::{Terminal, error, quotas};

#[test]
fn data_is_base64_unless_it_is_given_raw() {
    let mut terminal = Terminal::with_stream(1);
    let put = "aws kinesis put-record --stream-name gold --partition-key k --query ShardId --output text";
    assert_eq!(terminal.done(&format!("{put} --data aGVsbG8=")), "shardId-000000000000\n");
    terminal.done(&format!("{put} --cli-binary-format raw-in-base64-out --data 'hello, world'"));
    terminal.done(
        "aws kinesis put-records --stream-name gold --cli-binary-format raw-in-base64-out --records Data=one,PartitionKey=a Data=two,PartitionKey=b",
    );
    terminal.done("I=$(aws kinesis get-shard-iterator --stream-name gold --shard-id shardId-000000000000 --shard-iterator-type TRIM_HORIZON --query ShardIterator --output text)");
    let data = terminal.done("aws kinesis get-records --shard-iterator $I --query 'Records[].Data' --output text");
    assert_eq!(data, "aGVsbG8=\taGVsbG8sIHdvcmxk\tb25l\tdHdv\n");
}

#[test]
fn requests_come_as_options_json_shorthand_or_one_document() {
    let ways = [
        "aws kinesis put-records --stream-name gold --records Data=YQ==,PartitionKey=a Data=Yg==,PartitionKey=b",
        r#"aws kinesis put-records --stream-name gold --records '[{"Data":"YQ==","PartitionKey":"a"},{"Data":"Yg==","PartitionKey":"b"}]'"#,
        r#"aws kinesis put-records --stream-name gold --records '{"Data":"YQ==","PartitionKey":"a"}' '{"Data":"Yg==","PartitionKey":"b"}'"#,
        r#"aws kinesis put-records --cli-input-json '{"StreamName":"gold","Records":[{"Data":"YQ==","PartitionKey":"a"},{"Data":"Yg==","PartitionKey":"b"}]}'"#,
        r#"aws kinesis put-records --stream-name gold --cli-input-json '{"StreamName":"iron","Records":[{"Data":"YQ==","PartitionKey":"a"},{"Data":"Yg==","PartitionKey":"b"}]}'"#,
    ];
    for way in ways {
        let mut terminal = Terminal::with_stream(1);
        let out = terminal.done(&format!("{way} --query 'length(Records)'"));
        assert_eq!(out, "2\n", "{way}");
        assert_eq!(terminal.world.run.streams()[0].shards[0].records.len(), 2, "{way}");
    }
}

#[test]
fn lists_maps_and_switches_have_the_clis_forms() {
    let mut terminal = Terminal::with_stream(2);
    terminal.done("aws kinesis add-tags-to-stream --stream-name gold --tags team=a,stage='b c'");
    terminal.done(r#"aws kinesis add-tags-to-stream --stream-name gold --tags '{"owner":"me"}'"#);
    terminal.done("aws kinesis remove-tags-from-stream --stream-name gold --tag-keys stage nothing");
    let tags =
        terminal.done("aws kinesis list-tags-for-stream --stream-name gold --query 'Tags[].[Key,Value]' --output text");
    assert_eq!(tags, "owner\tme\nteam\ta\n");
    terminal.done(
        "aws kinesis enable-enhanced-monitoring --stream-name gold --shard-level-metrics IncomingBytes OutgoingBytes",
    );
    terminal.done("aws kinesis delete-stream --stream-name gold --enforce-consumer-deletion");
    terminal
        .done("aws sqs create-queue --queue-name q.fifo --attributes FifoQueue=true,ContentBasedDeduplication=true");
    terminal.done("Q=$(aws sqs get-queue-url --queue-name q.fifo --output text)");
    terminal.done("aws sqs send-message --queue-url $Q --message-body hello --message-group-id g --message-attributes 'kind={DataType=String,StringValue=x}'");
    let got = terminal.done("aws sqs receive-message --queue-url $Q --message-attribute-names All --query 'Messages[0].[Body,MessageAttributes.kind.StringValue]' --output text");
    assert_eq!(got, "hello\tx\n");
    terminal.done("aws firehose create-delivery-stream --delivery-stream-name d --s3-destination-configuration 'RoleARN=arn:aws:iam::123456789012:role/x,BucketARN=arn:aws:s3:::b,BufferingHints={SizeInMBs=1,IntervalInSeconds=60}'; sleep 120");
    let failed = terminal.done("aws firehose put-record-batch --delivery-stream-name d --cli-binary-format raw-in-base64-out --records one two --query FailedPutCount");
    assert_eq!(failed, "0\n");
    terminal.done("sleep 120");
    let keys = terminal.done("aws s3api list-objects-v2 --bucket b --query 'Contents[].Key' --output text");
    let content = terminal
        .done(&format!("aws s3api get-object --bucket b --key {} /dev/stdout --query ContentLength", keys.trim()));
    assert_eq!(content, "onetwo6\n");
}

#[test]
fn refusals_are_printed_in_the_clis_words_with_code_254() {
    let mut terminal = Terminal::new();
    let lines = [
        (
            "aws kinesis put-record --stream-name gold --data YQ== --partition-key k",
            "An error occurred (ResourceNotFoundException) when calling the PutRecord operation: Stream gold under account 123456789012 not found.",
        ),
        (
            "aws sqs send-message --queue-url https://sqs.us-east-1.amazonaws.com/123456789012/none --message-body a",
            "An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the SendMessage operation: The specified queue does not exist.",
        ),
        (
            "aws s3api list-objects-v2 --bucket none",
            "An error occurred (NoSuchBucket) when calling the ListObjectsV2 operation: The specified bucket does not exist",
        ),
    ];
    for (line, message) in lines {
        assert_eq!(terminal.fails(line, 254), error(message), "{line}");
    }
    assert_eq!(terminal.seconds(), 0.0);
}

#[test]
fn an_operation_that_the_profile_does_not_know_yet_is_refused_without_a_text() {
    let mut terminal = Terminal::under(quotas("exam-2022"));
    let found = terminal.fails("aws kinesis describe-account-settings", 254);
    let wanted = "An error occurred (UnknownOperationException) when calling the DescribeAccountSettings operation:";
    assert_eq!(found, error(wanted));
}

#[test]
fn a_throttled_call_is_tried_again_as_the_clis_standard_mode_does() {
    let mut terminal = Terminal::with_stream(1);
    // Fills the shard's second.
    let fill = |terminal: &mut Terminal| {
        let entry = r#"{"Data":"YQ==","PartitionKey":"a"}"#;
        let records = vec![entry; 500].join(",");
        for _ in 0..2 {
            terminal.done(&format!("aws kinesis put-records --stream-name gold --records '[{records}]' --output off"));
        }
    };
    fill(&mut terminal);
    let before = terminal.seconds();
    let put = "aws kinesis put-record --stream-name gold --data YQ== --partition-key k --output off";
    terminal.done(put);
    let waited = terminal.seconds() - before;
    assert!(waited > 0.0 && waited < 3.0, "{waited}");
    terminal.done("sleep 2");
    fill(&mut terminal);
    let before = terminal.seconds();
    let found = terminal.fails(&format!("AWS_MAX_ATTEMPTS=1 {put}"), 254);
    assert!(found.starts_with("\naws: [ERROR]: An error occurred (ProvisionedThroughputExceededException) when calling the PutRecord operation (reached max retries: 0): Rate exceeded for shard shardId-000000000000 in stream gold"), "{found}");
    assert_eq!(terminal.seconds(), before);
}

#[test]
fn retries_that_were_in_vain_are_counted() {
    let mut terminal = Terminal::with_stream(1);
    terminal.done("for_six_streams=1; aws kinesis create-stream --stream-name a --shard-count 1");
    let count = terminal.done("aws kinesis describe-limits --query ShardLimit");
    let most: u64 = count.trim().parse().expect("a number");
    let before = terminal.seconds();
    let line = format!("aws kinesis create-stream --stream-name b --shard-count {}", most + 1);
    let found = terminal.fails(&line, 254);
    assert!(
        found.contains("(LimitExceededException) when calling the CreateStream operation (reached max retries: 2): "),
        "{found}"
    );
    assert!(terminal.seconds() > before);
}

#[test]
fn moments_are_given_in_many_forms_and_shown_in_one() {
    let mut terminal = Terminal::with_stream(1);
    terminal.done("aws kinesis put-record --stream-name gold --data YQ== --partition-key k");
    let iterator = "aws kinesis get-shard-iterator --stream-name gold --shard-id shardId-000000000000 --shard-iterator-type AT_TIMESTAMP --query ShardIterator --output text";
    for moment in ["2026-01-01T00:00:30Z", "1767225630", "2026-01-01"] {
        terminal.done(&format!("I=$({iterator} --timestamp {moment})"));
        let at = terminal.done("aws kinesis get-records --shard-iterator $I --query 'Records[0].ApproximateArrivalTimestamp' --output text");
        assert_eq!(at, "2026-01-01T00:01:00+00:00\n", "{moment}");
    }
    terminal.done(&format!("I=$({iterator} --timestamp $(date +%FT%TZ)); sleep 1"));
}

#[test]
fn policies_of_iam_are_printed_as_json() {
    let mut terminal = Terminal::new();
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kinesis:*","Resource":"*"}]}"#;
    let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
    terminal.done(&format!("aws iam create-role --role-name r --assume-role-policy-document '{trust}' --output off"));
    terminal.done(&format!("aws iam put-role-policy --role-name r --policy-name p --policy-document '{policy}'"));
    let effect = terminal.done("aws iam get-role-policy --role-name r --policy-name p --query 'PolicyDocument.Statement[0].Effect' --output text");
    assert_eq!(effect, "Allow\n");
}
