//! What is to be reached: title, task, and up to four goals.

use super::form::NumberEntry;
use super::{Removals, heading_id};
use crate::content::{t, tf};
use crate::scene::builder::Draft;
use crate::widgets::controls::number::Bounds;
use lab_content::challenge::LabGoal;
use lab_content::exercise::GOALS_MAX;
use lab_content::measure::{MEASURES, offered};
use leptos::prelude::*;
use stream_engine::goal::{Comparison, Goal};

const COMPARISONS: [(Comparison, &str); 4] =
    [(Comparison::Below, "<"), (Comparison::AtMost, "≤"), (Comparison::AtLeast, "≥"), (Comparison::Equal, "=")];
/// Seconds that a goal may look back.
const WINDOW_MAX: u64 = 600;
/// Of the exercise: the list of the goals.
const LIST: &str = "goals";
const VALUE_MAX: u64 = 1_000_000_000_000;

/// Goals that are being put together, and who is told of a change.
#[derive(Clone, Copy)]
pub struct Goals {
    pub all: Signal<Vec<LabGoal>>,
    pub set: Callback<Vec<LabGoal>>,
}

impl Goals {
    fn change(self, change: impl FnOnce(&mut Vec<LabGoal>)) {
        let mut all = self.all.get_untracked();
        change(&mut all);
        self.set.run(all);
    }
}

/// The task and its goals.
#[component]
pub fn Task(draft: RwSignal<Draft>) -> impl IntoView {
    let goals = Goals {
        all: Signal::derive(move || draft.with(|draft| draft.goals.clone())),
        set: Callback::new(move |goals| draft.update(|draft| draft.goals = goals)),
    };
    html! {
        <details class="builder-kind">
            <summary id=heading_id(LIST)><span>{t("builder.goals")}</span><b>{move || goals.all.with(Vec::len)}</b></summary>
            <div class="field">
                <label for="builder-title">{t("builder.title")}</label>
                <input type="text" id="builder-title" autocomplete="off" prop:value=move || draft.with(|draft| draft.title.clone())
                    on:change=move |event| draft.update(|draft| draft.title = event_target_value(&event))/>
            </div>
            <div class="field">
                <label for="builder-text">{t("builder.text")}</label>
                <textarea id="builder-text" rows="3" prop:value=move || draft.with(|draft| draft.text.clone())
                    on:change=move |event| draft.update(|draft| draft.text = event_target_value(&event))></textarea>
            </div>
            <GoalForms goals/>
        </details>
    }
}

/// A form for each goal, and the button that adds one.
#[component]
pub fn GoalForms(goals: Goals) -> impl IntoView {
    let count = Memo::new(move |_| goals.all.with(Vec::len));
    let removals = expect_context::<Removals>();
    let add = move |_| {
        let goal =
            Goal { measure: MEASURES[0].measure, of: 0, comparison: Comparison::Below, value: 1_000, window_s: 10 };
        goals.change(|all| all.push(labelled(goal)));
    };
    html! {
        <p class="hint">{t("builder.goal.units")}</p>
        <For each=move || removals.forms(count.get()) key=|form| *form let:form>
            <GoalForm goals nth=form.1/>
        </For>
        {move || (count.get() < GOALS_MAX).then(|| html! {
            <button class="button" type="button" on:click=add>{t("builder.add_goal")}</button>
        })}
    }
}

