//! Workers, shards and the lease table of one KCL application at a time.

mod table;

use super::svg::{Pictured, picture};
use crate::content::{t, tf};
use crate::scene::chart::Size;
use crate::scene::kcl::geometry::{TWO_LINES, height};
use crate::scene::kcl::{KclScene, LeaseRow, Look, ShardBox, Wire, WireState, WorkerBox, kcl};
use crate::session::Session;
use crate::widgets::shape::{self, Shape, shapes};
use leptos::prelude::*;
use stream_engine::Simulation;
use table::LeaseTable;

/// What the workers' head takes with the application's name.
const HEAD: f64 = 196.0;

/// The picture, which application it shows, and the way to its table.
#[component]
pub fn Kcl(session: Session) -> impl IntoView {
    let names: Vec<String> = session.peek(|run| run.kcl().iter().map(|one| one.setup.name.clone()).collect());
    let shown = RwSignal::new(0_usize);
    let names = StoredValue::new(names);
    let name = Signal::derive(move || names.with_value(|names| names.get(shown.get()).cloned().unwrap_or_default()));
    html! {
        <div class="stage-bar">
            <Applications names=names.get_value() shown/>
            {session.ends.is_none().then(|| html! { <LeaseTable session application=name/> })}
        </div>
        {picture(session, Pictured {
            height,
            scene: move |run: &Simulation, size: Size| kcl(run, shown.get(), size),
            describe: |scene: &KclScene| scene.description.clone(),
            draw,
        })}
    }
}

/// One of several applications; nothing to choose for a single one.
#[component]
fn Applications(names: Vec<String>, shown: RwSignal<usize>) -> impl IntoView {
    let several = names.len() > 1;
    let radio = move |(nth, name): (usize, String)| {
        html! {
            <label>
                <input type="radio" name="kcl-application" prop:checked=move || shown.get() == nth
                    on:change=move |_| shown.set(nth)/>
                <span>{name}</span>
            </label>
        }
    };
    several.then(|| {
        html! {
            <fieldset class="segments">
                <legend class="visually-hidden">{t("kcl.application")}</legend>
                {names.into_iter().enumerate().map(radio).collect::<Vec<_>>()}
            </fieldset>
        }
    })
}

