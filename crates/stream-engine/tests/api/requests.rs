//! Calls over the wire as requests of a run: logged, replayed, shown like any other.

use crate::common::{quiet, quotas};
use std::rc::Rc;
use stream_engine::api::{cli, summary, wire};
use stream_engine::command::Reply;
use stream_engine::{Answer, Command, History, Time};

fn call(target: &str, body: &str) -> Command {
    Command::Call { target: target.to_owned(), body: body.to_owned() }
}

fn reply(history: &mut History, target: &str, body: &str) -> Reply {
    match history.act(call(target, body)) {
        Ok(Answer::Reply(reply)) => reply,
        other => panic!("{other:?}"),
    }
}

fn fresh() -> History {
    History::new(Rc::new(quiet(2)), Rc::new(quotas()))
}

#[test]
fn a_call_of_any_service_is_carried_out_and_comes_back_by_replay() {
    let mut history = fresh();
    history.seek(Time::from_s(1));
    let put = r#"{"StreamName":"telemetry","PartitionKey":"truck-7","Data":"aGk="}"#;
    assert_eq!(reply(&mut history, "Kinesis_20131202.PutRecord", put).status, 200);
    let create = r#"{"QueueName":"orders.fifo","Attributes":{"FifoQueue":"true"}}"#;
    assert_eq!(reply(&mut history, "AmazonSQS.CreateQueue", create).error, "");
    history.seek(Time::from_s(3));
    let after = history.present().to_bytes();
    let requests = history.past_requests().to_vec();
    assert_eq!(requests.len(), 2);
    let again = History::replay(Rc::new(quiet(2)), Rc::new(quotas()), requests, Time::from_s(3));
    assert!(again.present().to_bytes() == after);
    history.seek(Time::ZERO);
    assert_eq!(history.present().sqs().queues().count(), 0);
}

#[test]
fn a_refused_call_is_answered_with_its_error_and_is_still_a_request() {
    let mut history = fresh();
    let refused = reply(&mut history, "Kinesis_20131202.DescribeStream", r#"{"StreamName":"nowhere"}"#);
    assert_eq!((refused.status, refused.error.as_str()), (400, "ResourceNotFoundException"));
    assert_eq!(reply(&mut history, "Kinesis_20131202.Nothing", "{}").error, "UnknownOperationException");
    assert_eq!(history.past_requests().len(), 2);
}

#[test]
fn the_log_shows_a_call_by_its_operation_subject_json_and_command() {
    let mut history = fresh();
    let body = r#"{"StreamName":"telemetry","Limit":1}"#;
    assert_eq!(reply(&mut history, "Kinesis_20131202.DescribeStream", body).status, 200);
    let run = history.present();
    let call = run.calls().last().expect("it was logged");
    let line = summary::summary(run, call);
    assert_eq!((&*line.operation, line.subject.as_str(), line.failed), ("DescribeStream", "telemetry", false));
    assert_eq!(wire::request(run, call), "{\n  \"Limit\": 1,\n  \"StreamName\": \"telemetry\"\n}");
    assert!(wire::response(run, call).contains("\"StreamStatus\": \"ACTIVE\""));
    assert_eq!(cli::cli(run, call).as_deref(), Some("aws kinesis describe-stream --limit 1 --stream-name telemetry"));
    reply(
        &mut history,
        "Kinesis_20131202.DeleteStream",
        r#"{"StreamName":"telemetry","EnforceConsumerDeletion":true}"#,
    );
    let run = history.present();
    let deleted = run.calls().last().and_then(|call| cli::cli(run, call));
    assert_eq!(
        deleted.as_deref(),
        Some("aws kinesis delete-stream --enforce-consumer-deletion --stream-name telemetry")
    );
}
