//! What goes out: a buffer that is full, or whose interval is over, becomes an object; what the
//! bucket refuses is offered again for a day.

use super::buffer::Buffer;
use super::{DeliveryStatus, DeliveryStreamSetup, FirehoseChange, FirehoseTask, WAITING_MAX};
use crate::agenda::Task;
use crate::civil::Civil;
use crate::consumers::lambda::uuid;
use crate::error::{Constraint, Refusal, Resource, outside};
use crate::simulation::Simulation;
use crate::time::{HOUR_US, MS_US};

impl Simulation {
    pub(crate) fn do_firehose(&mut self, task: FirehoseTask) {
        match task {
            FirehoseTask::Poll { delivery, cursor } => self.firehose_poll(delivery, cursor),
            FirehoseTask::Flush { delivery, plan } => {
                let due = self.firehose.streams.get(&delivery).is_some_and(|stream| stream.plan == plan);
                if due {
                    self.firehose_flush(delivery);
                }
            }
            FirehoseTask::Retry { delivery } => self.firehose_retry(delivery),
            FirehoseTask::Settle { delivery } => self.firehose_settle(delivery),
        }
    }

    /// Adds a delivery stream; one of the scenario works at once, others are CREATING first.
    pub(crate) fn firehose_create(&mut self, setup: &DeliveryStreamSetup, at_once: bool) -> Option<u16> {
        let setup = setup.clone().with_defaults(&self.quotas);
        self.s3.bucket(&setup.bucket);
        let status = if at_once { DeliveryStatus::Active } else { DeliveryStatus::Creating };
        let number = self.firehose.add(setup, status, self.now)?;
        match at_once {
            true => self.firehose_sync(number),
            false => self.firehose_settle_later(number),
        }
        Some(number)
    }

    /// Plans the end of CREATING or DELETING.
    pub(crate) fn firehose_settle_later(&mut self, number: u16) {
        let due = self.now + self.quotas.model_firehose_state_change_ms * MS_US;
        self.agenda.plan(due, Task::Firehose(FirehoseTask::Settle { delivery: number }));
    }

    fn firehose_settle(&mut self, number: u16) {
        let Some(delivery) = self.firehose.streams.get_mut(&number) else { return };
        match delivery.status {
            DeliveryStatus::Creating => {
                delivery.status = DeliveryStatus::Active;
                self.firehose_sync(number);
            }
            DeliveryStatus::Active => {}
            // What was held is gone with it.
            DeliveryStatus::Deleting => drop(self.firehose.streams.remove(&number)),
        }
    }

    /// Looks at the buffer after it has taken something: full, or its interval begun.
    pub(super) fn firehose_fill(&mut self, number: u16) {
        let Some(delivery) = self.firehose.streams.get_mut(&number) else { return };
        if delivery.buffer.bytes >= delivery.setup.buffer_bytes() {
            return self.firehose_flush(number);
        }
        // Plans are numbered by buffer and by change of the hints: even numbers have none yet.
        if delivery.plan.is_multiple_of(2) && !delivery.buffer.is_empty() {
            delivery.plan += 1;
            let due = (delivery.buffer.since + delivery.setup.interval_us()).max(self.now);
            let task = FirehoseTask::Flush { delivery: number, plan: delivery.plan };
            self.agenda.plan(due, Task::Firehose(task));
        }
    }

    fn firehose_flush(&mut self, number: u16) {
        let Some(delivery) = self.firehose.streams.get_mut(&number) else { return };
        let buffer = std::mem::take(&mut delivery.buffer);
        delivery.plan = (delivery.plan | 1).wrapping_add(1);
        if buffer.is_empty() {
            return;
        }
        match delivery.waiting.len() >= WAITING_MAX {
            true => delivery.waiting.back_mut().into_iter().for_each(|last| last.merge(buffer.clone())),
            false => delivery.waiting.push_back(buffer),
        }
        self.firehose_deliver(number);
    }

    fn firehose_retry(&mut self, number: u16) {
        let now = self.now;
        let longest_us = self.quotas.firehose_delivery_retry_max_hours * HOUR_US;
        let Some(delivery) = self.firehose.streams.get_mut(&number) else { return };
        delivery.retrying = false;
        while let Some(lost) = delivery.waiting.pop_front_if(|waiting| now.since(waiting.since) >= longest_us) {
            delivery.lost_records += lost.records;
            delivery.lost_bytes += lost.bytes;
        }
        self.firehose_deliver(number);
    }

