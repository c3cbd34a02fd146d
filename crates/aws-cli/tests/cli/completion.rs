//! What Tab offers.

use crate::terminal::Terminal;
use aws_cli::complete;

/// The text before the cursor becomes this one; all words that were offered.
fn tab(terminal: &Terminal, text: &str) -> (String, Vec<String>) {
    let found = complete(&terminal.world, &terminal.shell, text);
    (format!("{}{}", &text[..found.from], found.word), found.all)
}

fn becomes(terminal: &Terminal, text: &str, wanted: &str) {
    assert_eq!(tab(terminal, text).0, wanted, "{text}");
}

#[test]
fn commands_services_operations_and_options_are_offered() {
    let terminal = Terminal::new();
    becomes(&terminal, "", "");
    becomes(&terminal, "aw", "aws ");
    becomes(&terminal, "aws kin", "aws kinesis ");
    becomes(&terminal, "aws kinesis put", "aws kinesis put-re");
    becomes(&terminal, "aws kinesis put-rec", "aws kinesis put-record");
    becomes(&terminal, "aws kinesis w", "aws kinesis wait ");
    becomes(&terminal, "aws kinesis wait stream-e", "aws kinesis wait stream-exists ");
    becomes(&terminal, "aws kinesis put-record --part", "aws kinesis put-record --partition-key ");
    becomes(&terminal, "aws --output tab", "aws --output table ");
    becomes(&terminal, "aws --output table kin", "aws --output table kinesis ");
    becomes(&terminal, "aws kinesis put-record --region ", "aws kinesis put-record --region us-east-1 ");
    becomes(&terminal, "echo a; aws sqs rec", "echo a; aws sqs receive-message ");
    becomes(&terminal, "X=$(aws kms list-k", "X=$(aws kms list-keys ");
    becomes(&terminal, "aws kinesis nothing --x", "aws kinesis nothing --x");
    let all = tab(&terminal, "aws kinesis put-record --stream").1;
    assert_eq!(all, ["--stream-arn", "--stream-name"]);
    // What is there already isn't offered again.
    becomes(
        &terminal,
        "aws kinesis put-record --stream-arn x --stream",
        "aws kinesis put-record --stream-arn x --stream-name ",
    );
}

#[test]
fn values_are_those_of_the_type_or_the_names_that_are_there() {
    let mut terminal = Terminal::with_stream(2);
    terminal.done("aws kinesis create-stream --stream-name green --shard-count 1; sleep 60");
    terminal.done("aws kinesis register-stream-consumer --stream-arn arn:aws:kinesis:us-east-1:123456789012:stream/gold --consumer-name app --output off");
    terminal.done("aws sqs create-queue --queue-name jobs --output off; sleep 60");
    becomes(&terminal, "aws kinesis put-record --stream-name g", "aws kinesis put-record --stream-name g");
    becomes(&terminal, "aws kinesis put-record --stream-name go", "aws kinesis put-record --stream-name gold ");
    becomes(
        &terminal,
        "aws kinesis split-shard --stream-name green --shard-to-split ",
        "aws kinesis split-shard --stream-name green --shard-to-split shardId-000000000000 ",
    );
    assert_eq!(tab(&terminal, "aws kinesis split-shard --stream-name gold --shard-to-split s").1.len(), 2);
    becomes(
        &terminal,
        "aws kinesis get-shard-iterator --shard-iterator-type TR",
        "aws kinesis get-shard-iterator --shard-iterator-type TRIM_HORIZON ",
    );
    becomes(
        &terminal,
        "aws kinesis enable-enhanced-monitoring --shard-level-metrics IncomingBytes Outgoing",
        "aws kinesis enable-enhanced-monitoring --shard-level-metrics IncomingBytes Outgoing",
    );
    becomes(
        &terminal,
        "aws sqs send-message --queue-url ",
        "aws sqs send-message --queue-url https://sqs.us-east-1.amazonaws.com/123456789012/jobs ",
    );
    becomes(
        &terminal,
        "aws kinesis deregister-stream-consumer --consumer-name ",
        "aws kinesis deregister-stream-consumer --consumer-name app ",
    );
    assert!(
        tab(&terminal, "aws kinesis describe-stream-consumer --consumer-arn ").0.contains("stream/gold/consumer/app:")
    );
    assert_eq!(tab(&terminal, "aws kinesis create-stream --stream-name ").1, [""; 0]);
}

#[test]
fn variables_are_offered_behind_the_dollar() {
    let mut terminal = Terminal::new();
    terminal.done("ITERATOR=1");
    becomes(&terminal, "echo $IT", "echo $ITERATOR ");
}

#[test]
fn functions_and_buckets_are_known_by_name() {
    let mut terminal = Terminal::with_stream(1);
    terminal.done("aws lambda create-event-source-mapping --function-name resize --event-source-arn arn:aws:kinesis:us-east-1:123456789012:stream/gold --starting-position LATEST --output off");
    becomes(
        &terminal,
        "aws lambda list-event-source-mappings --function-name ",
        "aws lambda list-event-source-mappings --function-name resize ",
    );
    assert_eq!(tab(&terminal, "aws lambda get-event-source-mapping --uuid ").1.len(), 1);
}
