//! An event source mapping: lanes, batches, the function, and what lies in its destination.

mod letters;

use super::svg::{Pictured, picture};
use crate::content::{t, tf};
use crate::scene::lambda::geometry::{Area, Geometry, height};
use crate::scene::lambda::{BatchBox, BatchState, LambdaScene, LaneRow, SHARD_MARGINS, ShardRow, lambda};
use crate::scene::pieces::{for_bold, wrap};
use crate::session::Session;
use crate::widgets::shape::{self, Shape, shapes};
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
            draw,
        })}
    }
}

fn draw(scene: &LambdaScene) -> Vec<Shape> {
    let geometry = scene.geometry;
    let head = |x: f64, y: f64, text: &'static str| shape::text(x, y, text).class("head");
    let (function, letters) = (&scene.function, &scene.destination);
    let below = geometry.function.y - 8.0;
    let name = |roomy: &'static str, short: &'static str| t(if geometry.beside { roomy } else { short });
    let lost = scene.lost.clone().map(|text| {
        let bottom = geometry.destination.y + geometry.destination.height;
        let (x, y) = if geometry.beside {
            (geometry.destination.x + 12.0, bottom - 10.0)
        } else {
            (geometry.shards.x, bottom + 13.0)
        };
        shape::text(x, y, format!("✕ {text}")).class("refused")
    });
    let unseen = (scene.unseen > 0).then(|| {
        let text = tf("kcl.unseen", &[("n", &scene.unseen.to_string())]);
        shape::text(geometry.shards.x, geometry.shards.y + geometry.shards.height + 10.0, text).class("note")
    });
    shapes![
        head(geometry.shards.x + 4.0, 20.0, t("lambda.head.shards")),
        head(geometry.lanes.x, 20.0, name("lambda.head.lanes", "lambda.head.lanes_short")),
        head(geometry.function.x + 4.0, if geometry.beside { 20.0 } else { below }, t("lambda.head.function")),
        head(
            geometry.destination.x + 4.0,
            geometry.destination.y - 8.0,
            name("lambda.head.destination", "lambda.head.destination_short")
        ),
        scene.shards.iter().map(|shard| shape::group(shard_row(shard, scene, geometry))),
        text_box(geometry.function, &function.name, &function.lines, if function.failing { "box lost" } else { "box" }),
        text_box(geometry.destination, &letters.name, &letters.lines, if letters.none { "box idle" } else { "box" }),
        lost,
        unseen
    ]
}

fn shard_row(shard: &ShardRow, scene: &LambdaScene, geometry: Geometry) -> Vec<Shape> {
    let (x, width) = (geometry.shards.x, geometry.shards.width);
    let (y, height) = (shard.y, shard.height);
    let colour = format!("shard-{}", shard.colour);
    let (left, room) = (x + 16.0, width - SHARD_MARGINS);
    let bar_y = y + 44.0;
    let roomy = height >= 62.0;
    let detail = if shard.late { "box-detail bad" } else { "box-detail" };
    let rest = roomy.then(|| {
        let fill = if shard.late { "bad-fill".to_owned() } else { colour.clone() };
        shapes![
            shape::rect(left, bar_y, room, 5.0).round(2.5).class("track"),
            shape::rect(left, bar_y, room * shard.age, 5.0).round(2.5).class(fill),
            shape::rect(left + room - 1.5, bar_y - 4.0, 1.5, 13.0).class("bad-fill"),
            shape::text(left + room, bar_y + 18.0, tf("lambda.retention", &[("t", &scene.retention)]))
                .anchor("end")
                .class("reader-detail"),
            (height >= 84.0).then(|| shape::text(left, y + height - 9.0, shard.unread.clone()).class("reader-detail"))
        ]
    });
    let lanes = shard.lanes.iter().map(|lane| lane_row(lane, shard.colour, geometry));
    shapes![
        shape::rect(x, y, width, height).round(8.0).class(if shard.late { "lane hot" } else { "lane" }),
        shape::rect(x, y, 6.0, height).round(3.0).class(colour.clone()),
        shard.patterned.then(|| shape::rect(x, y, 6.0, height).round(3.0).hatched()),
        shape::text(left, y + 18.0, shard.name.clone()).class("lane-name"),
        shape::text(left, y + 34.0, shard.behind.clone()).class(detail),
        rest,
        lanes
    ]
}

fn lane_row(lane: &LaneRow, colour: u32, geometry: Geometry) -> Vec<Shape> {
    let (x, end) = (geometry.lanes.x, geometry.lanes.end());
    let (y, height) = (lane.y, lane.height);
    let middle = y + height / 2.0;
    // The waiting records come from the left, the batch in work stands at the right, next to the function.
    let split = x + (end - x) * if geometry.beside { 0.34 } else { 0.24 };
    let bar = height.min(14.0);
    let length = (split - x - 8.0) * lane.waiting;
    let shows_text = height >= 11.0;
    let count = (shows_text && !lane.count.is_empty())
        .then(|| shape::text(x + 4.0, middle + 3.5, lane.count.clone()).class("lane-count"));
    let batch = lane.batch.as_ref().map(|batch| batch_box(batch, colour, geometry, (split, y, height)));
    shapes![
        shape::rect(x, middle - bar / 2.0, split - x - 8.0, bar).round(3.0).class("track"),
        shape::rect(x, middle - bar / 2.0, length, bar).round(3.0).class(format!("waiting shard-{colour}")),
        count,
        shape::rect(split, y, end - split, height).round(5.0).class("batch-place"),
        batch
    ]
}

fn batch_box(batch: &BatchBox, colour: u32, geometry: Geometry, (x, y, height): (f64, f64, f64)) -> Vec<Shape> {
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
        shape::path(path).class(class)
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
        shape::text(x + 8.0, first + LINE * nth as f64, text).class(class)
    };
    let shows_text = height >= 13.0;
    shapes![
        wire,
        shape::rect(x, y, end - x, height).round(5.0).class(class),
        shows_text.then(|| lines.into_iter().enumerate().map(line).collect::<Vec<_>>())
    ]
}

fn text_box(area: Area, name: &str, lines: &[String], class: &'static str) -> Vec<Shape> {
    let line = move |(nth, text): (usize, &String)| {
        shape::text(area.x + 12.0, area.y + 42.0 + 17.0 * nth as f64, text.clone()).class("box-detail")
    };
    shapes![
        shape::rect(area.x, area.y, area.width, area.height).round(10.0).class(class),
        shape::text(area.x + 12.0, area.y + 23.0, name.to_owned()).class("box-name"),
        lines.iter().enumerate().map(line)
    ]
}
