//! What the part `search` puts into the dialog: a field with a list of what is found, as the ARIA authoring practices
//! describe a combobox. The focus stays in the field; arrows choose, Enter opens, Escape closes.

use crate::app::Shell;
use crate::content::{search_index, t, tf};
use crate::route;
use leptos::html;
use leptos::prelude::*;
use page_search::{Found, Hit, Kind, Piece};
use std::time::Duration;

/// Hits that are listed.
const LISTED_MAX: usize = 20;
const LIST_ID: &str = "search-list";
/// The parameter of an address that asks for a panel.
const PANEL: &str = "panel=";

/// Field, count and list.
pub fn body(shell: Shell) -> AnyView {
    let query = RwSignal::new(String::new());
    let chosen = RwSignal::new(0_usize);
    let found = Memo::new(move |_| search_index().search(&query.get(), LISTED_MAX));
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            // It is in the page by now, and nothing else in the dialog wants the focus.
            let _unfocusable = field.focus();
        }
    });
    let count = move || found.with(|found| found.hits.len());
    let on_key = move |event: web_sys::KeyboardEvent| {
        let Some(step) = step_of(&event.key(), chosen.get_untracked(), found.with_untracked(|found| found.hits.len()))
        else {
            return;
        };
        event.prevent_default();
        match step {
            Step::To(nth) => choose(chosen, nth),
            Step::Open => open(shell, &found.get_untracked(), chosen.get_untracked()),
        }
    };
    let on_input = move |event| {
        query.set(event_target_value(&event));
        chosen.set(0);
    };
    let options = move || {
        let found = found.get();
        found.hits.iter().enumerate().map(|(nth, hit)| option(shell, chosen, nth, hit)).collect_view()
    };
    html! {
        <div class="search">
            <input node_ref=field class="search-field" type="text" role="combobox" autocomplete="off" spellcheck="false"
                enterkeyhint="go" aria-label=t("search.label") placeholder=t("search.placeholder")
                aria-autocomplete="list" aria-controls=LIST_ID aria-expanded=move || (count() > 0).to_string()
                aria-activedescendant=move || (count() > 0).then(|| option_id(chosen.get()))
                on:input=on_input on:keydown=on_key/>
            <p class="hint" role="status">{move || said(&query.get(), &found.get())}</p>
            <ul class="search-list" id=LIST_ID role="listbox" aria-label=t("search.found") hidden=move || count() == 0>
                {options}
            </ul>
        </div>
    }
}

/// What a key does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    To(usize),
    Open,
}

/// Round the ends, as the arrows of a list go; Home and End are the field's.
fn step_of(key: &str, chosen: usize, count: usize) -> Option<Step> {
    match key {
        _ if count == 0 => None,
        "ArrowDown" => Some(Step::To((chosen + 1) % count)),
        "ArrowUp" => Some(Step::To((chosen + count - 1) % count)),
        "PageDown" => Some(Step::To(count - 1)),
        "PageUp" => Some(Step::To(0)),
        "Enter" => Some(Step::Open),
        _ => None,
    }
}

fn option_id(nth: usize) -> String {
    format!("search-option-{nth}")
}

/// Chooses a hit, and brings it into sight.
fn choose(chosen: RwSignal<usize>, nth: usize) {
    chosen.set(nth);
    if let Some(option) = document().get_element_by_id(&option_id(nth)) {
        let nearest = web_sys::ScrollIntoViewOptions::new();
        nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
        option.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
}

fn open(shell: Shell, found: &Found, nth: usize) {
    let Some(hit) = found.hits.get(nth) else { return };
    let href = &search_index().documents()[hit.document].href;
    shell.searching.set(false);
    route::open(href);
    // The dialog gives the focus back to where it came from; the page that opens has what is wanted. It is there once the
    // browser has told of the new address. A panel takes the focus by itself.
    if !href.contains(PANEL) {
        set_timeout(|| request_animation_frame(|| crate::widgets::focus("main")), Duration::ZERO);
    }
}

fn option(shell: Shell, chosen: RwSignal<usize>, nth: usize, hit: &Hit) -> impl IntoView + use<> {
    let hit = hit.clone();
    let (title, snippet) = (pieces(&hit.title), pieces(&hit.snippet));
    let kind = kind(search_index().documents()[hit.document].kind);
    let hits = Found { hits: vec![hit], all: 1 };
    html! {
        <li role="option" id=option_id(nth) aria-selected=move || (chosen.get() == nth).to_string()
            on:pointermove=move |_| if chosen.get_untracked() != nth { chosen.set(nth) }
            on:click=move |_| open(shell, &hits, 0)>
            <span class="search-kind">{kind}</span>
            <span class="search-title">{title}</span>
            <span class="search-snippet">{snippet}</span>
        </li>
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Lab => t("search.lab"),
        Kind::Lesson => t("search.lesson"),
        Kind::Fact => t("search.fact"),
        Kind::Question => t("search.question"),
    }
}

fn pieces(pieces: &[Piece]) -> AnyView {
    let piece = |piece: &Piece| match piece.marked {
        true => html! { <mark>{piece.text.clone()}</mark> },
        false => piece.text.clone().into_any(),
    };
    pieces.iter().map(piece).collect_view().into_any()
}

/// How much there is, or that there is nothing.
fn said(query: &str, found: &Found) -> String {
    match found.all {
        _ if query.trim().is_empty() => t("search.hint").to_owned(),
        0 => tf("search.none", &[("query", query.trim())]),
        all if all == found.hits.len() => tf("search.count", &[("all", &all.to_string())]),
        all => tf("search.count_more", &[("n", &found.hits.len().to_string()), ("all", &all.to_string())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_lead_round_the_ends_and_other_keys_stay_with_the_field() {
        let keys = [
            ("ArrowDown", Some(Step::To(0))),
            ("ArrowUp", Some(Step::To(1))),
            ("PageDown", Some(Step::To(2))),
            ("PageUp", Some(Step::To(0))),
            ("Enter", Some(Step::Open)),
            ("Home", None),
            ("a", None),
        ];
        for (key, wanted) in keys {
            assert_eq!(step_of(key, 2, 3), wanted, "{key}");
            assert_eq!(step_of(key, 0, 0), None, "{key}");
        }
    }

    #[test]
    fn the_count_has_its_words_and_nothing_says_so() {
        let found = |hits: usize, all: usize| Found {
            hits: vec![Hit { document: 0, title: Vec::new(), snippet: Vec::new() }; hits],
            all,
        };
        assert!(said("giraffe", &found(0, 0)).contains("giraffe"));
        assert!(said("x", &found(1, 1)).contains('1') && said("x", &found(20, 41)).contains("41"));
        assert_eq!(said(" ", &found(0, 0)), t("search.hint"));
    }
}
