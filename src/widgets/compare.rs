//! The card of two runs side by side: each value of both and what lies between them, and how it ends.

use crate::content::{t, tf};
use crate::scene::clock;
use crate::scene::compare::{Cell, Comparison, Row, Side};
use crate::session::{Beside, Parting, Session};
use leptos::prelude::*;
use stream_engine::goal::Standing;

/// The card; nothing while there is one run only.
#[component]
pub fn Compare(session: Session) -> impl IntoView {
    // The card stays the same while values in it change.
    let beside = Memo::new(move |_| session.beside.get());
    move || match beside.get() {
        Beside::None => ().into_any(),
        Beside::Compared(parting) => compared(session, parting),
        Beside::Aside(_) => aside(session),
    }
}

fn compared(session: Session, parting: Parting) -> AnyView {
    let comparison = Memo::new(move |_| session.comparison());
    let parted = tf("compare.parted", &[("moment", &clock(parting.since))]);
    let letter = parting.shown.letter();
    let keep = move |side: Side| {
        let text = tf("compare.keep", &[("letter", side.letter())]);
        html! { <button class="button" on:click=move |_| session.keep(side)>{text}</button> }
    };
    let table = move || comparison.with(|comparison| comparison.as_ref().map(|comparison| table(comparison, parting)));
    html! {
        <section class="card compare" aria-labelledby="compare-title">
            <header>
                <h2 id="compare-title">{t("compare.title")}</h2>
                <p class="hint">{parted}" "{tf("compare.shown", &[("letter", letter)])}</p>
                <div class="compare-ends">
                    <button class="button" on:click=move |_| session.swap()>
                        {tf("compare.show", &[("letter", parting.shown.other().letter())])}
                    </button>
                    {keep(Side::AsItWas)}
                    {keep(Side::Changed)}
                </div>
            </header>
            <div class="compare-table" tabindex="0" role="region" aria-labelledby="compare-title">{table}</div>
        </section>
    }
}

fn table(comparison: &Comparison, parting: Parting) -> AnyView {
    let head = |side: Side, name: &'static str| {
        let shown =
            (parting.shown == side).then(|| html! { <span class="visually-hidden">{t("compare.on_stage")}</span> });
        html! { <th scope="col" class="number" class:shown=parting.shown == side><b>{side.letter()}</b>" · "{name}{shown}</th> }
    };
    let group = |(name, rows): &(String, Vec<Row>)| {
        html! {
            <tbody>
                <tr><th colspan="4" scope="rowgroup">{name.clone()}</th></tr>
                {rows.iter().map(line).collect_view()}
            </tbody>
        }
    };
    html! {
        <table>
            <caption class="visually-hidden">{comparison.description.clone()}</caption>
            <thead>
                <tr>
                    <td></td>
                    {head(Side::AsItWas, t("compare.as_it_was"))}
                    {head(Side::Changed, t("compare.changed"))}
                    <th scope="col" class="number">{t("compare.difference")}</th>
                </tr>
            </thead>
            {comparison.groups.iter().map(group).collect_view()}
        </table>
    }
}

fn line(row: &Row) -> AnyView {
    let difference = if row.is_same { "number same" } else { "number" };
    html! {
        <tr>
            <th scope="row">{row.name.clone()}</th>
            {cell(&row.as_it_was)}
            {cell(&row.changed)}
            <td class=difference>{row.difference.clone()}</td>
        </tr>
    }
}

fn cell(cell: &Cell) -> AnyView {
    let (class, mark, word) = match cell.standing {
        Some(Standing::Met) => ("number met", " ✓", t("challenge.met").to_owned()),
        Some(Standing::Missed) => ("number missed", " ✕", t("challenge.missed").to_owned()),
        Some(Standing::Open { missing_s }) => ("number", " …", tf("challenge.open", &[("n", &missing_s.to_string())])),
        None => return html! { <td class="number">{cell.text.clone()}</td> },
    };
    html! {
        <td class=class>
            {cell.text.clone()}<span aria-hidden="true" class="standing">{mark}</span>
            <span class="visually-hidden">", "{word}</span>
        </td>
    }
}

/// A run that waits: it can come back or go.
fn aside(session: Session) -> AnyView {
    html! {
        <section class="card compare aside" aria-label=t("compare.aside_title")>
            <p>{t("compare.aside")}</p>
            <div class="compare-ends">
                <button class="button" on:click=move |_| session.what_if()>{t("compare.again")}</button>
                <button class="button" on:click=move |_| session.swap()>{t("compare.bring_back")}</button>
                <button class="button" on:click=move |_| session.drop_aside()>{t("compare.drop")}</button>
            </div>
        </section>
    }
}
