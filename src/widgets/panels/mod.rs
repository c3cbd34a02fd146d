//! The card of details: API calls, the picture as a table, why the run is as it is, the lesson.

mod calls;
mod lesson;
mod table;
mod why;

use super::tabs::Tabs;
use crate::content::t;
use crate::session::Session;
use calls::{Calls, CallsState};
use leptos::prelude::*;
use lesson::Lesson;
use table::ShardTable;
use why::WhyPanel;

/// The details of a lab.
#[component]
pub fn Panels(session: Session) -> impl IntoView {
    let names = vec![t("panels.calls"), t("panels.table"), t("panels.why"), t("panels.lesson")];
    // Outlives its panel, so that another tab closes nothing.
    let calls = CallsState::new();
    let panel = move |nth| match nth {
        0 => html! { <Calls session state=calls/> }.into_any(),
        1 => html! { <ShardTable session/> }.into_any(),
        2 => html! { <WhyPanel session/> }.into_any(),
        _ => html! { <Lesson session/> }.into_any(),
    };
    html! {
        <section class="card panels" aria-label=t("panels.title")>
            <Tabs id="panels" label=t("panels.title") names panel/>
        </section>
    }
}
