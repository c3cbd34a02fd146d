//! The picture of a race: shards and their workers beside message groups and their locks.

use super::bars::bars;
use super::svg::{Pictured, picture};
use crate::scene::race::{Cell, Head, Lane, RaceScene, StripCell, WorkerBox, height, race};
use crate::session::Session;
use leptos::prelude::*;

/// The picture.
pub fn view(session: Session) -> AnyView {
    let describe = |scene: &RaceScene| scene.description.clone();
    picture(session, Pictured { height, scene: race, describe, draw })
}

fn draw(scene: &RaceScene) -> AnyView {
    let divider =
        scene.divider.map(|x| html! { <line x1=x y1="12" x2=x y2=scene.size.height - 12.0 class="divider"/> });
    let idle = scene.idle.iter().map(|(x, y, width)| {
        html! {
            <rect x=*x y=*y width=*width height="26" rx="6" class="idle"/>
            <text x=x + width / 2.0 y=y + 17.0 text-anchor="middle" class="idle-text">{crate::content::t("race.idle")}</text>
        }
    });
    html! {
        {divider}
        {head(&scene.stream)}
        {scene.lanes.lanes.iter().map(lane).collect_view()}
        {bars(&scene.lanes.cells)}
        {idle.collect_view()}
        {note(&scene.idle_note, false)}
        {head(&scene.queue)}
        {bars(&scene.groups)}
        {scene.groups.iter().filter(|cell| cell.is_locked() || cell.failing).map(group_marks).collect_view()}
        {note(&scene.queue_note, true)}
    }
    .into_any()
}

fn head(head: &Head) -> impl IntoView + use<> {
    let (x, y, end) = (head.area.x, head.area.y, head.area.x + head.area.width);
    html! {
        <text x=x y=y + 24.0 class="race-title">{head.title.clone()}</text>
        <text x=end y=y + 24.0 text-anchor="end" class="race-detail">{head.busy.clone()}</text>
        <text x=x y=y + 43.0 class=if head.is_finished { "race-standing done" } else { "race-standing" }>{head.standing.clone()}</text>
        <text x=end y=y + 43.0 text-anchor="end" class=if head.order_is_kept { "race-order kept" } else { "race-order broken" }>{head.order.clone()}</text>
    }
}

fn note((x, y, text): &(f64, f64, String), dot: bool) -> impl IntoView + use<> {
    let (x, y) = (*x, *y);
    html! {
        {dot.then(|| html! { <circle cx=x + 4.0 cy=y - 4.0 r="3.5" class="lock"/> })}
        <text x=if dot { x + 14.0 } else { x } y=y class="race-note">{text.clone()}</text>
    }
}

fn lane(lane: &Lane) -> impl IntoView + use<> {
    let (x, y, width, height) = (lane.x, lane.y, lane.width, lane.height);
    let colour = format!("shard-{}", lane.colour);
    let baseline = if height >= 34.0 { y + 17.0 } else { y + height / 2.0 + 4.0 };
    let strip = |cell: &StripCell| {
        html! { <rect x=cell.x y=cell.y width=cell.width height=cell.height rx="2" class=colour.clone() opacity=cell.opacity/> }
    };
    let stroke = lane.colour;
    let worker = lane.worker.as_ref().map(|worker: &WorkerBox| {
        let middle = worker.y + worker.height / 2.0;
        html! {
            <path d=format!("M{} {middle}H{}", x + width + 2.0, worker.x) class=format!("wire stroke-{stroke}")/>
            <rect x=worker.x y=worker.y width=worker.width height=worker.height rx="6" class=format!("race-worker stroke-{stroke}")/>
            <text x=worker.x + worker.width / 2.0 y=middle + 4.0 text-anchor="middle" class="race-worker-name">{worker.name.clone()}</text>
        }
    });
    html! {
        <rect x=x y=y width=width height=height rx="8" class="lane"/>
        <rect x=x y=y + 6.0 width="3" height=height - 12.0 rx="1.5" class=colour.clone()/>
        {lane.patterned.then(|| html! { <rect x=x y=y + 6.0 width="3" height=height - 12.0 fill="url(#hatch)"/> })}
        <text x=x + 11.0 y=baseline class="race-lane-name">
            {lane.name.clone()}<tspan class="race-lane-detail" dx="6">{lane.detail.clone()}</tspan>
        </text>
        {lane.strip.iter().map(strip).collect_view()}
        {worker}
    }
}

/// What is marked in a group's cell.
fn group_marks(cell: &Cell) -> impl IntoView + use<> {
    let (middle, y, bottom) = (cell.x + cell.width / 2.0, cell.y + 8.0, cell.y + cell.height - 6.0);
    html! {
        {cell.is_locked().then(|| html! { <circle cx=middle cy=y r="3" class="lock"/> })}
        {cell.failing.then(|| html! { <text x=middle y=bottom text-anchor="middle" class="cell-failing">"✕"</text> })}
    }
}
