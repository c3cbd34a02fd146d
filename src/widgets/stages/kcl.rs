//! Workers, shards and the lease table of one KCL application at a time.

mod table;

use super::svg::{Pictured, picture};
use crate::content::{t, tf};
use crate::scene::chart::Size;
use crate::scene::kcl::geometry::{TWO_LINES, height};
use crate::scene::kcl::{KclScene, LeaseRow, Look, ShardBox, Wire, WireState, WorkerBox, kcl};
use crate::session::Session;
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
            draw: |scene| draw(scene).into_any(),
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
                {names.into_iter().enumerate().map(radio).collect_view()}
            </fieldset>
        }
    })
}

fn draw(scene: &KclScene) -> impl IntoView + use<> {
    let geometry = scene.geometry;
    let stacked = geometry.is_stacked();
    let (shards, workers, table) = (geometry.shards, geometry.workers, geometry.table);
    let app = tf("kcl.head.workers", &[("name", &scene.application), ("version", &scene.version.to_string())]);
    let head = |x: f64, y: f64, text: String| html! { <text x=x y=y class="head">{text}</text> };
    let named = !stacked && table.x - workers.x >= HEAD;
    let columns = geometry.table_columns();
    let titles = ["leaseKey", "leaseOwner", "counter", "checkpoint"];
    let title = move |(x, text): (f64, &'static str)| {
        html! { <text x=x y=geometry.table_y + 32.0 class="lease-head">{text}</text> }
    };
    let line = move |(nth, text): (usize, &String)| {
        html! { <text x=table.x + 8.0 y=geometry.note_y + 17.0 * nth as f64 class="note">{text.clone()}</text> }
    };
    let unseen = (scene.unseen > 0).then(|| {
        let text = tf("kcl.unseen", &[("n", &scene.unseen.to_string())]);
        html! { <text x=shards.x + 4.0 y=geometry.upper_end - 10.0 class="note">{text}</text> }
    });
    html! {
        {head(shards.x + 4.0, 20.0, t(if stacked { "kcl.head.shards_short" } else { "kcl.head.shards" }).to_owned())}
        {head(workers.x + 4.0, 20.0, if named { app } else { t("kcl.head.workers_short").to_owned() })}
        {head(table.x + 8.0, geometry.table_y, t("kcl.head.table").to_owned())}
        {columns.into_iter().zip(titles).map(title).collect_view()}
        {scene.wires.iter().map(wire).collect_view()}
        {scene.shards.iter().map(|one| shard_box(one, shards.x, shards.width)).collect_view()}
        {scene.workers.iter().map(|one| worker_box(one, workers.x, workers.width)).collect_view()}
        {scene.rows.iter().map(|row| lease_row(row, table.x, table.width, columns)).collect_view()}
        {scene.note.iter().enumerate().map(line).collect_view()}
        {unseen}
    }
}

fn wire(wire: &Wire) -> impl IntoView + use<> {
    let class = match wire.state {
        WireState::Works => format!("lease-wire stroke-{}", wire.colour),
        WireState::Waits => format!("lease-wire waits stroke-{}", wire.colour),
        WireState::Broken => "lease-wire broken".to_owned(),
        WireState::Foretold => "lease-wire foretold".to_owned(),
    };
    html! { <path d=wire.path.clone() class=class/> }
}

fn shard_box(shard: &ShardBox, x: f64, width: f64) -> impl IntoView + use<> {
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
    html! {
        <rect x=x y=y width=width height=height rx="8" class=if shard.left { "lane hot" } else { "lane" }/>
        <rect x=x y=y width="6" height=height rx="3" class=colour.clone()/>
        {shard.patterned.then(|| html! { <rect x=x y=y width="6" height=height rx="3" fill="url(#hatch)"/> })}
        <text x=left y=baseline class="lane-name">{shard.name.clone()}</text>
        <text x=x + width - 10.0 y=baseline text-anchor="end" class=detail>{shard.detail.clone()}</text>
        {shows_bar.then(|| html! {
            <rect x=left y=bar_y width=room height=bar_height rx="3" class="track"/>
            <rect x=left y=bar_y width=room * shard.processed height=bar_height rx="3" class=colour/>
            <rect x=left + room * shard.saved - 1.0 y=bar_y - 4.0 width="2" height=bar_height + 8.0 class="checkpoint"/>
        })}
    }
}

fn worker_box(worker: &WorkerBox, x: f64, width: f64) -> impl IntoView + use<> {
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
    html! {
        <rect x=x y=y width=width height=height rx="10" class=class/>
        <text x=left y=name_y class="box-name">{worker.name.clone()}</text>
        <text x=detail_x y=detail_y text-anchor=anchor class=detail_class>{worker.detail.clone()}</text>
        {below.map(|text| html! { <text x=x + 14.0 y=y + height + 17.0 class="box-detail takes">{text}</text> })}
    }
}

fn lease_row(row: &LeaseRow, x: f64, width: f64, columns: [f64; 4]) -> impl IntoView + use<> {
    let class = if row.bad { "lease-row lost" } else { "lease-row" };
    let text_class = match (row.bad, row.ended) {
        (true, _) => "lease-cell bad",
        (false, true) => "lease-cell ended",
        (false, false) => "lease-cell",
    };
    let y = row.y + row.height / 2.0 + 4.0;
    let cells = columns.into_iter().zip(row.cells.clone());
    let cell = move |(x, text): (f64, String)| html! { <text x=x y=y class=text_class>{text}</text> };
    html! {
        <rect x=x y=row.y width=width height=row.height rx="6" class=class/>
        {cells.map(cell).collect_view()}
    }
}