    /// Writes what waits, oldest first, as long as the bucket takes it.
    fn firehose_deliver(&mut self, number: u16) {
        let now = self.now;
        while let Some(buffer) = self.firehose.streams.get_mut(&number).and_then(|stream| stream.waiting.pop_front()) {
            let refused = self.firehose_write(number, buffer);
            let Some(delivery) = self.firehose.streams.get_mut(&number) else { return };
            if let Some(refused) = refused {
                delivery.waiting.push_front(refused);
                if !delivery.retrying {
                    delivery.retrying = true;
                    let due = now + (self.quotas.model_firehose_retry_ms * MS_US).max(1);
                    self.agenda.plan(due, Task::Firehose(FirehoseTask::Retry { delivery: number }));
                }
                return;
            }
        }
    }

    /// Writes one object; gives the buffer back if the bucket refuses. The write takes no time (assumed).
    fn firehose_write(&mut self, number: u16, mut buffer: Buffer) -> Option<Buffer> {
        let now = self.now;
        let delivery = self.firehose.streams.get_mut(&number)?;
        let bucket = self.s3.bucket(&delivery.setup.bucket);
        if bucket.refuses {
            return Some(buffer);
        }
        let civil = Civil::from_ms(self.account.epoch.ms(buffer.oldest));
        let id = uuid(self.seed ^ delivery.objects.rotate_left(17), number);
        let key = format!(
            "{}{}{}-{}-{}-{id}",
            delivery.setup.prefix,
            civil.hour_path(),
            delivery.setup.name,
            delivery.version,
            civil.dashed()
        );
        bucket.put(key, buffer.bytes, buffer.take_pieces(), now);
        delivery.objects += 1;
        delivery.delivered_records += buffer.records;
        delivery.delivered_bytes += buffer.bytes;
        buffer.count_latencies(&mut delivery.latency_ms, now);
        delivery.latency_ms_max = delivery.latency_ms_max.max(buffer.age_ms(now));
        let second = delivery.seconds.now(now);
        second.delivery_to_s3_records += buffer.records;
        second.delivery_to_s3_bytes += buffer.bytes;
        second.delivery_to_s3_data_freshness_ms = second.delivery_to_s3_data_freshness_ms.max(buffer.age_ms(now));
        None
    }

    /// Another destination or other buffering hints: the buffer that is filling follows them, too.
    pub(crate) fn firehose_set(&mut self, number: u16, setup: DeliveryStreamSetup) {
        let Some(delivery) = self.firehose.streams.get_mut(&number) else { return };
        self.s3.bucket(&setup.bucket);
        delivery.setup = setup;
        delivery.version += 1;
        // What was planned by the old interval lapses.
        delivery.plan = (delivery.plan | 1).wrapping_add(1);
        self.firehose_fill(number);
    }

    pub(crate) fn firehose_change(&mut self, name: &str, change: &FirehoseChange) -> Result<(), Refusal> {
        let missing = || Refusal::ResourceNotFound(Resource::Actor(name.to_owned()));
        let number = self.firehose.number_of(name).ok_or_else(missing)?;
        let hints = {
            let setup = &self.firehose.streams[&number].setup;
            (setup.size_in_mbs.unwrap_or(1), setup.interval_in_seconds.unwrap_or(0))
        };
        match change {
            FirehoseChange::SizeInMbs(mib) => {
                let interval_in_seconds = hints.1;
                let both = FirehoseChange::BufferingHints { size_in_mbs: *mib, interval_in_seconds };
                return self.firehose_change(name, &both);
            }
            FirehoseChange::IntervalInSeconds(seconds) => {
                let size_in_mbs = hints.0;
                let both = FirehoseChange::BufferingHints { size_in_mbs, interval_in_seconds: *seconds };
                return self.firehose_change(name, &both);
            }
            FirehoseChange::BufferingHints { size_in_mbs, interval_in_seconds } => {
                let quotas = self.quotas.clone();
                for (field, found, least, most) in [
                    (
                        "sizeInMBs",
                        size_in_mbs,
                        quotas.firehose_buffer_size_min_mib,
                        quotas.firehose_buffer_size_max_mib,
                    ),
                    (
                        "intervalInSeconds",
                        interval_in_seconds,
                        quotas.firehose_buffer_interval_min_seconds,
                        quotas.firehose_buffer_interval_max_seconds,
                    ),
                ] {
                    let broken = outside("value", *found as i64, least as i64, Some(most as i64));
                    let broken: Vec<Constraint> =
                        broken.map(|must| Constraint::new(found.to_string(), field, must)).collect();
                    if !broken.is_empty() {
                        return Err(Refusal::Validation(broken));
                    }
                }
                let mut setup = self.firehose.streams[&number].setup.clone();
                setup.size_in_mbs = Some(*size_in_mbs);
                setup.interval_in_seconds = Some(*interval_in_seconds);
                self.firehose_set(number, setup);
            }
            FirehoseChange::BucketRefuses(refuses) => {
                let bucket = self.firehose.streams[&number].setup.bucket.clone();
                self.s3.bucket(&bucket).refuses = *refuses;
            }
        }
        Ok(())
    }
}
