//! The Agent at work: the application writes, the daemon looks, reads, sends, and notes how far it is.

use super::convert::convert;
use super::files::{Line, LineState, LogFile};
use super::lines::line_text;
use super::{Agent, AgentSetup, PartitionKeyOption};
use crate::agenda::Task;
use crate::keys::KeyTable;
use crate::kinesis::shard::Record;
use crate::producers::calls::{Call, Entry};
use crate::producers::client::{Client, ClientState};
use crate::producers::producer::Sent;
use crate::producers::sending::ClientTask;
use crate::simulation::Simulation;
use crate::time::{MS_US, Time};
use std::collections::BTreeSet;
use std::rc::Rc;

/// Lines that one look reads at most: the engine's bound.
const LINES_A_LOOK: usize = 50_000;

impl Simulation {
    /// The daemon starts: at its checkpoint, if it has one.
    pub(crate) fn agent_starts(&mut self, nth: u8) {
        let producer = &mut self.producers[usize::from(nth)];
        let setup = Rc::clone(&producer.setup);
        let (Client::Agent(setup), ClientState::Agent(agent)) = (&setup.client, &mut producer.client) else { return };
        agent.tail.start(&agent.files, agent.checkpoint, setup.initial_position);
        let start = agent.starts;
        let lost = agent.pass_over();
        self.lose(nth, lost);
        self.plan_tail(nth, start, self.now);
    }

    fn plan_tail(&mut self, nth: u8, start: u32, at: Time) {
        self.agenda.plan(at, Task::Client { producer: nth, task: ClientTask::Look { start } });
    }

    /// The application writes a line.
    pub(crate) fn agent_line(&mut self, nth: u8, sent: Sent) {
        let now = self.now;
        let producer = &mut self.producers[usize::from(nth)];
        let setup = Rc::clone(&producer.setup);
        let (Client::Agent(agent_setup), ClientState::Agent(agent)) = (&setup.client, &mut producer.client) else {
            return;
        };
        let Record { number, source, .. } = sent.record;
        let bytes = line_text(agent_setup.lines, number, source, setup.record_bytes).len() as u64;
        let deleted = agent.files.write(&agent_setup.rotation, number, source, bytes, now);
        let lost = agent.lost_with(&deleted);
        self.lose(nth, lost);
    }

    /// A rotation on command.
    pub(crate) fn rotate_files(&mut self, nth: u8) {
        let now = self.now;
        let producer = &mut self.producers[usize::from(nth)];
        let (Client::Agent(setup), ClientState::Agent(agent)) = (&producer.setup.client, &mut producer.client) else {
            return;
        };
        let deleted = agent.files.rotate(&setup.rotation, now);
        let lost = agent.lost_with(&deleted);
        self.lose(nth, lost);
    }

    /// The daemon looks at its files and reads what is new.
    pub(crate) fn agent_looks(&mut self, nth: u8, start: u32) {
        let (quotas, now) = (self.quotas.clone(), self.now);
        let producer = &mut self.producers[usize::from(nth)];
        let setup = Rc::clone(&producer.setup);
        let (Client::Agent(agent_setup), ClientState::Agent(agent)) = (&setup.client, &mut producer.client) else {
            return;
        };
        if agent.starts != start || producer.dead {
            return;
        }
        let mut lost = 0;
        agent.tail.refresh(&agent.files);
        lost += agent.pass_over();
        let mut full = Vec::new();
        for _ in 0..LINES_A_LOOK {
            // The publisher's queue is full: the daemon reads no further.
            if producer.calls.queue.len() + full.len() >= quotas.agent_publish_queue_max_buffers as usize {
                break;
            }
            let Some(line) = agent.tail.unread(&agent.files).next().copied() else {
                if !agent.tail.next_file(&agent.files) {
                    break;
                }
                lost += agent.pass_over();
                continue;
            };
            let before = agent.read_line(&line);
            let (seen, regained) = (before == LineState::Read, before == LineState::PassedOver);
            producer.lost = producer.lost.saturating_sub(u64::from(regained));
            let entry = entry(nth, agent_setup, &line, setup.record_bytes, agent.starts);
            let Some(entry) = entry.map(|entry| Entry { stored: seen, ..entry }) else {
                lost += agent.filter(line.number, seen);
                continue;
            };
            let bytes = u64::from(entry.record.bytes);
            if !agent.filling.is_empty() && agent.filling_bytes + bytes > agent_setup.buffer_bytes(&quotas) {
                full.push(agent.take_buffer());
            }
            agent.add(entry, bytes, now);
            if agent.filling.len() >= agent_setup.buffer_records(&quotas) {
                full.push(agent.take_buffer());
            }
        }
        if !agent.filling.is_empty() && now.since(agent.begun) >= agent_setup.buffer_age_us(&quotas) {
            full.push(agent.take_buffer());
        }
        self.lose(nth, lost);
        full.into_iter().for_each(|batch| self.queue_batch(nth, batch));
        self.plan_tail(nth, start, now + quotas.agent_file_poll_min_interval_ms.max(1) * MS_US);
    }

