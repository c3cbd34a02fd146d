//! SplitShard at a chosen point: by slider, as a number, or by dragging in the lineage.

use super::problem::{Problem, ProblemLine};
use super::reshard::{ShardSelect, first_open, heading, or_else};
use crate::content::{t, tf};
use crate::scene::reshard::{Load, at_permille, load, permille, range};
use crate::session::Session;
use lab_content::format::{Format, share, thousands};
use leptos::prelude::*;
use stream_engine::Command;
use stream_engine::kinesis::hash_key::{HashKey, HashKeyError, HashKeyRange};
use stream_engine::kinesis::shard::ShardId;

/// The split being prepared. The lineage shows it and moves it too.
#[derive(Clone, Copy)]
pub struct SplitDraft {
    chosen: RwSignal<Option<ShardId>>,
    /// What was typed or moved to, and for which shard.
    typed: RwSignal<Option<(ShardId, String)>>,
}

impl SplitDraft {
    /// Nothing chosen yet: the middle of the first open shard.
    pub fn new() -> SplitDraft {
        SplitDraft { chosen: RwSignal::new(None), typed: RwSignal::new(None) }
    }

    /// The shard to be split.
    pub fn shard(&self, session: Session) -> Memo<Option<ShardId>> {
        or_else(session, self.chosen, false, first_open)
    }

    /// Moves the split point of a shard.
    pub fn set(&self, shard: ShardId, at: HashKey) {
        self.chosen.set(Some(shard));
        self.typed.set(Some((shard, at.to_string())));
    }

    /// The split point as text: what was typed for this shard, else its middle.
    fn text(&self, session: Session, shard: ShardId) -> String {
        let typed = self.typed.get().filter(|(of, _)| *of == shard).map(|(_, text)| text);
        typed.unwrap_or_else(|| {
            let middle = session.run(|run| range(run, shard).map(|range| range.middle()));
            middle.map(|at| at.to_string()).unwrap_or_default()
        })
    }

    /// The split point, if it is one.
    pub fn point(&self, session: Session, shard: ShardId) -> Result<HashKey, Problem> {
        let text = self.text(session, shard);
        text.trim().parse().map_err(|error| refused(error, &text))
    }
}

#[component]
pub fn Split(session: Session) -> impl IntoView {
    let draft = use_context::<SplitDraft>().unwrap_or_else(SplitDraft::new);
    let shard = draft.shard(session);
    let text = Memo::new(move |_| shard.get().map(|shard| draft.text(session, shard)).unwrap_or_default());
    let load = Memo::new(move |_| shard.get().map(|shard| session.run(|run| load(run, shard))).unwrap_or_default());
    let problem = RwSignal::new(None::<Problem>);
    let bounds = move || shard.get().and_then(|shard| session.run(|run| range(run, shard)));
    let at = move || text.get().trim().parse::<HashKey>().ok();
    let move_to = move |at: Option<HashKey>| {
        if let (Some(shard), Some(at)) = (shard.get_untracked(), at) {
            problem.set(None);
            draft.set(shard, at);
        }
    };
    let type_in = move |event: web_sys::Event| {
        if let Some(shard) = shard.get_untracked() {
            draft.chosen.set(Some(shard));
            draft.typed.set(Some((shard, event_target_value(&event))));
        }
    };
    let split = move |_| {
        let Some(shard) = shard.get_untracked() else { return };
        let outcome = untrack(|| draft.point(session, shard)).and_then(|new_starting_hash_key| {
            let command = Command::SplitShard { stream: Default::default(), shard, new_starting_hash_key };
            session.act(command).map_err(|refusal| Problem::refused(session, &refusal))
        });
        problem.set(outcome.err());
    };
    html! {
        <section class="part" aria-labelledby="split-title">
            {heading("split-title", t("controls.split.title"))}
            <ShardSelect session id="split-shard" label=t("controls.split.shard") chosen=draft.chosen shown=shard closed=false/>
            <PointSlider at=Signal::derive(move || bounds().zip(at())) choose=Callback::new(move |permille| {
                move_to(untrack(bounds).map(|range| at_permille(range, permille)));
            })/>
            <div class="control-row">
                <button class="button" on:click=move |_| move_to(untrack(bounds).map(|range| range.middle()))>
                    {t("controls.split.middle")}
                </button>
                <button class="button" aria-describedby="split-load"
                    aria-disabled=move || load.with(Load::middle).is_none().then_some("true")
                    on:click=move |_| move_to(load.with_untracked(Load::middle))>
                    {t("controls.split.load_middle")}
                </button>
            </div>
            <div class="field">
                <label for="split-hash-key">{t("controls.split.hash_key")}</label>
                <input type="text" inputmode="numeric" id="split-hash-key" class="mono" autocomplete="off"
                    aria-describedby="split-load split-problem" prop:value=move || text.get()
                    on:input=type_in/>
            </div>
            <p class="hint" id="split-load">{move || load.with(|load| sides(load, at()))}</p>
            <button class="button" on:click=split>{t("controls.split.button")}</button>
            <ProblemLine id="split-problem".to_owned() problem/>
        </section>
    }
}

/// The point as thousandths of the range; a number outside leaves the slider where it was.
#[component]
fn PointSlider(at: Signal<Option<(HashKeyRange, HashKey)>>, choose: Callback<u64>) -> impl IntoView {
    let shown = Memo::new(move |before: Option<&u64>| {
        let inside = at.get().and_then(|(range, at)| permille(range, at));
        inside.unwrap_or_else(|| before.copied().unwrap_or(500))
    });
    let text = move || {
        let tenths = shown.get();
        tf("controls.split.point_value", &[("n", &format!("{}.{}", tenths / 10, tenths % 10))])
    };
    html! {
        <div class="control-head">
            <label for="split-point">{t("controls.split.point")}</label>
            <b aria-hidden="true">{text}</b>
        </div>
        <input type="range" id="split-point" min="0" max="1000" step="1" aria-valuetext=text
            prop:value=move || shown.get().to_string()
            style:--filled=move || format!("{:.1}%", shown.get() as f64 / 10.0)
            on:input=move |event| if let Ok(permille) = event_target_value(&event).parse() { choose.run(permille) }/>
    }
}

/// From this share on, in thousandths of a percent, one key is what a split leaves.
const HALF: u64 = 50_000;

fn sides(load: &Load, at: Option<HashKey>) -> String {
    let n = thousands(load.records() as u64);
    match at {
        _ if load.records() == 0 => t("controls.split.no_records").to_owned(),
        _ if load.middle().is_none() => tf("controls.split.one_key", &[("n", &n)]),
        None => String::new(),
        Some(at) => {
            let (below, above) = load.sides(at);
            let below = share(below, below + above);
            let (below, above) = (Format::Percent.text(below), Format::Percent.text(share(1, 1) - below));
            let sides = tf("controls.split.sides", &[("n", &n), ("below", &below), ("above", &above)]);
            match share(load.hottest(), load.records() as u64) {
                hottest if hottest > HALF => {
                    let hottest = tf("controls.split.hot_key", &[("share", &Format::Percent.text(hottest))]);
                    format!("{sides} {hottest}")
                }
                _ => sides,
            }
        }
    }
}

fn refused(error: HashKeyError, text: &str) -> Problem {
    match error {
        HashKeyError::Pattern => Problem::coded("ValidationException", tf("controls.split.pattern", &[("text", text)])),
        HashKeyError::TooLarge => {
            Problem::coded("InvalidArgumentException", tf("controls.split.too_large", &[("text", text)]))
        }
    }
}
