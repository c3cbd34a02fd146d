//! The picture as a table, for reading instead of watching.

use crate::content::{t, tf};
use crate::scene::table::{Row, table};
use crate::session::Session;
use leptos::prelude::*;

/// Every shard with what it takes.
#[component]
pub fn ShardTable(session: Session) -> impl IntoView {
    let scene = Memo::new(move |_| session.run(table));
    let full = RwSignal::new(false);
    let unseen =
        move || scene.with(|scene| (scene.unseen > 0).then(|| tf("table.unseen", &[("n", &scene.unseen.to_string())])));
    html! {
        <div class="shard-table">
            <table>
                <caption><span>{move || scene.with(|scene| scene.caption.clone())}</span></caption>
                <thead>
                    <tr>
                        <th scope="col">{t("table.shard")}</th>
                        <th scope="col">{t("table.state")}</th>
                        <th scope="col">{t("table.parents")}</th>
                        <th scope="col">{t("table.range")}</th>
                        <th scope="col" class="number">{t("table.records")}</th>
                        <th scope="col" class="number">{t("table.kilobytes")}</th>
                        <th scope="col" class="number">{t("table.throttled")}</th>
                        <th scope="col" class="number">{t("table.lag")}</th>
                    </tr>
                </thead>
                <tbody>{move || scene.with(|scene| scene.rows.iter().map(|row| line(row, full.get())).collect_view())}</tbody>
            </table>
            {move || unseen().map(|text| html! { <p class="hint">{text}</p> })}
            {move || scene.with(|scene| {
                scene.latencies.iter().map(|text| html! { <p class="hint">{text.clone()}</p> }).collect_view()
            })}
            <label class="check">
                <input type="checkbox" prop:checked=move || full.get()
                    on:change=move |event| full.set(event_target_checked(&event))/>
                {t("table.full")}
            </label>
        </div>
    }
}

fn line(row: &Row, full: bool) -> impl IntoView + use<> {
    let row = row.clone();
    let title = format!("{} {} {}", row.range_full.0, t("table.to"), row.range_full.1);
    let range = match full {
        true => html! { {row.range_full.0} " " {t("table.to")} <br/> {row.range_full.1} }.into_any(),
        false => format!("{}{}{}", row.range.0, t("table.to"), row.range.1).into_any(),
    };
    let throttled = if row.is_throttled { format!("✕ {}", row.throttled) } else { row.throttled };
    html! {
        <tr>
            <th scope="row" title=row.id>{row.number}</th>
            <td>{row.state}</td>
            <td>{row.parents}</td>
            <td class="mono" title=title>{range}</td>
            <td class="number">{row.records}</td>
            <td class="number">{row.kilobytes}</td>
            <td class="number" class:bad=row.is_throttled>{throttled}</td>
            <td class="number">{row.lag}</td>
        </tr>
    }
}
