//! The documented mean delays beside those that the engine finds: runs made for nothing else, a slice at
//! a time, each once for a quota profile.

use super::Way;
use lab_content::profile::Profile;
use std::rc::Rc;
use stream_engine::consumers::fleet::{FleetSetup, ReadMode};
use stream_engine::goal::{Look, Measure};
use stream_engine::kinesis::stream::StreamId;
use stream_engine::producers::client::Client;
use stream_engine::scenario::{KeyStrategy, ProducerSetup, RetryStrategy, Scenario, StreamSetup};
use stream_engine::{Simulation, Time};

/// Applications that AWS gives a delay for.
pub const DOCUMENTED: [(Way, u32); 4] = [(Way::Pull, 1), (Way::Pull, 5), (Way::Push, 1), (Way::Push, 5)];
/// What the runs have: polls as often as a shard answers one application and a little more.
pub const POLL_INTERVAL_MS: u32 = 250;
pub const RECORDS_PER_SECOND: u32 = 20;
/// Seconds measured, after as many as a consumer needs to get going.
pub const MEASURED_S: u64 = 300;
const WARM_UP_S: u64 = 10;
/// Simulated time between two looks at the watch.
const SLICE_S: u64 = 2;

/// The fact that says what AWS documents for so many applications.
pub fn fact_key(way: Way, applications: u32) -> Option<&'static str> {
    match (way, applications) {
        (Way::Pull, 1) => Some("latency_shared_1_consumer_ms"),
        (Way::Pull, 5) => Some("latency_shared_5_consumers_ms"),
        (Way::Push, 1 | 5) => Some("latency_efo_ms"),
        _ => None,
    }
}

/// A run under way.
pub struct Trial {
    run: Simulation,
    way: Way,
}

impl Trial {
    /// A run at its start.
    pub fn new(profile: &Profile, way: Way, applications: u32) -> Trial {
        let mode = if way == Way::Pull { ReadMode::Classic } else { ReadMode::Enhanced };
        let scenario = Scenario {
            seed: 1,
            streams: vec![StreamSetup { name: "measured".to_owned(), shards: 1, ..StreamSetup::default() }],
            producers: vec![ProducerSetup {
                name: "trucks".to_owned(),
                stream: StreamId(0),
                starts_ms: 0,
                rate_per_second: RECORDS_PER_SECOND,
                burst: 1,
                readings: None,
                record_bytes: 200,
                readings_per_record: 1,
                sources: 10,
                device: false,
                keys: KeyStrategy::Numbered("truck-".to_owned()),
                retry: RetryStrategy::Drop,
                client: Client::PutRecord,
                client_side_encryption: false,
            }],
            fleets: vec![FleetSetup {
                name: "app".to_owned(),
                stream: StreamId(0),
                applications,
                mode,
                poll_interval_ms: POLL_INTERVAL_MS,
            }],
            ..Scenario::default()
        };
        Trial { run: Simulation::new(&scenario, Rc::new(profile.limits.clone())), way }
    }

    /// Goes on a little; the mean in milliseconds once the run has come to its end.
    pub fn go_on(&mut self) -> Option<u64> {
        let end = WARM_UP_S + MEASURED_S;
        let next = self.run.now().second() + SLICE_S;
        self.run.run_until(Time::from_s(next.min(end)));
        let measure = if self.way == Way::Pull { Measure::PolledDelay } else { Measure::PushedDelay };
        let prices = &crate::content::content().prices.prices;
        let look = Look { run: &self.run, prices, of: 0, window_s: MEASURED_S };
        (next >= end).then(|| measure.value(&look).0)
    }
}
