//! What the learner did, in order: calls with their bodies and answers, and notes of all else.

use serde_json::Value;
use std::rc::Rc;
use stream_engine::api::{cli, summary, wire};
use stream_engine::command::{Answer, Command};
use stream_engine::event::{Actor, Call as Logged, Outcome, WholeCall};
use stream_engine::history::Request;
use stream_engine::{History, Simulation, Time};

/// Something that was done at a moment.
pub struct Entry {
    /// Its place in the script.
    pub number: usize,
    pub at: Time,
    pub made: Made,
}

/// A call, or what the lab did without one.
pub enum Made {
    Call(Call),
    Note(String),
}

/// A call with what came of it.
pub struct Call {
    /// `aws kinesis put-record`
    pub verb: String,
    /// The request's members.
    pub body: Value,
    /// The answer; null if it was refused or has none.
    pub reply: Value,
    pub succeeded: bool,
}

impl Call {
    /// The stream that it names.
    pub fn stream(&self) -> Option<&str> {
        self.body.get("StreamName").and_then(Value::as_str).filter(|_| self.verb.starts_with("aws kinesis "))
    }
}

/// The requests up to the present moment. The answers are found where they were given: a copy of the run goes from saved
/// state to saved state.
pub fn entries(history: &History) -> Vec<Entry> {
    let requests = history.past_requests();
    let mut copy = history.clone();
    let mut made = Vec::new();
    let mut begin = 0;
    while begin < requests.len() {
        let at = requests[begin].at;
        let end = begin + requests[begin..].iter().take_while(|request| request.at == at).count();
        copy.seek(at);
        let run = copy.present();
        let logged = answers(run, &requests[begin..end]);
        made.extend(requests[begin..end].iter().zip(logged).map(|(request, call)| (at, entry(run, request, &call))));
        begin = end;
    }
    // The start comes before; its numbers are its own.
    made.into_iter()
        .enumerate()
        .map(|(number, (at, made))| Entry { number: super::start::STARTS + number, at, made })
        .collect()
}

/// The calls of these requests as the log has them; one that it has let go of counts as carried out.
fn answers(run: &Simulation, requests: &[Request]) -> Vec<Logged> {
    let at = requests[0].at;
    let mut own: Vec<&Logged> = Vec::new();
    for index in (run.calls().first()..run.calls().end()).rev() {
        let Some(call) = run.calls().get(index).filter(|call| call.at >= at) else { break };
        if call.actor == Actor::Learner {
            own.push(call);
        }
    }
    let mut own = own.into_iter().rev();
    let found = |request: &Request| own.next().cloned().unwrap_or_else(|| unanswered(request));
    requests.iter().map(found).collect()
}

fn unanswered(request: &Request) -> Logged {
    let whole = WholeCall { command: request.command.clone(), result: Ok(Answer::Done) };
    let stream = request.command.stream();
    Logged { at: request.at, actor: Actor::Learner, stream, outcome: Outcome::Whole(Rc::new(whole)) }
}

fn entry(run: &Simulation, request: &Request, call: &Logged) -> Made {
    let verb = cli::cli(run, call).and_then(|line| verb(&line));
    let (body, succeeded) = (body(run, request, call), succeeded(call));
    match (verb, body) {
        (Some(verb), Some(body)) => {
            let reply = if succeeded { json(&wire::response(run, call)) } else { Value::Null };
            Made::Call(Call { verb, body, reply, succeeded })
        }
        _ => {
            let line = summary::summary(run, call);
            let parts = [&*line.operation, line.subject.as_str(), line.result.as_str()];
            let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            Made::Note(format!("No call, in the lab: {}", said.join(" · ")))
        }
    }
}

/// The first three words.
fn verb(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split(' ').take(3).collect();
    (words.len() == 3).then(|| words.join(" "))
}

fn body(run: &Simulation, request: &Request, call: &Logged) -> Option<Value> {
    let text = match &request.command {
        Command::Call { body, .. } => body.clone(),
        _ => wire::request(run, call),
    };
    let body =
        if text.is_empty() { Value::Object(serde_json::Map::new()) } else { serde_json::from_str(&text).ok()? };
    body.is_object().then_some(body)
}

fn succeeded(call: &Logged) -> bool {
    match &call.outcome {
        Outcome::Whole(whole) => match &whole.result {
            Ok(Answer::Reply(reply)) => reply.status < 300,
            result => result.is_ok(),
        },
        _ => true,
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}
