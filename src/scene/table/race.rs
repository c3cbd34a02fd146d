//! The race as tables: both services side by side, the shards, the message groups.

use super::{Cell, Column, Table};
use crate::content::{t, tf};
use crate::scene::race::Trucks;
use crate::scene::{lineage, megabytes};
use lab_content::format::{THIN, thousands};
use stream_engine::Simulation;
use stream_engine::goal::race::Race;
use stream_engine::sqs::fifo::GroupView;

/// Rows of a table at most: the groups with most messages, the shards with the lowest numbers.
const ROWS_MAX: usize = 100;
const GROUPS_MAX: usize = 20;

/// The tables at the run's present moment.
pub fn tables(run: &Simulation) -> Vec<Table> {
    let Some(race) = Race::of(run, 0) else { return Vec::new() };
    let trucks = Trucks::of(&race);
    vec![sides(&race), shards(&race, &trucks), groups(&race, &trucks)]
}

/// Where each of the two wins, with what the run says about it.
fn sides(race: &Race) -> Table {
    let (run, quotas) = (race.run, race.run.quotas());
    let open = race.stream.open_count() as u64;
    let groups = u64::from(race.producer.setup.sources);
    let high = race.queue.attributes.high_throughput();
    let row = |key: &str, stream: String, queue: String| vec![t(key).into(), stream.into(), queue.into()];
    let limit = |records: u64| format!("{}{THIN}/s", thousands(records));
    let (calls, messages) =
        (quotas.sqs_fifo_tps_per_api_action, quotas.sqs_fifo_batched_messages_per_second_per_api_action);
    let partitions = if high { quotas.model_sqs_fifo_partitions.min(groups) } else { 1 };
    let takes = tf(
        if high { "race.takes_partitions" } else { "race.takes_queue" },
        &[("calls", &thousands(calls)), ("messages", &thousands(messages)), ("n", &partitions.to_string())],
    );
    let written: u64 = race
        .stream
        .shards
        .iter()
        .filter_map(|shard| shard.seconds.window(run.now(), 1).next())
        .map(|second| u64::from(second.incoming_bytes))
        .sum();
    let room = megabytes(quotas.shard_write_bytes_per_second * open);
    let hours = race.stream.retention_us / 3_600_000_000;
    let again: u64 = run
        .kcl()
        .iter()
        .filter(|other| other.setup.name != race.application.setup.name)
        .map(|other| other.totals.records)
        .sum();
    let dedup = quotas.sqs_dedup_interval_seconds / 60;
    Table {
        caption: t("race.table_sides").to_owned(),
        columns: vec![Column::text(t("race.question")), Column::text(t("race.kinesis")), Column::text(t("race.sqs"))],
        rows: vec![
            row(
                "race.row_parallel",
                tf("race.shards", &[("n", &thousands(open))]),
                tf("race.groups", &[("n", &thousands(groups))]),
            ),
            row("race.row_takes", limit(quotas.shard_write_records_per_second * open), takes),
            row(
                "race.row_bytes",
                tf("race.of_bytes", &[("now", &megabytes(written)), ("most", &room)]),
                t("race.bytes_by_message").to_owned(),
            ),
            row("race.row_change", t("race.change_stream").to_owned(), t("race.change_queue").to_owned()),
            row(
                "race.row_readers",
                tf("race.readers_stream", &[("n", &thousands(again))]),
                t("race.readers_queue").to_owned(),
            ),
            row(
                "race.row_replay",
                tf("race.replay_stream", &[("n", &thousands(hours))]),
                t("race.replay_queue").to_owned(),
            ),
            row(
                "race.row_twice",
                tf("race.twice_stream", &[("n", &thousands(race.producer.counts.duplicates))]),
                tf(
                    "race.twice_queue",
                    &[("n", &thousands(race.queue.totals.duplicates)), ("minutes", &thousands(dedup))],
                ),
            ),
            row(
                "race.row_poison",
                tf("race.poison_stream", &[("n", &thousands(race.application.totals.skipped))]),
                tf("race.poison_queue", &[("n", &thousands(race.queue.totals.moved_out))]),
            ),
        ],
        notes: vec![t("race.table_note").to_owned()],
    }
}

fn shards(race: &Race, trucks: &Trucks) -> Table {
    let row = |shard: &stream_engine::kinesis::shard::Shard| -> Vec<Cell> {
        let worker = race.application.attended_by(shard.id, race.run.now());
        let held = trucks.list.iter().filter(|(_, of)| *of == shard.id.0).count();
        let worker =
            worker.map_or_else(|| t("table.none").to_owned(), |id| race.application.worker_name(id).to_owned());
        vec![
            shard.id.0.to_string().into(),
            lineage::state_word(shard.state(race.run.now(), race.stream.retention_us)).into(),
            held.to_string().into(),
            thousands(race.waiting(shard.id)).into(),
            worker.into(),
        ]
    };
    Table {
        caption: tf("race.table_shards", &[("stream", &race.stream.name)]),
        columns: vec![
            Column::text(t("table.shard")),
            Column::text(t("table.state")),
            Column::number(t("race.trucks")),
            Column::number(t("race.waiting")),
            Column::text(t("race.worker")),
        ],
        rows: race.stream.shards.iter().take(ROWS_MAX).map(row).collect(),
        notes: Vec::new(),
    }
}

fn groups(race: &Race, trucks: &Trucks) -> Table {
    let mut found: Vec<GroupView> = race.queue.groups().collect();
    let all = found.len();
    found.sort_by_key(|group| (std::cmp::Reverse(group.messages), group.key));
    let row = |group: &GroupView| -> Vec<Cell> {
        let truck = trucks.list.iter().position(|(key, _)| *key == group.key.0);
        let name = truck.map_or_else(|| t("table.none").to_owned(), |nth| format!("{}{}", trucks.prefix, nth + 1));
        let state = t(if group.locked { "race.group_locked" } else { "race.group_free" });
        vec![name.into(), thousands(group.messages).into(), state.into()]
    };
    let counts = race.queue.counts();
    let caption = tf(
        "race.table_groups",
        &[("n", &all.to_string()), ("visible", &thousands(counts.visible)), ("flight", &thousands(counts.in_flight))],
    );
    let unseen = all.saturating_sub(GROUPS_MAX);
    Table {
        caption,
        columns: vec![Column::text(t("race.group")), Column::number(t("race.waiting")), Column::text(t("table.state"))],
        rows: found.iter().take(GROUPS_MAX).map(row).collect(),
        notes: (unseen > 0).then(|| tf("race.groups_unseen", &[("n", &unseen.to_string())])).into_iter().collect(),
    }
}
