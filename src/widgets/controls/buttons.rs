//! Things that happen at one click each.

use super::hint_id;
use super::problem::{Problem, ProblemLine};
use crate::session::Session;
use lab_content::control::{Button, Control};
use leptos::prelude::*;

#[component]
pub fn Buttons(session: Session, control: &'static Control, buttons: &'static [Button]) -> impl IntoView {
    let problem = RwSignal::new(None::<Problem>);
    let press = move |button: &Button| {
        let mut outcomes = button.commands.iter().map(|command| session.act(command.clone()));
        problem.set(outcomes.find_map(|outcome| Problem::of(session, &outcome)));
    };
    let view = move |button: &'static Button| {
        html! {
            <button class="button" class:primary=button.primary aria-describedby=hint_id(control)
                on:click=move |_| press(button)>{button.label.as_str()}</button>
        }
    };
    let id = format!("{}-title", control.id);
    html! {
        <div class="control-head"><span id=id.clone()>{control.label.as_str()}</span></div>
        <div class="control-row" role="group" aria-labelledby=id>{buttons.iter().map(view).collect_view()}</div>
        <ProblemLine id=format!("{}-problem", control.id) problem/>
    }
}
