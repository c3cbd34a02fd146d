//! Workers of a KCL application, the shards that they read, and the lease table between them.

mod boxes;
pub mod geometry;
mod words;

use super::COLOURS;
use super::chart::Size;
use super::pieces::{bold_width, first_that_fits, for_bold};
use crate::content::{t, tf};
pub use boxes::{KclScene, LeaseRow, Look, ShardBox, Wire, WireState, WorkerBox};
use geometry::{Geometry, TWO_LINES};
use lab_content::format::{THIN, thousands};
use stream_engine::consumers::kcl::WorkerId;
use stream_engine::consumers::kcl::application::Application;
use stream_engine::consumers::kcl::consumer::Stage;
use stream_engine::consumers::kcl::forecast::Takeover;
use stream_engine::consumers::kcl::lease::Lease;
use stream_engine::consumers::kcl::worker::{Worker, WorkerState};
use stream_engine::kinesis::shard::{Shard, ShardId};
use stream_engine::kinesis::stream::Stream;
use stream_engine::{Simulation, Time};
pub use words::unsaved;

/// A shard's bar tells of the records of so many seconds.
pub const BAR_S: u64 = 60;
/// Shards, workers and leases drawn at most.
const SHOWN_MAX: usize = 12;
/// Type sizes of a worker's name, which is bold, and of its detail.
const NAME: f64 = 13.0;
const DETAIL: f64 = 11.5;
/// A worker that is gone stays in sight for so long, or as long as the table names it.
const GONE_SHOWN_US: u64 = 30_000_000;

/// The picture of an application, by its number.
pub fn kcl(run: &Simulation, nth: usize, size: Size) -> KclScene {
    let geometry = Geometry::of(size);
    let found = run
        .kcl()
        .get(nth)
        .and_then(|application| Some((application, run.streams().get(usize::from(application.setup.stream.0))?)));
    let Some((application, stream)) = found else {
        return KclScene {
            geometry,
            application: String::new(),
            version: 0,
            shards: Vec::new(),
            workers: Vec::new(),
            wires: Vec::new(),
            rows: Vec::new(),
            note: Vec::new(),
            unseen: 0,
            description: String::new(),
        };
    };
    let takeovers = application.takeovers(run.quotas(), run.now());
    let (shown, unseen_shards) = shown_shards(application, stream);
    let view = View { run, application, stream, takeovers: &takeovers, geometry };
    let shards = view.shards(&shown);
    let (workers, unseen_workers) = view.workers();
    let (rows, unseen_rows) = view.rows();
    KclScene {
        geometry,
        application: application.setup.name.clone(),
        version: application.version,
        wires: view.wires(&shards, &workers),
        note: words::note(&view),
        description: words::description(&view, &shown),
        shards,
        workers,
        rows,
        unseen: unseen_shards.max(unseen_workers).max(unseen_rows),
    }
}

/// Shards that are not processed to their end: open ones, and closed ones with an unfinished lease.
fn shown_shards<'a>(application: &Application, stream: &'a Stream) -> (Vec<&'a Shard>, usize) {
    let unfinished = |shard: &Shard| application.table.leases.get(&shard.id).is_some_and(|lease| !lease.ended());
    let all = stream.shards.iter().filter(|shard| shard.closed.is_none() || unfinished(shard));
    let all: Vec<&Shard> = all.collect();
    let unseen = all.len().saturating_sub(SHOWN_MAX);
    (all.into_iter().take(SHOWN_MAX).collect(), unseen)
}

/// `4.1 s` of milliseconds.
fn seconds(ms: u64) -> String {
    format!("{}.{}{THIN}s", thousands(ms / 1_000), ms % 1_000 / 100)
}

struct View<'a> {
    run: &'a Simulation,
    application: &'a Application,
    stream: &'a Stream,
    takeovers: &'a [Takeover],
    geometry: Geometry,
}

