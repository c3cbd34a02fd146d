//! The card of details: API calls, a terminal, the picture as a table, why the run is as it is, the lesson, three
//! questions.

mod calls;
mod lesson;
pub mod measured;
pub mod table;
pub mod terminal;
mod why;

use super::tabs::Tabs;
use crate::app::Shell;
use crate::content::t;
use crate::session::Session;
use calls::{Calls, CallsState};
use leptos::prelude::*;
use lesson::Lesson;
use table::Tables;
use terminal::state::TerminalState;
use why::WhyPanel;

/// The panels in the order of their tabs, as `parameters` counts them.
const NAMES: [&str; 6] = ["calls", "terminal", "table", "why", "lesson", "quiz"];
const TERMINAL: usize = 1;
const QUIZ: usize = 5;

/// The details of a lab.
#[component]
pub fn Panels(shell: Shell, session: Session) -> impl IntoView {
    let chosen = RwSignal::new(0_usize);
    // An exercise has questions of its own, and may keep calls from its learner.
    let is_shown = move |nth: &usize| match *nth {
        TERMINAL => session.takes_calls(),
        QUIZ => session.terms.is_none(),
        _ => true,
    };
    let shown: Vec<usize> = (0..NAMES.len()).filter(is_shown).collect();
    let names = shown.iter().map(|nth| t(&format!("panels.{}", NAMES[*nth]))).collect();
    let shown = StoredValue::new(shown);
    // The address may ask for a panel at any time; then that is what the person wants to see.
    Effect::new(move |_| {
        if let Some(asked) = shell.panel.get() {
            shell.panel.set(None);
            if let Some(place) = shown.with_value(|shown| shown.iter().position(|nth| *nth == asked)) {
                chosen.set(place);
                request_animation_frame(|| crate::widgets::focus("panels-panel"));
            }
        }
    });
    // Outlives its panel, so that another tab closes nothing.
    let calls = CallsState::new();
    let typed = TerminalState::new();
    let terminal = move || {
        shell.terminal.fetch(|| ());
        html! { {move || shell.terminal.show(move |view| view(session, typed), stand_in)} }
    };
    let questions = move || {
        shell.quiz.fetch(move || shell.whole.fetch(|| ()));
        html! { {move || shell.quiz.show(move |quiz| (quiz.of_lab)(shell, &session.lab.id), stand_in)} }
    };
    let panel = move |place: usize| match shown.with_value(|shown| shown[place]) {
        0 => html! { <Calls session state=calls/> }.into_any(),
        TERMINAL => terminal(),
        2 => html! { <Tables session/> {(session.kit.under_tables)(session)} }.into_any(),
        3 => html! { <WhyPanel session/> }.into_any(),
        4 => html! { <Lesson session/> }.into_any(),
        _ => questions(),
    };
    html! {
        <section class="card panels" aria-label=t("panels.title")>
            <Tabs id="panels" label=t("panels.title") names chosen panel/>
        </section>
    }
}

/// While terminal or questions come.
fn stand_in(busy: bool, says: AnyView) -> AnyView {
    html! { <div class="terminal-stand-in" aria-busy=busy.to_string()>{says}</div> }
}
