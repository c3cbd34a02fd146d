//! The printed sheet: the picture's tables and a prediction to be filled in beside the paused stage, and the
//! solution on a page of its own. It exists only while the browser prints.

use super::panels::table;
use super::prediction::answer;
use crate::content::{frame, t, tf};
use crate::route::lab_href;
use crate::scene::clock;
use crate::session::Session;
use lab_content::challenge::{Challenge, LabGoal};
use lab_content::prediction::Ask;
use leptos::ev;
use leptos::prelude::*;

/// Pauses and makes the sheet when the browser is about to print, and lets go of it afterwards.
#[component]
pub fn PrintSheet(session: Session) -> impl IntoView {
    let printing = RwSignal::new(false);
    let before = window_event_listener(ev::beforeprint, move |_| {
        session.pause();
        session.views.refresh_all();
        scale_drawings(true);
        printing.set(true);
    });
    let after = window_event_listener(ev::afterprint, move |_| {
        scale_drawings(false);
        printing.set(false);
    });
    on_cleanup(move || [before, after].into_iter().for_each(|listener| listener.remove()));
    move || printing.get().then(|| sheet(session))
}

/// Makes the drawings of the stage fit the paper while it is printed, and the screen afterwards.
pub fn scale_drawings(is_printed: bool) {
    match is_printed {
        true => each_drawing(|drawing, size| drawing.set_attribute("viewBox", size)),
        false => each_drawing(|drawing, _| drawing.remove_attribute("viewBox")),
    }
}

/// Pictures are drawn to the size of the screen. On paper they are scaled, which takes a frame to scale.
fn each_drawing(change: impl Fn(&web_sys::Element, &str) -> Result<(), wasm_bindgen::JsValue>) {
    let Ok(Some(picture)) = document().query_selector(".stage .picture") else { return };
    let drawings = picture.get_elements_by_tag_name("svg");
    for drawing in (0..drawings.length()).filter_map(|nth| drawings.item(nth)) {
        let part = |name| drawing.get_attribute(name).unwrap_or_default();
        // The name of the attribute is valid.
        let _changed = change(&drawing, &format!("0 0 {} {}", part("width"), part("height")));
    }
}

fn sheet(session: Session) -> AnyView {
    let lab = session.lab;
    let kind = lab.stage.kind;
    let moment = session.peek(|run| clock(run.now()));
    let (profile, seed) = (session.profile.label.clone(), lab.scenario.seed.to_string());
    let moment = tf("print.moment", &[("moment", &moment), ("profile", &profile), ("seed", &seed)]);
    let scenes = session.peek(|run| (session.kit.tables)(run, kind));
    let line = |name: &'static str| html! { <p class="to-fill">{name}<i></i></p> };
    html! {
        <div class="print-sheet">
            <p class="hint">{moment}</p>
            {scenes.iter().map(|scene| html! { <div class="scene-tables">{table::view(scene, false)}</div> }).collect_view()}
            <section class="print-part">
                <div class="to-fill-pair">{line(t("print.name"))} {line(t("print.date"))}</div>
                <h2>{t("prediction.title")}</h2>
                <p>{session.fill(&lab.prediction.question, &[])}</p>
                {choices(session)}
                {line(t("print.run"))}
            </section>
            {challenges(session)}
            <section class="print-part">
                <h2>{t("print.try")}</h2>
                <ul>{lab.why.tries.iter().map(|text| html! { <li>{session.fill(text, &[])}</li> }).collect_view()}</ul>
                {foot(session)}
            </section>
            {solution(session)}
        </div>
    }
}

/// The lab's challenge, and its second one.
fn challenges(session: Session) -> AnyView {
    let one = |challenge: &'static Challenge| {
        let goal = |goal: &LabGoal| html! { <li>{goal.gold.then_some("★ ")}{session.fill(&goal.label, &[])}</li> };
        html! {
            <section class="print-part">
                <h2>{challenge.title.as_str()}</h2>
                <p>{session.fill(&challenge.text, &[])}</p>
                <ul class="to-tick">{challenge.goals.iter().map(goal).collect_view()}</ul>
            </section>
        }
    };
    std::iter::once(&session.lab.challenge).chain(&session.lab.further).map(one).collect_view().into_any()
}

fn choices(session: Session) -> AnyView {
    match &session.lab.prediction.ask {
        Ask::Choice { options } => html! {
            <ul class="to-tick">
                {options.iter().map(|option| html! { <li>{option.label.as_str()}</li> }).collect_view()}
            </ul>
        },
        Ask::Number { unit, .. } => html! {
            <p class="to-fill">{t("print.yours")}<i></i>{unit.as_str()}</p>
        },
    }
}

fn solution(session: Session) -> AnyView {
    let lab = session.lab;
    let title = frame().course.iter().find(|card| card.id == lab.id).map_or("", |card| card.title.as_str());
    let (finding, found, explanation) = answer(session);
    let right = match &lab.prediction.ask {
        Ask::Choice { options } => {
            let right = lab.prediction.right_option(&finding).and_then(|nth| options.get(nth));
            right.map_or(found, |option| option.label.clone())
        }
        Ask::Number { unit, .. } => format!("{found} {unit}"),
    };
    html! {
        <section class="print-part solution">
            <h2>{tf("print.solution", &[("lab", title)])}</h2>
            // An explanation that begins with the answer says it by itself.
            <p>
                <b>{t("print.answer")}": "</b>
                {(!explanation.starts_with(&right)).then(|| format!("{right}. "))}
                {explanation}
            </p>
            {lab.challenges().filter(|challenge| !challenge.par.is_empty()).map(|challenge| html! {
                <p><b>{t("challenge.par")}": "</b>{session.fill(&challenge.par, &[])}</p>
                <p><b>{t("print.way")}": "</b>{challenge.solution.name.as_str()}</p>
                <p>{session.fill(&challenge.debrief, &[])}</p>
            }).collect_view()}
            {foot(session)}
        </section>
    }
}

fn foot(session: Session) -> AnyView {
    let location = window().location();
    let page = location.origin().unwrap_or_default() + &location.pathname().unwrap_or_default();
    let address = format!("{page}{}", lab_href(&session.lab.id));
    html! { <p class="print-foot">{tf("print.foot", &[("version", env!("CARGO_PKG_VERSION")), ("address", &address)])}</p> }
}
