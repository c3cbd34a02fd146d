//! Measures of deliveries: objects of a delivery stream's bucket, and what a Flink application dropped.

use super::Look;
use crate::consumers::firehose::DeliveryStream;
use crate::s3::Object;
use crate::time::Time;
use std::rc::Rc;

/// The delivery stream with the number that the measure is about.
fn delivery<'a>(look: &'a Look) -> Option<&'a DeliveryStream> {
    look.run.firehose().streams.get(&u16::from(look.of))
}

/// The objects that landed in the window, newest first. One second's are as new as the present one's.
fn landed<'a>(look: &'a Look) -> impl Iterator<Item = &'a Rc<Object>> {
    let bucket = delivery(look).and_then(|delivery| look.run.s3().buckets.get(&delivery.setup.bucket));
    let from = Time(look.run.now().0.saturating_sub(Time::from_s(look.window_s()).0));
    let objects = bucket.into_iter().flat_map(|bucket| bucket.objects.iter_back());
    objects.take_while(move |object| object.last_modified > from)
}

/// The second of the run in which the first object landed; 0 if none has.
pub fn first_object_second(look: &Look) -> u64 {
    let bucket = delivery(look).and_then(|delivery| look.run.s3().buckets.get(&delivery.setup.bucket));
    bucket
        .and_then(|bucket| bucket.objects.get(bucket.objects.first()))
        .map_or(0, |object| object.last_modified.second())
}

/// Bytes of the smallest object; 0 if none landed.
pub fn smallest_object(look: &Look) -> u64 {
    landed(look).map(|object| object.size).min().unwrap_or(0)
}

/// The largest age of a record when it landed, in milliseconds.
pub fn oldest_at_landing(look: &Look) -> u64 {
    let seconds = delivery(look).map(|delivery| delivery.seconds.window(look.run.now(), look.window_s()));
    seconds.into_iter().flatten().map(|second| second.delivery_to_s3_data_freshness_ms).max().unwrap_or(0)
}

/// Bytes that came in, for each minute of the window.
pub fn bytes_per_minute(look: &Look) -> u64 {
    let window_s = look.window_s().min(look.run.now().second()).max(1);
    let seconds = delivery(look).map(|delivery| delivery.seconds.window(look.run.now(), window_s));
    seconds.into_iter().flatten().map(|second| second.incoming_bytes).sum::<u64>() * 60 / window_s
}

/// Objects that landed.
pub fn objects_landed(look: &Look) -> u64 {
    landed(look).count() as u64
}

/// Readings that came too late for all their windows.
pub fn late_dropped(look: &Look) -> u64 {
    look.run.flink().applications.get(usize::from(look.of)).map_or(0, |application| application.job.late_dropped)
}
