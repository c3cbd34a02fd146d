//! The parts of the page that come in modules of their own: which there are, how one is fetched, and what stands in
//! its place meanwhile. The first module calls a part by no other way than through here, or the part's code would
//! come along with it.
//!
//! With the feature `split` each function below `wasm_split` is cut out by `cargo xtask`, with all that only it
//! reaches. Without it, as in Trunk's page, they are plain functions in one file.

use crate::app::Shell;
use crate::content::t;
use crate::quiz::asked::Asked;
use crate::route::{Room, Tool};
use crate::session::Session;
use crate::widgets::focus;
use crate::widgets::panels::terminal::state::TerminalState;
use lab_content::lab::{Chart, LabCard};
use lab_content::lesson::LessonCard;
use lab_content::trial::Finding;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;
#[cfg(feature = "split")]
use leptos::wasm_split::wasm_split;
use question_bank::Item;
use question_bank::facts::Facts;
use question_bank::given::Drawn;
use std::pin::Pin;
use std::rc::Rc;

/// Makes what stands under a lab's heading; the text is the run that a link brought.
pub type LabView = fn(Shell, &'static LabCard, Option<String>) -> AnyView;
/// Makes what stands under the heading of a tool, and of a lesson of no lab, which is looked up in the same book.
#[derive(Clone, Copy)]
pub struct Tools {
    pub tool: fn(Shell, Tool) -> AnyView,
    pub lesson: fn(Shell, &'static LessonCard) -> AnyView,
    /// Makes what the dialog of the search holds.
    pub search: fn(Shell) -> AnyView,
}

/// Makes the first page's small stage.
pub type DemoView = fn(Shell) -> AnyView;
/// Makes the terminal of a lab.
pub type TerminalView = fn(Session, TerminalState) -> AnyView;

/// What only those need who hand a run on: the share dialog, files opened, charts and calls saved.
#[derive(Clone, Copy)]
pub struct Sharing {
    pub dialog: fn(Shell, Session) -> AnyView,
    pub open_file: fn(Shell, Session, web_sys::File),
    pub save: fn(Session, Wanted),
    /// What the dialog holds in which a run can be taken away.
    pub take_away: fn(Session) -> AnyView,
}

/// What is to be saved as a file.
pub enum Wanted {
    /// A drawing of the page, under this name.
    Svg {
        drawing: web_sys::Element,
        name: &'static str,
    },
    Png {
        drawing: web_sys::Element,
        name: &'static str,
    },
    /// The values behind a chart of the lab.
    Series {
        chart: Chart,
        name: &'static str,
    },
    /// The log of calls.
    Calls,
}

/// Makes "Your keys" below its heading.
pub type KeysView = fn(Shell) -> AnyView;

/// The questions.
#[derive(Clone, Copy)]
pub struct Quizzes {
    /// Makes the page, with what its address asks.
    pub page: fn(Shell, String) -> AnyView,
    /// Makes the questions of a lab.
    pub of_lab: fn(Shell, &'static str) -> AnyView,
}

/// What a class works with.
#[derive(Clone, Copy)]
pub struct Classroom {
    /// Makes a room for whoever teaches, with what its address asks.
    pub room: fn(Shell, Room, String) -> AnyView,
    /// Makes an exercise as a learner gets it: one of ours by its id, or the one in the query.
    pub exercise: fn(Shell, Option<String>, String) -> AnyView,
}

/// Finds what a run shows, or says what is wrong with its item.
pub type Find = fn(&Item, &Facts, &Drawn, usize) -> Result<Option<Finding>, String>;

/// What needs the whole engine: any lab, and the runs that prove answers.
#[derive(Clone, Copy)]
pub struct Whole {
    pub lab: LabView,
    /// Runs an item's proof under the limits of the profile in this place; nothing is found if its proof isn't a run.
    pub find: Find,
    /// Draws that run.
    pub prove: fn(Shell, Rc<Asked>) -> AnyView,
}

type Fetched<V> = Result<V, SplitLoaderError>;
type Load<V> = fn() -> Pin<Box<dyn Future<Output = Fetched<V>>>>;

#[cfg_attr(feature = "split", wasm_split(lab, wasm_split_path = leptos::wasm_split, fallible))]
fn lab() -> Fetched<LabView> {
    Ok(crate::pages::lab::body::core)
}

/// With what the labs need that go beyond the core, and what proves answers.
#[cfg_attr(feature = "split", wasm_split(whole, wasm_split_path = leptos::wasm_split, fallible))]
fn whole() -> Fetched<Whole> {
    let (find, prove) = (crate::pages::quiz::proof::find, crate::pages::quiz::proof::view);
    Ok(Whole { lab: crate::pages::lab::body::whole, find, prove })
}

#[cfg_attr(feature = "split", wasm_split(demo, wasm_split_path = leptos::wasm_split, fallible))]
fn demo() -> Fetched<DemoView> {
    Ok(|shell| html! { <crate::widgets::demo::Demo shell/> })
}

#[cfg_attr(feature = "split", wasm_split(tools, wasm_split_path = leptos::wasm_split, fallible))]
fn tools() -> Fetched<Tools> {
    Ok(crate::pages::tools::body::TOOLS)
}

#[cfg_attr(feature = "split", wasm_split(sharing, wasm_split_path = leptos::wasm_split, fallible))]
fn sharing() -> Fetched<Sharing> {
    Ok(crate::widgets::sharing::SHARING)
}

#[cfg_attr(feature = "split", wasm_split(terminal, wasm_split_path = leptos::wasm_split, fallible))]
fn terminal() -> Fetched<TerminalView> {
    Ok(|session, state| html! { <crate::widgets::panels::terminal::Terminal session state/> })
}

#[cfg_attr(feature = "split", wasm_split(keys, wasm_split_path = leptos::wasm_split, fallible))]
fn keys() -> Fetched<KeysView> {
    Ok(crate::pages::keys::body::body)
}

#[cfg_attr(feature = "split", wasm_split(quiz, wasm_split_path = leptos::wasm_split, fallible))]
fn quiz() -> Fetched<Quizzes> {
    Ok(crate::pages::quiz::body::QUIZZES)
}

#[cfg_attr(feature = "split", wasm_split(classroom, wasm_split_path = leptos::wasm_split, fallible))]
fn classroom() -> Fetched<Classroom> {
    Ok(crate::pages::classroom::body::CLASSROOM)
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

impl Part<Whole> {
    pub fn whole() -> Self {
        Part { state: RwSignal::new(State::Coming), load: || Box::pin(async { call!(whole) }) }
    }
}

impl Part<Tools> {
    pub fn tools() -> Self {
        Part { state: RwSignal::new(State::Coming), load: || Box::pin(async { call!(tools) }) }
    }
}

impl Part<DemoView> {
    pub fn demo() -> Self {
        Part { state: RwSignal::new(State::Coming), load: || Box::pin(async { call!(demo) }) }
    }

    pub fn keys() -> Self {
        Part { state: RwSignal::new(State::Coming), load: || Box::pin(async { call!(keys) }) }
    }
}

impl Part<Sharing> {
    pub fn sharing() -> Self {
        Part { state: RwSignal::new(State::Coming), load: || Box::pin(async { call!(sharing) }) }
    }
}

impl Part<TerminalView> {
    pub fn terminal() -> Self {
        Part { state: RwSignal::new(State::Coming), load: || Box::pin(async { call!(terminal) }) }
    }
}

impl Part<Quizzes> {
    pub fn quiz() -> Self {
        Part { state: RwSignal::new(State::Coming), load: || Box::pin(async { call!(quiz) }) }
    }
}

impl Part<Classroom> {
    pub fn classroom() -> Self {
        Part { state: RwSignal::new(State::Coming), load: || Box::pin(async { call!(classroom) }) }
    }
}

impl<V: Copy + Send + Sync + 'static> Part<V> {
    /// Fetches the part if need be, then uses it; says above the page if it can't be fetched.
    pub fn with(self, shell: Shell, then: impl FnOnce(V) + 'static) {
        let (state, load) = (self.state, self.load);
        spawn_local(async move {
            let fetched = match state.get_untracked() {
                State::Here(part) => Ok(part),
                _ => load().await,
            };
            match fetched {
                Ok(part) => {
                    if !matches!(state.get_untracked(), State::Here(_)) {
                        state.set(State::Here(part));
                    }
                    then(part);
                }
                Err(_) => shell.tell(t("part.failed")),
            }
        });
    }

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
