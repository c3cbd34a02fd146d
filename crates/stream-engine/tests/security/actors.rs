//! Producers and consumers under policies: who is refused stands still, with the service's error.

use crate::common::{consumer, pass_ms, producer, quiet, quotas};
use crate::world::{READER, STREAM_ARN, WRITER, allow, secure, setup};
use serde_json::json;
use std::rc::Rc;
use stream_engine::event::Outcome;
use stream_engine::security::{Caller, SecurityCommand};
use stream_engine::{Scenario, Simulation};

fn busy() -> Simulation {
    let call = |actor: &str, arn: &str| SecurityCommand::Call {
        actor: actor.to_owned(),
        caller: Some(Caller::principal(arn)),
    };
    let security = setup().into_iter().chain([call("trucks", WRITER), call("dashboard", READER)]).collect();
    let (producers, consumers) = (vec![producer("trucks")], vec![consumer("dashboard")]);
    Simulation::new(&Scenario { producers, consumers, security, ..quiet(2) }, Rc::new(quotas()))
}

fn refusals(run: &Simulation) -> Vec<&'static str> {
    let refusal = |outcome: &Outcome| match outcome {
        Outcome::Whole(whole) => whole.result.as_ref().err().map(stream_engine::error::Refusal::code),
        _ => None,
    };
    run.calls().iter_back().filter_map(|call| refusal(&call.outcome)).collect()
}

#[test]
fn a_permission_taken_away_stops_its_actor_and_only_it() {
    let mut run = busy();
    pass_ms(&mut run, 2_000);
    assert_eq!(run.streams()[0].kept, 0, "nobody may write yet");
    assert!(refusals(&run).contains(&"AccessDeniedException"));
    assert!(run.producers()[0].lost > 150, "its client doesn't try again: {}", run.producers()[0].lost);

    allow(&mut run, WRITER, "write", &json!({ "Effect": "Allow", "Action": "kinesis:Put*", "Resource": STREAM_ARN }));
    pass_ms(&mut run, 2_000);
    let written = run.streams()[0].kept;
    assert!(written > 150, "{written}");
    assert_eq!(run.consumers()[0].records, 0, "nobody may read yet");

    allow(&mut run, READER, "read", &json!({ "Effect": "Allow", "Action": "kinesis:Get*", "Resource": STREAM_ARN }));
    pass_ms(&mut run, 3_000);
    let read = run.consumers()[0].records;
    assert!(read > 300, "{read}");

    let (principal, policy_name) = ("role/reader".to_owned(), "read".to_owned());
    secure(&mut run, SecurityCommand::DeletePolicy { principal, policy_name });
    pass_ms(&mut run, 3_000);
    assert_eq!(run.consumers()[0].records, read);
    assert!(run.streams()[0].kept > written + 300, "the writer goes on");
}

#[test]
fn a_restored_run_goes_on_as_the_original() {
    let mut run = busy();
    allow(&mut run, WRITER, "write", &json!({ "Effect": "Allow", "Action": "kinesis:Put*", "Resource": STREAM_ARN }));
    pass_ms(&mut run, 1_500);
    let mut again = Simulation::from_bytes(&run.to_bytes()).expect("it was just written");
    pass_ms(&mut run, 2_500);
    pass_ms(&mut again, 2_500);
    assert_eq!(again.to_bytes(), run.to_bytes());
}
