//! One result or two side by side: goals, sums, and what was done when.

use crate::classroom::results::{Class, Results};
use crate::content::{t, tf};
use crate::scene::results::side::{Side, Step, side};
use leptos::prelude::*;

/// The rows of a class that are picked.
#[component]
pub fn Sides(results: Results, class: Class) -> impl IntoView {
    let name = class.name.clone();
    let title = class.known.as_ref().map_or(String::new(), |known| known.assignment.title.clone());
    let places = Memo::new(move |_| {
        results.picked.with(|picked| {
            let mut places: Vec<usize> = picked.iter().filter(|(of, _)| *of == name).map(|(_, nth)| *nth).collect();
            places.sort_unstable();
            places
        })
    });
    let class = StoredValue::new_local(class);
    let sides = move || {
        class.with_value(|class| {
            let one = |nth: usize| side(class.checker?, nth, class.rows.get(nth)?);
            places.with(|places| places.iter().copied().filter_map(one).map(drawn).collect_view())
        })
    };
    html! {
        <section class="results-sides" aria-label=tf("results.beside.of", &[("title", &title)])>
            {move || match places.with(Vec::len) {
                0 => html! { <p class="hint">{t("results.beside.hint")}</p> },
                1 => html! {
                    <p class="hint">{t("results.beside.one")}</p>
                    <div class="sides">{sides()}</div>
                },
                _ => html! { <div class="sides">{sides()}</div> },
            }}
        </section>
    }
}

fn drawn(side: Side) -> AnyView {
    let sum = |key: &'static str, value: String| html! { <div><dt>{t(key)}</dt><dd>{value}</dd></div> };
    let has_goals = !side.goals.is_empty();
    let goals = side.goals.into_iter().map(|goal| {
        let (class, mark, word) = match goal.met {
            true => ("good", "✓", t("challenge.met")),
            false => ("bad", "✕", t("challenge.missed")),
        };
        html! {
            <li>
                <span>{goal.gold.then_some("★ ")}{goal.label}</span>
                <b class=class>{goal.value}<span aria-hidden="true">" "{mark}</span><span class="visually-hidden">", "{word}</span></b>
            </li>
        }
    });
    html! {
        <article class="side-of">
            <header>
                <h3>{side.name}</h3>
                <p class=format!("stands {}", side.stands.class)><span aria-hidden="true">{side.stands.mark}" "</span>{side.stands.text}</p>
            </header>
            <dl class="side-sums">
                {sum("results.moment", side.moment)} {sum("results.cost", side.cost)} {sum("results.took", side.took)}
            </dl>
            {has_goals.then(|| html! { <ul class="side-goals">{goals.collect_view()}</ul> })}
            {steps(side.steps)}
            {side.href.map(|href| html! { <a class="button" href=href>{t("results.open_in_lab")}</a> })}
        </article>
    }
}

/// What was done, in its order.
pub fn steps(steps: Vec<Step>) -> AnyView {
    if steps.is_empty() {
        return html! { <p class="hint steps-done">{t("results.no_steps")}</p> };
    }
    let step = |step: Step| {
        html! {
            <li class:bad=step.failed>
                <span class="mono">{step.clock}</span>
                <span><b>{step.what}</b>" "{step.subject}" "<span class="step-result">{step.result}</span></span>
            </li>
        }
    };
    html! { <ol class="steps-done">{steps.into_iter().map(step).collect_view()}</ol> }
}
