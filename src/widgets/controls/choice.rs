//! One of several settings.

use super::hint_id;
use super::problem::{Problem, ProblemLine};
use crate::session::Session;
use lab_content::control::{ChoiceOption, Control};
use leptos::prelude::*;

#[component]
pub fn Choice(session: Session, control: &'static Control, options: &'static [ChoiceOption]) -> impl IntoView {
    let problem = RwSignal::new(None::<Problem>);
    let choose = move |option: &ChoiceOption| {
        problem.set(None);
        for command in &option.commands {
            // A request cuts off a run that lies ahead: none is made for what is so already.
            let already = session.peek(|run| command.holds(run)) == Some(true);
            if !already && let Some(refused) = Problem::of(session, &session.act(command.clone())) {
                problem.set(Some(refused));
            }
        }
    };
    let radio = move |option: &'static ChoiceOption| {
        let is_useless = Memo::new(move |_| session.run(|run| !option.has_use(run)));
        html! {
            <label>
                <input type="radio" name=control.id.clone() disabled=is_useless
                    prop:checked=move || session.run(|run| option.is_set(run))
                    on:change=move |_| choose(option)/>
                <span>{option.label.as_str()}</span>
            </label>
        }
    };
    html! {
        <div class="control-head" aria-hidden="true"><span>{control.label.as_str()}</span></div>
        <fieldset class=segments_class(options.iter().map(|option| option.label.as_str())) aria-describedby=hint_id(control)>
            <legend class="visually-hidden">{control.label.as_str()}</legend>
            {options.iter().map(radio).collect_view()}
        </fieldset>
        <ProblemLine id=format!("{}-problem", control.id) problem/>
    }
}

/// Long labels stand below each other.
pub fn segments_class<'a>(labels: impl Iterator<Item = &'a str>) -> &'static str {
    const ROW: usize = 34;
    let characters: usize = labels.map(|label| label.chars().count()).sum();
    if characters > ROW { "segments stacked" } else { "segments" }
}
