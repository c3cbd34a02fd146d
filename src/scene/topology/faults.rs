//! What can be made to fail in a run, by what the run has.

use crate::content::tf;
use stream_engine::command::QueueConsumerChange;
use stream_engine::consumers::firehose::FirehoseChange;
use stream_engine::consumers::flink::FlinkChange;
use stream_engine::consumers::kcl::setup::{KclAction, TableFault};
use stream_engine::consumers::lambda::LambdaChange;
use stream_engine::consumers::lambda::function::Poison;
use stream_engine::producers::control::ProducerChange;
use stream_engine::{Command, Simulation};

/// Answers lost, workers of a queue that crash, how long calls to a slow lease table take.
const ANSWERS: u32 = 20;
const RESTART_MS: u32 = 5_000;
const SLOW_MS: u32 = 3_000;

/// Something to switch on, and the way back if there is one.
#[derive(Clone, PartialEq, Debug)]
pub struct Fault {
    pub label: String,
    pub on: Command,
    pub off: Option<(String, Command)>,
}

/// The faults of a run, in the order of its boxes.
pub fn faults(run: &Simulation) -> Vec<Fault> {
    let mut all: Vec<Fault> = run.producers().iter().flat_map(|producer| of_producer(&producer.setup.name)).collect();
    all.extend(run.kcl().iter().flat_map(|application| {
        let name = &application.setup.name;
        let worker = application.workers.iter().find(|worker| worker.state.is_alive());
        let crashed = application.workers.iter().find(|worker| !worker.state.is_alive());
        let crash = worker.map(|worker| {
            let act = |action| Command::Kcl { application: name.clone(), action };
            let again = crashed.map(|crashed| {
                let label = tf("fault.start", &[("name", &crashed.name)]);
                (label, act(KclAction::Start { worker: crashed.name.clone() }))
            });
            let label = tf("fault.crash", &[("name", &worker.name)]);
            Fault { label, on: act(KclAction::Crash { worker: worker.name.clone() }), off: again }
        });
        crash.into_iter().chain(of_table(name))
    }));
    all.extend(run.lambda().functions.values().filter_map(|function| {
        let name = &function.setup.name;
        let change = |poison| Command::Lambda { function: name.clone(), change: LambdaChange::Poison(poison) };
        let poison = tf("fault.poison", &[("name", name)]);
        let mended = tf("fault.mended", &[("name", name)]);
        // The next record of the first shard is the bad one.
        let next = run.streams().first()?.open_shards().next()?;
        let bad = Poison::Record { shard: next.id, index: next.records.end() };
        Some(Fault { label: poison, on: change(Some(bad)), off: Some((mended, change(None))) })
    }));
    all.extend(run.firehose().streams.values().map(|delivery| {
        let name = &delivery.setup.name;
        let change = |refuses| Command::Firehose {
            delivery_stream: name.clone(),
            change: FirehoseChange::BucketRefuses(refuses),
        };
        let (label, off) = (tf("fault.bucket", &[("name", name)]), tf("fault.bucket_again", &[("name", name)]));
        Fault { label, on: change(true), off: Some((off, change(false))) }
    }));
    all.extend(run.flink().applications.iter().map(|application| {
        let name = &application.setup.name;
        let on = Command::Flink { application: name.clone(), change: FlinkChange::Crash };
        Fault { label: tf("fault.crash", &[("name", name)]), on, off: None }
    }));
    all.extend(run.queue_actors().consumers.iter().map(|consumer| {
        let name = &consumer.setup.name;
        let workers = consumer.setup.workers.div_ceil(2);
        let change = QueueConsumerChange::Crash { workers, restart_ms: RESTART_MS };
        let label = tf("fault.crash_workers", &[("n", &workers.to_string()), ("name", name)]);
        Fault { label, on: Command::QueueConsumer { consumer: name.clone(), change }, off: None }
    }));
    all
}

fn of_producer(name: &str) -> [Fault; 2] {
    let change = |change| Command::Producer { producer: name.to_owned(), change };
    let restart = (tf("fault.start", &[("name", name)]), change(ProducerChange::Restart));
    [
        Fault { label: tf("fault.crash", &[("name", name)]), on: change(ProducerChange::Crash), off: Some(restart) },
        Fault {
            label: tf("fault.answers", &[("n", &ANSWERS.to_string()), ("name", name)]),
            on: change(ProducerChange::LoseAnswers(ANSWERS)),
            off: None,
        },
    ]
}

fn of_table(application: &str) -> [Fault; 2] {
    let act = |fault| Command::Kcl { application: application.to_owned(), action: KclAction::Table(fault) };
    let again = |key| (tf(key, &[("name", application)]), act(TableFault::None));
    [
        Fault {
            label: tf("fault.table_throttled", &[("name", application)]),
            on: act(TableFault::Throttled),
            off: Some(again("fault.table_unthrottled")),
        },
        Fault {
            label: tf("fault.table_slow", &[("name", application)]),
            on: act(TableFault::Slow { ms: SLOW_MS }),
            off: Some(again("fault.table_quick")),
        },
    ]
}
