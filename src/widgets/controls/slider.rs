//! A number of one or more producers or consumers.

use super::hint_id;
use super::number::{Bounds, NumberSlider};
use super::problem::Problem;
use crate::session::Session;
use lab_content::control::{Control, Widget};
use leptos::prelude::*;
use stream_engine::Command;

#[component]
pub fn Slider(session: Session, control: &'static Control) -> impl IntoView {
    let Widget::Slider { actors, field, min, max, step, unit } = &control.widget else { return ().into_any() };
    let (field, min, max, step) = (*field, u64::from(*min), u64::from(*max), u64::from(*step));
    let of_run = move |actor: &str, run: &stream_engine::Simulation| field.value(run, actor).map(u64::from);
    let value =
        Signal::derive(move || session.run(|run| actors.iter().find_map(|actor| of_run(actor, run)).unwrap_or(min)));
    let problem = RwSignal::new(None::<Problem>);
    let choose = Callback::new(move |number: u64| {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        for actor in actors {
            // A request cuts off a run that lies ahead: none is made for what is so already.
            let already = session.peek(|run| of_run(actor, run)) == Some(u64::from(number));
            let command = Command::Change { actor: actor.clone(), change: field.change(number) };
            if !already && let Err(refusal) = session.act(command) {
                problem.set(Some(Problem::refused(session, &refusal)));
            }
        }
    });
    html! {
        <NumberSlider id=control.id.clone() label=control.label.as_str() unit=unit.as_str()
            bounds=Bounds { min, max, step } value problem choose described_by=hint_id(control)/>
    }
    .into_any()
}
