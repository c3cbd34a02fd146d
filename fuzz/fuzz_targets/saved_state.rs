//! Saved labs with any content under a right digest: refused, or taken in a form that is written the
//! same again. The input is such a content; it is also read as changes of a good one, three bytes each:
//! where, and the new value.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;
use stream_engine_js::lab::Lab;
use stream_engine_js::saved;

/// What happened in the lab whose state is changed.
const CALLS: [(&str, &str); 6] = [
    ("Kinesis_20131202.CreateStream", r#"{"StreamName":"s","ShardCount":2}"#),
    ("AmazonSQS.CreateQueue", r#"{"QueueName":"q.fifo","Attributes":{"FifoQueue":"true"}}"#),
    ("Kinesis_20131202.PutRecord", r#"{"StreamName":"s","PartitionKey":"k","Data":"aGVsbG8="}"#),
    (
        "AmazonSQS.SendMessage",
        r#"{"QueueUrl":"https://sqs.us-east-1.amazonaws.com/123456789012/q.fifo","MessageBody":"b","MessageGroupId":"g","MessageDeduplicationId":"d"}"#,
    ),
    ("Kinesis_20131202.SplitShard", r#"{"StreamName":"s","ShardToSplit":"0","NewStartingHashKey":"9"}"#),
    ("Kinesis_20131202.EnableEnhancedMonitoring", r#"{"StreamName":"s","ShardLevelMetrics":["ALL"]}"#),
];

fn good() -> &'static [u8] {
    static GOOD: OnceLock<Vec<u8>> = OnceLock::new();
    GOOD.get_or_init(|| {
        let mut lab = Lab::create("{}").expect("no options are good options");
        for (target, body) in CALLS {
            lab.call(target, body);
            lab.advance_us(20_000_000);
        }
        saved::unwrap(&lab.save()).expect("it was just written").to_vec()
    })
}

fn restore(content: &[u8]) {
    let framed = saved::wrap(content);
    let Ok(mut lab) = Lab::restore(&framed) else { return };
    assert!(lab.save() == framed, "a state changes when it is read");
    // What was taken in must go on without a panic.
    lab.advance_us(2_000_000);
    lab.call("Kinesis_20131202.ListShards", r#"{"StreamName":"s"}"#);
}

fuzz_target!(|data: &[u8]| {
    let _refused = Lab::restore(data);
    restore(data);
    let mut changed = good().to_vec();
    for change in data.chunks_exact(3) {
        let at = usize::from(u16::from_le_bytes([change[0], change[1]])) % changed.len();
        changed[at] = change[2];
    }
    restore(&changed);
});
