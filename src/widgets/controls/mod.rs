//! The controls of a lab, one file for each kind. What they set stands in the lab's content; each
//! sends engine commands and shows the run's own values, also after stepping back.

pub mod choice;
mod count;
mod merge;
pub mod number;
mod own_keys;
pub mod problem;
mod quick_reshard;
mod reshard;
mod slider;
pub mod split;
pub mod summary;

use crate::content::t;
use crate::session::Session;
use choice::Choice;
use lab_content::control::{Control, Widget};
use leptos::prelude::*;
use own_keys::OwnKeys;
use quick_reshard::QuickReshard;
use reshard::Reshard;
use slider::Slider;

/// All controls of the session's lab.
#[component]
pub fn Controls(session: Session) -> impl IntoView {
    let controls = session.lab.controls.iter().map(|control| {
        html! {
            <div class="control">{widget(session, control)}</div>
        }
    });
    html! {
        <section class="controls" aria-labelledby="controls-title">
            <h2 id="controls-title" class="visually-hidden">{t("controls.title")}</h2>
            {controls.collect_view()}
        </section>
    }
}

fn widget(session: Session, control: &'static Control) -> AnyView {
    match &control.widget {
        Widget::Slider { .. } => html! { <Slider session control/> {hint(session, control)} }.into_any(),
        Widget::Choice { options } => html! { <Choice session control options/> {hint(session, control)} }.into_any(),
        Widget::OwnKeys { actor } => html! { <OwnKeys session control actor/> }.into_any(),
        Widget::QuickReshard {} => html! { <QuickReshard session control/> {hint(session, control)} }.into_any(),
        Widget::Reshard {} => html! { <Reshard session control/> {hint(session, control)} }.into_any(),
    }
}

/// The line about a control, if it has one.
fn hint(session: Session, control: &'static Control) -> Option<impl IntoView> {
    let shown = !control.hint.is_empty();
    shown.then(|| html! { <p class="hint" id=hint_id(control)>{session.fill(&control.hint, &[])}</p> })
}

/// The id of a control's hint, for `aria-describedby`; None if it has none.
fn hint_id(control: &Control) -> Option<String> {
    (!control.hint.is_empty()).then(|| format!("{}-hint", control.id))
}
