//! What the picture of an application says in words.

use super::{Look, View, seconds};
use crate::content::{t, tf};
use lab_content::format::thousands;
use stream_engine::consumers::kcl::WorkerId;
use stream_engine::consumers::kcl::application::Application;
use stream_engine::consumers::kcl::lease::{Checkpoint, Lease};
use stream_engine::consumers::kcl::records::Progress;
use stream_engine::consumers::kcl::worker::{Worker, WorkerState};
use stream_engine::kinesis::shard::{Shard, ShardId};

/// Digits of a key or a sequence number that are shown.
const DIGITS: usize = 5;

/// How a worker is drawn, and what it is about, in ever shorter words.
pub fn worker(view: &View, id: WorkerId, worker: &Worker) -> (Look, Vec<String>) {
    let now = view.now();
    let ago = |us: u64| (us / 1_000_000).to_string();
    let leases = view.application.table.leases.values().filter(|lease| lease.owner == Some(id)).count();
    match worker.state {
        WorkerState::Crashed => {
            let s = ago(now.since(worker.since));
            let long = ["kcl.crashed", "kcl.crashed_short"].map(|key| tf(key, &[("s", &s)]));
            (Look::Bad, long.into_iter().chain(["✕".to_owned()]).collect())
        }
        WorkerState::Stopped => (Look::Gone, vec![t("kcl.stopped").to_owned()]),
        WorkerState::Stopping => (Look::Gone, vec![t("kcl.stopping").to_owned()]),
        _ if worker.trouble.is_some() => (Look::Bad, vec![format!("✕ {}", refusal(worker)), "✕".to_owned()]),
        WorkerState::Starting => (Look::Idle, vec![t("kcl.starting").to_owned()]),
        WorkerState::Running if worker.paused_until > now => (Look::Bad, vec![t("kcl.paused").to_owned()]),
        WorkerState::Running => {
            let leads = view.application.version >= 3
                && view.application.coordinator.leader(view.run.quotas(), now) == Some(id);
            let key = match (leases, leads) {
                (0, false) => "kcl.idle",
                (0, true) => "kcl.idle_leader",
                (_, false) => "kcl.leases",
                (_, true) => "kcl.leases_leader",
            };
            let told = tf(key, &[("n", &leases.to_string())]);
            (if leases == 0 { Look::Idle } else { Look::Working }, vec![told, leases.to_string()])
        }
    }
}

/// The table's last refusal, without the word that all exceptions end with.
fn refusal(worker: &Worker) -> &'static str {
    worker.trouble.map_or("", |trouble| match trouble.code() {
        "AccessDeniedException" => t("kcl.denied"),
        _ => t("kcl.throttled"),
    })
}

/// What a worker will take over first, in ever shorter words.
pub fn takes(view: &View, id: WorkerId) -> Option<[String; 3]> {
    let own = view.takeovers.iter().filter(|takeover| takeover.by == Some(id));
    let first = own.min_by_key(|takeover| takeover.at)?;
    let wait = seconds(first.at.since(view.now()) / 1_000);
    let n = first.shard.0.to_string();
    let [long, short] = ["kcl.takes", "kcl.takes_short"].map(|key| tf(key, &[("n", &n), ("s", &wait)]));
    Some([long, short, format!("→ {n}")])
}

/// leaseKey, leaseOwner, leaseCounter and checkpoint, shortened.
pub fn cells(application: &Application, lease: &Lease) -> [String; 4] {
    let owner = lease.owner.map_or(t("table.none"), |owner| application.worker_name(owner));
    let checkpoint = match lease.checkpoint {
        Checkpoint::At(number) => tail(&number.to_string()),
        other => other.text(),
    };
    [tail(&lease.shard.to_string()), owner.to_owned(), lease.counter.to_string(), checkpoint]
}

/// `…08841`.
fn tail(text: &str) -> String {
    format!("…{}", &text[text.len().saturating_sub(DIGITS)..])
}

