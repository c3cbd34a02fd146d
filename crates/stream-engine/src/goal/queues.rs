//! Measures of a queue, by its number among the queues of the run.

use super::Look;

/// Milliseconds that the oldest message is old; 0 for an empty queue, or none of this number.
pub(super) fn oldest_message_ms(look: &Look) -> u64 {
    let queue = look.run.sqs().queues().nth(usize::from(look.of));
    queue.and_then(|queue| queue.oldest()).map_or(0, |oldest| look.run.now().since(oldest) / 1_000)
}

/// Messages that a queue holds: waiting, delayed or in flight.
pub(super) fn messages(look: &Look) -> u64 {
    let queue = look.run.sqs().queues().nth(usize::from(look.of));
    queue.map_or(0, |queue| {
        let counts = queue.counts();
        counts.visible + counts.delayed + counts.in_flight
    })
}
