//! A run's script, pasted into the terminal of an empty account, makes the same shards and records.

use crate::terminal::{Terminal, quotas};
use aws_cli::{Channel, lines};
use serde_json::{Value, json};
use std::rc::Rc;
use stream_engine::{Answer, Command, History, Scenario, Simulation};

fn call(history: &mut History, target: &str, body: Value) -> Value {
    match history.act(Command::Call { target: target.to_owned(), body: body.to_string() }) {
        Ok(Answer::Reply(reply)) if reply.status == 200 => serde_json::from_str(&reply.body).unwrap_or_default(),
        other => panic!("{target}: {other:?}"),
    }
}

fn pass(history: &mut History, seconds: u64) {
    history.seek(history.present().now() + seconds * 1_000_000);
}

/// Shards with their ranges and parents, and the records in them.
fn shards(run: &Simulation) -> Vec<String> {
    let stream = run.stream_named("gold").expect("the stream is there");
    let shard = |shard: &stream_engine::kinesis::shard::Shard| {
        let record = |index| {
            let payload = shard.payload(index).expect("a client's record");
            format!("{}={}", payload.key(), String::from_utf8_lossy(payload.data()))
        };
        let records: Vec<String> = (shard.records.first()..shard.records.end()).map(record).collect();
        let parents: Vec<String> = shard.parents().map(|id| id.to_string()).collect();
        format!("{} {:?} {parents:?} {} {records:?}", shard.id, shard.range, shard.closed.is_none())
    };
    stream.shards.iter().map(shard).collect()
}

#[test]
fn a_run_is_played_again_by_its_script() {
    let scenario = json!({ "seed": 1, "streams": [{ "name": "gold", "shards": 2 }] });
    let scenario: Scenario = serde_json::from_value(scenario).expect("a scenario");
    let mut run = History::new(Rc::new(scenario), quotas("aws-2026").into());
    let kinesis = |name: &str| format!("Kinesis_20131202.{name}");
    for nth in 0..20 {
        let data = stream_engine::api::data::base64(format!("it's {nth} \"$X\"").as_bytes());
        let body = json!({ "StreamName": "gold", "PartitionKey": format!("truck {nth}"), "Data": data });
        call(&mut run, &kinesis("PutRecord"), body);
    }
    pass(&mut run, 3);
    let split =
        json!({ "StreamName": "gold", "ShardToSplit": "shardId-000000000000", "NewStartingHashKey": "1000000" });
    call(&mut run, &kinesis("SplitShard"), split);
    pass(&mut run, 40);
    let records = json!([{ "Data": "YQ==", "PartitionKey": "a" }, { "Data": "Yg==", "PartitionKey": "b", "ExplicitHashKey": "7" }]);
    call(&mut run, &kinesis("PutRecords"), json!({ "StreamName": "gold", "Records": records }));
    let asked = json!({ "StreamName": "gold", "ShardId": "shardId-000000000001", "ShardIteratorType": "TRIM_HORIZON" });
    let iterator = call(&mut run, &kinesis("GetShardIterator"), asked);
    call(&mut run, &kinesis("GetRecords"), json!({ "ShardIterator": iterator["ShardIterator"], "Limit": 5 }));
    pass(&mut run, 60);

    let script = run_export::script(&run, "Test");
    let mut terminal = Terminal::new();
    let (whole, open) = lines(&script);
    assert_eq!(open, "", "{script}");
    for line in whole {
        let (code, _, error) = terminal.run(&line);
        assert_eq!((code, error.as_str()), (0, ""), "{line}\n{script}");
    }
    terminal.done("sleep 60");
    assert_eq!(shards(&terminal.world.run), shards(run.present()), "{script}");
    assert_eq!(terminal.world.take(Channel::Error), "");
}
