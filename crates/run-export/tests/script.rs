//! A run's script, played by the lab's terminal on an engine that has nothing yet, gives the same shards and the same records.

mod common;

use aws_cli::{Channel, Shell, Simulated};
use common::{call, history, pass_s, put, quotas};
use run_export::script;
use serde_json::json;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use stream_engine::kinesis::hash_key::HashKey;
use stream_engine::kinesis::shard::ShardId;
use stream_engine::kinesis::shard_iterator::ShardIteratorType;
use stream_engine::rng::Generator;
use stream_engine::{Answer, Change, Command, History, NewRecord, Scenario, Simulation};

/// Shards with their ranges and parents, whether they are open, and what is in them.
fn shards(run: &Simulation, stream: &str) -> Vec<String> {
    let stream = run.streams().iter().find(|one| one.name == stream).expect("the stream is there");
    let shard = |shard: &stream_engine::kinesis::shard::Shard| {
        let record = |index: u64| {
            let payload = shard.payload(index).expect("a client's record");
            format!("{}={}", payload.key(), String::from_utf8_lossy(payload.data()))
        };
        let records: Vec<String> = (shard.records.first()..shard.records.end()).map(record).collect();
        let parents: Vec<String> = shard.parents().map(|id| id.to_string()).collect();
        let (start, end) = (shard.range.start.0, shard.range.end.0);
        format!("{} {start}..{end} {parents:?} open {} {records:?}", shard.id, shard.closed.is_none())
    };
    stream.shards.iter().map(shard).collect()
}

/// Plays the script in a terminal; gives the run, what the terminal complained about, and the script.
fn replayed(history: &History) -> (Simulation, String, String) {
    let text = script(history, "Test");
    let fresh = Simulation::new(&Scenario { seed: 99, ..Scenario::default() }, quotas());
    let (mut world, mut shell) = (Simulated::new(fresh), Shell::default());
    let played = pin!(shell.run(&mut world, &text)).poll(&mut Context::from_waker(Waker::noop()));
    assert!(matches!(played, Poll::Ready(_)), "a simulation never waits");
    let complaints = world.take(Channel::Error);
    // What is under way at the end comes to its end.
    let mut fresh = world.run;
    fresh.run_until(fresh.now() + 60_000_000);
    (fresh, complaints, text)
}

fn check(history: &mut History, stream: &str) -> String {
    pass_s(history, 60);
    let (fresh, complaints, text) = replayed(history);
    assert_eq!(complaints, "", "{text}");
    assert_eq!(shards(&fresh, stream), shards(history.present(), stream), "{text}");
    text
}

fn one_stream(shards: u32) -> History {
    history(json!({ "seed": 1, "streams": [{ "name": "telemetry", "shards": shards }] }))
}

#[test]
fn splits_merges_and_records_come_out_the_same() {
    let mut run = one_stream(2);
    put(&mut run, "truck-1", b"it's \"one\"");
    pass_s(&mut run, 2);
    let at = HashKey(1 << 100);
    run.act(Command::SplitShard { stream: Default::default(), shard: ShardId(0), new_starting_hash_key: at })
        .expect("it splits");
    put(&mut run, "-truck-2", &[0, 255, 10]);
    pass_s(&mut run, 31);
    let records = (0..20).map(|nth| NewRecord {
        partition_key: format!("truck {nth}"),
        explicit_hash_key: Some(HashKey(1 << (nth * 6))),
        data: vec![b'x'; nth],
    });
    run.act(Command::PutRecords { stream: Default::default(), records: records.collect() }).expect("they are taken");
    run.act(Command::MergeShards { stream: Default::default(), shard: ShardId(3), adjacent: ShardId(1) })
        .expect("they are neighbours");
    pass_s(&mut run, 40);
    put(&mut run, "truck\n3", b"after");
    let text = check(&mut run, "telemetry");
    assert!(text.contains("aws kinesis create-stream --stream-name telemetry --shard-count 2\n"), "{text}");
    assert!(text.contains("aws kinesis wait stream-exists --stream-name telemetry\n"), "{text}");
    assert!(text.contains("sleep 31\n"), "{text}");
}

