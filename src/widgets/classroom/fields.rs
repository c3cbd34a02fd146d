//! Fields of the classroom's forms: a line, a text, a whole number, a choice of yes or no.

use crate::widgets::controls::number::{Bounds, out_of_bounds};
use crate::widgets::controls::problem::{Problem, ProblemLine};
use leptos::prelude::*;

/// A line of text.
pub fn line(id: &'static str, label: &'static str, value: Signal<String>, set: Callback<String>) -> AnyView {
    html! {
        <div class="field">
            <label for=id>{label}</label>
            <input type="text" id=id autocomplete="off" prop:value=move || value.get()
                on:change=move |event| set.run(event_target_value(&event).trim().to_owned())/>
        </div>
    }
}

/// Several lines of it.
pub fn area(id: &'static str, label: &'static str, value: Signal<String>, set: Callback<String>) -> AnyView {
    html! {
        <div class="field">
            <label for=id>{label}</label>
            <textarea id=id rows="3" prop:value=move || value.get()
                on:change=move |event| set.run(event_target_value(&event).trim().to_owned())></textarea>
        </div>
    }
}

/// A whole number; what can't be taken is said below it and changes nothing.
pub fn number(
    id: &'static str,
    label: &'static str,
    bounds: Bounds,
    value: Signal<u64>,
    set: Callback<u64>,
) -> AnyView {
    let problem = RwSignal::new(None::<Problem>);
    let problem_id = format!("{id}-problem");
    let typed = move |text: String| match bounds.read(&text) {
        Some(number) => {
            problem.set(None);
            set.run(number);
        }
        None => problem.set(Some(out_of_bounds(&text, bounds, ""))),
    };
    html! {
        <div class="field">
            <label for=id>{label}</label>
            <input type="text" inputmode="numeric" id=id autocomplete="off" aria-describedby=problem_id.clone()
                aria-invalid=move || problem.get().map(|_| "true") prop:value=move || value.get().to_string()
                on:change=move |event| typed(event_target_value(&event))/>
            <ProblemLine id=problem_id problem/>
        </div>
    }
}

/// Yes or no.
pub fn check(label: String, value: Signal<bool>, set: Callback<bool>) -> AnyView {
    html! {
        <label class="check">
            <input type="checkbox" prop:checked=move || value.get() on:change=move |event| set.run(event_target_checked(&event))/>
            <span>{label}</span>
        </label>
    }
}
