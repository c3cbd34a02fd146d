//! The two ways of assignment by themselves: views in, decisions out.

use stream_engine::Time;
use stream_engine::consumers::kcl::WorkerId;
use stream_engine::consumers::kcl::leader::{self, LeaseView, WHOLE_PPM, WorkerView};
use stream_engine::consumers::kcl::stealing::{Rules, Seen, leases_to_take};
use stream_engine::kinesis::shard::ShardId;
use stream_engine::rng::Generator;

/// Leases by the number of their owner; those above 9 are expired, 0 is nobody.
fn take(owners: &[u16], me: u16, very_old: bool) -> Vec<(u32, bool)> {
    let now = Time::from_s(100);
    let seen = |(nth, owner): (usize, &u16)| Seen {
        shard: ShardId(nth as u32),
        owner: (*owner > 0).then(|| WorkerId(owner % 10)),
        changed: (*owner > 0).then(|| if *owner > 9 { Time::from_s(85) } else { Time::from_s(99) }),
    };
    let leases: Vec<Seen> = owners.iter().enumerate().map(seen).collect();
    let rules = Rules {
        me: WorkerId(me),
        failover_us: 10_000_000,
        very_old_us: very_old.then_some(30_000_000),
        max_leases: u64::MAX,
        max_steal: 1,
    };
    let picks = leases_to_take(&leases, &rules, now, &mut Generator::named(1, "take"));
    picks.iter().map(|pick| (pick.shard.0, pick.stolen_from.is_some())).collect()
}

#[test]
fn what_a_worker_takes() {
    let count = |owners: &[u16], me, very_old| take(owners, me, very_old).len();
    assert_eq!(count(&[], 1, true), 0);
    assert_eq!(count(&[0, 0, 0, 0], 1, false), 4, "alone it takes all");
    assert_eq!(count(&[2, 2, 0, 0], 1, false), 2, "its share of four");
    assert_eq!(count(&[2, 0, 0, 0], 1, false), 2, "no more than its share");
    assert_eq!(count(&[2, 0, 0, 0], 1, true), 3, "what was never owned goes first of all from 2.x on");
    assert_eq!(take(&[2, 12, 2, 2], 1, true), [(1, false)], "an expired one comes before any theft");
    assert!(take(&[2, 2, 2, 2], 1, true).iter().all(|(_, stolen)| *stolen));
    assert_eq!(count(&[2, 2, 2, 2], 1, true), 1, "one at a time");
    assert_eq!(count(&[2, 2, 1, 1], 1, true), 0, "fair already");
    assert_eq!(count(&[2, 3, 4, 5], 1, true), 0, "more workers than leases");
    assert_eq!(count(&[2, 2, 1], 1, true), 0, "two and one is as fair as three can be");
    assert_eq!(count(&[2, 2, 3, 3], 1, true), 1, "needs two, nobody has more than two: steals one");
}

fn lease(shard: u32, owner: Option<u16>, throughput: u64) -> LeaseView {
    let owner = owner.map(WorkerId);
    let (available, changed) = (owner.is_none(), owner.map(|_| Time::ZERO));
    LeaseView { shard: ShardId(shard), owner, throughput, available, changed, pending: false }
}

fn worker(id: u16, load_percent: u64, leases: u64, throughput: u64) -> WorkerView {
    WorkerView { id: WorkerId(id), load_ppm: load_percent * WHOLE_PPM / 100, leases, throughput }
}

fn assign(leases: &[LeaseView], workers: Vec<WorkerView>, max_leases: u64) -> Vec<(u32, u16)> {
    let rules = leader::Rules { max_leases, threshold_percent: 10, dampening_percent: 60, balance: true };
    let made = leader::assign(leases, workers, &rules, &mut Generator::named(1, "assign"));
    made.iter().map(|made| (made.shard.0, made.to.0)).collect()
}

#[test]
fn what_a_leader_assigns() {
    let fresh: Vec<LeaseView> = (0..4).map(|nth| lease(nth, None, 0)).collect();
    assert_eq!(assign(&fresh, Vec::new(), 9), []);
    assert_eq!(assign(&fresh, vec![worker(0, 0, 0, 0), worker(1, 0, 0, 0)], 9), [(0, 0), (1, 1), (2, 0), (3, 1)]);
    assert_eq!(assign(&fresh, vec![worker(0, 0, 0, 0)], 3).len(), 3, "no more than a worker may have");

    let all_on_one: Vec<LeaseView> = (0..4).map(|nth| lease(nth, Some(0), 100)).collect();
    let moved = assign(&all_on_one, vec![worker(0, 200, 4, 400), worker(1, 0, 0, 0)], 9);
    assert_eq!((moved.len(), moved[0].1), (1, 1), "sixty percent of the surplus of two leases is one");

    let even: Vec<LeaseView> = (0..4).map(|nth| lease(nth, Some((nth % 2) as u16), 100)).collect();
    assert_eq!(assign(&even, vec![worker(0, 52, 2, 200), worker(1, 48, 2, 200)], 9), [], "within ten percent");

    // 70 % and 40 %: the mean is 55 %, both lie outside; three fifths of the way down is taken.
    let nine: Vec<LeaseView> = (0..9).map(|nth| lease(nth, Some(u16::from(nth >= 7)), 100)).collect();
    let moved = assign(&nine, vec![worker(0, 70, 7, 700), worker(1, 40, 2, 200)], 99);
    assert!(moved.iter().all(|(_, to)| *to == 1) && moved.len() == 1, "{moved:?}");
}
