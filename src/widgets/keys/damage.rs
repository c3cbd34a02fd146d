//! The rows that are left out: how many, and the first of them with line and reason.

use crate::content::{t, tf};
use crate::desk::Desk;
use crate::scene::your_keys::file::flaw;
use key_study::damage::Damaged;
use lab_content::format::thousands;
use leptos::prelude::*;

#[component]
pub fn DamageCard(desk: Desk) -> impl IntoView {
    let title = move || {
        let rows = desk.known(|known| known.findings.damage.rows).unwrap_or(0);
        tf(if rows == 1 { "keys.damage.one" } else { "keys.damage.title" }, &[("n", &thousands(rows))])
    };
    let first = move || {
        let (rows, shown) =
            desk.known(|known| (known.findings.damage.rows, known.findings.damage.shown.len() as u64))?;
        (rows > shown).then(|| tf("keys.damage.first", &[("n", &shown.to_string())]))
    };
    let row = |damaged: &Damaged| {
        html! {
            <tr>
                <th scope="row">{thousands(damaged.line)}</th>
                <td>{flaw(damaged)}</td>
                <td class="mono"><span>{damaged.excerpt.clone()}</span></td>
            </tr>
        }
    };
    html! {
        <details class="card keys-card keys-damage">
            <summary><b>{title}</b>" "<span class="hint">{first}</span></summary>
            <div class="keys-scroll" tabindex="0" role="region" aria-label=title>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{t("keys.damage.line")}</th>
                            <th scope="col">{t("keys.damage.flaw")}</th>
                            <th scope="col">{t("keys.damage.row")}</th>
                        </tr>
                    </thead>
                    <tbody>{move || desk.known(|known| known.findings.damage.shown.iter().map(row).collect_view())}</tbody>
                </table>
            </div>
        </details>
    }
}
