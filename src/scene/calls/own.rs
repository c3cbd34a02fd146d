//! The learner's own calls, kept findable: the log holds a thousand calls, and producers make that
//! many in half a second.

use super::Kept;
use std::collections::BTreeMap;
use stream_engine::History;
use stream_engine::event::Actor;
use stream_engine::history::Request;

/// The learner's calls of a run, each found once: beside the log, or by replay of its moment.
#[derive(Clone, Default)]
pub struct OwnCalls {
    /// By the number of the request.
    known: BTreeMap<usize, (Request, Kept)>,
}

impl OwnCalls {
    /// Learns the calls of the `most` newest requests, and forgets those cut off.
    pub(super) fn follow(&mut self, history: &History, most: usize) {
        let past = history.past_requests();
        self.known.retain(|number, (request, _)| past.get(*number) == Some(request));
        self.learn(history);
        let missing = |own: &OwnCalls| {
            let oldest = past.len().saturating_sub(most);
            (oldest..past.len()).filter(|number| !own.known.contains_key(number)).collect::<Vec<_>>()
        };
        let mut earlier = None;
        for number in missing(self) {
            if !self.known.contains_key(&number) {
                let earlier = earlier.get_or_insert_with(|| history.clone());
                earlier.seek(past[number].at);
                self.learn(earlier);
            }
        }
    }

    /// The calls up to the present moment, newest first.
    pub(super) fn newest(&self) -> impl Iterator<Item = &Kept> {
        self.known.values().rev().map(|(_, kept)| kept)
    }

    /// Takes what the log still holds: each request made one call, in the same order.
    fn learn(&mut self, history: &History) {
        let calls = history.present().calls();
        let indexed = (calls.first()..calls.end()).rev().zip(calls.iter_back());
        let own = indexed.filter(|(_, call)| call.actor == Actor::Learner);
        for ((number, request), (index, call)) in history.past_requests().iter().enumerate().rev().zip(own) {
            if self.known.contains_key(&number) {
                break;
            }
            self.known.insert(number, (request.clone(), (index, call.clone())));
        }
    }
}
