//! An event source mapping: lanes, batches, the function, and what lies in its destination.

mod letters;

use super::svg::{Pictured, picture};
use crate::content::{t, tf};
use crate::scene::lambda::geometry::{Area, Geometry, height};
use crate::scene::lambda::{BatchBox, BatchState, LambdaScene, LaneRow, SHARD_MARGINS, ShardRow, lambda};
use crate::scene::pieces::{for_bold, wrap};
use crate::session::Session;
use leptos::prelude::*;
use letters::Letters;

/// Type size of a batch' text, and how far apart its lines stand.
const TEXT: f64 = 11.5;
const LINE: f64 = 15.0;

/// The picture, and the way to the destination's content.
#[component]
pub fn LambdaStage(session: Session) -> impl IntoView {
    html! {
        <div class="stage-bar"><Letters session/></div>
        {picture(session, Pictured {
            height,
            scene: lambda,
            describe: |scene: &LambdaScene| scene.description.clone(),
            draw: |scene| draw(scene).into_any(),
        })}
    }
}

fn draw(scene: &LambdaScene) -> impl IntoView + use<> {
    let geometry = scene.geometry;
    let head = |x: f64, y: f64, text: &'static str| html! { <text x=x y=y class="head">{text}</text> };
    let below = geometry.function.y - 8.0;
    let lost = scene.lost.clone().map(|text| {
        let bottom = geometry.destination.y + geometry.destination.height;
        let (x, y) = if geometry.beside {
            (geometry.destination.x + 12.0, bottom - 10.0)
        } else {
            (geometry.shards.x, bottom + 13.0)
        };
        html! { <text x=x y=y class="refused">{format!("✕ {text}")}</text> }
    });
    let unseen = (scene.unseen > 0).then(|| {
        let text = tf("kcl.unseen", &[("n", &scene.unseen.to_string())]);
        html! { <text x=geometry.shards.x y=geometry.shards.y + geometry.shards.height + 10.0 class="note">{text}</text> }
    });
    html! {
        {head(geometry.shards.x + 4.0, 20.0, t("lambda.head.shards"))}
        {head(geometry.lanes.x, 20.0, if geometry.beside { t("lambda.head.lanes") } else { t("lambda.head.lanes_short") })}
        {head(geometry.function.x + 4.0, if geometry.beside { 20.0 } else { below }, t("lambda.head.function"))}
        {head(geometry.destination.x + 4.0, geometry.destination.y - 8.0, if geometry.beside { t("lambda.head.destination") } else { t("lambda.head.destination_short") })}
        {scene.shards.iter().map(|shard| shard_row(shard, scene, geometry)).collect_view()}
        {text_box(geometry.function, &scene.function.name, &scene.function.lines, if scene.function.failing { "box lost" } else { "box" })}
        {text_box(geometry.destination, &scene.destination.name, &scene.destination.lines, if scene.destination.none { "box idle" } else { "box" })}
        {lost}
        {unseen}
    }
}

fn shard_row(shard: &ShardRow, scene: &LambdaScene, geometry: Geometry) -> impl IntoView + use<> {
    let (x, width) = (geometry.shards.x, geometry.shards.width);
    let (y, height) = (shard.y, shard.height);
    let colour = format!("shard-{}", shard.colour);
    let (left, room) = (x + 16.0, width - SHARD_MARGINS);
    let bar_y = y + 44.0;
    let roomy = height >= 62.0;
    let detail = if shard.late { "box-detail bad" } else { "box-detail" };
    let rest = roomy.then(|| {
        let fill = if shard.late { "bad-fill".to_owned() } else { colour.clone() };
        html! {
            <rect x=left y=bar_y width=room height="5" rx="2.5" class="track"/>
            <rect x=left y=bar_y width=room * shard.age height="5" rx="2.5" class=fill/>
            <rect x=left + room - 1.5 y=bar_y - 4.0 width="1.5" height="13" class="bad-fill"/>
            <text x=left + room y=bar_y + 18.0 text-anchor="end" class="reader-detail">{tf("lambda.retention", &[("t", &scene.retention)])}</text>
            {(height >= 84.0).then(|| html! { <text x=left y=y + height - 9.0 class="reader-detail">{shard.unread.clone()}</text> })}
        }
    });
    let lanes = shard.lanes.iter().map(|lane| lane_row(lane, shard.colour, geometry)).collect_view();
    html! {
        <rect x=x y=y width=width height=height rx="8" class=if shard.late { "lane hot" } else { "lane" }/>
        <rect x=x y=y width="6" height=height rx="3" class=colour.clone()/>
        {shard.patterned.then(|| html! { <rect x=x y=y width="6" height=height rx="3" fill="url(#hatch)"/> })}
        <text x=left y=y + 18.0 class="lane-name">{shard.name.clone()}</text>
        <text x=left y=y + 34.0 class=detail>{shard.behind.clone()}</text>
        {rest}
        {lanes}
    }
}

