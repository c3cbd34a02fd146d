//! The builder of exercises: where one begins, what is asked, what may be touched; beside it whether it can be handed out,
//! and what is handed out.

mod asks;
mod beginning;
mod handing_out;
mod notes;
mod task;
mod touch;

use crate::app::Shell;
use crate::classroom::building::{Building, building};
use crate::content::t;
use crate::session::Resets;
use crate::widgets::builder::ready_for_forms;
use asks::Asks;
use beginning::Beginning;
use classroom::assignment::Assignment;
use handing_out::HandingOut;
use leptos::prelude::*;
use notes::NotesForm;
use task::TaskForm;
use touch::TouchForm;

/// The forms, and what comes of them.
#[component]
pub fn Build(shell: Shell, query: String) -> impl IntoView {
    let building = building(shell);
    building.begin(shell, &query);
    let unread = ready_for_forms();
    // The fields' messages are about the form, which has no run that could begin anew.
    provide_context(Resets::never());
    html! {
        {move || building.problem.get().map(|why| html! { <p class="classroom-problem" role="alert">{why}</p> })}
        <div class="build">
            <div class="build-forms">
                <Beginning building/>
                <TaskForm building/>
                <TouchForm building/>
                <Asks building/>
                <NotesForm building/>
            </div>
            <aside class="build-side" aria-label=t("build.side")><HandingOut building unread/></aside>
        </div>
    }
}

/// A part of the draft that a form shows.
fn of<T: Clone + Send + Sync + 'static>(building: Building, look: fn(&Assignment) -> T) -> Signal<T> {
    Signal::derive(move || building.draft.with(look))
}

/// What a form does with its value.
fn set<T: Send + Sync + 'static>(building: Building, set: fn(&mut Assignment, T)) -> Callback<T> {
    Callback::new(move |value| building.change(|draft| set(draft, value)))
}

/// A section of the form under its heading.
fn section(title: &'static str, id: &'static str, inside: AnyView) -> AnyView {
    html! {
        <section class="card build-part" aria-labelledby=id>
            <h2 id=id tabindex="-1">{title}</h2>
            {inside}
        </section>
    }
}
