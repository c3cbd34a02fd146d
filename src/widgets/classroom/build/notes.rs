//! What whoever teaches it wants to remember. Learners don't get it.

use super::{of, set};
use crate::classroom::building::Building;
use crate::content::t;
use crate::widgets::classroom::fields::area;
use leptos::prelude::*;

/// The section, folded.
#[component]
pub fn NotesForm(building: Building) -> impl IntoView {
    let lines = |text: String| text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    html! {
        <details class="card build-part">
            <summary>{t("build.notes")}</summary>
            <p class="hint">{t("build.notes.hint")}</p>
            {area("build-aim", t("classroom.aim"), of(building, |draft| draft.notes.aim.clone()), set(building, |draft, aim| draft.notes.aim = aim))}
            {area("build-prompts", t("build.prompts"), of(building, |draft| draft.notes.prompts.join("\n")),
                Callback::new(move |text| building.change(|draft| draft.notes.prompts = lines(text))))}
            {area("build-misconceptions", t("build.misconceptions"), of(building, |draft| draft.notes.misconceptions.join("\n")),
                Callback::new(move |text| building.change(|draft| draft.notes.misconceptions = lines(text))))}
            {area("build-debrief", t("classroom.debrief"), of(building, |draft| draft.notes.debrief.clone()),
                set(building, |draft, debrief| draft.notes.debrief = debrief))}
        </details>
    }
}
