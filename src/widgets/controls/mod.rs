//! The controls of a lab, one file for each kind. What they set stands in the lab's content; each
//! sends engine commands and shows the run's own values, also after stepping back.

mod buttons;
pub mod choice;
mod count;
mod faults;
mod merge;
pub mod number;
mod own_keys;
pub mod problem;
mod quick_reshard;
mod reshard;
mod slider;
pub mod split;
pub mod summary;
mod workers;

use crate::content::t;
use crate::session::Session;
use crate::widgets::builder::Builder;
use buttons::Buttons;
use choice::Choice;
use count::Count;
use faults::Faults;
use lab_content::control::{Control, Widget};
use leptos::prelude::*;
use own_keys::OwnKeys;
use quick_reshard::QuickReshard;
use reshard::Reshard;
use slider::Slider;
use workers::Workers;

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
        Widget::Buttons { buttons } => html! { <Buttons session control buttons/> {hint(session, control)} }.into_any(),
        Widget::OwnKeys { actor } => html! { <OwnKeys session control actor/> }.into_any(),
        Widget::QuickReshard {} => html! { <QuickReshard session control/> {hint(session, control)} }.into_any(),
        Widget::ShardCount {} => html! { <Count session/> {hint(session, control)} }.into_any(),
        Widget::Reshard {} => html! { <Reshard session control/> {hint(session, control)} }.into_any(),
        Widget::Workers { .. } | Widget::Builder {} | Widget::Faults {} => (session.kit.control)(session, control),
    }
}

/// A control of the actors beyond the core.
pub fn special(session: Session, control: &'static Control) -> AnyView {
    match &control.widget {
        Widget::Workers { application, most } => {
            html! { <Workers session control application most=*most/> {hint(session, control)} }.into_any()
        }
        Widget::Builder {} => html! { <Builder/> }.into_any(),
        Widget::Faults {} => html! { <Faults session control/> {hint(session, control)} }.into_any(),
        _ => ().into_any(),
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
