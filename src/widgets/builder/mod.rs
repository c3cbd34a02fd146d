//! The builder: a topology put together part by part, what is to be reached in it, and the run that
//! begins with it.

mod form;
pub mod goals;

use crate::content::{t, tf};
use crate::scene::builder::Draft;
use crate::scene::builder::parts::{KINDS, PartKind};
use crate::scene::builder::told::told;
use crate::session::workbench::Workbench;
use crate::widgets::controls::problem::{Problem, ProblemLine};
use form::PartForm;
use goals::Task;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// How many parts and goals went. Forms are known by their place: when one goes, those of its kind are made
/// anew, so that nothing that was typed or said about one stays for the next.
#[derive(Clone, Copy)]
struct Removals(RwSignal<u32>);

impl Removals {
    /// One went, and its button with it: the focus goes to the heading of its kind.
    fn note(self, list: &str) {
        self.0.update(|gone| *gone += 1);
        crate::widgets::focus(&heading_id(list));
    }

    /// The forms of so many parts; followed.
    fn forms(self, count: usize) -> Vec<(u32, usize)> {
        let gone = self.0.get();
        (0..count).map(|nth| (gone, nth)).collect()
    }
}

fn heading_id(list: &str) -> String {
    format!("builder-{list}")
}

/// Fields that hold what can't be taken, by id.
#[derive(Clone, Copy)]
struct Unread(RwSignal<BTreeSet<String>>);

/// What forms need around them. Gives the fields that hold what can't be taken.
pub fn ready_for_forms() -> RwSignal<BTreeSet<String>> {
    provide_context(Removals(RwSignal::new(0)));
    let unread = RwSignal::new(BTreeSet::new());
    provide_context(Unread(unread));
    unread
}

/// The parts with their forms, the goals, and the button that begins a run.
#[component]
pub fn Builder() -> impl IntoView {
    let Some(workbench) = use_context::<Workbench>() else { return ().into_any() };
    let draft = RwSignal::new(Draft::of(&untrack(|| workbench.exercise())));
    let problem = RwSignal::new(None::<Problem>);
    let unread = ready_for_forms();
    // A message is about what stood there when it came.
    Effect::new(move |_| {
        draft.track();
        unread.track();
        problem.set(None);
    });
    let changed = Memo::new(move |_| draft.with(|draft| Draft::of(&workbench.exercise()) != *draft));
    let build = move |_| {
        if !unread.with_untracked(BTreeSet::is_empty) {
            return problem.set(Some(Problem::plain(t("builder.unread").to_owned())));
        }
        let exercise = match draft.with_untracked(Draft::exercise) {
            Ok(exercise) => exercise,
            Err(text) => return problem.set(Some(Problem::plain(tf("builder.unreadable", &[("text", &text)])))),
        };
        match exercise.check() {
            Ok(()) => {
                problem.set(None);
                workbench.build(exercise);
            }
            Err(error) => problem.set(Some(Problem::plain(told(&error)))),
        }
    };
    // What stands in the fields is neither the run's nor another topology while one of them can't be read.
    let is_wrong = move || problem.with(Option::is_some) || !unread.with(BTreeSet::is_empty);
    let state = move || match (is_wrong(), changed.get()) {
        (true, _) => "",
        (false, true) => t("builder.changed"),
        (false, false) => t("builder.same"),
    };
    html! {
        <div class="builder">
            <p class="hint">{t("builder.hint")}</p>
            {KINDS.iter().map(|kind| html! { <Kind draft kind/> }).collect_view()}
            <Task draft/>
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
    let removals = expect_context::<Removals>();
    html! {
        <details class="builder-kind">
            <summary id=heading_id(kind.list)><span>{name}</span><b>{move || count.get()}</b></summary>
            <For each=move || removals.forms(count.get()) key=|form| *form let:form>
                <PartForm draft kind nth=form.1/>
            </For>
            <button class="button" on:click=move |_| draft.update(|draft| draft.add(kind))>
                {tf("builder.add", &[("kind", name)])}
            </button>
        </details>
    }
}
