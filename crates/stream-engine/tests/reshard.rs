//! UpdateShardCount from shard maps made by hand: the result is uniform wherever it starts.

mod common;

use common::{done, merge, pass_ms, quiet, resize, simulation, split, stream};
use stream_engine::Simulation;
use stream_engine::kinesis::hash_key::HashKeyRange;
use stream_engine::rng::Generator;

fn change(run: &mut Simulation, command: stream_engine::Command) {
    done(run, command);
    pass_ms(run, 30_000);
}

/// The open ranges cover the whole space and are equal up to what counts as the same boundary.
fn check_uniform(run: &Simulation, target: u32) {
    let ranges: Vec<HashKeyRange> = stream(run).open_shards().map(|shard| shard.range).collect();
    assert_eq!(ranges.len(), target as usize);
    assert_eq!((ranges[0].start.0, ranges[ranges.len() - 1].end.0), (0, u128::MAX));
    assert!(ranges.windows(2).all(|pair| pair[0].end.0 + 1 == pair[1].start.0));
    let widths = || ranges.iter().map(|range| range.end.0 - range.start.0);
    let (least, most) = (widths().min().unwrap_or(0), widths().max().unwrap_or(0));
    assert!(most - least <= 1 << 34, "{least} to {most} of {target}");
}

#[test]
fn narrow_shards_at_a_boundary_do_not_count_twice() {
    let middle = 1_u128 << 127;
    for offset in [0, 1, 5, 1 << 20] {
        let mut run = simulation(&quiet(2));
        change(&mut run, split(1, middle + 2 + offset));
        change(&mut run, split(0, middle - 7));
        change(&mut run, resize(4));
        check_uniform(&run, 4);
        change(&mut run, resize(2));
        check_uniform(&run, 2);
    }
}

#[test]
fn any_shard_map_becomes_uniform() {
    for seed in 0..200 {
        let mut chance = Generator::named(seed, "reshard");
        let mut run = simulation(&quiet(chance.between(1, 6) as u32));
        for _ in 0..chance.between(1, 8) {
            let open: Vec<(u32, HashKeyRange)> =
                stream(&run).open_shards().map(|shard| (shard.id.0, shard.range)).collect();
            let nth = chance.below(open.len() as u64) as usize;
            let (id, range) = open[nth];
            match open.get(nth + 1) {
                Some((upper, _)) if chance.below(2) == 0 => change(&mut run, merge(id, *upper)),
                _ if range.end.0 - range.start.0 > 2 => {
                    let sixteenth = (range.end.0 - range.start.0 - 2) / 16;
                    change(&mut run, split(id, range.start.0 + 2 + sixteenth * u128::from(chance.below(16))));
                }
                _ => {}
            }
        }
        let open = stream(&run).open_count() as u64;
        let target = chance.between(open.div_ceil(2), open * 2) as u32;
        change(&mut run, resize(target));
        check_uniform(&run, target);
    }
}
