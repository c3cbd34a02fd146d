//! Answers as the CLI prints them: order of members, formats, queries.

use crate::terminal::Terminal;

#[test]
fn json_has_four_spaces_and_the_order_of_the_model() {
    let mut terminal = Terminal::with_stream(2);
    assert_eq!(
        terminal.done("aws kinesis describe-stream-summary --stream-name gold"),
        r#"{
    "StreamDescriptionSummary": {
        "StreamName": "gold",
        "StreamARN": "arn:aws:kinesis:us-east-1:123456789012:stream/gold",
        "StreamStatus": "ACTIVE",
        "StreamModeDetails": {
            "StreamMode": "PROVISIONED"
        },
        "RetentionPeriodHours": 24,
        "StreamCreationTimestamp": "2026-01-01T00:00:00+00:00",
        "EnhancedMonitoring": [
            {
                "ShardLevelMetrics": []
            }
        ],
        "EncryptionType": "NONE",
        "OpenShardCount": 2,
        "ConsumerCount": 0,
        "MaxRecordSizeInKiB": 1024
    }
}
"#
    );
    let put = terminal.done("aws kinesis put-record --stream-name gold --data YQ== --partition-key k");
    let names: Vec<&str> = put.split('"').skip(1).step_by(4).collect();
    assert_eq!(names, ["ShardId", "SequenceNumber"], "{put}");
}

#[test]
fn a_call_without_an_answer_prints_nothing() {
    let mut terminal = Terminal::with_stream(1);
    for format in ["json", "text", "table", "yaml", "yaml-stream", "off"] {
        let line = format!("aws kinesis add-tags-to-stream --stream-name gold --tags a=b --output {format}");
        assert_eq!(terminal.done(&line), "", "{format}");
    }
}

#[test]
fn every_format_shows_the_same_answer() {
    let mut terminal = Terminal::with_stream(1);
    let line =
        "aws kinesis list-shards --stream-name gold --query 'Shards[].{Id:ShardId,From:HashKeyRange.StartingHashKey}'";
    assert_eq!(
        terminal.done(line),
        "[\n    {\n        \"Id\": \"shardId-000000000000\",\n        \"From\": \"0\"\n    }\n]\n"
    );
    assert_eq!(terminal.done(&format!("{line} --output text")), "0\tshardId-000000000000\n");
    assert_eq!(terminal.done(&format!("{line} --output yaml")), "- From: '0'\n  Id: shardId-000000000000\n");
    assert_eq!(
        terminal.done(&format!("{line} --output table")),
        "\
----------------------------------
|           ListShards           |
+------+-------------------------+
| From |           Id            |
+------+-------------------------+
|  0   |  shardId-000000000000   |
+------+-------------------------+
"
    );
    assert_eq!(terminal.done(&format!("export AWS_DEFAULT_OUTPUT=text; {line}")), "0\tshardId-000000000000\n");
}

#[test]
fn queries_are_jmespath() {
    let mut terminal = Terminal::with_stream(3);
    let lines = [
        ("'length(Shards)'", "3\n"),
        ("'Shards[-1].ShardId'", "\"shardId-000000000002\"\n"),
        ("'Shards[?HashKeyRange.StartingHashKey==`0`].ShardId'", "[]\n"),
        ("'Shards[?HashKeyRange.StartingHashKey==`\"0\"`].ShardId'", "[\n    \"shardId-000000000000\"\n]\n"),
        ("'Shards[?ShardId==`shardId-000000000001`] | length(@)'", "1\n"),
        ("'nothing'", "null\n"),
        (
            "'Shards[].HashKeyRange | [0]'",
            "{\n    \"StartingHashKey\": \"0\",\n    \"EndingHashKey\": \"113427455640312821154458202477256070484\"\n}\n",
        ),
        ("'join(`,`, Shards[].ShardId)'", "\"shardId-000000000000,shardId-000000000001,shardId-000000000002\"\n"),
    ];
    for (query, wanted) in lines {
        assert_eq!(
            terminal.done(&format!("aws kinesis list-shards --stream-name gold --query {query}")),
            wanted,
            "{query}"
        );
    }
}

#[test]
fn skeletons_show_the_form_of_requests_and_answers() {
    let mut terminal = Terminal::new();
    assert_eq!(
        terminal.done("aws kinesis put-record --generate-cli-skeleton"),
        r#"{
    "StreamName": "",
    "Data": null,
    "PartitionKey": "",
    "ExplicitHashKey": "",
    "SequenceNumberForOrdering": "",
    "StreamARN": ""
}
"#
    );
    let answer = terminal.done("aws kinesis get-shard-iterator --stream-name a --shard-id b --shard-iterator-type LATEST --generate-cli-skeleton output");
    assert_eq!(answer, "{\n    \"ShardIterator\": \"ShardIterator\"\n}\n");
    assert_eq!(terminal.done("aws kinesis create-stream --generate-cli-skeleton input --query x").lines().count(), 11);
    assert_eq!(terminal.world.run.calls().len(), 0);
}

#[test]
fn a_skeleton_can_be_given_back() {
    let mut terminal = Terminal::with_stream(1);
    let skeleton = terminal.done("aws kinesis list-shards --generate-cli-skeleton");
    let filled = skeleton.replace("\"StreamName\": \"\"", "\"StreamName\": \"gold\"");
    // Empty values that the service would refuse go out, as a person would take them out.
    let kept: Vec<&str> = filled.lines().filter(|line| line.contains("StreamName")).collect();
    let line = format!("aws kinesis list-shards --cli-input-json '{{{}}}'", kept.join("").trim().trim_end_matches(','));
    assert!(terminal.done(&line).contains("shardId-000000000000"));
}