#[component]
fn GoalForm(goals: Goals, nth: usize) -> impl IntoView {
    let goal = Memo::new(move |_| goals.all.with(|goals| goals.get(nth).map(|goal| goal.goal)));
    let change = move |change: &dyn Fn(&mut Goal)| {
        goals.change(|all| {
            if let Some(slot) = all.get_mut(nth) {
                let mut goal = slot.goal;
                change(&mut goal);
                *slot = LabGoal { gold: slot.gold, ..labelled(goal) };
            }
        });
    };
    let is_gold = move || goals.all.with(|goals| goals.get(nth).is_some_and(|goal| goal.gold));
    let removals = expect_context::<Removals>();
    let remove = move |_| {
        goals.change(|all| {
            if nth < all.len() {
                all.remove(nth);
            }
        });
        removals.note(LIST);
    };
    let label = move || goals.all.with(|goals| goals.get(nth).map(|goal| goal.label.clone()));
    let measure_option = move |at: usize| {
        let of = &MEASURES[at];
        let is_set = move || goal.get().is_some_and(|goal| goal.measure == of.measure);
        html! { <option value=at.to_string() prop:selected=is_set>{t(&format!("measure.{}", of.key))}</option> }
    };
    let comparison_option = move |(at, (of, sign)): (usize, (Comparison, &'static str))| {
        let is_set = move || goal.get().is_some_and(|goal| goal.comparison == of);
        html! { <option value=at.to_string() prop:selected=is_set>{sign}</option> }
    };
    let chosen = |event: &web_sys::Event| event_target_value(event).parse::<usize>().ok();
    // A lab's goal may use a measure that isn't offered: it stays as it is until another is chosen.
    let of_lab = Memo::new(move |_| {
        goal.get().is_some_and(|goal| MEASURES.iter().all(|offered| offered.measure != goal.measure))
    });
    let windowed = move || goal.get().is_some_and(|goal| goal.measure.looks_back()) && !of_lab.get();
    let (measure_id, comparison_id) = (format!("builder-goal-{nth}-measure"), format!("builder-goal-{nth}-comparison"));
    html! {
        <fieldset class="builder-part">
            <legend>{label}</legend>
            <div class="field">
                <label for=measure_id.clone()>{t("builder.goal.measure")}</label>
                <select id=measure_id on:change=move |event| if let Some(of) = chosen(&event).and_then(|at| MEASURES.get(at)) {
                    change(&|goal| {
                        goal.measure = of.measure;
                        goal.window_s = if of.measure.looks_back() { goal.window_s.max(10) } else { 0 };
                    });
                }>
                    {move || of_lab.get().then(|| html! { <option value="" selected>{t("builder.goal.of_lab")}</option> })}
                    {(0..MEASURES.len()).map(measure_option).collect_view()}
                </select>
            </div>
            {move || (!of_lab.get()).then(|| html! {
                <div class="field">
                    <label for=comparison_id.clone()>{t("builder.goal.comparison")}</label>
                    <select id=comparison_id.clone() on:change=move |event| if let Some((of, _)) = chosen(&event).and_then(|at| COMPARISONS.get(at)) {
                        change(&|goal| goal.comparison = *of);
                    }>{COMPARISONS.into_iter().enumerate().map(comparison_option).collect_view()}</select>
                </div>
                <NumberEntry id=format!("builder-goal-{nth}-value") label=t("builder.goal.value") unit=""
                    bounds=Bounds { min: 0, max: VALUE_MAX, step: 1 }
                    number=Signal::derive(move || goal.get().map(|goal| goal.value))
                    set=Callback::new(move |value| change(&|goal| goal.value = value))/>
            })}
            {move || windowed().then(|| html! {
                <NumberEntry id=format!("builder-goal-{nth}-window") label=t("builder.goal.window") unit="s"
                    bounds=Bounds { min: 1, max: WINDOW_MAX, step: 1 }
                    number=Signal::derive(move || goal.get().map(|goal| goal.window_s))
                    set=Callback::new(move |seconds| change(&|goal| goal.window_s = seconds))/>
            })}
            <label class="check">
                <input type="checkbox" prop:checked=is_gold on:change=move |event| {
                    let gold = event_target_checked(&event);
                    goals.change(|all| all.get_mut(nth).into_iter().for_each(|goal| goal.gold = gold));
                }/>
                {t("builder.goal.gold")}
            </label>
            <button class="button" type="button" on:click=remove
                aria-label=move || tf("builder.remove_named", &[("name", &label().unwrap_or_default())])>
                {t("builder.remove")}
            </button>
        </fieldset>
    }
}

/// The goal with its line, in words and the measure's own format.
fn labelled(goal: Goal) -> LabGoal {
    let of = offered(goal.measure);
    let sign = COMPARISONS.iter().find(|(comparison, _)| *comparison == goal.comparison).map_or("=", |(_, sign)| *sign);
    let values = [
        ("measure", t(&format!("measure.{}", of.key)).to_owned()),
        ("sign", sign.to_owned()),
        ("value", of.format.text(goal.value)),
        ("n", goal.window_s.to_string()),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let key = if goal.window_s > 0 { "builder.goal.label_window" } else { "builder.goal.label" };
    LabGoal { label: tf(key, &values), format: of.format, goal, gold: false }
}
