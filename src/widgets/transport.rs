//! Play, step, restart, scrub, speed, share.

use super::copy::CopyButton;
use super::dialog::Dialog;
use super::icon::{Icon, PAUSE, PLAY, RESTART, STEP, STEP_BACK};
use crate::content::{t, tf};
use crate::scene::clock;
use crate::session::{SPEEDS, Session};
use leptos::prelude::*;
use stream_engine::Time;
use stream_engine::consumers::kcl::KclEvent;
use stream_engine::event::EventKind;

/// The bar under the stage.
#[component]
pub fn Transport(session: Session) -> impl IntoView {
    let share = RwSignal::new(false);
    let moment = move || session.run(|run| clock(run.now()));
    html! {
        <div class="transport" role="group" aria-label=t("transport.title")>
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
                <button class="button" on:click=move |_| {
                    session.pause();
                    session.refresh();
                    share.set(true);
                }>{t("share.button")}</button>
            </div>
        </div>
        <Dialog open=share title=t("share.title")>
            <ShareBody session/>
        </Dialog>
    }
}

#[component]
fn Scrubber(session: Session) -> impl IntoView {
    // The lab's timeline, longer once the run has gone beyond it.
    let end_ms = move || {
        let latest = session.history(|history| history.latest().ms());
        latest.max(session.lab.timeline_s * 1_000).div_ceil(30_000) * 30_000
    };
    let now_ms = move || session.run(|run| run.now().ms());
    let marks = move || {
        let end = end_ms() as f64;
        session.run(|run| {
            let newest = run.events().iter_back().take(200);
            let mark = newest.filter_map(|event| Some((event.at.ms() as f64 / end * 100.0, mark_class(event.kind)?)));
            mark.collect::<Vec<_>>()
        })
    };
    html! {
        <div class="scrubber">
            <div class="marks" aria-hidden="true">
                {move || marks().into_iter().map(|(percent, class)| html! {
                    <i class=class style:left=format!("{percent:.2}%")></i>
                }).collect_view()}
            </div>
            <input type="range" min="0" step="100" max=end_ms aria-label=t("transport.moment")
                prop:value=move || now_ms().to_string()
                style:--filled=move || format!("{:.2}%", now_ms() as f64 / end_ms() as f64 * 100.0)
                aria-valuetext=move || session.run(|run| clock(run.now()))
                on:input=move |event| {
                    if let Ok(ms) = event_target_value(&event).parse() {
                        session.scrub(Time::from_ms(ms));
                    }
                }/>
        </div>
    }
}

fn mark_class(kind: EventKind) -> Option<&'static str> {
    match kind {
        EventKind::ThrottlingBegan { .. } => Some("bad"),
        EventKind::OrderBroken { .. } => Some("order"),
        EventKind::ReshardingBegan { .. } | EventKind::ReshardingEnded { .. } => Some("reshard"),
        EventKind::Kcl { what: KclEvent::WorkerCrashed | KclEvent::TableRefuses { .. }, .. } => Some("bad"),
        EventKind::Kcl { what: KclEvent::OrderBroken { .. }, .. } => Some("order"),
        EventKind::ShardDrained { .. } | EventKind::Kcl { .. } => None,
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
            {SPEEDS.iter().enumerate().map(radio).collect_view()}
        </fieldset>
    }
}

#[component]
fn ShareBody(session: Session) -> impl IntoView {
    let moment = session.peek(|run| clock(run.now()));
    match session.link() {
        Some(link) => {
            let shown = link.clone();
            html! {
                <p>{tf("share.text", &[("moment", &moment)])}</p>
                <label class="field">
                    <span>{t("share.link")}</span>
                    <input type="text" readonly prop:value=shown on:focus=move |event| {
                        event_target::<web_sys::HtmlInputElement>(&event).select();
                    }/>
                </label>
                <CopyButton text=link name=t("share.copy")/>
            }
            .into_any()
        }
        None => html! { <p class="error">{t("share.too_long")}</p> }.into_any(),
    }
}
