//! The picture of clients: a row for each, and the entries of a call that failed in part.

use super::svg::{Pictured, picture};
use crate::scene::producers::entries::{Chip, Entries};
use crate::scene::producers::{ClientRow, Columns, ProducersScene, height, producers};
use crate::session::Session;
use leptos::prelude::*;

/// The picture.
pub fn view(session: Session) -> AnyView {
    let describe = |scene: &ProducersScene| scene.description.clone();
    picture(session, Pictured { height, scene: producers, describe, draw })
}

fn draw(scene: &ProducersScene) -> AnyView {
    let head = |(x, ends, text): &(f64, bool, String)| {
        html! { <text x=*x y="21" class="head" text-anchor=if *ends { "end" } else { "start" }>{text.clone()}</text> }
    };
    let columns = scene.columns;
    html! {
        {scene.heads.iter().map(head).collect_view()}
        {scene.rows.iter().map(|row| if columns.wide { wide_row(row, columns) } else { narrow_row(row, columns) }).collect_view()}
        {scene.entries.as_ref().map(entries)}
    }
    .into_any()
}

fn wide_row(row: &ClientRow, columns: Columns) -> AnyView {
    let (y, middle) = (row.y, row.y + row.height / 2.0 - 4.0);
    let end = columns.order;
    html! {
        <rect x=columns.client - 6.0 y=y width=end - columns.client + 12.0 height=row.height - 8.0 rx="8" class=if row.refused.is_some() { "lane hot" } else { "lane" }/>
        <text x=columns.client + 6.0 y=middle - 3.0 class="box-name">{row.name.clone()}</text>
        <text x=columns.client + 6.0 y=middle + 15.0 class="box-detail">{row.detail.clone()}</text>
        {call(row, columns.call, middle - 19.0)}
        <text x=columns.call y=middle + 17.0 class="box-detail">{row.call_text.clone()}</text>
        {stored(row, columns.stream, columns.stream_end, middle - 3.0)}
        {figures(row, columns, middle + 2.0)}
    }
    .into_any()
}

fn narrow_row(row: &ClientRow, columns: Columns) -> AnyView {
    let y = row.y;
    let latency = match row.latency_high.as_str() {
        "" => row.latency.clone(),
        high => format!("{} · {high}", row.latency),
    };
    html! {
        <rect x=columns.client - 6.0 y=y width=columns.order - columns.client + 12.0 height=row.height - 8.0 rx="8" class=if row.refused.is_some() { "lane hot" } else { "lane" }/>
        <text x=columns.client + 4.0 y=y + 18.0 class="box-name">{row.name.clone()}</text>
        <text x=columns.order - 4.0 y=y + 18.0 text-anchor="end" class=if row.order_is_kept { "race-order kept" } else { "race-order broken" }>{row.order.clone()}</text>
        <text x=columns.client + 4.0 y=y + 35.0 class="box-detail">{row.call_text.clone()}</text>
        {stored(row, columns.stream + 4.0, columns.stream_end - 4.0, y + 58.0)}
        <text x=columns.client + 4.0 y=y + 93.0 class="box-detail">{latency}</text>
        <text x=columns.order - 4.0 y=y + 93.0 text-anchor="end" class="box-detail">{row.cost.clone()}</text>
    }
    .into_any()
}

/// A call: its records, and the events in each.
fn call(row: &ClientRow, x: f64, y: f64) -> impl IntoView + use<> {
    const RECORD: f64 = 17.0;
    let (records, events) = row.call;
    let colour = format!("shard-{}", row.colour);
    let inside = (0..records).map(move |nth| {
        let left = x + 4.0 + nth as f64 * RECORD;
        let colour = colour.clone();
        let dots = (0..events).map(move |event| {
            let (column, line) = ((event % 3) as f64, (event / 3) as f64);
            html! { <rect x=left + 2.0 + column * 4.0 y=y + 4.0 + line * 4.0 width="3" height="3" class=colour.clone()/> }
        });
        html! {
            <rect x=left y=y + 2.0 width="15" height="15" rx="2" class="record-box"/>
            {dots.collect_view()}
        }
    });
    (records > 0).then(|| {
        html! {
            <rect x=x y=y - 2.0 width=6.0 + records as f64 * RECORD height="23" rx="5" class="call-box"/>
            {inside.collect_view()}
        }
    })
}

/// What the stream takes of the events.
fn stored(row: &ClientRow, x: f64, end: f64, y: f64) -> impl IntoView + use<> {
    let hot = row.refused.is_some();
    html! {
        <text x=x y=y - 6.0 class="rate">{row.stored.clone()}</text>
        <rect x=x y=y width=end - x height="5" rx="2.5" class="track"/>
        <rect x=x y=y width=(end - x) * row.load.min(1.0) height="5" rx="2.5" class=format!("shard-{}", row.colour)/>
        {hot.then(|| html! { <text x=x y=y + 20.0 class="refused">{row.refused.clone()}</text> })}
    }
}

fn figures(row: &ClientRow, columns: Columns, y: f64) -> impl IntoView + use<> {
    let (cost_y, order_y) = if columns.order > columns.cost { (y + 3.0, y + 3.0) } else { (y - 4.0, y + 12.0) };
    html! {
        <text x=columns.latency y=y - 4.0 text-anchor="end" class="figure">{row.latency.clone()}</text>
        <text x=columns.latency y=y + 12.0 text-anchor="end" class="box-detail">{row.latency_high.clone()}</text>
        <text x=columns.cost y=cost_y text-anchor="end" class="figure">{row.cost.clone()}</text>
        <text x=columns.order y=order_y text-anchor="end" class=if row.order_is_kept { "race-order kept" } else { "race-order broken" }>{row.order.clone()}</text>
    }
}

fn entries(part: &Entries) -> impl IntoView + use<> {
    let chip = |chip: &Chip| {
        let class = match (chip.failed, chip.out_of_order) {
            (true, _) => "chip failed",
            (false, true) => "chip late",
            (false, false) => "chip",
        };
        let mark = chip.failed.then(|| html! { <text x=chip.x + chip.size - 1.0 y=chip.y + 5.0 text-anchor="middle" class="chip-mark">"✕"</text> });
        html! {
            <rect x=chip.x y=chip.y width=chip.size height=chip.size rx="5" class=class/>
            <text x=chip.x + chip.size / 2.0 y=chip.y + 18.0 text-anchor="middle" class="chip-text">{chip.text.clone()}</text>
            {mark}
        }
    };
    let line = |(x, y, text): &(f64, f64, String)| html! { <text x=*x y=*y class="box-detail">{text.clone()}</text> };
    html! {
        <line x1=part.x x2=part.x + part.width y1=part.y + 2.0 y2=part.y + 2.0 class="divider"/>
        <text x=part.x y=part.y + 22.0 class="lane-name">{part.title.clone()}</text>
        {part.chips.iter().map(chip).collect_view()}
        {part.lines.iter().map(line).collect_view()}
    }
}
