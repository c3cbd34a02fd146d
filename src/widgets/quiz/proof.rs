//! The proof of an answer: its run on a small stage, what it showed, the way into a lab.

use crate::clock::reduced_motion;
use crate::content::{content, t, tf};
use crate::scene::calls::{Filter, OwnCalls, newest, row};
use crate::scene::proof::Measured;
use crate::session::Session;
use crate::widgets::icon::{Icon, PAUSE, PLAY};
use crate::widgets::quiz::rich;
use leptos::prelude::*;
use stream_engine::Time;

/// Calls of the run that are listed.
const CALLS_MAX: usize = 5;

/// The card, with a sentence on what the run showed and on why it may not bear the key out. It plays at once, unless the
/// learner wants little motion: then it stands at its end.
#[component]
pub fn Proof(
    session: Session,
    shows: String,
    doubt: Option<String>,
    measured: Measured,
    href: Option<String>,
) -> impl IntoView {
    match reduced_motion() {
        true => session.seek(session.timeline_end()),
        false => session.playing.set(true),
    }
    let end = session.timeline_end();
    let seed = session.lab.scenario.seed.to_string();
    let (count, unit) = seconds(end);
    let head = tf("proof.run", &[("n", &count), ("unit", unit), ("seed", &seed)]);
    html! {
        <section class="card proof" aria-labelledby="proof-title">
            <header>
                <h3 id="proof-title">{t("proof.title")}</h3>
                <span class="mono hint">{head}</span>
                {href.map(|href| html! { <a class="button" href=href>{t("proof.open")}</a> })}
            </header>
            {(session.kit.picture)(session)}
            <Moves session/>
            <Readings session measured/>
            <Calls session/>
            {(!shows.is_empty()).then(|| html! { <p class="proof-shows">{rich(&shows)}</p> })}
            {doubt.map(|doubt| html! { <p class="error" role="alert">{tf("proof.doubt", &[("why", &doubt)])}</p> })}
        </section>
    }
}

/// Play, and the way along the run.
#[component]
fn Moves(session: Session) -> impl IntoView {
    let end = session.timeline_end().ms();
    let now = move || session.run(|run| run.now().ms());
    html! {
        <div class="proof-moves" role="group" aria-label=t("proof.moves")>
            <button class="button square" id="proof-play" type="button" on:click=move |_| session.play_again()
                aria-label=move || t(if session.playing.get() { "transport.pause" } else { "transport.play" })>
                {move || html! { <Icon path=if session.playing.get() { PAUSE } else { PLAY }/> }}
            </button>
            <input type="range" min="0" max=end.to_string() step=session.pace.step_ms.to_string()
                aria-label=t("transport.moment") aria-valuetext=move || session.clock()
                prop:value=move || session.chosen().ms().to_string()
                style:--filled=move || format!("{:.2}%", now() as f64 / end as f64 * 100.0)
                on:input=move |event| {
                    if let Ok(ms) = event_target_value(&event).parse() {
                        session.scrub(Time::from_ms(ms));
                    }
                }/>
            <span class="clock">{move || session.clock()}</span>
        </div>
    }
}

/// What the run is watched for, as it stands at the moment.
#[component]
fn Readings(session: Session, measured: Measured) -> impl IntoView {
    let lines = Memo::new(move |_| session.run(|run| measured.lines(run, &content().prices.prices)));
    let count = lines.with_untracked(Vec::len);
    let label = move |nth: usize| move || lines.with(|lines| lines.get(nth).map(|line| line.label.clone()));
    let value = move |nth: usize| move || lines.with(|lines| lines.get(nth).map(|line| line.value.clone()));
    html! {
        <dl class="proof-measured" aria-label=t("proof.measured")>
            {(0..count).map(|nth| html! { <div><dt>{label(nth)}</dt><dd>{value(nth)}</dd></div> }).collect_view()}
        </dl>
    }
}

/// Calls that were made in the run by hand, with what came of them.
#[component]
fn Calls(session: Session) -> impl IntoView {
    let own = StoredValue::new_local(OwnCalls::default());
    let rows = move || {
        session.history(|history| {
            let calls = own.try_update_value(|own| newest(history, Filter::Own, own)).unwrap_or_default();
            calls.iter().take(CALLS_MAX).map(|call| row(history.present(), call)).collect::<Vec<_>>()
        })
    };
    let rows = Memo::new(move |_| rows());
    html! {
        {move || (!rows.with(Vec::is_empty)).then(|| html! {
            <ol class="proof-calls" reversed="" aria-label=t("proof.calls")>
                {rows.get().into_iter().map(|row| html! {
                    <li class:bad=row.failed>
                        <span class="mono">{row.clock}</span>
                        <b>{row.operation.into_owned()}</b>
                        <span>{row.subject}</span>
                        <span class="call-result">{row.result}</span>
                    </li>
                }).collect_view()}
            </ol>
        })}
    }
}

/// A time as its head says it.
fn seconds(end: Time) -> (String, &'static str) {
    match end.ms() / 1_000 {
        s @ 7_200.. => ((s / 3_600).to_string(), t("proof.hours")),
        s @ 300.. => ((s / 60).to_string(), t("proof.minutes")),
        s => (s.to_string(), t("proof.seconds")),
    }
}
