//! The first page's small stage: a real run of 100 trucks on five shards, one record each.

use super::icon::{Icon, PAUSE, PLAY};
use crate::app::Shell;
use crate::clock::reduced_motion;
use crate::content::{content, t, tf};
use crate::scene::stage::millionths;
use gloo_timers::callback::Interval;
use lab_content::lab::Lab;
use lab_content::run::core_simulation;
use leptos::prelude::*;
use std::rc::Rc;
use stream_engine::{Simulation, Time};

const WIDTH: f64 = 708.0;
const TOP: f64 = 28.0;
const LANE: f64 = 54.0;
const CELL: f64 = 14.5;
/// Real milliseconds between two looks, and simulated ones that pass meanwhile.
const FRAME_MS: u32 = 40;
const FRAME_REDUCED_MS: u32 = 500;
const PACE: u64 = 12;
/// By then all records have arrived.
const END: Time = Time::from_s(2);

/// Plays the first lab's prediction: its answer is the fullest shard.
#[component]
pub fn Demo(shell: Shell) -> impl IntoView {
    let Some(mut run) = content().labs.first().and_then(|lab| new_run(lab, shell)) else { return ().into_any() };
    // The picture waits with its result; Play counts again from nothing.
    run.run_until(END);
    let run = StoredValue::new_local(run);
    let tick = RwSignal::new(0_u32);
    let playing = RwSignal::new(false);
    let timer = StoredValue::new_local(None::<Interval>);
    let pause = move || {
        timer.set_value(None);
        playing.set(false);
    };
    let advance = move |ms: u64| {
        run.update_value(|run| {
            let to = run.now() + ms * 1_000;
            run.run_until(to);
        });
        tick.update(|tick| *tick += 1);
    };
    let finished = move || run.with_value(is_finished);
    let play = move || {
        let fresh = || content().labs.first().and_then(|lab| new_run(lab, shell));
        if let Some(fresh) = finished().then(fresh).flatten() {
            run.set_value(fresh);
        }
        let frame_ms = if reduced_motion() { FRAME_REDUCED_MS } else { FRAME_MS };
        timer.set_value(Some(Interval::new(frame_ms, move || {
            advance(u64::from(frame_ms) / 4 * PACE / 10);
            if finished() {
                pause();
            }
        })));
        playing.set(true);
    };
    let toggle = move |_| if playing.get_untracked() { pause() } else { play() };
    let counts = move || {
        tick.track();
        run.with_value(counts)
    };
    let sentence = move || {
        let counts = counts();
        let (most, least) = (counts.iter().max().copied().unwrap_or(0), counts.iter().min().copied().unwrap_or(0));
        tick.track();
        match finished() {
            true => html! {
                {t("home.demo_quote")} " " <strong>{most}</strong> {t("home.demo_emptiest")} " " <strong>{least}</strong> "."
            }
            .into_any(),
            false => t("home.demo_wait").into_any(),
        }
    };
    let label = move || {
        let texts: Vec<String> = counts().iter().map(ToString::to_string).collect();
        format!("{}: {}", t("home.demo"), texts.join(", "))
    };
    html! {
        <div class="card demo">
            <svg viewBox="0 0 708 306" role="img" aria-label=label>
                <text x="18" y="16" class="head">{t("home.demo_hash")}</text>
                <text x="144" y="16" class="head">{t("home.demo_shards")}</text>
                {(0..5).map(|shard| lane(shard, counts)).collect_view()}
                {move || {
                    tick.track();
                    run.with_value(squares).into_iter().map(|(x, y, shard)| html! {
                        <rect x=x y=y width="4" height="4" class=format!("shard-{shard}")/>
                    }).collect_view()
                }}
            </svg>
            <div class="demo-foot">
                <button class="button square primary" on:click=toggle
                    aria-label=move || t(if playing.get() { "transport.pause" } else { "transport.play" })>
                    {move || html! { <Icon path=if playing.get() { PAUSE } else { PLAY }/> }}
                </button>
                <p>{sentence}</p>
            </div>
        </div>
    }
    .into_any()
}

fn new_run(lab: &Lab, shell: Shell) -> Option<Simulation> {
    let scenario = lab.prediction.trial.scenario.as_ref()?;
    let profile = &content().profiles[untrack(|| shell.profile_place())];
    Some(core_simulation(scenario, Rc::new(profile.limits.clone())))
}

fn is_finished(run: &Simulation) -> bool {
    let sent = |producer: &stream_engine::producers::producer::Producer| {
        producer.is_finished() && producer.under_way.is_empty()
    };
    run.now() > Time::ZERO && run.producers().iter().all(sent)
}

fn counts(run: &Simulation) -> Vec<u64> {
    run.streams().iter().flat_map(|stream| &stream.shards).map(|shard| shard.records.end()).collect()
}

/// Each record at its hash, somewhere in the field by its number.
fn squares(run: &Simulation) -> Vec<(f64, f64, u32)> {
    let shards = run.streams().iter().flat_map(|stream| &stream.shards);
    let place = |shard: u32, record: &stream_engine::kinesis::shard::Record| {
        let hash = run.keys().hash(record.key, record.origin());
        let x = 36.0 + f64::from(record.number * 37 % 100);
        (x, TOP + 5.0 * LANE * millionths(hash.0) / 1e6, shard)
    };
    shards.flat_map(|shard| shard.records.iter().map(move |record| place(shard.id.0, record))).collect()
}

fn lane(shard: u32, counts: impl Fn() -> Vec<u64> + Copy + Send + 'static) -> impl IntoView {
    let y = TOP + LANE * f64::from(shard);
    let count = move || counts().get(shard as usize).copied().unwrap_or(0);
    let cell = move |nth: u64| {
        let opacity = format!("{:.2}", 0.4 + (nth * 7 % 10) as f64 * 0.06);
        html! {
            <rect x=228.0 + CELL * nth as f64 y=y + 16.0 width="10" height="18" rx="3" opacity=opacity class=format!("shard-{shard}")/>
        }
    };
    html! {
        <rect x="18" y=y width="9" height=LANE - 4.0 rx="3" class=format!("shard-{shard}")/>
        <rect x="144" y=y width=WIDTH - 178.0 height=LANE - 4.0 rx="8" class="lane"/>
        <text x="158" y=y + 30.0 class="strong">{tf("stage.shard", &[("n", &shard.to_string())])}</text>
        {move || (0..count()).map(cell).collect_view()}
        <text x=WIDTH - 48.0 y=y + 30.0 text-anchor="end" class="count">{count}</text>
    }
}