    /// The answer to a buffer is there. What failed is sent again after a pause that grows with
    /// the failures; then the checkpoint moves on.
    pub(crate) fn agent_answered(&mut self, nth: u8, call: Call) {
        let (quotas, now) = (self.quotas.clone(), self.now);
        let producer = &mut self.producers[usize::from(nth)];
        let Call { batch, results, answer_lost, .. } = call;
        let total = batch.len().max(1) as u64;
        let (mut again, mut done) = (Vec::new(), Vec::new());
        for (at, entry) in batch.into_iter().enumerate() {
            if answer_lost || results.get(at).is_none_or(Result::is_err) {
                again.push(Entry { refusals: entry.refusals.saturating_add(1), ..entry });
            } else {
                producer.note_latency(now.since(entry.made) / MS_US, now);
                done.push(entry.record.number);
            }
        }
        let ClientState::Agent(agent) = &mut producer.client else { return };
        agent.buffer_done.extend(done);
        if again.is_empty() {
            agent.note_checkpoint();
            agent.failures_percent = if agent.failures_percent < 1_000 { 0 } else { agent.failures_percent / 10 };
            return;
        }
        agent.failures_percent += 100 * again.len() as u64 / total;
        let power = (agent.failures_percent + 50) / 100;
        let wait_ms = (quotas.agent_retry_initial_backoff_ms << power.saturating_sub(1).min(32))
            .min(quotas.agent_retry_max_backoff_ms);
        let spread = wait_ms * MS_US * quotas.agent_retry_jitter_percent / 100;
        let wait = (wait_ms * MS_US).saturating_sub(spread) + producer.jitter.between(0, 2 * spread);
        let batch = producer.calls.wait(again);
        self.agenda.plan(now + wait, Task::Client { producer: nth, task: ClientTask::Resend { batch } });
    }

    /// A line reached the service; true if it was there before.
    pub(crate) fn agent_count_stored(&mut self, nth: u8, entry: &mut Entry) {
        if let ClientState::Agent(agent) = &mut self.producers[usize::from(nth)].client {
            entry.stored |= !agent.ahead.insert(entry.record.number);
        }
    }

    /// A call of a dead daemon has come to its end: lines that failed and can't be read again are lost.
    pub(crate) fn agent_abandoned(&mut self, nth: u8, call: &Call) {
        let ClientState::Agent(agent) = &mut self.producers[usize::from(nth)].client else { return };
        let orphans = call.batch.iter().filter(|entry| agent.orphans.remove(&entry.record.number));
        let lost = orphans.filter(|entry| !entry.stored).count() as u64;
        self.lose(nth, lost);
    }

