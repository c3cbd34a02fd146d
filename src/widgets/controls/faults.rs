//! What can be made to fail in this run, at one click each.

use super::problem::{Problem, ProblemLine};
use crate::content::t;
use crate::scene::topology::faults::{Fault, faults};
use crate::session::Session;
use lab_content::control::Control;
use leptos::prelude::*;
use stream_engine::Command;

#[component]
pub fn Faults(session: Session, control: &'static Control) -> impl IntoView {
    let all = Memo::new(move |_| session.run(faults));
    let problem = RwSignal::new(None::<Problem>);
    let act = move |command: &Command| {
        problem.set(session.act(command.clone()).err().map(|refusal| Problem::refused(session, &refusal)));
    };
    let row = move |fault: Fault| {
        let Fault { label, on, off } = fault;
        let off = off.map(|(label, off)| html! { <button class="button" on:click=move |_| act(&off)>{label}</button> });
        html! { <li><button class="button" on:click=move |_| act(&on)>{label}</button>{off}</li> }
    };
    let empty = move || all.with(Vec::is_empty).then(|| html! { <p class="hint">{t("fault.none")}</p> });
    html! {
        <details class="builder-kind">
            <summary><span>{control.label.as_str()}</span></summary>
            <ul class="faults">{move || all.get().into_iter().map(row).collect_view()}</ul>
            {empty}
        </details>
        <ProblemLine id=format!("{}-problem", control.id) problem/>
    }
}
