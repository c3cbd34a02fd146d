//! Which columns are key, time and size. A change reads the file again.

use crate::content::{t, tf};
use crate::desk::Desk;
use key_study::Field;
use key_study::json::Path;
use key_study::source::{Column, Format, Source};
use leptos::prelude::*;

/// With more columns than these, the key is chosen from a list.
const SEGMENTS: usize = 5;
/// So many characters of names fit beside each other.
const CHARACTERS: usize = 56;

#[component]
pub fn Columns(desk: Desk) -> impl IntoView {
    // Not by the picks, nor the box by the names: a choice must not take the control away that it was made with.
    let source = Memo::new(move |_| desk.source.get());
    let is_csv = Memo::new(move |_| desk.source.with(|source| source.as_ref().is_some_and(is_csv)));
    html! {
        <section class="card keys-columns" aria-label=t("keys.columns.title")>
            {move || source.get().map(|source| {
                let has_columns = source.columns.len() > 1 || source.format == Format::JsonLines;
                match has_columns {
                    true => html! {
                        <Key desk source=source.clone()/>
                        <Other desk source=source.clone() which=Which::Time/>
                        <Other desk source which=Which::Size/>
                    },
                    false => html! { <p class="hint">{t("keys.columns.lines")}</p> },
                }
            })}
            {move || is_csv.get().then(|| html! { <Names desk/> })}
        </section>
    }
}

fn is_csv(source: &Source) -> bool {
    matches!(source.format, Format::Csv { .. })
}

#[component]
fn Key(desk: Desk, source: Source) -> impl IntoView {
    let characters: usize = source.columns.iter().map(|column| column.name.chars().count()).sum();
    let segments = source.columns.len() <= SEGMENTS && characters <= CHARACTERS;
    let path = (source.format == Format::JsonLines).then(|| html! { <OwnPath desk/> });
    let chosen = move |field: &Field| desk.picks.with(|picks| picks.as_ref().is_some_and(|picks| picks.key == *field));
    let choose = move |field: Field| desk.pick(|picks| picks.key = field);
    let radio = move |column: Column| {
        let (field, picked) = (column.field.clone(), column.field);
        html! {
            <label title=example(&column.example)>
                <input type="radio" name="keys-key" prop:checked=move || chosen(&field)
                    on:change=move |_| choose(picked.clone())/>
                <span>{column.name}</span>
            </label>
        }
    };
    match segments {
        true => html! {
            <div class="keys-column keys-key">
                <span class="keys-label" aria-hidden="true">{t("keys.columns.key")}</span>
                <fieldset class="segments">
                    <legend class="visually-hidden">{t("keys.columns.key")}</legend>
                    {source.columns.into_iter().map(radio).collect_view()}
                </fieldset>
                {path}
            </div>
        },
        false => {
            let columns = source.columns.clone();
            let pick = move |event: web_sys::Event| {
                if let Some(column) = event_target_value(&event).parse::<usize>().ok().and_then(|nth| columns.get(nth))
                {
                    choose(column.field.clone());
                }
            };
            html! {
                <div class="keys-column">
                    <label>
                        <span class="keys-label">{t("keys.columns.key")}</span>
                        <select on:change=pick>
                            {source.columns.into_iter().enumerate().map(|(nth, column)| html! {
                                <option value=nth selected=move || chosen(&column.field)>{column.name}</option>
                            }).collect_view()}
                        </select>
                    </label>
                    {path}
                </div>
            }
        }
    }
}

/// A path that the first lines don't have.
#[component]
fn OwnPath(desk: Desk) -> impl IntoView {
    let wrong = RwSignal::new(false);
    let enter = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        if text.trim().is_empty() {
            return wrong.set(false);
        }
        let path = Path::parse(&text);
        wrong.set(path.is_none());
        if let Some(path) = path {
            desk.pick(|picks| picks.key = Field::Path(path));
        }
    };
    html! {
        <label class="keys-path">
            <span class="visually-hidden">{t("keys.columns.path")}</span>
            <input type="text" class="mono" size="16" autocomplete="off" spellcheck="false" placeholder=t("keys.columns.path_example")
                aria-invalid=move || wrong.get().then_some("true") aria-describedby="keys-path-problem" on:change=enter/>
        </label>
        <p id="keys-path-problem" class="error" role="alert">{move || wrong.get().then(|| t("keys.columns.path_wrong"))}</p>
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Time,
    Size,
}

/// Time or size: a column or none.
#[component]
fn Other(desk: Desk, source: Source, which: Which) -> impl IntoView {
    let (label, none) = match which {
        Which::Time => (t("keys.columns.time"), t("keys.columns.no_time")),
        Which::Size => (t("keys.columns.size"), t("keys.columns.row_length")),
    };
    let taken = move || {
        desk.picks.with(|picks| {
            let picks = picks.as_ref()?;
            if which == Which::Time { picks.time.clone() } else { picks.size.clone() }
        })
    };
    let columns = source.columns.clone();
    let pick = move |event: web_sys::Event| {
        let nth = event_target_value(&event).parse::<usize>().ok();
        let field = nth.and_then(|nth| columns.get(nth)).map(|column| column.field.clone());
        desk.pick(|picks| match which {
            Which::Time => picks.time = field,
            Which::Size => picks.size = field,
        });
    };
    html! {
        <label class="keys-column">
            <span class="keys-label">{label}</span>
            <select on:change=pick>
                <option value="" selected=move || taken().is_none()>{none}</option>
                {source.columns.into_iter().enumerate().map(|(nth, column)| html! {
                    <option value=nth selected=move || taken().as_ref() == Some(&column.field)>{column.name}</option>
                }).collect_view()}
            </select>
        </label>
    }
}

/// Whether the first row of a CSV file holds names.
#[component]
fn Names(desk: Desk) -> impl IntoView {
    let has_names = move || desk.source.with(|source| source.as_ref().is_some_and(|source| source.has_names));
    html! {
        <label class="keys-column keys-names">
            <input type="checkbox" prop:checked=has_names on:change=move |event| desk.name_columns(event_target_checked(&event))/>
            <span>{t("keys.columns.names")}</span>
        </label>
    }
}

/// A column's first value.
fn example(text: &str) -> String {
    let short: String = text.chars().take(60).collect();
    tf("keys.columns.example", &[("text", &short)])
}
