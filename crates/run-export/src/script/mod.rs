//! The learner's calls as a shell script: comments, `aws …`, `sleep`, `wait`, variables. It is a part of POSIX sh that the
//! lab's terminal understands too, and names no account, so that it runs there, against an emulator (`AWS_ENDPOINT_URL`)
//! and against an account of one's own.
//!
//! What a call gives and a later one needs (an iterator, a sequence number, a receipt handle, a queue's URL) goes through a
//! variable. What the lab does without a call (a producer that changes, a worker that crashes) becomes a comment.

mod entries;
mod names;
mod shell;
mod start;

use entries::{Entry, Made, entries};
use names::Captured;
use std::collections::BTreeSet;
use stream_engine::time::SECOND_US;
use stream_engine::{History, Time};

/// Operations that a stream must be ACTIVE for, and is UPDATING after.
const CHANGING: [&str; 9] = [
    "split-shard",
    "merge-shards",
    "update-shard-count",
    "start-stream-encryption",
    "stop-stream-encryption",
    "update-stream-mode",
    "update-max-record-size",
    "increase-stream-retention-period",
    "decrease-stream-retention-period",
];

/// The script of what was asked up to the present moment. `title` says of which lab it is.
pub fn script(history: &History, title: &str) -> String {
    let start = start::start(history.scenario(), history.present());
    let made = entries(history);
    let captured = Captured::of(&start, &made, history.present());
    let mut pen = Pen {
        out: head(title, history),
        captured,
        at: Time::ZERO,
        creating: BTreeSet::new(),
        changing: BTreeSet::new(),
    };
    for entry in start.iter().chain(&made) {
        pen.entry(entry);
    }
    pen.out
}

fn head(title: &str, history: &History) -> String {
    let region = &history.present().account().region;
    format!(
        "#!/bin/sh\n\
         # Shardlab, {}: the calls of this run.\n\
         # In the lab: paste it into the terminal.\n\
         # Against an emulator: AWS_PAGER= AWS_ENDPOINT_URL=<its address> sh run.sh\n\
         # In an account of your own, in {region}: AWS_PAGER= sh run.sh\n\
         # It creates what it names, and that costs.\n",
        one_line(title)
    )
}

/// A comment must not go on in a line of its own.
fn one_line(text: &str) -> String {
    text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect()
}

struct Pen {
    out: String,
    captured: Captured,
    /// The moment that the script has come to.
    at: Time,
    /// Streams that were just asked for, and those that were just changed.
    creating: BTreeSet<String>,
    changing: BTreeSet<String>,
}

impl Pen {
    fn entry(&mut self, entry: &Entry) {
        if entry.at > self.at {
            self.sleep(entry.at.since(self.at));
            self.at = entry.at;
        }
        match &entry.made {
            Made::Note(text) => self.line(&format!("# {}", one_line(text))),
            Made::Call(call) => {
                for line in self.captured.needed(entry.number) {
                    self.line(&line);
                }
                if call.succeeded {
                    self.wait(call);
                }
                let line = self.captured.line(entry.number, call);
                if line.lost {
                    self.line("# This takes a value that only the lab's own run had: put in one of yours.");
                }
                self.line(&line.text);
                if call.verb == "aws kinesis create-stream" && call.succeeded {
                    self.creating.extend(call.stream().map(str::to_owned));
                }
            }
        }
    }

    /// A stream that is not ACTIVE yet takes nothing; one that is UPDATING takes records, and no other change.
    fn wait(&mut self, call: &entries::Call) {
        let Some(stream) = call.stream() else { return };
        let changes = CHANGING.iter().any(|operation| call.verb.ends_with(operation));
        let was_created = call.verb != "aws kinesis create-stream" && self.creating.remove(stream);
        let was_changed = changes && self.changing.remove(stream);
        if was_created || was_changed {
            self.line(&format!("aws kinesis wait stream-exists --stream-name {}", shell::quoted(stream)));
        }
        if changes {
            self.changing.insert(stream.to_owned());
        }
    }

    fn sleep(&mut self, us: u64) {
        let ms = us.div_ceil(1_000);
        let decimals = format!("{:03}", ms % 1_000);
        let decimals = decimals.trim_end_matches('0');
        let point = if decimals.is_empty() { "" } else { "." };
        self.line(&format!("sleep {}{point}{decimals}", us.div_ceil(1_000) / (SECOND_US / 1_000)));
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }
}
