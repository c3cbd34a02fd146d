//! Measures of what a stream costs, at the rates of a window.

use super::{Look, share};
use crate::bill::Dimension;
use crate::bill::dimension::MONTH_HOURS;
use crate::kinesis::stream::StreamId;
use crate::producers::load::LoadSum;
use crate::time::HOUR_US;

pub(super) fn stream_per_hour(look: &Look) -> u64 {
    let (run, prices) = (look.run, look.prices);
    let Some(stream) = run.streams().first() else { return 0 };
    let open = stream.open_count() as u64;
    let standing = prices.shards_per_hour(open) + prices.efo_consumer_shard_hour * open * stream.consumers.len() as u64;
    let written = prices.payload_units_per_hour(run.seconds().window(run.now(), look.window_s()));
    let enhanced = run.fleets().iter().flat_map(|fleet| fleet.enhanced(run)).filter_map(|one| one.watch.as_deref());
    let pushed: u64 = enhanced.map(|watch| watch.window(run.now(), look.window_s()).bytes).sum();
    let pushed_per_hour = u128::from(pushed) * 3_600 / u128::from(look.elapsed_s().max(1));
    standing + written + Dimension::FanOutData.cost(pushed_per_hour, prices) as u64
}

/// What the loads of the run came to on the stream, in the window.
fn loaded(look: &Look) -> LoadSum {
    let stream = StreamId(u16::from(look.of));
    let target = look.run.loads().iter().find_map(|load| load.target(stream));
    target.map(|target| target.window(look.run, look.window_s())).unwrap_or_default()
}

pub(super) fn load_throttled_share(look: &Look) -> u64 {
    let sum = loaded(look);
    share(sum.refused, sum.refused + sum.stored)
}

pub(super) fn load_per_second(look: &Look) -> u64 {
    let sum = loaded(look);
    (sum.stored + sum.refused) / sum.seconds.max(1)
}

pub(super) fn load_per_month(look: &Look) -> u64 {
    let sum = loaded(look);
    let (standing, data) = sum.used.cost(look.prices);
    (u128::from(standing + data) * u128::from(MONTH_HOURS * HOUR_US)).checked_div(u128::from(sum.us)).unwrap_or(0)
        as u64
}
