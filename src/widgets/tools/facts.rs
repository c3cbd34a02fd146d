//! Every limit and price with its value in each profile, and what changed since 2022.

use super::{Search, profile_names};
use crate::app::Shell;
use crate::content::{frame, reference, t, tf};
use crate::route::lesson_href;
use crate::scene::tools::facts::{Origin, Row, Wanted, rows};
use crate::widgets::tabs::Tabs;
use lab_content::reference::Change;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The facts' two tabs. What is looked for outlives a look at the other one.
#[component]
pub fn Facts(shell: Shell) -> impl IntoView {
    // A link may name one of them.
    let wanted = shell.find.get_untracked().unwrap_or_default();
    let (text, service, differing) = (RwSignal::new(wanted), RwSignal::new(None), RwSignal::new(false));
    let panel = move |nth| match nth {
        0 => html! { <Limits shell text service differing/> },
        _ => html! { <Changes/> },
    };
    html! {
        <div class="tool-tabs">
            <Tabs id="facts" label=t("tools.facts.title") names=vec![t("facts.limits"), t("facts.changes")] panel/>
        </div>
    }
}

#[component]
fn Limits(
    shell: Shell,
    text: RwSignal<String>,
    service: RwSignal<Option<usize>>,
    differing: RwSignal<bool>,
) -> impl IntoView {
    let all = StoredValue::new(rows(reference()));
    let shown = Memo::new(move |_| {
        let wanted = Wanted { text: text.get(), service: service.get(), differing: differing.get() };
        all.with_value(|all| (0..all.len()).filter(|nth| all[*nth].is_found(&wanted)).collect::<BTreeSet<usize>>())
    });
    let count = Signal::derive(move || (shown.with(BTreeSet::len), reference().facts.len()));
    let services: Vec<(usize, String)> = reference().services.iter().cloned().enumerate().collect();
    let groups = services.clone().into_iter().map(|(at, title)| group(shell, at, title, all, shown)).collect_view();
    let names = profile_names().into_iter().enumerate().map(|(nth, name)| {
        html! { <th scope="col" role="columnheader" class:current=move || shell.profile_place() == nth>{name}</th> }
    });
    html! {
        <Search text services service only=t("facts.only_differing") only_on=differing count/>
        <table class="facts-table card" role="table">
            <caption class="visually-hidden">{t("facts.caption")}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th scope="col" role="columnheader">{t("facts.limit")}</th>
                    {names.collect_view()}
                    <th scope="col" role="columnheader">{t("facts.source")}</th>
                </tr>
            </thead>
            {groups}
        </table>
        {move || shown.with(BTreeSet::is_empty).then(|| html! { <p class="hint tool-none">{t("facts.none")}</p> })}
    }
}

fn group(
    shell: Shell,
    service: usize,
    title: String,
    all: StoredValue<Vec<Row>>,
    shown: Memo<BTreeSet<usize>>,
) -> impl IntoView {
    let of_it: Vec<usize> = all.with_value(|all| (0..all.len()).filter(|nth| all[*nth].service == service).collect());
    let lines = of_it.iter().map(|nth| {
        let nth = *nth;
        let row = all.with_value(|all| all[nth].clone());
        line(shell, row, Signal::derive(move || shown.with(|shown| shown.contains(&nth))))
    });
    let lines = lines.collect_view();
    let is_empty = move || shown.with(|shown| of_it.iter().all(|nth| !shown.contains(nth)));
    html! {
        <tbody role="rowgroup" hidden=is_empty>
            <tr role="row" class="facts-service"><th colspan="5" scope="rowgroup" role="rowheader">{title}</th></tr>
            {lines}
        </tbody>
    }
}

fn line(shell: Shell, row: Row, shown: Signal<bool>) -> impl IntoView {
    let names = profile_names();
    let profiles = names.len();
    let cells = (0..profiles).map(|nth| {
        let value = row.values[nth.min(row.values.len() - 1)].clone();
        let name = names[nth];
        html! {
            <td role="cell" class="fact-value" class:current=move || shell.profile_place() == nth data-name=name>{value}</td>
        }
    });
    let badge = |holds: bool, word: &'static str| holds.then(|| html! { <span class="badge">{word}</span> });
    html! {
        <tr role="row" class:differs=row.differs hidden=move || !shown.get()>
            <th scope="row" role="rowheader">
                {row.name} " " {badge(row.differs, t("facts.differs"))} {badge(row.assumed, t("facts.assumed"))}
                <code>{row.key}</code>
            </th>
            {cells.collect_view()}
            <td role="cell" class="fact-source">{origins(&row.origins, profiles)}</td>
        </tr>
    }
}

/// Each source once, with the profiles that it is for where there are several.
fn origins(origins: &[Origin], profiles: usize) -> impl IntoView + use<> {
    let several = origins.len() > 1;
    let one = |origin: &Origin| {
        let names = profile_names();
        let whose: Vec<&str> = origin.profiles.iter().map(|nth| names[*nth]).collect();
        let whose = (several && profiles > 1).then(|| html! { <b>{whose.join(", ")}": "</b> });
        let note = (!origin.note.is_empty()).then(|| html! { <span class="fact-note">{origin.note}</span> });
        html! { <p>{whose}{origin.source}", "{tf("lesson.checked", &[("date", origin.date)])}{note}</p> }
    };
    origins.iter().map(one).collect_view()
}

#[component]
fn Changes() -> impl IntoView {
    let changes = reference().changes.iter().map(change).collect_view();
    // What of it matters to whoever learns from older notes.
    let lesson = frame().lesson("what-changed").map(|card| {
        html! { <p class="to-read"><a href=lesson_href(&card.id)>{card.title.as_str()}</a> " · " {card.subtitle.as_str()}</p> }
    });
    html! { {lesson} <ol class="changes">{changes}</ol> }
}

fn change(change: &'static Change) -> impl IntoView {
    let names = profile_names();
    let moved = change.facts.iter().filter_map(|key| reference().fact(key)).map(|fact| {
        let values = names.iter().enumerate().map(|(nth, name)| {
            html! { <div><dt>{*name}</dt><dd>{fact.text(nth)}</dd></div> }
        });
        html! { <li><p>{fact.name.as_str()}</p><dl>{values.collect_view()}</dl></li> }
    });
    let moved = (!change.facts.is_empty()).then(|| html! { <ul class="change-facts">{moved.collect_view()}</ul> });
    html! {
        <li class="card">
            <p class="change-date"><time datetime=change.date.as_str()>{change.date.as_str()}</time></p>
            <div>
                <h2>{change.title.as_str()}</h2>
                <p>{change.text.as_str()}</p>
                {moved}
                <p class="hint">{change.source.as_str()}", "{tf("lesson.checked", &[("date", &change.checked)])}</p>
            </div>
        </li>
    }
}
