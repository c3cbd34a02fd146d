//! Books kept outside of the engine, from its calls and their answers alone.

use crate::scenario::{Plan, id};
use std::collections::BTreeMap;
use std::rc::Rc;
use stream_engine::error::{Limit, Refusal, Throttle};
use stream_engine::event::{Actor, Call, Outcome, WholeCall};
use stream_engine::kinesis::hash_key::{HashKey, hash_key};
use stream_engine::kinesis::put_records::Stored;
use stream_engine::kinesis::shard::ShardId;
use stream_engine::{Answer, Command, NewRecord, Quotas, Simulation, Time};

/// An accepted record.
pub struct Accepted {
    pub at: Time,
    hash: HashKey,
    /// How many records the whole stream had accepted before it.
    place: usize,
}

pub struct Watch {
    seed: u64,
    quotas: Rc<Quotas>,
    parents_first: Vec<bool>,
    calls: u64,
    /// By shard.
    accepted: Vec<Vec<Accepted>>,
    writes: Vec<[Window; 2]>,
    read_calls: Vec<Window>,
    count: usize,
    refused: usize,
    reads: usize,
    /// By consumer: how often each accepted record was handled, and the newest place of each hash key.
    handled: Vec<Vec<u8>>,
    newest: Vec<BTreeMap<HashKey, usize>>,
}

/// Checks one limit over all windows at once: what was let through from any moment to any later one
/// is at most `rate × time + burst`. With S the sum so far, that is: S − rate × t never rises by more
/// than `burst` over its lowest value before.
#[derive(Clone, Copy, Default)]
struct Window {
    sum: i128,
    lowest: Option<i128>,
}

impl Window {
    /// How much more a window that ends with this amount would hold than its time alone brings.
    fn excess(&self, rate: u64, at: Time, amount: u64) -> (i128, i128) {
        let before = self.sum - i128::from(rate) * i128::from(at.0);
        let lowest = self.lowest.map_or(before, |lowest| lowest.min(before));
        (before + i128::from(amount) * 1_000_000 - lowest, lowest)
    }

    fn fits(&self, rate: u64, burst_us: u64, at: Time, amount: u64) -> bool {
        self.excess(rate, at, amount).0 <= i128::from(rate) * i128::from(burst_us)
    }

    fn let_through(&mut self, rate: u64, at: Time, amount: u64) {
        self.lowest = Some(self.excess(rate, at, amount).1);
        self.sum += i128::from(amount) * 1_000_000;
    }
}

impl Watch {
    pub fn new(plan: &Plan) -> Watch {
        let consumers = plan.scenario.consumers.len();
        Watch {
            seed: plan.seed,
            quotas: plan.quotas.clone(),
            parents_first: plan.scenario.consumers.iter().map(|consumer| consumer.parents_first).collect(),
            calls: 0,
            accepted: Vec::new(),
            writes: Vec::new(),
            read_calls: Vec::new(),
            count: 0,
            refused: 0,
            reads: 0,
            handled: vec![Vec::new(); consumers],
            newest: vec![BTreeMap::new(); consumers],
        }
    }

    /// Takes in the calls made since the last look, and checks the shard map as it stands.
    pub fn look(&mut self, run: &Simulation) {
        assert!(run.calls().first() <= self.calls, "seed {}: calls were missed", self.seed);
        let shards = run.streams()[0].shards.len();
        self.accepted.resize_with(shards, Vec::new);
        self.writes.resize(shards, Default::default());
        self.read_calls.resize(shards, Window::default());
        for call in run.calls().iter_from(self.calls) {
            self.take(run, call);
        }
        self.calls = run.calls().end();
        self.check_map(run);
    }