fn draw(scene: &KclScene) -> Vec<Shape> {
    let geometry = scene.geometry;
    let stacked = geometry.is_stacked();
    let (shards, workers, table) = (geometry.shards, geometry.workers, geometry.table);
    let app = tf("kcl.head.workers", &[("name", &scene.application), ("version", &scene.version.to_string())]);
    let head = |x: f64, y: f64, text: String| shape::text(x, y, text).class("head");
    let named = !stacked && table.x - workers.x >= HEAD;
    let columns = geometry.table_columns();
    let titles = ["leaseKey", "leaseOwner", "counter", "checkpoint"];
    let title = move |(x, text): (f64, &'static str)| shape::text(x, geometry.table_y + 32.0, text).class("lease-head");
    let line = move |(nth, text): (usize, &String)| {
        shape::text(table.x + 8.0, geometry.note_y + 17.0 * nth as f64, text.clone()).class("note")
    };
    let unseen = (scene.unseen > 0).then(|| {
        let text = tf("kcl.unseen", &[("n", &scene.unseen.to_string())]);
        shape::text(shards.x + 4.0, geometry.upper_end - 10.0, text).class("note")
    });
    shapes![
        head(shards.x + 4.0, 20.0, t(if stacked { "kcl.head.shards_short" } else { "kcl.head.shards" }).to_owned()),
        head(workers.x + 4.0, 20.0, if named { app } else { t("kcl.head.workers_short").to_owned() }),
        head(table.x + 8.0, geometry.table_y, t("kcl.head.table").to_owned()),
        columns.into_iter().zip(titles).map(title),
        scene.wires.iter().map(wire),
        scene.shards.iter().map(|one| shape::group(shard_box(one, shards.x, shards.width))),
        scene.workers.iter().map(|one| shape::group(worker_box(one, workers.x, workers.width))),
        scene.rows.iter().map(|row| lease_row(row, table.x, table.width, columns)),
        scene.note.iter().enumerate().map(line),
        unseen
    ]
}

fn wire(wire: &Wire) -> Shape {
    let class = match wire.state {
        WireState::Works => format!("lease-wire stroke-{}", wire.colour),
        WireState::Waits => format!("lease-wire waits stroke-{}", wire.colour),
        WireState::Broken => "lease-wire broken".to_owned(),
        WireState::Foretold => "lease-wire foretold".to_owned(),
    };
    shape::path(wire.path.clone()).class(class)
}

fn shard_box(shard: &ShardBox, x: f64, width: f64) -> Vec<Shape> {
    let (y, height) = (shard.y, shard.height);
    let (left, room) = (x + 18.0, width - 28.0);
    let colour = format!("shard-{}", shard.colour);
    let roomy = height >= 40.0;
    let shows_bar = height >= 26.0;
    let bar_y = if roomy { y + height * 0.6 } else { y + height - 9.0 };
    let bar_height = if roomy { 6.0 } else { 4.0 };
    let baseline = match (roomy, shows_bar) {
        (true, _) => y + height * 0.4,
        (false, true) => bar_y - 8.0,
        (false, false) => y + height / 2.0 + 4.0,
    };
    let detail = if shard.left { "box-detail bad" } else { "box-detail" };
    shapes![
        shape::rect(x, y, width, height).round(8.0).class(if shard.left { "lane hot" } else { "lane" }),
        shape::rect(x, y, 6.0, height).round(3.0).class(colour.clone()),
        shard.patterned.then(|| shape::rect(x, y, 6.0, height).round(3.0).hatched()),
        shape::text(left, baseline, shard.name.clone()).class("lane-name"),
        shape::text(x + width - 10.0, baseline, shard.detail.clone()).anchor("end").class(detail),
        shows_bar.then(|| shapes![
            shape::rect(left, bar_y, room, bar_height).round(3.0).class("track"),
            shape::rect(left, bar_y, room * shard.processed, bar_height).round(3.0).class(colour),
            shape::rect(left + room * shard.saved - 1.0, bar_y - 4.0, 2.0, bar_height + 8.0).class("checkpoint")
        ])
    ]
}

fn worker_box(worker: &WorkerBox, x: f64, width: f64) -> Vec<Shape> {
    let (y, height) = (worker.y, worker.height);
    let class = match worker.look {
        Look::Working => "box",
        Look::Idle => "box idle",
        Look::Bad => "box lost",
        Look::Gone => "box idle gone",
    };
    let below = worker.takes.clone().filter(|_| worker.takes_below);
    let detail_class = match (&worker.takes, worker.look) {
        (Some(_), _) if !worker.takes_below => "box-detail takes",
        (_, Look::Bad) => "box-detail bad",
        _ => "box-detail",
    };
    let left = x + 14.0_f64.min(width * 0.08);
    let middle = y + height / 2.0;
    let (name_y, detail_x, detail_y, anchor) = match height >= TWO_LINES {
        true => (middle - 4.0_f64.min(height * 0.1), left, middle + (height * 0.28).clamp(10.0, 13.0), "start"),
        false => (middle + 4.0, x + width - 8.0, middle + 4.0, "end"),
    };
    shapes![
        shape::rect(x, y, width, height).round(10.0).class(class),
        shape::text(left, name_y, worker.name.clone()).class("box-name"),
        shape::text(detail_x, detail_y, worker.detail.clone()).anchor(anchor).class(detail_class),
        below.map(|text| shape::text(x + 14.0, y + height + 17.0, text).class("box-detail takes"))
    ]
}

fn lease_row(row: &LeaseRow, x: f64, width: f64, columns: [f64; 4]) -> Vec<Shape> {
    let class = if row.bad { "lease-row lost" } else { "lease-row" };
    let text_class = match (row.bad, row.ended) {
        (true, _) => "lease-cell bad",
        (false, true) => "lease-cell ended",
        (false, false) => "lease-cell",
    };
    let y = row.y + row.height / 2.0 + 4.0;
    let cells = columns.into_iter().zip(row.cells.clone());
    let cell = move |(x, text): (f64, String)| shape::text(x, y, text).class(text_class);
    shapes![shape::rect(x, row.y, width, row.height).round(6.0).class(class), cells.map(cell)]
}
