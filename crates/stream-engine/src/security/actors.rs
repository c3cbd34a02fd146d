//! Producers and consumers under the same rules as clients: one question before each call, whose
//! answer is remembered until policies change or a second has passed.

use super::access::key_action;
use super::action::Permission;
use super::endpoint::{Caller, NetworkPath};
use super::named::arrivals_behind;
use super::refusal::SecurityRefusal;
use crate::api::data::record_data;
use crate::command::{Command, NewRecord};
use crate::error::Refusal;
use crate::event::{Actor, Call, Outcome, WholeCall};
use crate::extensions::Asked;
use crate::kinesis::shard::Record;
use crate::kinesis::shard_iterator::ShardIterator;
use crate::kinesis::stream::StreamId;
use crate::simulation::Simulation;
use crate::time::Time;
use std::rc::Rc;

/// Answers remembered at most.
const REMEMBERED: usize = 256;

/// What was decided lately; not part of the state, as it can be decided again.
#[derive(Clone, Debug, Default)]
pub struct Remembered {
    answers: Vec<Answer>,
}

#[derive(Clone, Debug)]
struct Answer {
    actor: String,
    operation: &'static str,
    stream: StreamId,
    /// Which keys the records need.
    encryption: (usize, usize),
    /// Conditions may ask for the time, and keys change with it.
    second: u64,
    version: u64,
    refusal: Option<Rc<Refusal>>,
}

impl Simulation {
    /// Why Kinesis would refuse this call of a producer or consumer now; None if it wouldn't.
    pub(crate) fn refused_by_security(&mut self, asked: Asked) -> Option<Rc<Refusal>> {
        if self.security.version == 0 {
            return None;
        }
        let caller = self.security.callers.get(asked.actor);
        if !caller.is_some_and(|caller| matches!(caller.path, NetworkPath::Endpoint(_))) {
            self.second().public_calls += 1;
        }
        (self.extensions.refusal)(self, asked)
    }

    pub(crate) fn refusal_by_security(&mut self, asked: Asked) -> Option<Rc<Refusal>> {
        let Asked { actor, operation, stream, arrivals } = asked;
        let encryption = self.encryption_of(stream, arrivals);
        let (second, version) = (self.now.second(), self.security.version);
        let same = |answer: &&Answer| {
            answer.stream == stream
                && answer.encryption == encryption
                && answer.operation == operation
                && answer.actor == actor
        };
        let found = self.remembered.answers.iter().find(same);
        if let Some(answer) = found.filter(|answer| answer.second == second && answer.version == version) {
            return answer.refusal.clone();
        }
        let refused = self.check_actor(actor, operation, stream, encryption).err();
        let refusal = refused.map(|refusal| Rc::new(Refusal::Security(refusal)));
        let answers = &mut self.remembered.answers;
        answers.retain(|answer| answer.version == version && !same(&answer));
        answers.truncate(REMEMBERED - 1);
        answers.push(Answer {
            actor: actor.to_owned(),
            operation,
            stream,
            encryption,
            second,
            version,
            refusal: refusal.clone(),
        });
        refusal
    }

    /// Whether a producer's record is refused for want of a permission; logs the call if so. Its
    /// client doesn't send such a record again.
    pub(crate) fn put_is_denied(&mut self, nth: u8, stream: StreamId, record: Record) -> bool {
        let setup = self.producers[usize::from(nth)].setup.clone();
        let asked = Asked { actor: &setup.name, operation: "PutRecord", stream, arrivals: (self.now, self.now) };
        let Some(refusal) = self.refused_by_security(asked) else { return false };
        let asked = NewRecord {
            partition_key: self.keys.text(record.key, record.origin()),
            explicit_hash_key: None,
            data: record_data(self, &record, None),
        };
        let command = Command::PutRecord { stream, record: asked, sequence_number_for_ordering: None };
        self.log_denied(Actor::Producer(nth), stream, command, &refusal);
        true
    }

    /// Why Kinesis would refuse a GetRecords of whoever has this name now; None if it wouldn't.
    pub(crate) fn get_refused(&mut self, name: &str, iterator: &ShardIterator, limit: u64) -> Option<Rc<Refusal>> {
        if self.security.version == 0 {
            return None;
        }
        let shard = self.streams[usize::from(iterator.stream.0)].shards.get(iterator.shard.0 as usize);
        let arrivals = shard.and_then(|shard| arrivals_behind(shard, iterator.position, limit));
        let arrivals = arrivals.unwrap_or((Time::ZERO, Time::ZERO));
        self.refused_by_security(Asked { actor: name, operation: "GetRecords", stream: iterator.stream, arrivals })
    }

    /// The same for a consumer's GetRecords; it will ask again.
    pub(crate) fn get_is_denied(&mut self, nth: u8, iterator: &ShardIterator, limit: u64) -> bool {
        let name = self.consumers[usize::from(nth)].setup.name.clone();
        let Some(refusal) = self.get_refused(&name, iterator, limit) else { return false };
        let command = Command::GetRecords { iterator: *iterator, limit: Some(limit) };
        self.log_denied(Actor::Consumer(nth), iterator.stream, command, &refusal);
        true
    }

    fn log_denied(&mut self, actor: Actor, stream: StreamId, command: Command, refusal: &Refusal) {
        let whole = WholeCall { command, result: Err(refusal.clone()) };
        self.log_call(Call { at: self.now, actor, stream, outcome: Outcome::Whole(Rc::new(whole)) });
    }

    fn check_actor(
        &self,
        actor: &str,
        operation: &str,
        stream: StreamId,
        encryption: (usize, usize),
    ) -> Result<(), SecurityRefusal> {
        let plain = Caller::default();
        let caller = self.security.callers.get(actor).unwrap_or(&plain);
        self.check_way(caller, "kinesis")?;
        let identity = self.security.identity(caller, &self.account.id).ok_or(SecurityRefusal::UnrecognizedClient)?;
        let Some(name) = self.streams.get(usize::from(stream.0)).map(|stream| &stream.name) else { return Ok(()) };
        let resource = self.account.arn("kinesis", &format!("stream/{name}"));
        let permission = Permission { action: format!("kinesis:{operation}"), resource };
        self.decide(caller, &identity, &permission).into_result(&identity, &permission)?;
        match key_action(operation) {
            Some(action) => self.check_keys(&identity, stream, encryption, action),
            None => Ok(()),
        }
    }
}
