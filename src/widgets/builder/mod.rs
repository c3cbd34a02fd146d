//! The builder: a topology put together part by part, what is to be reached in it, and the run that
//! begins with it.

mod form;
mod goals;

use crate::content::{t, tf};
use crate::scene::builder::Draft;
use crate::scene::builder::parts::{KINDS, PartKind};
use crate::session::Session;
use crate::session::workbench::Workbench;
use crate::widgets::controls::problem::{Problem, ProblemLine};
use form::PartForm;
use goals::Goals;
use lab_content::exercise::ExerciseError;
use leptos::prelude::*;

/// The parts with their forms, the goals, and the button that begins a run.
#[component]
pub fn Builder(session: Session) -> impl IntoView {
    let Some(workbench) = use_context::<Workbench>() else { return ().into_any() };
    let draft = RwSignal::new(Draft::of(&untrack(|| workbench.exercise())));
    let problem = RwSignal::new(None::<Problem>);
    let changed = Memo::new(move |_| draft.with(|draft| Draft::of(&workbench.exercise()) != *draft));
    let build = move |_| {
        let exercise = match draft.with_untracked(Draft::exercise) {
            Ok(exercise) => exercise,
            Err(text) => return problem.set(Some(Problem::plain(tf("builder.unreadable", &[("text", &text)])))),
        };
        match exercise.check() {
            Ok(()) => {
                problem.set(None);
                session.say(t("builder.built").to_owned());
                workbench.build(exercise);
            }
            Err(error) => problem.set(Some(Problem::plain(told(&error)))),
        }
    };
    let state = move || t(if changed.get() { "builder.changed" } else { "builder.same" });
    html! {
        <div class="builder">
            <p class="hint">{t("builder.hint")}</p>
            {KINDS.iter().map(|kind| html! { <Kind draft kind/> }).collect_view()}
            <Goals draft/>
            <div class="control-row">
                <button class="button primary" on:click=build>{t("builder.build")}</button>
            </div>
            <p class="hint" role="status">{state}</p>
            <ProblemLine id="builder-problem".to_owned() problem/>
        </div>
    }
    .into_any()
}

/// All parts of a kind, folded.
#[component]
fn Kind(draft: RwSignal<Draft>, kind: &'static PartKind) -> impl IntoView {
    let count = Memo::new(move |_| draft.with(|draft| draft.parts(kind).len()));
    let name = t(&format!("builder.kind.{}", kind.list));
    html! {
        <details class="builder-kind">
            <summary><span>{name}</span><b>{move || count.get()}</b></summary>
            <For each=move || 0..count.get() key=|nth| *nth let:nth>
                <PartForm draft kind nth/>
            </For>
            <button class="button" on:click=move |_| draft.update(|draft| draft.add(kind))>
                {tf("builder.add", &[("kind", name)])}
            </button>
        </details>
    }
}

/// What is wrong, in the page's words.
pub fn told(error: &ExerciseError) -> String {
    let kind = |parts: &str| t(&format!("builder.kind.{parts}"));
    let place = |nth: usize| (nth + 1).to_string();
    match error {
        ExerciseError::Newer => t("exercise.newer").to_owned(),
        ExerciseError::TooMany { parts, most } => {
            tf("exercise.too_many", &[("kind", kind(parts)), ("most", &most.to_string())])
        }
        ExerciseError::Title => t("exercise.title_long").to_owned(),
        ExerciseError::Text => t("exercise.text_long").to_owned(),
        ExerciseError::Name { parts, nth } => tf("exercise.name", &[("kind", kind(parts)), ("n", &place(*nth))]),
        ExerciseError::Twice { name } => tf("exercise.twice", &[("name", name)]),
        ExerciseError::Missing { parts, nth, wanted } => {
            tf("exercise.missing", &[("kind", kind(parts)), ("n", &place(*nth)), ("wanted", wanted)])
        }
        ExerciseError::Number { parts, nth, field } => {
            let field = t(&format!("builder.field.{field}"));
            tf("exercise.number", &[("kind", kind(parts)), ("n", &place(*nth)), ("field", field)])
        }
    }
}
