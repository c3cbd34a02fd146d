//! A number by slider, or typed exactly into the value beside it.

use super::problem::{Problem, ProblemLine};
use crate::content::tf;
use lab_content::format::{THIN, thousands, unit_of};
use leptos::prelude::*;

/// What a number may be. A typed one need not be a multiple of the step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bounds {
    pub min: u64,
    pub max: u64,
    pub step: u64,
}

impl Bounds {
    /// Reads a typed number.
    pub fn read(&self, text: &str) -> Option<u64> {
        whole_number(text).filter(|number| (self.min..=self.max).contains(number))
    }
}

/// A whole number, also with the spaces that the page puts between thousands.
pub fn whole_number(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    let only_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    only_digits.then(|| digits.parse().ok()).flatten()
}

/// Slider and exact number. A drag shows its value as it goes and chooses where it ends, so that the
/// log of requests gets one entry, not hundreds.
#[component]
pub fn NumberSlider(
    id: String,
    label: &'static str,
    unit: &'static str,
    bounds: Bounds,
    /// The number in force.
    value: Signal<u64>,
    /// What became of the last choice, if it went wrong.
    problem: RwSignal<Option<Problem>>,
    choose: Callback<u64>,
    #[prop(optional, into)] locked: Signal<bool>,
    #[prop(optional_no_strip)] described_by: Option<String>,
) -> impl IntoView {
    let dragged = RwSignal::new(None::<u64>);
    let typed = RwSignal::new(None::<String>);
    let shown = move || dragged.get().unwrap_or_else(|| value.get());
    let text = move || typed.get().unwrap_or_else(|| thousands(shown()));
    let give_up = move || {
        dragged.set(None);
        typed.set(None);
        problem.set(None);
    };
    let chosen = move |number: u64| {
        give_up();
        choose.run(number);
    };
    let enter = move |text: String| match bounds.read(&text) {
        Some(number) => chosen(number),
        None => problem.set(Some(out_of_bounds(&text, bounds, unit))),
    };
    let drag = move |event: web_sys::Event| {
        typed.set(None);
        let moved = event_target_value(&event).parse().ok();
        dragged.set(moved.filter(|number| *number != value.get_untracked()));
    };
    let problem_id = format!("{id}-problem");
    let described = [described_by, Some(problem_id.clone())].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let filled = move || {
        let share = shown().saturating_sub(bounds.min) as f64 / (bounds.max - bounds.min).max(1) as f64;
        format!("{:.2}%", share.min(1.0) * 100.0)
    };
    html! {
        <div class="control-head">
            <label for=id.clone()>{label}</label>
            <span class="exact">
                <input type="text" inputmode="numeric" autocomplete="off" disabled=move || locked.get()
                    aria-label=tf("controls.exact", &[("label", label)])
                    aria-invalid=move || typed.get().and(problem.get()).map(|_| "true")
                    aria-describedby=described
                    size=move || text().chars().count().clamp(1, 14)
                    prop:value=text
                    on:input=move |event| typed.set(Some(event_target_value(&event)))
                    on:change=move |event| enter(event_target_value(&event))
                    on:keydown=move |event| if event.key() == "Escape" { give_up() }/>
                <span aria-hidden="true">{move || unit_of(shown(), unit)}</span>
            </span>
        </div>
        <input type="range" id=id min=bounds.min max=bounds.max step=bounds.step disabled=move || locked.get()
            prop:value=move || shown().to_string()
            style:--filled=filled
            aria-valuetext=move || format!("{}{THIN}{}", thousands(shown()), unit_of(shown(), unit))
            on:input=drag
            on:change=move |event| if let Ok(number) = event_target_value(&event).parse() { chosen(number) }
            on:blur=move |_| dragged.set(None)/>
        <ProblemLine id=problem_id problem/>
    }
}

/// What may be set instead of this text.
pub fn out_of_bounds(text: &str, bounds: Bounds, unit: &str) -> Problem {
    let (min, max) = (thousands(bounds.min), thousands(bounds.max));
    let unit = &if unit.is_empty() { String::new() } else { format!(" {unit}") };
    Problem::plain(tf("controls.range", &[("text", text), ("min", &min), ("max", &max), ("unit", unit)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_number_is_whole_and_within_its_bounds() {
        let bounds = Bounds { min: 1, max: 4_000, step: 50 };
        let cases = [
            ("1 640", Some(1_640)),
            ("1\u{202f}640", Some(1_640)),
            (" 4000 ", Some(4_000)),
            ("4001", None),
            ("0", None),
            ("1000000000", None),
            ("99999999999999999999999", None),
            ("10^9", None),
            ("1e3", None),
            ("-5", None),
            ("1.5", None),
            ("", None),
            ("many", None),
        ];
        for (text, number) in cases {
            assert_eq!(bounds.read(text), number, "{text}");
        }
    }
}
