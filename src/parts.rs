//! The parts of the page that come in modules of their own: which there are, how one is fetched, and what stands in
//! its place meanwhile. The first module calls a part by no other way than through here, or the part's code would
//! come along with it.
//!
//! With the feature `split` each function below `wasm_split` is cut out by `cargo xtask`, with all that only it
//! reaches. Without it, as in Trunk's page, they are plain functions in one file.

use crate::app::Shell;
use crate::content::t;
use crate::widgets::focus;
use lab_content::lab::LabCard;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;
#[cfg(feature = "split")]
use leptos::wasm_split::wasm_split;
use std::pin::Pin;

/// Makes what stands under a lab's heading; the text is the run that a link brought.
pub type LabView = fn(Shell, &'static LabCard, Option<String>) -> AnyView;
/// Makes the first page's small stage.
pub type DemoView = fn(Shell) -> AnyView;

type Fetched<V> = Result<V, SplitLoaderError>;
type Load<V> = fn() -> Pin<Box<dyn Future<Output = Fetched<V>>>>;

#[cfg_attr(feature = "split", wasm_split(lab, wasm_split_path = leptos::wasm_split, fallible))]
fn lab() -> Fetched<LabView> {
    Ok(crate::pages::lab::body::body)
}

#[cfg_attr(feature = "split", wasm_split(demo, wasm_split_path = leptos::wasm_split, fallible))]
fn demo() -> Fetched<DemoView> {
    Ok(|shell| html! { <crate::widgets::demo::Demo shell/> })
}

/// A function that `wasm_split` cut out is called by waiting for it.
macro_rules! call {
    ($name:ident) => {{
        #[cfg(feature = "split")]
        let fetched = $name().await;
        #[cfg(not(feature = "split"))]
        let fetched = $name();
        fetched
    }};
}

/// How far a part has come.
#[derive(Clone, Copy)]
enum State<V> {
    Coming,
    Failed,
    Here(V),
}

/// A part of the page: fetched once, for the life of the page.
#[derive(Clone, Copy)]
pub struct Part<V: 'static> {
    state: RwSignal<State<V>>,
    load: Load<V>,
}

impl Part<LabView> {
    pub fn lab() -> Self {
        Part { state: RwSignal::new(State::Coming), load: || Box::pin(async { call!(lab) }) }
    }
}

impl Part<DemoView> {
    pub fn demo() -> Self {
        Part { state: RwSignal::new(State::Coming), load: || Box::pin(async { call!(demo) }) }
    }
}

impl<V: Copy + Send + Sync + 'static> Part<V> {
    /// Fetches the part, again if that failed before; `then` follows when it is there.
    pub fn fetch(self, then: impl FnOnce() + 'static) {
        if matches!(self.state.get_untracked(), State::Failed) {
            self.state.set(State::Coming);
        }
        spawn_local(async move {
            let fetched = (self.load)().await;
            // It may have been asked for twice, and must be shown once.
            if !matches!(self.state.get_untracked(), State::Here(_)) {
                self.state.set(fetched.map_or(State::Failed, State::Here));
            }
            if matches!(self.state.get_untracked(), State::Here(_)) {
                then();
            }
        });
    }

    /// The part once it is there; until then `stand_in` around a line that says so. It is told whether that may still
    /// change by itself.
    pub fn show(self, view: impl Fn(V) -> AnyView, stand_in: fn(bool, AnyView) -> AnyView) -> AnyView {
        match self.state.get() {
            State::Here(part) => view(part),
            State::Coming => stand_in(true, html! { <p class="hint" role="status">{t("part.coming")}</p> }),
            State::Failed => {
                let again = move |_| {
                    // The button goes, and the focus with it.
                    focus("main");
                    self.fetch(|| ());
                };
                let says = html! {
                    <div class="error" role="alert">
                        <p>{t("part.failed")}</p>
                        <button class="button" on:click=again>{t("part.again")}</button>
                    </div>
                };
                stand_in(false, says)
            }
        }
    }
}
