//! A lab that is opened with keys of a person's own file: they, their rate and the number of shards become its first
//! requests.

use crate::app::Shell;
use crate::content::tf;
use crate::scene::reshard::updating_s;
use crate::session::Session;
use lab_content::control::Widget;
use lab_content::format::thousands;
use leptos::prelude::*;
use stream_engine::kinesis::stream::StreamId;
use stream_engine::quota::Quotas;
use stream_engine::scenario::KeyStrategy;
use stream_engine::{Change, Command};

/// Plays what was given, if this lab takes keys of one's own.
pub fn play(shell: Shell, session: Session) {
    let takes = |widget: &'static Widget| match widget {
        Widget::OwnKeys { actor } => Some(actor),
        _ => None,
    };
    let Some(actor) = session.lab.controls.iter().find_map(|control| takes(&control.widget)) else { return };
    let Some(given) = shell.given.try_update_untracked(Option::take).flatten() else { return };
    let (open, quotas) = session.peek(|run| {
        let open = run.streams().first().map_or(1, |stream| stream.open_count() as u32);
        (open, run.quotas().clone())
    });
    let shards = reachable(given.shards, open, &quotas);
    // Fewer shards than asked for get as much less: each has the load that it has in the file.
    let rate = u64::from(given.rate_per_second) * u64::from(shards) / u64::from(given.shards.max(1));
    let count = thousands(given.keys.len() as u64);
    let change = |change| Command::Change { actor: actor.clone(), change };
    let mut commands = vec![
        change(Change::Keys(KeyStrategy::List(given.keys))),
        change(Change::RatePerSecond(u32::try_from(rate).unwrap_or(u32::MAX))),
        change(Change::RecordBytes(given.record_bytes)),
    ];
    if shards != open {
        commands.push(Command::UpdateShardCount { stream: StreamId(0), target_shard_count: shards });
    }
    untrack(|| {
        // A refusal is said in the status line; the rest is played all the same.
        let refused = commands.into_iter().filter(|command| session.act(command.clone()).is_err()).count();
        if refused == 0 {
            let is_updating = session.peek(|run| updating_s(run).is_some());
            let values =
                [("n", &count), ("file", &given.file), ("open", &open.to_string()), ("shards", &shards.to_string())];
            let values = values.map(|(name, value)| (name, value.as_str()));
            session.say(tf(if is_updating { "keys.played_updating" } else { "keys.played" }, &values));
        }
    });
}

/// The nearest number of shards that one UpdateShardCount can make.
fn reachable(wanted: u32, open: u32, quotas: &Quotas) -> u32 {
    let of = |percent: u64| u64::from(open) * percent;
    let most = of(quotas.update_shard_count_max_factor_up_percent) / 100;
    let least = of(quotas.update_shard_count_min_factor_down_percent).div_ceil(100).max(1);
    u64::from(wanted).clamp(least, most.max(least)) as u32
}
