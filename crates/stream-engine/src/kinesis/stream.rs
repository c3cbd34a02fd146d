//! A stream: its shards, which of them are open, its state and its retention.

use super::hash_key::{HashKey, HashKeyRange};
use super::on_demand::Load;
use super::reshard::Reshard;
use super::settings::Settings;
use super::shard::{Shard, ShardId, ShardState};
use super::stream_consumer::StreamConsumer;
use crate::error::{Refusal, Resource};
use crate::limiter::Rate;
use crate::quota::Quotas;
use crate::time::{Epoch, Time};
use serde::{Deserialize, Serialize};

/// Records kept in full by one stream. A real stream keeps all until retention; a run of millions
/// drops its oldest, counts them in `archived`, and says so on the page.
pub const RECORDS_KEPT: usize = 1 << 20;
/// Records kept once there were too many: few, as each saved state of a long run holds its own.
pub const RECORDS_KEPT_LATER: usize = 1 << 13;

/// Number of a stream's place inside its run. A stream that is gone leaves its place to another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct StreamId(pub u16);

/// As DescribeStreamSummary tells it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum StreamStatus {
    Creating,
    Active,
    Updating,
    Deleting,
    /// There is no stream here any more.
    Gone,
}

impl StreamStatus {
    /// The service's spelling.
    pub fn name(self) -> &'static str {
        match self {
            StreamStatus::Creating => "CREATING",
            StreamStatus::Active => "ACTIVE",
            StreamStatus::Updating => "UPDATING",
            StreamStatus::Deleting => "DELETING",
            StreamStatus::Gone => "GONE",
        }
    }
}

/// Who sees to a stream's capacity.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum StreamMode {
    #[default]
    Provisioned,
    OnDemand,
}

impl StreamMode {
    /// The service's spelling.
    pub fn name(self) -> &'static str {
        match self {
            StreamMode::Provisioned => "PROVISIONED",
            StreamMode::OnDemand => "ON_DEMAND",
        }
    }
}

/// Which stream this is, from its creation on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Birth {
    pub id: StreamId,
    /// Tells it from earlier streams in its place or of its name.
    pub life: u64,
    pub name: String,
    pub mode: StreamMode,
    pub at: Time,
    pub epoch: Epoch,
}

/// A stream.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Stream {
    pub id: StreamId,
    pub life: u64,
    pub name: String,
    pub status: StreamStatus,
    pub mode: StreamMode,
    pub created: Time,
    pub retention_us: u64,
    pub epoch: Epoch,
    pub shards: Vec<Shard>,
    /// Where each open shard's range starts, with its place in `shards`, ordered by start.
    open: Vec<(u128, u32)>,
    /// Number of the transition under way: a task made for an earlier one finds another here.
    pub transition: u64,
    /// Shards that the stream opens when it is no longer CREATING.
    pub opening: u32,
    /// The change under way while UPDATING.
    pub resharding: Option<Reshard>,
    /// When UpdateShardCount was last called, newest last, at most a day's worth.
    pub scalings: Vec<Time>,
    pub settings: Settings,
    /// Looked at while in on-demand mode.
    pub load: Load,
    /// Registered for enhanced fan-out, in the order of their registration.
    pub consumers: Vec<StreamConsumer>,
    /// The next rising number of each group of shards that count together.
    pub(super) rising: Vec<u64>,
    pub kept: usize,
    /// No piece of records is past retention before this instant.
    next_expiry: Time,
    /// Records dropped because there were too many though retention had not passed.
    pub archived: u64,
    /// How much earlier than it was, the sequence numbers of its first shards say it was created.
    birth_lead_s: u64,
}

