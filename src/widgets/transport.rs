//! Play, step, restart, scrub, speed, fork.

use super::icon::{Icon, PAUSE, PLAY, RESTART, STEP, STEP_BACK};
use crate::content::t;
use crate::session::Session;
use leptos::prelude::*;
use stream_engine::Time;

/// The bar under the stage.
#[component]
pub fn Transport(session: Session) -> impl IntoView {
    let moment = move || moment(session);
    html! {
        <div class="transport" role="group" aria-label=t("transport.title") aria-busy=move || session.is_bound().to_string()>
            <div class="transport-buttons">
                <button class="button square primary" on:click=move |_| session.toggle()
                    aria-label=move || t(if session.playing.get() { "transport.pause" } else { "transport.play" })>
                    {move || html! { <Icon path=if session.playing.get() { PAUSE } else { PLAY }/> }}
                </button>
                <button class="button square" aria-label=t("transport.step_back") on:click=move |_| session.step_back()>
                    <Icon path=STEP_BACK/>
                </button>
                <button class="button square" aria-label=t("transport.step") on:click=move |_| session.step()>
                    <Icon path=STEP/>
                </button>
                <button class="button square" aria-label=t("transport.restart") on:click=move |_| session.restart()>
                    <Icon path=RESTART/>
                </button>
                <span class="clock">{moment}</span>
            </div>
            <Scrubber session/>
            <Speeds session/>
            <div class="transport-buttons">
                <button class="button" on:click=move |_| session.reset()>{t("transport.reset")}</button>
                <button class="button" aria-disabled=move || session.beside.get().is_compared().to_string()
                    on:click=move |_| session.what_if()>{t("compare.button")}</button>
            </div>
        </div>
    }
}

/// Where the run stands, by the clock that fits its lab.
fn moment(session: Session) -> String {
    session.run(session.pace.clock)
}

#[component]
fn Scrubber(session: Session) -> impl IntoView {
    let end_ms = move || session.timeline_end().ms();
    let now_ms = move || session.run(|run| run.now().ms());
    let moment = move || moment(session);
    let marks = Memo::new(move |_| {
        let end = end_ms() as f64;
        let place = |at: Time| at.ms() as f64 / end * 100.0;
        session.marks().into_iter().map(|mark| (place(mark.at), mark.kind.class())).collect::<Vec<_>>()
    });
    html! {
        <div class="scrubber">
            <div class="marks" aria-hidden="true">
                {move || marks.get().into_iter().map(|(percent, class)| html! {
                    <i class=class style:left=format!("{percent:.2}%")></i>
                }).collect_view()}
            </div>
            <input type="range" min="0" step=session.pace.step_ms.to_string() max=end_ms aria-label=t("transport.moment")
                prop:value=move || session.chosen().ms().to_string()
                style:--filled=move || format!("{:.2}%", now_ms() as f64 / end_ms() as f64 * 100.0)
                aria-valuetext=moment
                on:input=move |event| {
                    if let Ok(ms) = event_target_value(&event).parse() {
                        session.scrub(Time::from_ms(ms));
                    }
                }/>
        </div>
    }
}

#[component]
fn Speeds(session: Session) -> impl IntoView {
    let radio = move |(nth, (_, label)): (usize, &(u64, &'static str))| {
        html! {
            <label>
                <input type="radio" name="speed" prop:checked=move || session.speed.get() == nth
                    on:change=move |_| session.speed.set(nth)/>
                <span>{*label}</span>
            </label>
        }
    };
    html! {
        <fieldset class="segments speeds">
            <legend class="visually-hidden">{t("transport.speed")}</legend>
            {session.pace.speeds.iter().enumerate().map(radio).collect_view()}
        </fieldset>
    }
}
