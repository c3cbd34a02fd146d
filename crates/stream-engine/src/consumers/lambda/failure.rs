//! What becomes of a batch when its invocation has ended: the mapping's error handling as a
//! function of numbers only.

use super::batch::Batch;
use super::function::Outcome;
use super::setup::MappingSetup;

/// What happens next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// All records are dealt with.
    Done,
    /// The first `done` records are dealt with, the rest is tried again; `counts` if this uses up a retry.
    Checkpoint {
        done: usize,
        counts: bool,
    },
    /// Two batches, the first with `at` records. Halving is no retry.
    Bisect {
        at: usize,
    },
    Retry,
    /// No retry is left.
    Discard,
}

/// Decides by the mapping's settings. A bisect makes two batches of one that holds more than one
/// record; a single record can only be retried or discarded.
pub fn next(outcome: Outcome, batch: &Batch, setup: &MappingSetup) -> Next {
    let failed = match outcome {
        Outcome::Success => return Next::Done,
        Outcome::Reported { at } => at as usize,
        Outcome::Error => 0,
    };
    let bisect = setup.bisect_batch_on_function_error;
    if failed > 0 && bisect {
        // The batch is cut where the function says, and what lies before has succeeded.
        return Next::Checkpoint { done: failed, counts: false };
    }
    if bisect && batch.records.len() > 1 {
        return Next::Bisect { at: batch.records.len() / 2 };
    }
    match (setup.retries_left(batch.attempts), failed) {
        (false, 0) => Next::Discard,
        (_, 0) => Next::Retry,
        // The checkpoint moves also when the rest has no retry left and is discarded.
        (_, done) => Next::Checkpoint { done, counts: true },
    }
}
