//! The form of one part.

use super::{Removals, Unread};
use crate::content::{t, tf};
use crate::scene::builder::Draft;
use crate::scene::builder::parts::{Field, PartKind, Shape};
use crate::widgets::controls::number::{Bounds, out_of_bounds};
use crate::widgets::controls::problem::{Problem, ProblemLine};
use lab_content::format::{thousands, unit_of};
use leptos::prelude::*;
use serde_json::{Value, json};

/// Letters of the names that workers get by themselves.
const WORKERS: &str = "abcdefghijklmnopqrstuvwxyz";

/// A part's fields, and the button that takes it away.
#[component]
pub fn PartForm(draft: RwSignal<Draft>, kind: &'static PartKind, nth: usize) -> impl IntoView {
    let part = move || draft.with(|draft| draft.parts(kind).get(nth).cloned().unwrap_or_default());
    let title = Memo::new(move |_| title(kind, &part(), nth));
    let removals = expect_context::<Removals>();
    let remove = move |_| {
        draft.update(|draft| draft.remove(kind, nth));
        removals.note(kind.list);
    };
    let fields = kind.fields.iter().map(|field| html! { <Entry draft kind nth field/> }).collect_view();
    html! {
        <fieldset class="builder-part">
            <legend>{title}</legend>
            {fields}
            <button class="button" on:click=remove
                aria-label=move || tf("builder.remove_named", &[("name", &title.get())])>{t("builder.remove")}</button>
        </fieldset>
    }
}

/// Its name; of a part without one, what it connects.
fn title(kind: &PartKind, part: &Value, nth: usize) -> String {
    let text = |name: &str| part.get(name).and_then(Value::as_str).map(str::to_owned);
    let pair = || Some(format!("{} → {}", text("producer")?, text("queue")?));
    let numbered = || format!("{} {}", t(&format!("builder.kind.{}", kind.list)), nth + 1);
    text("name").or_else(pair).or_else(|| text("function")).unwrap_or_else(numbered)
}

#[component]
fn Entry(draft: RwSignal<Draft>, kind: &'static PartKind, nth: usize, field: &'static Field) -> impl IntoView {
    let value = Memo::new(move |_| {
        draft.with(|draft| draft.parts(kind).get(nth).map(|part| part[field.path].clone()).unwrap_or_default())
    });
    let set = move |value: Value| draft.update(|draft| draft.set(kind, nth, field, value));
    let id = format!("builder-{}-{nth}-{}", kind.list, field.path);
    let label = t(&format!("builder.field.{}", field.path));
    match field.shape {
        Shape::Text => html! { <TextEntry id label value set=Callback::new(set)/> },
        Shape::Flag => html! {
            <label class="check">
                <input type="checkbox" prop:checked=move || value.get() == json!(true)
                    on:change=move |event| set(json!(event_target_checked(&event)))/>
                {label}
            </label>
        },
        Shape::Number { min, max, scale, unit } => {
            let number = Signal::derive(move || value.get().as_u64().map(|number| number / scale));
            let set = Callback::new(move |number: u64| set(json!(number * scale)));
            let unit = t(&format!("builder.unit.{unit}"));
            html! { <NumberEntry id label unit bounds=Bounds { min, max, step: 1 } number set/> }
        }
        Shape::Workers => {
            let number = Signal::derive(move || value.get().as_array().map(|workers| workers.len() as u64));
            let named = |letter: char| json!({ "name": format!("worker-{letter}") });
            let set = Callback::new(move |number: u64| {
                set(WORKERS.chars().take(number as usize).map(named).collect::<Vec<_>>().into());
            });
            let bounds = Bounds { min: 0, max: WORKERS.len() as u64, step: 1 };
            html! { <NumberEntry id label unit="" bounds number set/> }
        }
        Shape::Stream | Shape::StreamOrNone | Shape::Named(_) | Shape::NamedOrNone(_) | Shape::OneOf(_) => {
            let choices = Memo::new(move |_| draft.with(|draft| draft.choices(field)));
            let set = Callback::new(set);
            html! { <ChoiceEntry id label choices value set/> }
        }
    }
}

#[component]
fn TextEntry(id: String, label: &'static str, value: Memo<Value>, set: Callback<Value>) -> impl IntoView {
    html! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input type="text" id=id autocomplete="off" spellcheck="false"
                prop:value=move || value.get().as_str().unwrap_or_default().to_owned()
                on:change=move |event| set.run(Value::from(event_target_value(&event).trim()))/>
        </div>
    }
}

/// A number that is typed; what can't be taken is said beside it and changes nothing.
#[component]
pub fn NumberEntry(
    id: String,
    label: &'static str,
    unit: &'static str,
    bounds: Bounds,
    number: Signal<Option<u64>>,
    set: Callback<u64>,
) -> impl IntoView {
    let problem = RwSignal::new(None::<Problem>);
    let typed = move |text: String| match bounds.read(&text) {
        Some(number) => {
            problem.set(None);
            set.run(number);
        }
        None => {
            problem.set(Some(out_of_bounds(&text, bounds, unit)));
        }
    };
    let Unread(unread) = expect_context();
    let (held, gone) = (id.clone(), id.clone());
    Effect::new(move |_| {
        let is_bad = problem.with(Option::is_some);
        unread.update(|ids| {
            if is_bad {
                ids.insert(held.clone())
            } else {
                ids.remove(&held)
            };
        });
    });
    // The whole builder may be gone by then.
    on_cleanup(move || {
        let _gone = unread.try_update(|ids| ids.remove(&gone));
    });
    let problem_id = format!("{id}-problem");
    html! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <span class="with-unit">
                <input type="text" inputmode="numeric" id=id autocomplete="off" aria-describedby=problem_id.clone()
                    aria-invalid=move || problem.get().map(|_| "true")
                    prop:value=move || number.get().map(thousands).unwrap_or_default()
                    on:change=move |event| typed(event_target_value(&event))/>
                <span>{move || number.get().map_or(unit.into(), |number| unit_of(number, unit))}</span>
            </span>
            <ProblemLine id=problem_id problem/>
        </div>
    }
}

#[component]
fn ChoiceEntry(
    id: String,
    label: &'static str,
    choices: Memo<Vec<(String, Value)>>,
    value: Memo<Value>,
    set: Callback<Value>,
) -> impl IntoView {
    let option = move |(nth, (label, of)): (usize, (String, Value))| {
        html! { <option value=nth.to_string() prop:selected=move || value.get() == of>{label}</option> }
    };
    let chosen = move |event: web_sys::Event| {
        let nth = event_target_value(&event).parse::<usize>().ok();
        let value =
            nth.and_then(|nth| choices.with_untracked(|choices| choices.get(nth).map(|(_, value)| value.clone())));
        if let Some(value) = value {
            set.run(value);
        }
    };
    html! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id on:change=chosen>{move || choices.get().into_iter().enumerate().map(option).collect_view()}</select>
        </div>
    }
}