/// Records of a shard that are processed and not yet in the table as such.
pub fn unsaved(application: &Application, shard: ShardId) -> u64 {
    if application.table.leases.get(&shard).is_some_and(|lease| lease.checkpoint == Checkpoint::ShardEnd) {
        return 0;
    }
    application.progress.get(&shard).map_or(0, Progress::unsaved)
}

/// Three lines about what is going on.
pub fn note(view: &View) -> Vec<String> {
    let (application, now) = (view.application, view.now());
    let failover = seconds(application.knobs.failover_us / 1_000);
    if let Some(worker) = application.workers.iter().find(|one| one.state.is_alive() && one.trouble.is_some()) {
        let code = worker.trouble.map_or("", |trouble| trouble.code());
        return lines(&tf("kcl.note.refused", &[("code", code), ("failover", &failover)]));
    }
    let left: Vec<ShardId> = application.table.leases.keys().copied().filter(|shard| view.is_left(*shard)).collect();
    if let (Some(first), Some(since)) = (left.first(), application.unattended_since) {
        let names: Vec<String> = left.iter().take(4).map(|shard| shard.0.to_string()).collect();
        let records: u64 = left.iter().map(|shard| unsaved(application, *shard)).sum();
        let wait = view.takeovers.iter().find(|takeover| takeover.shard == *first);
        let wait = wait.map_or_else(
            || t("kcl.note.nobody").to_owned(),
            |takeover| {
                let s = seconds(takeover.at.since(now) / 1_000);
                let key = if takeover.by.is_some() { "kcl.note.taken" } else { "kcl.note.assigned" };
                tf(key, &[("s", &s), ("n", &first.0.to_string()), ("failover", &failover)])
            },
        );
        let values = [
            ("n", names.join(", ")),
            ("s", seconds(now.since(since) / 1_000)),
            ("failover", failover),
            ("records", thousands(records)),
            ("wait", wait),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        return lines(&tf("kcl.note.left", &values));
    }
    if application.table.leases.is_empty() {
        return lines(t("kcl.note.empty"));
    }
    let records: u64 = application.table.leases.keys().map(|shard| unsaved(application, *shard)).sum();
    let renewal = seconds(application.knobs.renewal_us(view.run.quotas()) / 1_000);
    lines(&tf("kcl.note.calm", &[("renewal", &renewal), ("records", &thousands(records))]))
}

/// The lines of a text, as the words divide it.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

/// All of the picture.
pub fn description(view: &View, shown: &[&Shard]) -> String {
    let application = view.application;
    let alive = application.workers.iter().filter(|worker| worker.state.is_alive()).count().to_string();
    let leases = application.table.leases.len().to_string();
    let version = application.version.to_string();
    let head =
        [("name", application.setup.name.as_str()), ("version", &version), ("alive", &alive), ("leases", &leases)];
    let mut told = vec![tf("kcl.describe", &head)];
    for shard in shown {
        let n = shard.id.0.to_string();
        let lag = seconds(application.lag_ms(view.stream, shard.id, view.now()));
        let owner = application.attended_by(shard.id, view.now()).map(|id| application.worker_name(id));
        told.push(match (owner, view.takeovers.iter().find(|takeover| takeover.shard == shard.id)) {
            (Some(owner), _) => tf("kcl.describe_owned", &[("n", &n), ("s", &lag), ("owner", owner)]),
            (None, Some(takeover)) => {
                let wait = seconds(takeover.at.since(view.now()) / 1_000);
                let by = takeover.by.map_or(t("kcl.the_leader"), |by| application.worker_name(by));
                tf("kcl.describe_taken", &[("n", &n), ("s", &lag), ("by", by), ("wait", &wait)])
            }
            (None, None) => tf("kcl.describe_left", &[("n", &n), ("s", &lag)]),
        });
    }
    told.join(" ")
}
