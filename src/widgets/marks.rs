//! The marks of the timeline for those who read: buttons to the next and the last one, and all of them as a
//! list from which one is chosen.

use super::icon::{BACK, Icon, ON};
use crate::content::{t, tf};
use crate::scene::clock;
use crate::scene::marks::Mark;
use crate::session::Session;
use leptos::prelude::*;

/// Two buttons, and between them one that unfolds the list.
#[component]
pub fn Marks(session: Session) -> impl IntoView {
    let unfolded = RwSignal::new(false);
    let marks = Memo::new(move |_| session.marks());
    let count = move || tf("marks.count", &[("n", &marks.with(Vec::len).to_string())]);
    let go = move |forward: bool, name: &'static str, path: &'static str| {
        html! {
            <button class="button square" aria-label=name title=name on:click=move |_| session.go_to_mark(forward)>
                <Icon path/>
            </button>
        }
    };
    html! {
        <div class="marks-bar">
            {go(false, t("marks.back"), BACK)}
            <button class="button" aria-expanded=move || unfolded.get().to_string()
                on:click=move |_| unfolded.update(|unfolded| *unfolded = !*unfolded)>{count}</button>
            {go(true, t("marks.on"), ON)}
        </div>
        {move || unfolded.get().then(|| html! { <List session marks/> })}
    }
}

#[component]
fn List(session: Session, marks: Memo<Vec<Mark>>) -> impl IntoView {
    let entry = move |mark: &Mark| {
        let (at, kind, text) = (mark.at, mark.kind, mark.text.clone());
        html! {
            <li>
                <button class="mark-entry" on:click=move |_| session.scrub(at)>
                    <span class="mono">{clock(at)}</span>
                    <i class=kind.class() aria-hidden="true"></i>
                    <span>{text}</span>
                </button>
            </li>
        }
    };
    html! {
        <ol class="marks-list" aria-label=t("marks.title")>
            {move || marks.with(|marks| marks.iter().map(entry).collect_view())}
            {move || marks.with(Vec::is_empty).then(|| html! { <li class="hint">{t("marks.none")}</li> })}
        </ol>
    }
}
