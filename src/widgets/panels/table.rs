//! The picture as tables, for reading instead of watching.

use crate::content::t;
use crate::scene::table::{Cell, Column, Table};
use crate::session::Session;
use leptos::prelude::*;

/// The tables of the lab's picture.
#[component]
pub fn Tables(session: Session) -> impl IntoView {
    let scene = Memo::new(move |_| session.run(|run| (session.kit.tables)(run, session.lab.stage.kind)));
    let full = RwSignal::new(false);
    let can_be_full = Memo::new(move |_| scene.with(|scene| scene.iter().any(has_more)));
    html! {
        <div class="scene-tables">
            {move || scene.with(|scene| scene.iter().map(|table| view(table, full.get())).collect_view())}
            {move || can_be_full.get().then(|| html! {
                <label class="check">
                    <input type="checkbox" prop:checked=move || full.get()
                        on:change=move |event| full.set(event_target_checked(&event))/>
                    {t("table.full")}
                </label>
            })}
        </div>
    }
}

fn has_more(table: &Table) -> bool {
    table.rows.iter().flatten().any(|cell| cell.full.is_some())
}

/// A table with its notes, its cells at full length or not.
pub fn view(table: &Table, full: bool) -> impl IntoView + use<> {
    let head = |column: &Column| {
        html! { <th scope="col" class:number=column.is_number>{column.title}</th> }
    };
    let columns = &table.columns;
    let rows = table.rows.iter().map(|row| line(row, columns, full)).collect_view();
    let notes = table.notes.iter().map(|text| html! { <p class="hint">{text.clone()}</p> }).collect_view();
    html! {
        <table>
            <caption><span>{table.caption.clone()}</span></caption>
            <thead><tr>{columns.iter().map(head).collect_view()}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
        {notes}
    }
}

fn line(row: &[Cell], columns: &[Column], full: bool) -> impl IntoView + use<> {
    let cell = |(nth, (cell, column)): (usize, (&Cell, &Column))| {
        let text = match &cell.full {
            Some(long) if full => long.clone(),
            _ => cell.text.clone(),
        };
        let (title, number, bad, mono) = (cell.full.clone(), column.is_number, cell.is_bad, cell.is_mono);
        match nth {
            0 => html! { <th scope="row" title=title class:mono=mono class:bad=bad>{text}</th> },
            _ => html! { <td title=title class:number=number class:bad=bad class:mono=mono>{text}</td> },
        }
    };
    html! { <tr>{row.iter().zip(columns).enumerate().map(cell).collect_view()}</tr> }
}
