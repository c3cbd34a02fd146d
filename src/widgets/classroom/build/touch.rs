//! What learners may touch: controls of the lab, and calls by hand.

use super::{of, section, set};
use crate::classroom::building::Building;
use crate::content::t;
use crate::widgets::classroom::fields::check;
use lab_content::control::{Control, Widget};
use leptos::prelude::*;

/// The section.
#[component]
pub fn TouchForm(building: Building) -> impl IntoView {
    let lab = Memo::new(move |_| building.draft.with(|draft| draft.lab.clone()));
    // A topology is built before an exercise begins, not within one.
    let is_for_learners = |control: &&'static Control| !matches!(control.widget, Widget::Builder {});
    let controls = move || {
        lab.track();
        let all: Vec<&'static Control> = untrack(|| building.lab()).controls.iter().filter(is_for_learners).collect();
        let one = {
            let all: Vec<&'static str> = all.iter().map(|control| control.id.as_str()).collect();
            move |control: &'static Control| {
                let all = all.clone();
                let is_given = move || {
                    building
                        .draft
                        .with(|draft| draft.touch.controls.as_ref().is_none_or(|given| given.contains(&control.id)))
                };
                let give = move |given: bool| {
                    building.change(|draft| {
                        let before = draft.touch.controls.take();
                        let holds =
                            |id: &str| before.as_ref().is_none_or(|before| before.iter().any(|known| known == id));
                        let now = all.iter().filter(|id| if **id == control.id { given } else { holds(id) });
                        let now: Vec<String> = now.map(|id| (*id).to_owned()).collect();
                        draft.touch.controls = (now.len() < all.len()).then_some(now);
                    })
                };
                check(name(control), Signal::derive(is_given), Callback::new(give))
            }
        };
        all.iter().map(|control| one(control)).collect_view()
    };
    let inside = html! {
        <div class="build-checks">
            {controls}
            {check(t("build.calls").to_owned(), of(building, |draft| draft.touch.calls), set(building, |draft, calls| draft.touch.calls = calls))}
        </div>
        <p class="hint">{t("build.touch.hint")}</p>
    };
    section(t("build.touch"), "build-touch", inside)
}

/// A control's label; some have none on the page.
fn name(control: &Control) -> String {
    if control.label.is_empty() { control.id.clone() } else { control.label.clone() }
}
