//! A number of one or more actors.

use super::hint_id;
use super::number::{Bounds, NumberSlider};
use super::problem::Problem;
use crate::session::Session;
use lab_content::control::{Control, Widget};
use leptos::prelude::*;

#[component]
pub fn Slider(session: Session, control: &'static Control) -> impl IntoView {
    let Widget::Slider { actors, field, min, max, step, unit } = &control.widget else { return ().into_any() };
    let (field, min, max, step) = (*field, *min, *max, *step);
    let value = Signal::derive(move || {
        session.run(|run| actors.iter().find_map(|actor| field.value(run, actor)).unwrap_or(min))
    });
    let problem = RwSignal::new(None::<Problem>);
    let choose = Callback::new(move |number: u64| {
        for actor in actors {
            // A request cuts off a run that lies ahead: none is made for what is so already.
            let already = session.peek(|run| field.value(run, actor)) == Some(number);
            if !already && let Err(refusal) = session.act(field.command(actor, number)) {
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