    /// Every hash key lies in exactly one open shard.
    fn check_map(&self, run: &Simulation) {
        let open = run.streams()[0].shards.iter().filter(|shard| shard.closed.is_none());
        let mut ranges: Vec<(u128, u128)> = open.map(|shard| (shard.range.start.0, shard.range.end.0)).collect();
        ranges.sort_unstable();
        let gapless = ranges.windows(2).all(|pair| pair[0].1.checked_add(1) == Some(pair[1].0));
        let whole =
            ranges.first().map(|range| range.0) == Some(0) && ranges.last().map(|range| range.1) == Some(u128::MAX);
        assert!(gapless && whole, "seed {}: {ranges:?}", self.seed);
    }

    fn take(&mut self, run: &Simulation, call: &Call) {
        match &call.outcome {
            Outcome::Put { record, result } => {
                let hash = run.keys().hash(record.key, record.origin());
                self.put(run, call.at, hash, record.bytes, *result);
            }
            Outcome::Get { shard, from, result } => {
                if let (Actor::Consumer(nth), Ok(summary)) = (call.actor, result) {
                    self.get(call.at, *shard);
                    (*from..summary.to).for_each(|index| self.handle(usize::from(nth), *shard, index));
                }
            }
            Outcome::Whole(whole) => self.whole(run, call.at, whole),
            Outcome::PutBatch(entries) => {
                for (record, result) in entries.iter() {
                    let own = || run.keys().hash(record.key, record.origin());
                    let hash = run.explicit_hash_key(record).unwrap_or_else(own);
                    self.put(run, call.at, hash, record.bytes, *result);
                }
            }
        }
    }

    fn whole(&mut self, run: &Simulation, at: Time, whole: &WholeCall) {
        match (&whole.command, &whole.result) {
            (Command::PutRecord { record, .. }, Ok(Answer::Stored(stored))) => {
                self.learner(run, at, record, Ok(*stored))
            }
            (Command::PutRecord { record, .. }, Err(Refusal::ProvisionedThroughputExceeded(throttle))) => {
                self.learner(run, at, record, Err(*throttle));
            }
            (Command::PutRecords { records, .. }, Ok(Answer::Batch(results))) => {
                assert_eq!(records.len(), results.len());
                records.iter().zip(results).for_each(|(record, result)| self.learner(run, at, record, *result));
            }
            _ => {}
        }
    }

    fn learner(&mut self, run: &Simulation, at: Time, record: &NewRecord, result: Result<Stored, Throttle>) {
        let hash = record.explicit_hash_key.unwrap_or_else(|| hash_key(&record.partition_key));
        let bytes = record.partition_key.len() + record.data.len();
        self.put(run, at, hash, bytes as u32, result);
    }

    fn put(&mut self, run: &Simulation, at: Time, hash: HashKey, bytes: u32, result: Result<Stored, Throttle>) {
        let shard = result.map_or_else(|throttle| throttle.shard, |stored| stored.shard);
        let there = &run.streams()[0].shards[shard.0 as usize];
        let owns = there.range.start <= hash && hash <= there.range.end;
        let open = there.opened <= at && there.closed.is_none_or(|closed| at <= closed);
        assert!(owns && open, "seed {}: {hash} at {at:?} came to {shard}", self.seed);

        let (burst_us, rates) = (self.quotas.model_shard_write_burst_ms * 1_000, self.rates());
        let amounts = [1, u64::from(bytes)];
        // Room comes back at whole renewals only.
        let renewal_us = self.quotas.model_shard_write_refill_ms * 1_000;
        let renewed = Time(at.0 / renewal_us * renewal_us);
        let windows = &mut self.writes[shard.0 as usize];
        let fits = [0, 1].map(|limit| windows[limit].fits(rates[limit], burst_us, renewed, amounts[limit]));
        match result {
            Ok(stored) => {
                assert_eq!(fits, [true; 2], "seed {}: {shard} took more than its limits at {at:?}", self.seed);
                (0..2).for_each(|limit| windows[limit].let_through(rates[limit], renewed, amounts[limit]));
                let records = &mut self.accepted[shard.0 as usize];
                assert_eq!(stored.index, records.len() as u64, "seed {}: indices go up by one", self.seed);
                records.push(Accepted { at, hash, place: self.count });
                self.count += 1;
                self.handled.iter_mut().for_each(|handled| handled.push(0));
            }
            Err(throttle) => {
                let limit = usize::from(throttle.limit == Limit::WriteBytes);
                assert!(!fits[limit], "seed {}: {shard} refused what had room at {at:?}", self.seed);
                self.refused += 1;
            }
        }
    }