impl Stream {
    /// A stream in state CREATING, without a shard yet.
    pub fn create(birth: Birth, quotas: &Quotas) -> Stream {
        let retention_us = quotas.retention_default_us();
        Stream {
            id: birth.id,
            life: birth.life,
            name: birth.name,
            status: StreamStatus::Creating,
            mode: birth.mode,
            created: birth.at,
            retention_us,
            epoch: birth.epoch,
            shards: Vec::new(),
            open: Vec::new(),
            transition: 0,
            opening: 0,
            resharding: None,
            scalings: Vec::new(),
            settings: Settings::default(),
            load: Load::default(),
            consumers: Vec::new(),
            rising: Vec::new(),
            kept: 0,
            next_expiry: birth.at + retention_us,
            archived: 0,
            birth_lead_s: quotas.model_shard_birth_lead_seconds,
        }
    }

    /// Ends CREATING: opens equal shards.
    pub fn open_fresh(&mut self, shard_count: u32, now: Time) {
        for range in HashKeyRange::even(shard_count) {
            self.open_shard(range, now, (None, None));
        }
        self.opening = 0;
        self.status = StreamStatus::Active;
    }

    /// Leaves the place: nothing of the stream is left but its name and life.
    pub fn leave(&mut self, quotas: &Quotas) {
        let birth = Birth {
            id: self.id,
            life: self.life,
            name: std::mem::take(&mut self.name),
            mode: self.mode,
            at: self.created,
            epoch: self.epoch,
        };
        *self = Stream { status: StreamStatus::Gone, ..Stream::create(birth, quotas) };
    }

    /// Whether there is a stream, in whatever state.
    pub fn is_there(&self) -> bool {
        self.status != StreamStatus::Gone
    }

    /// Whether records can be put.
    pub fn takes_records(&self) -> bool {
        matches!(self.status, StreamStatus::Active | StreamStatus::Updating)
    }

    /// Records and bytes that one of its shards takes.
    pub fn write_rates(&self, quotas: &Quotas) -> (Rate, Rate) {
        (quotas.write_records(), quotas.write_bytes())
    }

    /// Place in `shards` of the open shard that owns the hash key.
    pub fn route(&self, key: HashKey) -> usize {
        // Most streams are even or nearly so: look first where the key lies if all shards are equal.
        let guess = (((key.0 >> 96) as u64 * self.open.len() as u64) >> 32) as usize;
        let (start, shard) = self.open[guess];
        if start <= key.0 && self.open.get(guess + 1).is_none_or(|(next, _)| key.0 < *next) {
            return shard as usize;
        }
        let after = self.open.partition_point(|(start, _)| *start <= key.0);
        self.open[after - 1].1 as usize
    }

    /// The open shards in the order of their ranges.
    pub fn open_shards(&self) -> impl Iterator<Item = &Shard> {
        self.open.iter().map(|(_, at)| &self.shards[*at as usize])
    }

    /// Whether the list of open shards covers the hash keys, each once: a state from outside may
    /// claim anything.
    pub(crate) fn open_is_sound(&self) -> bool {
        let range = |at: usize| {
            let (start, shard) = self.open[at];
            let shard =
                self.shards.get(shard as usize).filter(|shard| shard.closed.is_none() && shard.range.start.0 == start);
            shard.map(|shard| (start, shard.range.end.0))
        };
        let mut next = Some(0);
        for at in 0..self.open.len() {
            match range(at) {
                Some((start, end)) if Some(start) == next && start <= end => next = end.checked_add(1),
                _ => return false,
            }
        }
        let open = self.shards.iter().filter(|shard| shard.closed.is_none()).count();
        next.is_none() && open == self.open.len()
    }

    /// How many shards are open.
    pub fn open_count(&self) -> usize {
        self.open.len()
    }

    /// The shard with this id, if it exists and hasn't expired.
    pub fn shard(&self, id: ShardId, now: Time) -> Option<&Shard> {
        self.shards.get(id.0 as usize).filter(|shard| shard.state(now, self.retention_us) != ShardState::Expired)
    }

    /// A shard that a call wants to change.
    pub fn shard_to_change(&self, id: ShardId, now: Time) -> Result<&Shard, Refusal> {
        let missing = Resource::Shard { shard: id.to_string(), stream: self.name.clone() };
        self.shard(id, now).ok_or(Refusal::ResourceNotFound(missing))
    }

