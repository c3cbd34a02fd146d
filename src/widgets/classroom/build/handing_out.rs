//! Whether an exercise can be handed out, its solution, and what is handed out.

use super::beginning::profile_label;
use super::of;
use crate::classroom::Known;
use crate::classroom::building::Building;
use crate::content::{t, tf};
use crate::route::Room;
use crate::scene::clock;
use crate::widgets::classroom::give::{Gift, give};
use crate::widgets::files::save_text;
use crate::widgets::packages::Packages;
use course_package::Kind;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The cards beside the forms.
#[component]
pub fn HandingOut(building: Building, unread: RwSignal<BTreeSet<String>>) -> impl IntoView {
    let can_be_given = Memo::new(move |_| building.is_playable() && unread.with(BTreeSet::is_empty));
    html! {
        <section class="challenge" aria-labelledby="build-check">
            <h2 id="build-check">{t("build.check")}</h2>
            <Check building unread/>
            <SolutionLine building/>
        </section>
        {move || can_be_given.get().then(|| html! { <Handed building/> })}
    }
}

/// What is wrong, or that nothing is.
#[component]
fn Check(building: Building, unread: RwSignal<BTreeSet<String>>) -> impl IntoView {
    let lines = move || {
        match (unread.with(BTreeSet::is_empty), building.flaws.get()) {
        (false, _) => html! { <p class="error">{t("builder.unread")}</p> }.into_any(),
        (true, None) => html! { <p class="hint">{t("build.trying")}</p> }.into_any(),
        (true, Some(flaws)) if flaws.is_empty() => {
            let is_solved = building.draft.with(|draft| draft.solution.is_some());
            let says = t(if is_solved { "build.sound" } else { "build.sound_unsolved" });
            html! { <p class="build-sound"><span aria-hidden="true">"✓ "</span>{says}</p> }.into_any()
        }
        (true, Some(flaws)) => html! {
            <ul class="build-flaws">{flaws.into_iter().map(|flaw| html! { <li class="error">{flaw}</li> }).collect_view()}</ul>
        }
        .into_any(),
    }
    };
    html! { <div role="status">{lines}</div> }
}

/// Whether there is a solution, and the ways to one.
#[component]
fn SolutionLine(building: Building) -> impl IntoView {
    let solution =
        of(building, |draft| draft.solution.as_ref().map(|solution| (solution.requests.len(), solution.end)));
    let says = move || match solution.get() {
        None => t("build.no_solution").to_owned(),
        Some((n, end)) => tf("build.solution", &[("n", &n.to_string()), ("moment", &clock(end))]),
    };
    html! {
        <p class="hint">{says}</p>
        <details class="build-more">
            <summary id="build-solve">{t("build.solve")}</summary>
            <p class="hint">{t("build.solve.hint")}</p>
            <div class="field">
                <label for="build-result">{t("build.solve.result")}</label>
                <input type="text" id="build-result" autocomplete="off" on:change=move |event| {
                    let text = event_target_value(&event);
                    if !text.trim().is_empty() {
                        building.take_solution(&text);
                    }
                }/>
            </div>
            {move || solution.get().is_some().then(|| html! {
                <button class="button" type="button" on:click=move |_| {
                    building.change(|draft| draft.solution = None);
                    crate::widgets::focus("build-solve");
                }>{t("build.solve.none")}</button>
            })}
        </details>
    }
}

/// Link, code and file, and what else can be done with it.
#[component]
fn Handed(building: Building) -> impl IntoView {
    let inside = move || {
        let known = Known::of(building.draft.get());
        let assignment = known.assignment.clone();
        let gift = Gift {
            fragment: known.href(),
            code_label: tf("build.code", &[("title", &assignment.title)]),
            file: format!("{}.exercise.txt", known.stem()),
            text: assignment.for_learners().file(),
            save: t("build.save"),
        };
        let (whole_name, whole) = (format!("{}.with-notes.txt", known.stem()), assignment.file());
        let limits = tf("build.limits", &[("profile", &profile_label(&assignment.profile))]);
        let is_own = known.id.is_none();
        let given = move || {
            if is_own {
                building.keep();
            }
        };
        html! {
            <a class="button primary" href=known.href() on:click=move |_| given()>{t("build.try")}</a>
            {give(gift, given)}
            <p class="hint">{limits}" "{t("build.given.hint")}</p>
            <div class="exercise-ways">
                <a class="button" href=known.href_in(Room::Handout) on:click=move |_| given()>{t("classroom.room.handout")}</a>
                <button class="button" type="button" on:click=move |_| save_text(&whole_name, "text/plain", &whole)>
                    {t("build.save_whole")}
                </button>
            </div>
            <Packages title=assignment.title.clone() fragment=known.href() stem=known.stem() kind=Kind::Exercise/>
        }
    };
    html! {
        <section class="card build-given" aria-labelledby="build-given">
            <h2 id="build-given">{t("build.given")}</h2>
            {inside}
        </section>
    }
}