    /// The daemon dies. Gives the readings that are lost: in memory, and not to be read again.
    pub(crate) fn agent_dies(&mut self, nth: u8) -> u64 {
        let producer = &mut self.producers[usize::from(nth)];
        let calls = producer.calls.under_way.values().filter(|call| !call.abandoned);
        let under_way = numbers(calls.flat_map(|call| &call.batch));
        let held = numbers(producer.calls.abandon().iter());
        let ClientState::Agent(agent) = &mut producer.client else { return 0 };
        let unread = |agent: &Agent| agent.files.unread().map(|line| line.number).collect::<BTreeSet<_>>();
        let mut before = unread(agent);
        before.extend(held);
        before.extend(numbers(agent.filling.iter()));
        agent.die();
        let regained: BTreeSet<u32> = agent.files.start_at(agent.checkpoint).iter().map(|line| line.number).collect();
        let after = unread(agent);

        let unknown = |number: &&u32| !agent.ahead.contains(number) && !under_way.contains(number);
        let found_again = after.intersection(&regained).filter(unknown).count() as u64;
        let lost = before.difference(&after).filter(unknown).count() as u64;
        // What will be read again though it was stored long ago.
        let again = after.difference(&before).filter(unknown).filter(|number| !regained.contains(number));
        let again: Vec<u32> = again.copied().collect();
        let orphans: Vec<u32> = under_way.difference(&after).copied().collect();
        agent.ahead.extend(again);
        agent.orphans.extend(orphans);
        producer.lost = producer.lost.saturating_sub(found_again);
        lost
    }
}

fn numbers<'a>(entries: impl Iterator<Item = &'a Entry>) -> BTreeSet<u32> {
    entries.filter(|entry| !entry.stored).map(|entry| entry.record.number).collect()
}

/// The record of a line; None if its format is not the one that was named.
fn entry(nth: u8, setup: &AgentSetup, line: &Line, line_bytes: u32, starts: u32) -> Option<Entry> {
    let text = line_text(setup.lines, line.number, line.source, line_bytes);
    let data = convert(setup.data_processing.as_ref(), &text)?;
    let key = match setup.partition_key_option {
        PartitionKeyOption::Random => KeyTable::drawn_again(starts),
        PartitionKeyOption::Deterministic => KeyTable::random(),
    };
    let record = Record {
        arrived: Time::ZERO,
        key,
        bytes: KeyTable::default().bytes(key) + data.len() as u32,
        number: line.number,
        source: line.source,
        producer: nth,
        readings: 1,
    };
    Some(Entry::new(record, line.made))
}

impl Agent {
    /// Moves on behind a line. Gives what had become of it: it may have been read before, or been
    /// counted as passed over, since the order of files of one second may change once more.
    fn read_line(&mut self, line: &Line) -> LineState {
        let Some(at) = &mut self.tail.at else { return LineState::Unread };
        at.offset = line.end;
        match self.files.read(at.file, line) {
            // It was stored all the same, before a crash.
            LineState::PassedOver if self.ahead.contains(&line.number) => LineState::Unread,
            before => before,
        }
    }

    fn add(&mut self, entry: Entry, bytes: u64, now: Time) {
        if self.filling.is_empty() {
            self.begun = now;
        }
        self.filling.push(entry);
        self.filling_bytes += bytes;
        self.read_to = self.tail.at;
    }

    /// Takes the buffer as it is.
    fn take_buffer(&mut self) -> Vec<Entry> {
        self.ends.push_back(self.read_to);
        self.filling_bytes = 0;
        std::mem::take(&mut self.filling)
    }

    /// A line becomes no record; gives how many readings are lost by that.
    fn filter(&mut self, number: u32, seen: bool) -> u64 {
        self.filtered += 1;
        u64::from(self.ahead.insert(number) && !seen)
    }

    /// Counts lines of files that the daemon has gone past.
    fn pass_over(&mut self) -> u64 {
        let Some(at) = self.tail.at else { return 0 };
        let passed = self.files.pass_over(at, &self.tail.coming(&self.files));
        passed.iter().filter(|line| !self.ahead.contains(&line.number)).count() as u64
    }

    /// Lines that go with files that were deleted.
    fn lost_with(&self, deleted: &[LogFile]) -> u64 {
        let unread = deleted.iter().flat_map(LogFile::unread);
        unread.filter(|line| !self.ahead.contains(&line.number)).count() as u64
    }
}
