//! Splits and merges: children after parents, SHARD_END, cleanup.

use crate::common::{self, done};
use crate::stage::*;
use stream_engine::consumers::kcl::lease::Checkpoint;
use stream_engine::consumers::kcl::setup::CheckpointEvery;
use stream_engine::consumers::kcl::{KclEvent, KclKnob};
use stream_engine::kinesis::shard::ShardId;
use stream_engine::{Change, Command, Simulation};

/// The middle of a shard's range.
fn middle(run: &Simulation, shard: u32) -> u128 {
    let range = common::shard(run, shard).range;
    range.start.0 + (range.end.0 - range.start.0) / 2 + 1
}

fn silence(run: &mut Simulation) {
    done(run, Command::Change { actor: "fleet".to_owned(), change: Change::RatePerSecond(0) });
}

#[test]
fn after_a_split_the_children_are_read_when_the_parent_is_finished() {
    for version in [1, 2, 3] {
        // So slow that the parent is far behind when it is closed.
        let slow = vec![KclKnob::ProcessingUsPerRecord(1_900), KclKnob::Checkpoint(CheckpointEvery::Batch)];
        let mut run = run(1, application(version, 2, slow));
        seconds(&mut run, 20);
        let at = middle(&run, 0);
        done(&mut run, common::split(0, at));
        seconds(&mut run, 400);
        silence(&mut run);
        seconds(&mut run, 60);
        let ended = marks(&run).into_iter().find(|(_, event)| *event == KclEvent::ShardEnded { shard: ShardId(0) });
        let ended = ended.expect("the parent ends").0;
        for call in run.calls().iter() {
            if let stream_engine::event::Outcome::Get { shard, .. } = call.outcome {
                assert!(shard == ShardId(0) || call.at >= ended, "version {version}: {shard} at {:?}", call.at);
            }
        }
        nothing_missed(&run);
        assert_eq!(app(&run).totals.out_of_order, 0, "version {version}");
        assert_eq!((attended(&run), app(&run).working()), (2, 2), "version {version}");
    }
}

#[test]
fn child_leases_begin_at_trim_horizon_and_the_parents_lease_goes_once_they_are_processed() {
    for version in [1, 2, 3] {
        let mut run = run(1, application(version, 1, vec![KclKnob::Checkpoint(CheckpointEvery::Batch)]));
        seconds(&mut run, 10);
        let at = middle(&run, 0);
        done(&mut run, common::split(0, at));
        while app(&run).table.leases.len() < 3 {
            assert!(run.step());
        }
        let children: Vec<_> = [1, 2].map(|shard| app(&run).table.leases[&ShardId(shard)].clone()).into();
        assert!(
            children.iter().all(|lease| lease.checkpoint == Checkpoint::TrimHorizon && lease.parents == [ShardId(0)])
        );
        seconds(&mut run, 60);
        let parent = app(&run).table.leases.get(&ShardId(0));
        if let Some(parent) = parent {
            assert_eq!(parent.checkpoint, Checkpoint::ShardEnd);
            assert_eq!(parent.children.is_empty(), version == 1);
        }
        seconds(&mut run, 660);
        assert!(!app(&run).table.leases.contains_key(&ShardId(0)), "version {version}");
        assert_eq!(happened(&run, |event| *event == KclEvent::LeaseDeleted { shard: ShardId(0) }), 1);
        assert_eq!(attended(&run), 2);
    }
}

#[test]
fn a_merged_shard_waits_for_both_parents() {
    for version in [1, 2, 3] {
        let mut run = run(2, application(version, 2, vec![KclKnob::ProcessingUsPerRecord(2_500)]));
        seconds(&mut run, 20);
        done(&mut run, common::merge(0, 1));
        seconds(&mut run, 300);
        silence(&mut run);
        seconds(&mut run, 300);
        nothing_missed(&run);
        assert_eq!(app(&run).totals.out_of_order, 0, "version {version}");
        let ends: Vec<ShardId> = marks(&run)
            .into_iter()
            .filter_map(|(_, event)| if let KclEvent::ShardEnded { shard } = event { Some(shard) } else { None })
            .collect();
        assert_eq!(ends.len(), 2, "version {version}");
    }
}

#[test]
fn reshards_in_quick_succession_lose_nothing() {
    for version in [1, 2, 3] {
        let mut run = run(2, application(version, 3, vec![KclKnob::ProcessingUsPerRecord(1_000)]));
        for target in [4, 3, 6, 3] {
            seconds(&mut run, 35);
            done(&mut run, common::resize(target));
        }
        seconds(&mut run, 120);
        silence(&mut run);
        seconds(&mut run, 600);
        nothing_missed(&run);
        assert_eq!((app(&run).totals.out_of_order, attended(&run)), (0, 3), "version {version}");
    }
}

#[test]
fn a_hole_in_the_table_is_found_by_the_audit() {
    use stream_engine::consumers::kcl::shard_sync::{covers_all, missing_leases};
    let mut run = run(3, application(2, 1, Vec::new()));
    seconds(&mut run, 5);
    let mut leases = app(&run).table.leases.clone();
    assert!(covers_all(&leases));
    leases.remove(&ShardId(1));
    assert!(!covers_all(&leases));
    let initial = app(&run).setup.initial_position;
    let missing = missing_leases(&leases, common::stream(&run), run.now(), initial, 2);
    assert_eq!(missing.iter().map(|lease| lease.shard).collect::<Vec<_>>(), [ShardId(1)]);
}
