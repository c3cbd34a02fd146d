//! What queues, and those who send to them and receive from them, do by themselves.

use crate::agenda::Task;
use crate::simulation::Simulation;
use crate::sqs::Sqs;
use crate::sqs::service::{At, QueueId};
use crate::time::SECOND_US;
use serde::{Deserialize, Serialize};

/// A task about a queue.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum QueueTask {
    /// A message move task does a second's share.
    Move { task: u64 },
}

impl Simulation {
    pub(crate) fn do_queue_task(&mut self, task: QueueTask) {
        match task {
            QueueTask::Move { task } => self.move_messages(task),
        }
    }

    /// Lets the service carry out a call about a queue.
    pub(crate) fn sqs_call<T>(&mut self, _queue: QueueId, call: impl FnOnce(&mut Sqs, At) -> T) -> T {
        let (quotas, account) = (self.quotas.clone(), self.account.clone());
        call(&mut self.sqs, At { now: self.now, quotas: &quotas, account: &account })
    }

    fn move_messages(&mut self, task: u64) {
        let (quotas, account) = (self.quotas.clone(), self.account.clone());
        if self.sqs.step_move(task, At { now: self.now, quotas: &quotas, account: &account }) {
            self.agenda.plan(self.now + SECOND_US, Task::Queue(QueueTask::Move { task }));
        }
    }
}
