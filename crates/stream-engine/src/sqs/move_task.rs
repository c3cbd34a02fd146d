//! Message move tasks: a dead-letter queue's messages go back to where they came from, or on to
//! another queue, some each second. (SQS API model, operation StartMessageMoveTask.)

use super::fifo::Groups;
use super::message::{Message, Number};
use super::queue::{Order, Queue};
use super::refused::{Code, Refused};
use super::service::{At, QueueId, Sqs};
use crate::time::Time;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// How a task stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum MoveStatus {
    Running,
    Completed,
    Cancelled,
    Failed,
}

impl MoveStatus {
    /// The service's spelling.
    pub fn name(self) -> &'static str {
        match self {
            MoveStatus::Running => "RUNNING",
            MoveStatus::Completed => "COMPLETED",
            MoveStatus::Cancelled => "CANCELLED",
            MoveStatus::Failed => "FAILED",
        }
    }
}

/// One task.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MoveTask {
    pub id: u64,
    pub source: QueueId,
    pub source_arn: Rc<str>,
    /// None: each message's own source.
    pub destination_arn: Option<Rc<str>>,
    /// MaxNumberOfMessagesPerSecond as asked for.
    pub asked_per_second: Option<u64>,
    pub status: MoveStatus,
    pub started: Time,
    pub moved: u64,
    pub to_move: u64,
    pub failure_reason: Option<String>,
}

/// Tasks kept; the oldest that are over go first.
const TASKS_KEPT: usize = 256;

impl Sqs {
    /// Tasks, oldest first.
    pub fn move_tasks(&self) -> &[MoveTask] {
        &self.move_tasks
    }

    /// Begins a task; gives its number.
    pub fn start_move(
        &mut self,
        source: QueueId,
        destination: Option<QueueId>,
        asked_per_second: Option<u64>,
        at: At,
    ) -> Result<u64, Refused> {
        let running = |task: &MoveTask| task.source == source && task.status == MoveStatus::Running;
        if self.move_tasks.iter().any(running) {
            let text = "There is already a task running. Only one active task is allowed for a source queue arn at a given time.";
            return Err(Refused::new(Code::InvalidParameterValue, text));
        }
        let id = self.fresh_id().0;
        let destination_arn = destination.and_then(|id| self.queue(id)).map(|queue| queue.arn.clone());
        let queue = self.existing(source)?;
        queue.settle(at.now, at.quotas);
        let (source_arn, to_move) = (queue.arn.clone(), queue.counts().visible);
        while self.move_tasks.len() >= TASKS_KEPT
            && let Some(over) = self.move_tasks.iter().position(|task| task.status != MoveStatus::Running)
        {
            self.move_tasks.remove(over);
        }
        self.move_tasks.push(MoveTask {
            id,
            source,
            source_arn,
            destination_arn,
            asked_per_second,
            status: MoveStatus::Running,
            started: at.now,
            moved: 0,
            to_move,
            failure_reason: None,
        });
        Ok(id)
    }

    /// Moves one second's share of a task; whether there is more to do.
    pub fn step_move(&mut self, id: u64, at: At) -> bool {
        let Some(nth) = self.move_tasks.iter().position(|task| task.id == id) else { return false };
        if self.move_tasks[nth].status != MoveStatus::Running {
            return false;
        }
        let share = self.move_tasks[nth].asked_per_second.unwrap_or(at.quotas.model_sqs_move_task_messages_per_second);
        for _ in 0..share.max(1) {
            match self.move_one(nth, at) {
                Ok(true) => self.move_tasks[nth].moved += 1,
                Ok(false) => {
                    self.move_tasks[nth].status = MoveStatus::Completed;
                    return false;
                }
                Err(reason) => {
                    let task = &mut self.move_tasks[nth];
                    (task.status, task.failure_reason) = (MoveStatus::Failed, Some(reason.to_owned()));
                    return false;
                }
            }
        }
        true
    }

    /// Moves the next visible message; false if there is none, an error's name if it has nowhere to go.
    fn move_one(&mut self, nth: usize, at: At) -> Result<bool, &'static str> {
        const NO_QUEUE: &str = "AWS.SimpleQueueService.NonExistentQueue";
        let task = &self.move_tasks[nth];
        let (source, moved, to_move) = (task.source, task.moved, task.to_move);
        let to = task.destination_arn.clone();
        let queue = self.existing(source).map_err(|_| NO_QUEUE)?;
        queue.settle(at.now, at.quotas);
        // What arrives while the task runs isn't its business.
        let Some(number) = queue.next_to_move().filter(|_| moved < to_move) else { return Ok(false) };
        let own = queue.message(number).and_then(|message| message.dead_letter_source.clone());
        let arn = to.or(own).ok_or("CouldNotDetermineMessageSource")?;
        let destination = self.find_arn(&arn, at.account).ok_or(NO_QUEUE)?;
        let id = self.fresh_id();
        let queue = self.existing(source).map_err(|_| NO_QUEUE)?;
        let Some(message) = queue.remove(number, at.quotas) else { return Ok(false) };
        queue.totals.moved_out += 1;
        queue.second(at.now).moved += 1;
        let queue = self.existing(destination).map_err(|_| NO_QUEUE)?;
        queue.settle(at.now, at.quotas);
        // A moved message counts as new: another id, another age.
        queue.push(Message::new(id, message.content, message.group, at.now), 0, at.now, at.quotas);
        queue.totals.moved_in += 1;
        queue.second(at.now);
        Ok(true)
    }

    /// Ends a running task; what it moved stays moved.
    pub fn cancel_move(&mut self, id: u64) -> Result<u64, Refused> {
        let running = |task: &&mut MoveTask| task.id == id && task.status == MoveStatus::Running;
        let Some(task) = self.move_tasks.iter_mut().find(running) else {
            return Err(Refused::new(Code::ResourceNotFound, "Task does not exist."));
        };
        task.status = MoveStatus::Cancelled;
        Ok(task.moved)
    }
}

impl Queue {
    fn next_to_move(&self) -> Option<Number> {
        match &self.order {
            Order::Standard(line) => self.message(line.first).map(|_| line.first),
            Order::Fifo(groups) => Groups::next_free(groups, None).map(|(first, _)| first),
        }
    }
}
