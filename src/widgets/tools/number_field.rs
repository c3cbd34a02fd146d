//! A whole number in a field of its own, held against its bounds as it is typed.

use crate::widgets::controls::number::{Bounds, out_of_bounds, whole_number};
use lab_content::format::{thousands, unit_of};
use leptos::prelude::*;

/// A number with its unit. What is out of bounds is said below, and the last good one goes on counting.
#[component]
pub fn NumberField(
    id: &'static str,
    label: &'static str,
    unit: &'static str,
    bounds: Signal<Bounds>,
    value: RwSignal<u64>,
) -> impl IntoView {
    let wrong = RwSignal::new(None::<String>);
    // What is being typed stays as it is typed.
    let typed = RwSignal::new(None::<String>);
    let take = move |text: String| {
        let bounds = bounds.get_untracked();
        match whole_number(&text).filter(|number| (bounds.min..=bounds.max).contains(number)) {
            Some(number) => {
                wrong.set(None);
                value.set(number);
            }
            None => wrong.set(Some(out_of_bounds(&text, bounds, unit).text)),
        }
    };
    let problem = format!("{id}-problem");
    html! {
        <div class="number-field">
            <label for=id>{label}</label>
            <span class="number-box">
                <input type="text" inputmode="numeric" autocomplete="off" id=id aria-describedby=problem.clone()
                    aria-invalid=move || wrong.get().map(|_| "true")
                    prop:value=move || typed.get().unwrap_or_else(|| thousands(value.get()))
                    on:input=move |event| {
                        typed.set(Some(event_target_value(&event)));
                        take(event_target_value(&event));
                    }
                    on:blur=move |_| if wrong.get_untracked().is_none() { typed.set(None) }/>
                <span aria-hidden="true">{move || unit_of(value.get(), unit)}</span>
            </span>
            <p class="error" id=problem>{move || wrong.get()}</p>
        </div>
    }
}
