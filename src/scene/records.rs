//! The moving records: those of the last second, each at the height of its key's hash, on the way
//! from the hash-key line to its shard; refused ones on the way back.

use super::COLOURS;
use super::stage::{Geometry, millionths};
use stream_engine::api::data::record_hash;
use stream_engine::kinesis::shard::{Record, Shard};
use stream_engine::{Simulation, Time};

/// Simulated time a record takes across the field.
const CROSSING_US: u64 = 1_000_000;
/// Squares drawn at most; above that an even sample is.
pub const SQUARES_MAX: usize = 3_000;
const CROSSES_MAX: usize = 160;

/// A square, or the middle of a cross.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Point {
    pub x: f64,
    pub y: f64,
    /// 1 when it happened just now, 0 when it is about to go.
    pub freshness: f64,
}

/// What is to be painted.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct RecordScene {
    /// Squares by colour; the second six are the patterned ones.
    pub squares: Vec<Vec<Point>>,
    pub crosses: Vec<Point>,
    /// Records that crossed in this second; more than the squares if they were sampled.
    pub records: usize,
}

/// The records in sight at the run's present moment.
pub fn records(run: &Simulation, geometry: Geometry) -> RecordScene {
    let mut scene = RecordScene { squares: vec![Vec::new(); 2 * COLOURS as usize], ..RecordScene::default() };
    let Some(stream) = run.streams().first() else { return scene };
    let now = run.now();
    let since = now - CROSSING_US;
    let recent = |shard: &Shard| (shard.records.end() - first_since(shard, since)) as usize;
    let visible: Vec<(&Shard, usize)> =
        stream.shards.iter().map(|shard| (shard, recent(shard))).filter(|(_, count)| *count > 0).collect();
    scene.records = visible.iter().map(|(_, count)| count).sum();
    let every = scene.records.div_ceil(SQUARES_MAX).max(1);
    let field = geometry.lanes_x() - geometry.field_x() - 6.0;
    for (shard, _) in visible {
        let first = first_since(shard, since);
        // Sampled by index, so that a record that is shown stays shown while it crosses.
        let first = first.next_multiple_of(every as u64);
        let colour = (shard.id.0 % COLOURS + if shard.id.0 >= COLOURS { COLOURS } else { 0 }) as usize;
        for index in (first..shard.records.end()).step_by(every) {
            let Some(record) = shard.records.get(index) else { continue };
            let age = now.since(record.arrived) as f64 / CROSSING_US as f64;
            let y = height_of(run, shard, index, record, geometry);
            scene.squares[colour].push(Point { x: geometry.field_x() + field * age, y, freshness: 1.0 - age });
        }
    }
    scene.crosses = crosses(run, geometry, since);
    scene
}

fn first_since(shard: &Shard, since: Time) -> u64 {
    match shard.records.last() {
        Some(newest) if newest.arrived > since => shard.records.partition_point(|record| record.arrived <= since),
        _ => shard.records.end(),
    }
}

fn height_of(run: &Simulation, shard: &Shard, index: u64, record: &Record, geometry: Geometry) -> f64 {
    geometry.y(millionths(record_hash(run, record, shard.payload(index)).0))
}

/// Refused records turn back before the lane and rise while they fade.
fn crosses(run: &Simulation, geometry: Geometry, since: Time) -> Vec<Point> {
    let recent = || run.refused().iter_back().take_while(|refused| refused.record.arrived > since);
    let every = recent().count().div_ceil(CROSSES_MAX).max(1);
    let cross = |record: &Record| {
        let age = run.now().since(record.arrived) as f64 / CROSSING_US as f64;
        let y = geometry.y(millionths(run.keys().hash(record.key, record.origin()).0));
        let way = (geometry.lanes_x() - geometry.field_x()) * 0.7;
        Point { x: geometry.lanes_x() - 8.0 - way * age, y: (y - 26.0 * age).max(8.0), freshness: 1.0 - age }
    };
    let shown = recent().filter(|refused| (refused.record.number as usize).is_multiple_of(every));
    shown.map(|refused| cross(&refused.record)).take(CROSSES_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::stage::stage;
    use lab_content::lab::Lab;

    const GEOMETRY: Geometry = Geometry { width: 892.0, height: 376.0 };

    fn lab() -> &'static Lab {
        crate::content::content().lab("hot-shard").expect("the lab is built")
    }

    fn run_to(second: u64) -> Simulation {
        let profile = crate::content::content().profiles.last().expect("a profile");
        let mut run = Simulation::new(&lab().scenario, profile.quotas());
        run.run_until(Time::from_s(second));
        run
    }

    #[test]
    fn squares_lie_between_the_line_and_the_lanes_inside_their_shards_range() {
        let run = run_to(2);
        let (scene, stage) = (records(&run, GEOMETRY), stage(&run, GEOMETRY));
        assert_eq!(scene.records, scene.squares.iter().map(Vec::len).sum::<usize>());
        assert!((750..850).contains(&scene.records), "{}", scene.records);
        for (colour, points) in scene.squares.iter().enumerate().take(4) {
            let lane = &stage.lanes[colour];
            for point in points {
                assert!((GEOMETRY.field_x()..GEOMETRY.lanes_x()).contains(&point.x));
                assert!((lane.y - 3.0..lane.y + lane.height + 3.0).contains(&point.y), "{point:?} {lane:?}");
            }
        }
    }

    #[test]
    fn refused_records_are_crosses_and_nothing_is_drawn_before_the_start() {
        assert!(records(&run_to(2), GEOMETRY).crosses.is_empty());
        let hot = records(&run_to(10), GEOMETRY).crosses;
        assert!(!hot.is_empty() && hot.len() <= CROSSES_MAX);
        assert_eq!(records(&run_to(0), GEOMETRY).records, 0);
    }

    #[test]
    fn the_hot_lane_tells_what_it_refuses_and_from_how_many_keys() {
        let scene = stage(&run_to(10), GEOMETRY);
        let hot: Vec<_> = scene.lanes.iter().filter(|lane| lane.throttled.is_some()).collect();
        assert_eq!(hot.len(), 1);
        assert_eq!(hot[0].id.0, 2);
        assert!(hot[0].throttled.as_ref().is_some_and(|text| text.contains("ProvisionedThroughputExceeded")));
        assert!(scene.description.contains("4 open shards"));
        assert!(scene.producers.iter().any(|producer| producer.aim.is_some()));
    }
}