    /// A shard that a call wants to read.
    pub fn shard_to_read(&self, id: ShardId, now: Time) -> Result<&Shard, Refusal> {
        let missing = Resource::ReadShard { shard: id, stream: self.name.clone() };
        self.shard(id, now).ok_or(Refusal::ResourceNotFound(missing))
    }

    /// Sets the retention. What is past it, before or after the change, stays gone for good.
    pub fn set_retention(&mut self, retention_us: u64, now: Time) {
        let shorter = self.retention_us.min(retention_us);
        for shard in &mut self.shards {
            shard.trim(now, shorter);
        }
        self.retention_us = retention_us;
        self.next_expiry = now;
    }

    /// What a control-plane call needs: nothing else under way.
    pub fn require_active(&self) -> Result<(), Refusal> {
        match self.status {
            StreamStatus::Active => Ok(()),
            status => Err(Refusal::ResourceInUse { stream: self.name.clone(), status }),
        }
    }

    /// Opens the next shard over this range.
    pub(super) fn open_shard(
        &mut self,
        range: HashKeyRange,
        now: Time,
        parents: (Option<ShardId>, Option<ShardId>),
    ) -> ShardId {
        let at = self.shards.len() as u32;
        // Its numbers carry a second after those of its parents, so that each of its records sorts
        // behind their ends, also when one change opens and closes shards within an instant.
        let now_s = self.epoch.second(now);
        let mut created_s = self.epoch.second(self.created).saturating_sub(self.birth_lead_s);
        for parent in parents.0.into_iter().chain(parents.1) {
            let parent = &mut self.shards[parent.0 as usize];
            parent.children.push(ShardId(at));
            created_s = created_s.max(now_s + 1).max(parent.created_s() + 1);
        }
        self.shards.push(Shard::open(ShardId(at), range, now, created_s, self.epoch, parents));
        let place = self.open.partition_point(|(start, _)| *start < range.start.0);
        self.open.insert(place, (range.start.0, at));
        ShardId(at)
    }

    /// Closes an open shard; its records stay until retention has passed.
    pub(super) fn close_shard(&mut self, id: ShardId, now: Time) {
        self.shards[id.0 as usize].closed = Some(now);
        self.open.retain(|(_, at)| *at != id.0);
    }

    /// Drops whole pieces of records: those past retention, and the oldest of too many.
    pub(super) fn drop_old_records(&mut self, now: Time) {
        while self.kept > self.most_kept() || self.next_expiry <= now {
            let Some((at, newest)) = self.oldest_piece() else {
                self.next_expiry = now + self.retention_us;
                break;
            };
            self.next_expiry = newest + self.retention_us;
            let expired = self.next_expiry <= now;
            if !expired && self.kept <= self.most_kept() {
                break;
            }
            let dropped = self.shards[at].drop_oldest();
            self.kept -= dropped;
            self.archived += if expired { 0 } else { dropped as u64 };
        }
    }

    /// Roughly the bytes that this copy doesn't share with one made earlier.
    pub(crate) fn own_bytes(&self, earlier: Option<&Stream>) -> usize {
        let before = |shard: &Shard| earlier.and_then(|earlier| earlier.shards.get(shard.id.0 as usize));
        self.shards.iter().map(|shard| shard.own_bytes(before(shard))).sum()
    }

    fn most_kept(&self) -> usize {
        if self.archived == 0 { RECORDS_KEPT } else { RECORDS_KEPT_LATER }
    }

    /// The shard whose oldest piece of records ends first, and when the newest of that piece came.
    fn oldest_piece(&self) -> Option<(usize, Time)> {
        let newest = |shard: &Shard| shard.records.oldest()?.last().map(|record| record.arrived);
        let pieces = self.shards.iter().enumerate().filter_map(|(at, shard)| Some((at, newest(shard)?)));
        pieces.min_by_key(|(_, arrived)| *arrived)
    }
}
