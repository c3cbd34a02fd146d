//! Where an exercise begins: a lab, its limits and its dice, and a run that has happened by then.

use super::{of, section, set};
use crate::classroom::building::Building;
use crate::content::{content, frame, t, tf};
use crate::scene::clock;
use crate::widgets::classroom::fields::number;
use crate::widgets::controls::number::Bounds;
use leptos::prelude::*;
use stream_engine::Time;

/// Seeds that are said aloud.
const SEEDS: Bounds = Bounds { min: 0, max: 999_999, step: 1 };

/// The section.
#[component]
pub fn Beginning(building: Building) -> impl IntoView {
    let lab = of(building, |draft| draft.lab.clone());
    let labs = frame().course.iter().filter(|card| card.is_built()).map(|card| {
        html! { <option value=card.id.clone() prop:selected=move || lab.get() == card.id>{card.title.clone()}</option> }
    });
    let profile = of(building, |draft| draft.profile.clone());
    let profiles = frame().profiles.iter().map(|known| {
        html! { <option value=known.id.clone() prop:selected=move || profile.get() == known.id>{known.label.clone()}</option> }
    });
    let seed = Signal::derive(move || {
        let of_lab = building.lab().scenario.seed;
        building.draft.with(|draft| draft.seed.or(draft.scenario.as_ref().map(|own| own.seed)).unwrap_or(of_lab))
    });
    let inside = html! {
        <div class="build-pair">
            <div class="field">
                <label for="build-lab">{t("build.lab")}</label>
                <select id="build-lab" on:change=move |event| building.take_lab(&event_target_value(&event))>
                    {labs.collect_view()}
                </select>
            </div>
            <div class="field">
                <label for="build-profile">{t("build.profile")}</label>
                <select id="build-profile" on:change=move |event| {
                    let id = event_target_value(&event);
                    building.change(|draft| draft.profile = id);
                }>{profiles.collect_view()}</select>
            </div>
            {number("build-seed", t("build.seed"), SEEDS, seed, set(building, |draft, seed| draft.seed = Some(seed)))}
        </div>
        <Run building/>
    };
    section(t("build.begin"), "build-begin", inside)
}

/// The moment at which learners begin, and the way to another one.
#[component]
fn Run(building: Building) -> impl IntoView {
    let from = of(building, |draft| (draft.from, draft.begin.len(), draft.scenario.is_some()));
    let says = move || {
        let (from, requests, is_own) = from.get();
        let moment = match from {
            Time::ZERO => t("build.from_start").to_owned(),
            from => tf("build.from", &[("moment", &clock(from)), ("n", &requests.to_string())]),
        };
        if is_own { format!("{moment} {}", t("build.own_topology")) } else { moment }
    };
    let lab_href = move || building.draft.with(|draft| crate::route::lab_href(&draft.lab));
    html! {
        <p>{says}</p>
        {move || (from.get().0 > Time::ZERO).then(|| html! {
            <button class="button" type="button" on:click=move |_| {
                building.go_to_start();
                crate::widgets::focus("build-begin");
            }>{t("build.to_start")}</button>
        })}
        <details class="build-more">
            <summary>{t("build.run")}</summary>
            <p class="hint">{t("build.run.hint")}" "<a href=lab_href>{t("build.run.lab")}</a></p>
            <div class="field">
                <label for="build-run">{t("build.run.link")}</label>
                <input type="text" id="build-run" autocomplete="off" on:change=move |event| {
                    let text = event_target_value(&event);
                    if !text.trim().is_empty() {
                        building.take_run(&text);
                    }
                }/>
            </div>
        </details>
    }
}

/// The name of the limits that the draft has.
pub fn profile_label(id: &str) -> String {
    let known = content().profiles.iter().position(|profile| profile.id == id);
    known.map_or(String::new(), |place| frame().profiles[place].label.clone())
}