    fn rates(&self) -> [u64; 2] {
        [self.quotas.shard_write_records_per_second, self.quotas.shard_write_bytes_per_second]
    }

    fn get(&mut self, at: Time, shard: ShardId) {
        let (rate, calls) = (self.quotas.shard_get_records_calls_per_second, &mut self.read_calls[shard.0 as usize]);
        assert!(calls.fits(rate, 1_000_000, at, 1), "seed {}: {shard} answered too many calls", self.seed);
        calls.let_through(rate, at, 1);
        self.reads += 1;
    }

    fn handle(&mut self, consumer: usize, shard: ShardId, index: u64) {
        let record = &self.accepted[shard.0 as usize][index as usize];
        self.handled[consumer][record.place] += 1;
        let newest = self.newest[consumer].insert(record.hash, record.place);
        if self.parents_first[consumer] {
            let kept = newest.is_none_or(|newest| newest < record.place);
            assert!(kept, "seed {}: {shard} number {index} was handled after a later one of its key", self.seed);
        }
    }

    pub fn all_handled(&self, run: &Simulation) -> bool {
        let quiet = run.producers().iter().all(|producer| {
            let silent = producer.is_finished() || producer.setup.rate_per_second == 0;
            silent && producer.waiting() + producer.under_way.len() + producer.held() == 0
        });
        quiet && self.handled.iter().flatten().all(|times| *times == 1)
    }

    /// Accepted is stored, and each consumer has handled all of it once.
    pub fn check_end(&self, run: &Simulation) {
        let seed = self.seed;
        let mut after = BTreeMap::new();
        for (nth, records) in self.accepted.iter().enumerate() {
            let shard = &run.streams()[0].shards[nth];
            let stored: Vec<Time> = shard.records.iter().map(|record| record.arrived).collect();
            assert!(stored.iter().eq(records.iter().map(|record| &record.at)), "seed {seed}: {}", id(nth));
            let numbers: Vec<_> = (0..stored.len() as u64).filter_map(|index| shard.sequence_number(index)).collect();
            assert_eq!(numbers.len(), stored.len());
            let parents = shard.parents().filter_map(|parent| after.get(&parent)).max().copied();
            let all = parents.into_iter().chain([shard.starting_sequence_number()]).chain(numbers);
            let all: Vec<_> = all.chain(shard.ending_sequence_number()).collect();
            assert!(all.is_sorted_by(|a, b| a < b), "seed {seed}: {} has its numbers out of order", id(nth));
            after.insert(id(nth), all[all.len() - 1]);
        }
        for handled in &self.handled {
            let missed = handled.iter().filter(|times| **times != 1).count();
            assert_eq!(missed, 0, "seed {seed}: of {} records", self.count);
        }
        let counted: u32 = run.seconds().window(run.now() + 1_000_000, 3_600).map(|second| second.stored).sum();
        assert_eq!(counted as usize, self.count, "seed {seed}");
    }

    /// All accepted records by shard.
    pub fn records(&self) -> impl Iterator<Item = (ShardId, &[Accepted])> {
        self.accepted.iter().enumerate().map(|(nth, records)| (id(nth), records.as_slice()))
    }

    pub fn accepted(&self) -> usize {
        self.count
    }

    pub fn refused(&self) -> usize {
        self.refused
    }

    pub fn reads(&self) -> usize {
        self.reads
    }

    pub fn shards_seen(&self) -> usize {
        self.accepted.len()
    }
}
