//! Things that happen at one click each.

use super::hint_id;
use super::problem::{Problem, ProblemLine};
use crate::session::Session;
use lab_content::control::{Button, Control};
use leptos::prelude::*;
use stream_engine::Answer;

#[component]
pub fn Buttons(session: Session, control: &'static Control, buttons: &'static [Button]) -> impl IntoView {
    let problem = RwSignal::new(None::<Problem>);
    let press = move |button: &Button| {
        let refused = button.commands.iter().find_map(|command| match session.act(command.clone()) {
            Err(refusal) => Some(Problem::refused(session, &refusal)),
            Ok(Answer::Reply(reply)) => reply.refusal().map(Problem::plain),
            Ok(_) => None,
        });
        problem.set(refused);
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