fn lane_row(lane: &LaneRow, colour: u32, geometry: Geometry) -> impl IntoView + use<> {
    let (x, end) = (geometry.lanes.x, geometry.lanes.end());
    let (y, height) = (lane.y, lane.height);
    let middle = y + height / 2.0;
    // The waiting records come from the left, the batch in work stands at the right, next to the function.
    let split = x + (end - x) * if geometry.beside { 0.34 } else { 0.24 };
    let bar = height.min(14.0);
    let length = (split - x - 8.0) * lane.waiting;
    let shows_text = height >= 11.0;
    let count = (shows_text && !lane.count.is_empty()).then(|| {
        html! { <text x=x + 4.0 y=middle + 3.5 class="lane-count">{lane.count.clone()}</text> }
    });
    let batch = lane.batch.as_ref().map(|batch| batch_box(batch, colour, geometry, (split, y, height)));
    html! {
        <rect x=x y=middle - bar / 2.0 width=split - x - 8.0 height=bar rx="3" class="track"/>
        <rect x=x y=middle - bar / 2.0 width=length height=bar rx="3" class=format!("waiting shard-{colour}")/>
        {count}
        <rect x=split y=y width=end - split height=height rx="5" class="batch-place"/>
        {batch}
    }
}

fn batch_box(
    batch: &BatchBox,
    colour: u32,
    geometry: Geometry,
    (x, y, height): (f64, f64, f64),
) -> impl IntoView + use<> {
    let end = geometry.lanes.end();
    let middle = y + height / 2.0;
    let failing = batch.state == BatchState::Retry || (batch.bad && batch.state == BatchState::Waiting);
    let class = match (failing, batch.state) {
        (true, _) => "batch failed".to_owned(),
        (false, BatchState::Waiting) => format!("batch waits stroke-{colour}"),
        (false, _) => format!("batch stroke-{colour}"),
    };
    let wire = geometry.beside.then(|| {
        let class = match batch.state {
            BatchState::Running => format!("lease-wire stroke-{colour}"),
            BatchState::Retry => "lease-wire broken".to_owned(),
            BatchState::Waiting => format!("lease-wire waits stroke-{colour}"),
        };
        let (to, target) = (geometry.function.x - 2.0, geometry.function.y + geometry.function.height / 2.0);
        let bend = (to - end) / 2.0;
        let path = format!(
            "M{end:.0} {middle:.1}C{:.0} {middle:.1} {:.0} {target:.1} {to:.0} {target:.1}",
            end + bend,
            to - bend
        );
        html! { <path d=path class=class/> }
    });
    let halves =
        if batch.halves > 0 { tf("lambda.batch.halves", &[("n", &batch.halves.to_string())]) } else { String::new() };
    let cross = if batch.bad { "✕ " } else { "" };
    let text = format!("{cross}{}{halves}", batch.label);
    // As many lines as the box has room for; the picture's label and the table say all of it.
    let room = if failing { for_bold(end - x - 16.0) } else { end - x - 16.0 };
    let lines = wrap(&text, room, TEXT, ((height - 4.0) / LINE).max(1.0) as usize);
    let first = middle + 3.8 - LINE / 2.0 * (lines.len() as f64 - 1.0);
    let line = move |(nth, text): (usize, String)| {
        let class = if failing { "batch-text bad" } else { "batch-text" };
        html! { <text x=x + 8.0 y=first + LINE * nth as f64 class=class>{text}</text> }
    };
    let shows_text = height >= 13.0;
    html! {
        {wire}
        <rect x=x y=y width=end - x height=height rx="5" class=class/>
        {shows_text.then(|| lines.into_iter().enumerate().map(line).collect_view())}
    }
}

fn text_box(area: Area, name: &str, lines: &[String], class: &'static str) -> impl IntoView + use<> {
    let line = move |(nth, text): (usize, &String)| {
        html! { <text x=area.x + 12.0 y=area.y + 42.0 + 17.0 * nth as f64 class="box-detail">{text.clone()}</text> }
    };
    html! {
        <rect x=area.x y=area.y width=area.width height=area.height rx="10" class=class/>
        <text x=area.x + 12.0 y=area.y + 23.0 class="box-name">{name.to_owned()}</text>
        {lines.iter().enumerate().map(line).collect_view()}
    }
}