impl View<'_> {
    fn now(&self) -> Time {
        self.run.now()
    }

    fn lease(&self, shard: ShardId) -> Option<&Lease> {
        self.application.table.leases.get(&shard).filter(|lease| !lease.ended())
    }

    /// A lease of an unfinished shard that nobody works on.
    fn is_left(&self, shard: ShardId) -> bool {
        self.lease(shard).is_some() && self.application.attended_by(shard, self.now()).is_none()
    }

    /// The consumer of the shard waits until its parents have been processed.
    fn waits(&self, shard: ShardId) -> bool {
        let workers = self.application.workers.iter().filter(|worker| worker.state.is_alive());
        let mut consumers = workers.flat_map(|worker| &worker.consumers);
        consumers.any(|one| one.shard == shard && one.stage == Stage::WaitingForParents) && self.parent(shard).is_some()
    }

    /// A parent of the shard that isn't processed to its end.
    fn parent(&self, shard: ShardId) -> Option<ShardId> {
        let parents = self.stream.shards.get(shard.0 as usize)?.parents();
        parents.into_iter().find(|parent| self.lease(*parent).is_some())
    }

    fn shards(&self, shown: &[&Shard]) -> Vec<ShardBox> {
        let (top, pitch, height) = self.geometry.boxes(shown.len(), 50.0, 14.0);
        let narrow = self.geometry.is_stacked();
        let after = if narrow { "kcl.after_parent_short" } else { "kcl.after_parent" };
        let one = |(nth, shard): (usize, &&Shard)| {
            let progress = self.application.progress.get(&shard.id);
            let lag = self.application.lag_ms(self.stream, shard.id, self.now());
            let detail = match (self.lease(shard.id), self.parent(shard.id)) {
                (None, None) => t("kcl.no_lease").to_owned(),
                (_, Some(parent)) => tf(after, &[("n", &parent.0.to_string())]),
                (Some(_), None) if narrow => seconds(lag),
                (Some(_), None) => tf("kcl.behind", &[("s", &seconds(lag))]),
            };
            let key = match (shard.closed.is_some(), narrow) {
                (false, _) => "kcl.shard",
                (true, false) => "kcl.shard_closed",
                (true, true) => "kcl.shard_closed_short",
            };
            ShardBox {
                id: shard.id,
                y: top + pitch * nth as f64,
                height,
                colour: shard.id.0 % COLOURS,
                patterned: shard.id.0 >= COLOURS,
                name: tf(key, &[("n", &shard.id.0.to_string())]),
                detail,
                left: self.is_left(shard.id),
                processed: progress.and_then(|one| one.handled_to).map_or(0.0, |next| self.place(shard, next)),
                saved: progress.map_or(0.0, |one| self.place(shard, one.saved_to)),
            }
        };
        shown.iter().enumerate().map(one).collect()
    }

    /// Where the record of this index lies on the bar: 1 is now, 0 is a minute ago or earlier.
    fn place(&self, shard: &Shard, index: u64) -> f64 {
        let index = index.max(shard.records.first());
        let age_us = shard.records.get(index).map_or(0, |record| self.now().since(record.arrived));
        1.0 - (age_us as f64 / (BAR_S as f64 * 1e6)).min(1.0)
    }

    /// Workers that are alive, and those gone of whom something is still to be seen.
    fn workers(&self) -> (Vec<WorkerBox>, usize) {
        let named = |id: WorkerId| {
            self.application.table.leases.values().any(|lease| !lease.ended() && lease.actual_owner() == Some(id))
        };
        let numbered = self.application.workers.iter().enumerate().map(|(nth, worker)| (WorkerId(nth as u16), worker));
        let seen = numbered.filter(|(id, worker)| {
            let fresh = worker.state == WorkerState::Crashed && self.now().since(worker.since) < GONE_SHOWN_US;
            worker.state.is_alive() || fresh || named(*id)
        });
        let seen: Vec<(WorkerId, &Worker)> = seen.collect();
        let unseen = seen.len().saturating_sub(SHOWN_MAX);
        let count = seen.len().min(SHOWN_MAX);
        let (top, pitch, height) = self.geometry.boxes(count, 50.0, 28.0);
        let one = |(nth, (id, worker)): (usize, (WorkerId, &Worker))| {
            let (look, detail) = words::worker(self, id, worker);
            let takes = words::takes(self, id);
            let takes_below = pitch - height >= 20.0 && self.geometry.workers.width >= 140.0;
            let room = self.detail_room(&worker.name, height);
            let forms = takes.as_ref().filter(|_| !takes_below).map_or(&detail[..], |takes| &takes[..]);
            let room = if look == Look::Bad { for_bold(room) } else { room };
            let detail = first_that_fits(forms, room, DETAIL);
            WorkerBox {
                id,
                y: top + 14.0_f64.min(pitch - height) + pitch * nth as f64,
                height,
                look,
                name: worker.name.clone(),
                detail,
                takes: takes.map(|[long, ..]| long),
                takes_below,
            }
        };
        (seen.into_iter().take(SHOWN_MAX).enumerate().map(one).collect(), unseen)
    }

    /// What a worker's box leaves for its detail: a line of its own, or the rest of the name's.
    fn detail_room(&self, name: &str, height: f64) -> f64 {
        let beside = if height >= TWO_LINES { 0.0 } else { bold_width(name, NAME) + 6.0 };
        self.geometry.workers.width - 18.0 - beside
    }

    fn wires(&self, shards: &[ShardBox], workers: &[WorkerBox]) -> Vec<Wire> {
        let (from, to) = (self.geometry.shards.end() + 2.0, self.geometry.workers.x - 2.0);
        let middle = |y: f64, height: f64| y + height / 2.0;
        let box_of = |id: WorkerId| workers.iter().find(|worker| worker.id == id);
        let owned = shards.iter().filter_map(|shard| {
            let owner = box_of(self.lease(shard.id)?.actual_owner()?)?;
            let (start, end) = (middle(shard.y, shard.height), middle(owner.y, owner.height));
            let bend = (to - from) / 2.0;
            Some(Wire {
                path: format!(
                    "M{from:.0} {start:.1}C{:.0} {start:.1} {:.0} {end:.1} {to:.0} {end:.1}",
                    from + bend,
                    to - bend
                ),
                colour: shard.colour,
                state: match (shard.left, self.waits(shard.id)) {
                    (true, _) => WireState::Broken,
                    (false, true) => WireState::Waits,
                    (false, false) => WireState::Works,
                },
            })
        });
        let gap = workers.windows(2).next().map_or(14.0, |pair| pair[1].y - pair[0].y - pair[0].height);
        let foretold = self.takeovers.iter().filter_map(|takeover| {
            let worker = box_of(takeover.by?)?;
            let shard = shards.iter().find(|shard| shard.id == takeover.shard)?;
            let (x, start) = (self.geometry.workers.end() + 2.0, middle(worker.y, worker.height));
            let end = middle(shard.y, shard.height) + 6.0;
            // Round the box, if there is room beside it, and through the gap above, so that it crosses no text.
            let (away, above, left) = (x + 30.0, worker.y - 7.0_f64.min(gap / 2.0), self.geometry.workers.x);
            let begin = match self.geometry.is_stacked() {
                true => format!("M{:.0} {:.1}V{above:.1}", left + 20.0, worker.y),
                false => {
                    format!("M{x:.0} {start:.1}C{away:.0} {start:.1} {away:.0} {above:.1} {:.0} {above:.1}", x - 12.0)
                }
            };
            let (bend, near, to) = (left - 40.0, from + 70.0, from + 30.0);
            Some(Wire {
                path: format!("{begin}H{left:.0}C{bend:.0} {above:.1} {near:.0} {end:.1} {to:.0} {end:.1}"),
                colour: shard.colour,
                state: WireState::Foretold,
            })
        });
        owned.chain(foretold).collect()
    }

    fn rows(&self) -> (Vec<LeaseRow>, usize) {
        let leases = &self.application.table.leases;
        let count = leases.len().min(SHOWN_MAX);
        let (top, pitch, height) = self.geometry.rows(count);
        let row = |(nth, lease): (usize, &Lease)| LeaseRow {
            y: top + pitch * nth as f64,
            height,
            cells: words::cells(self.application, lease),
            bad: self.is_left(lease.shard),
            ended: lease.ended(),
        };
        (leases.values().take(SHOWN_MAX).enumerate().map(row).collect(), leases.len() - count)
    }
}

#[cfg(test)]
mod tests;
