//! What learners are asked to do, and the goals that are judged all the time.

use super::{of, section, set};
use crate::classroom::building::Building;
use crate::content::t;
use crate::widgets::builder::goals::{GoalForms, Goals};
use crate::widgets::classroom::fields::{area, check, line, number};
use crate::widgets::controls::number::Bounds;
use leptos::prelude::*;

/// Minutes of an exercise: a lesson, or two.
const MINUTES: Bounds = Bounds { min: 1, max: 180, step: 1 };

/// The two sections.
#[component]
pub fn TaskForm(building: Building) -> impl IntoView {
    let texts = html! {
        {line("build-title", t("build.title"), of(building, |draft| draft.title.clone()), set(building, |draft, title| draft.title = title))}
        {area("build-text", t("build.text"), of(building, |draft| draft.text.clone()), set(building, |draft, text| draft.text = text))}
        <div class="build-pair">
            {number("build-minutes", t("build.minutes"), MINUTES, of(building, |draft| u64::from(draft.minutes)),
                set(building, |draft, minutes: u64| draft.minutes = minutes as u32))}
            {check(t("build.nickname").to_owned(), of(building, |draft| draft.nickname), set(building, |draft, asks| draft.nickname = asks))}
        </div>
    };
    let goals = Goals {
        all: of(building, |draft| draft.goals.clone()),
        set: set(building, |draft, goals| draft.goals = goals),
    };
    let reached = html! {
        <div class="build-goals"><GoalForms goals/></div>
        {area("build-par", t("build.par"), of(building, |draft| draft.par.clone()), set(building, |draft, par| draft.par = par))}
    };
    html! {
        {section(t("build.task"), "build-task", texts)}
        {section(t("build.goals"), "builder-goals", reached)}
    }
}