#[test]
fn five_hundred_random_requests_come_out_the_same() {
    for seed in 0..7 {
        let mut chance = Generator::named(seed, "requests");
        let mut run = one_stream(3);
        for nth in 0..75 {
            let open: Vec<u32> = run.present().streams()[0].open_shards().map(|shard| shard.id.0).collect();
            let pick = |chance: &mut Generator| open[chance.below(open.len() as u64) as usize];
            let stream = Default::default();
            let command = match chance.below(8) {
                0 => Command::SplitShard {
                    stream,
                    shard: ShardId(pick(&mut chance)),
                    new_starting_hash_key: HashKey(u128::from(chance.between(1, u64::MAX)) << 64),
                },
                1 => Command::MergeShards {
                    stream,
                    shard: ShardId(pick(&mut chance)),
                    adjacent: ShardId(pick(&mut chance)),
                },
                2 => Command::UpdateShardCount { stream, target_shard_count: chance.between(1, 6) as u32 },
                _ => Command::PutRecord {
                    stream,
                    record: NewRecord {
                        partition_key: format!("key-{}", chance.below(50)),
                        explicit_hash_key: None,
                        data: nth.to_string().into_bytes(),
                    },
                    sequence_number_for_ordering: None,
                },
            };
            // Some are refused, and must be refused again.
            let _refusal = run.act(command);
            let to = run.present().now() + chance.between(0, 40_000) * 1_000;
            run.seek(to);
        }
        pass_s(&mut run, 60);
        let (fresh, _, text) = replayed(&run);
        assert_eq!(shards(&fresh, "telemetry"), shards(run.present(), "telemetry"), "seed {seed}\n{text}");
    }
}

#[test]
fn what_one_call_gives_and_another_takes_goes_through_a_variable() {
    let mut run = one_stream(1);
    put(&mut run, "a", b"1");
    let kind = ShardIteratorType::TrimHorizon;
    let Ok(Answer::Iterator(iterator)) =
        run.act(Command::GetShardIterator { stream: Default::default(), shard: ShardId(0), kind })
    else {
        panic!("an iterator");
    };
    let Ok(Answer::Read(read)) = run.act(Command::GetRecords { iterator, limit: Some(5) }) else { panic!("records") };
    pass_s(&mut run, 1);
    run.act(Command::GetRecords { iterator: read.next.expect("the shard is open"), limit: None }).expect("nothing new");
    let text = check(&mut run, "telemetry");
    assert!(text.contains("ITERATOR_1=$(aws kinesis get-shard-iterator"), "{text}");
    assert!(text.contains("ITERATOR_2=$(aws kinesis get-records"), "{text}");
    assert!(text.contains("--shard-iterator \"$ITERATOR_2\""), "{text}");
}

#[test]
fn sequence_numbers_arns_and_queues_are_those_of_the_account_it_runs_in() {
    let mut run = history(json!({ "seed": 1, "streams": [{ "name": "telemetry", "shards": 1 }],
        "queues": [{ "name": "orders.fifo", "content_based_deduplication": true }] }));
    let body = json!({ "StreamName": "telemetry", "PartitionKey": "a", "Data": "MQ==" });
    let first = call(&mut run, "Kinesis_20131202.PutRecord", body);
    let body = json!({ "StreamName": "telemetry", "PartitionKey": "a", "Data": "Mg==", "SequenceNumberForOrdering": first["SequenceNumber"] });
    call(&mut run, "Kinesis_20131202.PutRecord", body);
    let arn = run.present().account().arn("kinesis", "stream/telemetry");
    call(&mut run, "Kinesis_20131202.RegisterStreamConsumer", json!({ "StreamARN": arn, "ConsumerName": "alarms" }));
    let url = "https://sqs.us-east-1.amazonaws.com/123456789012/orders.fifo";
    call(&mut run, "AmazonSQS.SendMessage", json!({ "QueueUrl": url, "MessageBody": "one", "MessageGroupId": "a" }));
    let received = call(&mut run, "AmazonSQS.ReceiveMessage", json!({ "QueueUrl": url }));
    let receipt = received["Messages"][0]["ReceiptHandle"].clone();
    call(&mut run, "AmazonSQS.DeleteMessage", json!({ "QueueUrl": url, "ReceiptHandle": receipt }));
    let text = check(&mut run, "telemetry");
    assert!(!text.contains("123456789012"), "{text}");
    for part in [
        "SEQUENCE_1=$(",
        "--sequence-number-for-ordering \"$SEQUENCE_1\"",
        "STREAM_ARN_1=$(",
        "QUEUE_1=$(aws sqs create-queue",
        "--queue-url \"$QUEUE_1\"",
        "--query 'Messages[0].ReceiptHandle'",
        "--receipt-handle \"$RECEIPT_1\"",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let (fresh, _, _) = replayed(&run);
    assert_eq!(fresh.sqs().queues().map(|queue| queue.messages().count()).sum::<usize>(), 0);
}

#[test]
fn what_is_no_call_stands_in_a_comment() {
    let mut run = history(json!({ "seed": 1, "streams": [{ "name": "telemetry", "shards": 1 }],
        "producers": [{ "name": "fleet\nrm", "rate_per_second": 10, "record_bytes": 100, "sources": 1, "keys": "Random", "retry": "Drop" }] }));
    run.act(Command::Change { actor: "fleet\nrm".to_owned(), change: Change::RatePerSecond(20) }).expect("it is there");
    let text = script(&run, "A lab\nof two lines");
    let commands: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(commands, ["aws kinesis create-stream --stream-name telemetry --shard-count 1"], "{text}");
    assert!(text.contains("# No call, in the lab: Change"), "{text}");
    assert!(text.contains("not in this script: producers fleet rm"), "{text}");
}
