//! The log of calls as rows, newest first: of all calls kept, or of the learner's own, which the
//! thousands of others would push out of the log.

pub mod lines;
mod own;

use super::clock_ms;
use crate::content::t;
pub use own::OwnCalls;
use std::borrow::Cow;
use stream_engine::api::{cli, summary, wire};
use stream_engine::command::Operation;
use stream_engine::event::{Actor, Call, Outcome};
use stream_engine::{Answer, History, Simulation};

/// Rows shown.
pub const ROWS_MAX: usize = 60;
/// Rows shown while they go by too fast to be read: as many as the card has room for.
pub const ROWS_RUSHING: usize = 12;
/// Characters of a request or answer that are shown.
const TEXT_MAX: usize = 4_000;

/// Which calls are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Filter {
    #[default]
    All,
    Failed,
    /// Made by the learner.
    Own,
    Operation(Operation),
}

/// The operations a filter offers.
pub const OPERATIONS: [Operation; 10] = [
    Operation::PutRecord,
    Operation::PutRecords,
    Operation::GetRecords,
    Operation::GetShardIterator,
    Operation::SplitShard,
    Operation::MergeShards,
    Operation::UpdateShardCount,
    Operation::CreateStream,
    Operation::IncreaseStreamRetentionPeriod,
    Operation::DecreaseStreamRetentionPeriod,
];

/// One call's line.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Row {
    /// Its place in the run's log of calls.
    pub index: u64,
    pub at_us: u64,
    pub clock: String,
    pub operation: Cow<'static, str>,
    pub subject: String,
    pub result: String,
    pub failed: bool,
}

/// A call taken out of the log, which soon lets go of it.
pub type Kept = (u64, Call);

/// A row opened: what went over the wire.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opened {
    pub row: Row,
    /// Empty where the service's is.
    pub request: Text,
    pub response: Text,
    /// None for what is no call, or too long for a shell.
    pub cli: Option<String>,
    /// Not a call of the service: a change of a producer or consumer.
    pub is_change: bool,
}

/// A text, cut if it was very long.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Text {
    pub shown: String,
    pub is_cut: bool,
}

impl Filter {
    fn takes(self, call: &Call) -> bool {
        match self {
            Filter::All => true,
            Filter::Failed => is_failed(call),
            Filter::Own => call.actor == Actor::Learner,
            Filter::Operation(operation) => call.operation() == Some(operation),
        }
    }

    /// Whether only a learner makes such calls.
    fn is_of_learners(self) -> bool {
        match self {
            Filter::All | Filter::Failed => false,
            Filter::Own => true,
            Filter::Operation(operation) => !matches!(operation, Operation::PutRecord | Operation::GetRecords),
        }
    }

    /// The filter with this value in the list of choices.
    pub fn from_value(value: &str) -> Filter {
        match value {
            "failed" => Filter::Failed,
            "own" => Filter::Own,
            name => {
                let operation = OPERATIONS.into_iter().find(|operation| operation.name() == name);
                operation.map_or(Filter::All, Filter::Operation)
            }
        }
    }
}

/// The newest calls that the filter takes, newest first.
pub fn newest(history: &History, filter: Filter, own: &mut OwnCalls) -> Vec<Kept> {
    if filter.is_of_learners() {
        own.follow(history, ROWS_MAX);
        return own.newest().filter(|(_, call)| filter.takes(call)).take(ROWS_MAX).cloned().collect();
    }
    let calls = history.present().calls();
    let indexed = (calls.first()..calls.end()).rev().zip(calls.iter_back());
    indexed.filter(|(_, call)| filter.takes(call)).take(ROWS_MAX).map(|(index, call)| (index, call.clone())).collect()
}

/// The line of a call.
pub fn row(run: &Simulation, (index, call): &Kept) -> Row {
    let summary = summary::summary(run, call);
    Row {
        index: *index,
        at_us: call.at.0,
        clock: clock_ms(call.at),
        operation: summary.operation,
        subject: summary.subject,
        result: summary.result,
        failed: summary.failed,
    }
}

/// The call with its texts.
pub fn open(run: &Simulation, kept: &Kept) -> Opened {
    let call = &kept.1;
    Opened {
        row: row(run, kept),
        request: cut(wire::request(run, call)),
        response: cut(wire::response(run, call)),
        cli: cli::cli(run, call),
        is_change: call.operation().is_none() && !call.is_over_the_wire(),
    }
}

fn cut(text: String) -> Text {
    match text.char_indices().nth(TEXT_MAX) {
        Some((at, _)) => Text { shown: format!("{}{}", &text[..at], t("calls.ellipsis")), is_cut: true },
        None => Text { shown: text, is_cut: false },
    }
}

