//! The stage of capacity modes: for each stream its load, what it could take and what it refused.

use super::svg::{Pictured, picture};
use crate::content::t;
use crate::scene::capacity::{CapacityScene, Panel, height, scene};
use crate::session::Session;
use leptos::prelude::*;

/// The picture.
pub fn stage(session: Session) -> AnyView {
    let describe = |scene: &CapacityScene| scene.description.clone();
    picture(session, Pictured { height, scene, describe, draw })
}

fn draw(scene: &CapacityScene) -> AnyView {
    let width = scene.size.width;
    let panels = scene.panels.iter().enumerate().map(|(nth, panel)| {
        let divider = (nth > 0).then(|| {
            html! { <line x1="14" x2=width - 14.0 y1=panel.y y2=panel.y class="divider"/> }
        });
        html! { {divider} {panel_view(panel, width)} }
    });
    panels.collect_view().into_any()
}

fn panel_view(panel: &Panel, width: f64) -> impl IntoView + use<> {
    let (left, right) = (panel.left, panel.right);
    let is_wide = width - right > 100.0;
    let y_mark = |(y, text): &(f64, String)| {
        html! {
            <line x1=left x2=right y1=*y y2=*y class="row-line"/>
            <text x=left - 6.0 y=*y + 3.5 text-anchor="end" class="tick">{text.clone()}</text>
        }
    };
    let last = panel.x_marks.len().saturating_sub(1);
    let x_mark = |(nth, (x, text)): (usize, &(f64, String))| {
        let anchor = if nth == last { "end" } else { "middle" };
        html! { <text x=*x y=panel.floor + 14.0 text-anchor=anchor class="tick">{text.clone()}</text> }
    };
    let (note_x, note_y, anchor) =
        if is_wide { (right, panel.y + 20.0, "end") } else { (14.0, panel.y + 38.0, "start") };
    html! {
        <text x=if is_wide { 20.0 } else { 14.0 } y=panel.y + 20.0 class="half-title">{panel.title.clone()}</text>
        <text x=note_x y=note_y text-anchor=anchor class="half-note">{panel.note.clone()}</text>
        {panel.y_marks.iter().map(y_mark).collect_view()}
        {panel.x_marks.iter().enumerate().map(x_mark).collect_view()}
        <path d=panel.stored.clone() class="load-stored"/>
        <path d=panel.refused.clone() class="load-refused"/>
        <path d=panel.ahead.clone() class="load-ahead"/>
        <path d=panel.capacity.clone() class="load-capacity"/>
        {figures(panel, width, is_wide)}
    }
}

/// The month in large figures, and what stands under it.
fn figures(panel: &Panel, width: f64, is_wide: bool) -> AnyView {
    let throttled = if panel.is_throttled { "half-note bad" } else { "half-note" };
    if !is_wide {
        let y = panel.floor + 34.0;
        return html! {
            <text x="14" y=y class="half-title">{panel.cost.clone()}<tspan dx="6" class="beside">{t("capacity.month")}</tspan></text>
            <text x=width - 14.0 y=y text-anchor="end" class=throttled>{panel.throttled.clone()}</text>
            <text x="14" y=y + 17.0 class="half-note">{panel.made_of.clone()}</text>
        }
        .into_any();
    }
    let (x, y) = (panel.right + 24.0, panel.top);
    let key = |dy: f64, class: &'static str, text: &'static str| {
        html! {
            <path d=format!("M{x} {}h18", y + dy - 4.0) class=class/>
            <text x=x + 25.0 y=y + dy class="half-note">{text}</text>
        }
    };
    html! {
        <text x=x y=y + 14.0 class="big">{panel.cost.clone()}<tspan dx="8" class="beside">{t("capacity.month")}</tspan></text>
        <text x=x y=y + 34.0 class="half-note">{panel.made_of.clone()}</text>
        <text x=x y=y + 52.0 class="half-note">{panel.hour.clone()}</text>
        <text x=x y=y + 70.0 class=throttled>{panel.throttled.clone()}</text>
        {key(92.0, "load-capacity", t("capacity.key.takes"))}
        {key(109.0, "load-ahead", t("capacity.key.ahead"))}
    }
    .into_any()
}