fn is_failed(call: &Call) -> bool {
    match &call.outcome {
        Outcome::Put { result, .. } => result.is_err(),
        Outcome::Get { result, .. } => result.is_err(),
        Outcome::PutBatch(entries) => entries.iter().any(|(_, result)| result.is_err()),
        Outcome::Whole(whole) => match &whole.result {
            Err(_) => true,
            Ok(Answer::Batch(results)) => results.iter().any(Result::is_err),
            Ok(Answer::Reply(reply)) => !reply.error.is_empty(),
            Ok(_) => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::content;
    use std::rc::Rc;
    use stream_engine::kinesis::shard::ShardId;
    use stream_engine::{Change, Command, NewRecord, Time};

    fn run() -> History {
        let lab = content().lab("hot-shard").expect("the lab is built");
        History::new(Rc::new(lab.scenario.clone()), content().profiles[0].quotas())
    }

    fn merge_of(shard: u32, adjacent: u32) -> Command {
        Command::MergeShards { stream: Default::default(), shard: ShardId(shard), adjacent: ShardId(adjacent) }
    }

    fn rows(history: &History, filter: Filter) -> Vec<Row> {
        let kept = newest(history, filter, &mut OwnCalls::default());
        kept.iter().map(|kept| row(history.present(), kept)).collect()
    }

    #[test]
    fn rows_come_newest_first_and_keep_their_place_in_the_log() {
        let mut history = run();
        history.seek(Time::from_s(10));
        let before = rows(&history, Filter::All);
        assert_eq!(before.len(), ROWS_MAX);
        assert!(before.windows(2).all(|pair| pair[0].index == pair[1].index + 1 && pair[0].at_us >= pair[1].at_us));
        history.step();
        let after = rows(&history, Filter::All);
        assert!(after.iter().filter(|row| before.contains(row)).count() > ROWS_MAX / 2);
    }

    #[test]
    fn filters_take_what_they_say() {
        let mut history = run();
        history.seek(Time::from_s(10));
        let _refused = history.act(merge_of(0, 2));
        let failed = rows(&history, Filter::Failed);
        assert!(failed.len() > 1 && failed.iter().all(|row| row.failed));
        assert_eq!(failed[0].operation, "MergeShards");
        let gets = rows(&history, Filter::Operation(Operation::GetRecords));
        assert!(!gets.is_empty() && gets.iter().all(|row| row.operation == "GetRecords"));
        assert_eq!(Filter::from_value("GetRecords"), Filter::Operation(Operation::GetRecords));
        assert_eq!(Filter::from_value("anything"), Filter::All);
    }

    #[test]
    fn own_calls_are_found_long_after_the_log_has_let_go_of_them() {
        let mut history = run();
        for (second, shard) in [(5, 0), (10, 1), (10, 2)] {
            history.seek(Time::from_s(second));
            let _refused = history.act(merge_of(shard, 0));
        }
        let fresh = rows(&history, Filter::Own);
        history.seek(Time::from_s(30));
        assert!(history.present().calls().iter().all(|call| call.actor != Actor::Learner), "the log has let go");
        assert_eq!(rows(&history, Filter::Own), fresh);
        assert_eq!(rows(&history, Filter::Operation(Operation::MergeShards)), fresh);
        history.seek(Time::from_s(7));
        assert_eq!(rows(&history, Filter::Own), fresh[2..]);
    }

    #[test]
    fn own_calls_that_a_fork_cut_off_are_forgotten() {
        let (mut history, mut own) = (run(), OwnCalls::default());
        history.seek(Time::from_s(5));
        let _refused = history.act(merge_of(0, 2));
        assert_eq!(newest(&history, Filter::Own, &mut own).len(), 1);
        history.seek(Time::from_s(2));
        let change = Change::RatePerSecond(10);
        history.act(Command::Change { actor: "truck-007".to_owned(), change }).expect("the producer is there");
        let now = newest(&history, Filter::Own, &mut own);
        assert_eq!(now.iter().map(|kept| row(history.present(), kept).operation).collect::<Vec<_>>(), ["Change"]);
    }

    #[test]
    fn an_opened_call_holds_its_texts_and_a_long_one_is_cut() {
        let mut history = run();
        let record = NewRecord { partition_key: "key".to_owned(), explicit_hash_key: None, data: vec![0; 9_000] };
        let put = Command::PutRecord { stream: Default::default(), record, sequence_number_for_ordering: None };
        history.act(put).expect("it fits");
        let kept = newest(&history, Filter::Own, &mut OwnCalls::default());
        let opened = open(history.present(), &kept[0]);
        assert!(opened.request.is_cut && opened.request.shown.chars().count() <= TEXT_MAX + 8);
        assert!(!opened.response.is_cut && opened.response.shown.contains("SequenceNumber"));
        assert!(opened.cli.is_some_and(|cli| cli.starts_with("aws kinesis put-record")));
        let change = Command::Change { actor: "truck-007".to_owned(), change: Change::RatePerSecond(10) };
        history.act(change).expect("the producer is there");
        let kept = newest(&history, Filter::Own, &mut OwnCalls::default());
        assert!(open(history.present(), &kept[0]).is_change);
    }
}
