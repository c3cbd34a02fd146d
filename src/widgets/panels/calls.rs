//! The log of API calls: newest first, filtered, each row opens its request and response. Thousands
//! of calls a second run through it; a row that is opened, or that the pointer is about to open,
//! stays.

use super::super::copy::CopyButton;
use super::super::icon::{Icon, SAVE};
use crate::app::Shell;
use crate::content::t;
use crate::parts::Wanted;
use crate::scene::calls::{Filter, Kept, OPERATIONS, Opened, OwnCalls, ROWS_RUSHING, Row, Text, newest, open, row};
use crate::session::Session;
use leptos::prelude::*;
use stream_engine::Time;
use wasm_bindgen::JsCast;

/// What lasts while another tab is looked at.
#[derive(Clone, Copy)]
pub struct CallsState {
    filter: RwSignal<Filter>,
    opened: RwSignal<Option<Opened>>,
    /// The opened call stands above the list, because the list moves on.
    pinned: RwSignal<bool>,
    own: StoredValue<OwnCalls, LocalStorage>,
}

impl CallsState {
    pub fn new() -> CallsState {
        CallsState {
            filter: RwSignal::new(Filter::All),
            opened: RwSignal::new(None),
            pinned: RwSignal::new(false),
            own: StoredValue::new_local(OwnCalls::default()),
        }
    }

    fn is_open(&self, row: &Row) -> bool {
        self.opened.with(|opened| opened.as_ref().is_some_and(|opened| opened.row == *row))
    }

    fn close(&self) {
        self.opened.set(None);
        if self.pinned.get_untracked() {
            self.pinned.set(false);
            // The button that was pressed goes.
            crate::widgets::focus(LIST);
        }
    }
}

const LIST: &str = "calls-list";
const PINNED: &str = "calls-pinned";

/// The log with its filter.
#[component]
pub fn Calls(session: Session, state: CallsState) -> impl IntoView {
    let rows = RwSignal::new(Vec::<Row>::new());
    // The log lets go of a call within half a second; what is on the page is kept with it.
    let shown = StoredValue::new_local(Vec::<Kept>::new());
    let (pointed, focused) = (RwSignal::new(false), RwSignal::new(false));
    let held = Memo::new(move |_| session.playing.get() && (pointed.get() || focused.get()));
    Effect::new(move |_| {
        let filter = state.filter.get();
        if held.get() {
            return;
        }
        session.history(|history| {
            let mut calls = state.own.try_update_value(|own| newest(history, filter, own)).unwrap_or_default();
            let newest_shown = shown.with_value(|shown| shown.first().map(|(index, _)| *index));
            if session.playing.get_untracked() && calls.last().map(|(index, _)| *index) > newest_shown {
                calls.truncate(ROWS_RUSHING);
            }
            rows.set(calls.iter().map(|kept| row(history.present(), kept)).collect());
            shown.set_value(calls);
        });
    });
    Effect::new(move |_| {
        if session.playing.get() && state.opened.with_untracked(Option::is_some) {
            state.pinned.set(true);
        }
    });
    Effect::new(move |_| {
        // A reset or a fork took the opened call away.
        let latest = session.history(|history| history.latest());
        if state.opened.with_untracked(|opened| opened.as_ref().is_some_and(|opened| Time(opened.row.at_us) > latest)) {
            state.close();
        }
    });
    let toggle = move |row: &Row| {
        if state.is_open(row) {
            return state.close();
        }
        let found = shown.with_value(|shown| {
            let kept = shown.iter().find(|(index, _)| *index == row.index)?;
            Some(session.peek(|run| open(run, kept)))
        });
        state.opened.set(found);
        state.pinned.set(session.playing.get_untracked());
        if session.playing.get_untracked() {
            focused.set(false);
            request_animation_frame(|| crate::widgets::focus(PINNED));
        }
    };
    let toggle = StoredValue::new(toggle);
    let listed = move || {
        let pinned = state.pinned.get();
        rows.with(|rows| rows.iter().filter(|row| !(pinned && state.is_open(row))).cloned().collect::<Vec<_>>())
    };
    let operation_width =
        move || rows.with(|rows| rows.iter().map(|row| row.operation.len()).max().unwrap_or(0).max(10));
    let shell = expect_context::<Shell>();
    let save = move |_| shell.sharing.with(shell, move |sharing| (sharing.save)(session, Wanted::Calls));
    html! {
        <div class="calls" style:--operation=move || format!("{}ch", operation_width())>
            <div class="calls-head">
                <FilterChoice filter=state.filter/>
                <span class="hint">{move || t(if held.get() { "calls.held" } else { "calls.newest" })}</span>
                <button class="button square quiet save-calls" aria-label=t("save.calls") title=t("save.calls") on:click=save>
                    <Icon path=SAVE/>
                </button>
            </div>
            {move || state.opened.get().filter(|_| state.pinned.get()).map(|opened| html! {
                <div class="pinned" role="group" aria-label=t("calls.pinned")>
                    {line(&opened.row, Some(PINNED), || true, move || state.close())}
                    {body(&opened)}
                </div>
            })}
            <div id=LIST role="log" aria-live="off" aria-label=t("calls.log") tabindex="0"
                on:pointerenter=move |_| pointed.set(true)
                on:pointerleave=move |_| pointed.set(false)
                on:focusin=move |_| focused.set(true)
                on:focusout=move |event| focused.set(stays_inside(&event))
                on:keydown=move |event| move_focus(&event)>
                <ul>
                    <For each=listed key=Row::clone let:row>
                        <CallRow state row toggle=move |row: &Row| toggle.with_value(|toggle| toggle(row))/>
                    </For>
                </ul>
                {move || rows.with(Vec::is_empty).then(|| html! { <p class="hint">{t("calls.none")}</p> })}
            </div>
        </div>
    }
}

/// Whether the focus goes to another part of the same list: the rows must stay where they are.
fn stays_inside(event: &web_sys::FocusEvent) -> bool {
    let node = |target: Option<web_sys::EventTarget>| target.and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    let list = node(event.current_target());
    list.is_some_and(|list| list.contains(node(event.related_target()).as_ref()) && event.related_target().is_some())
}

/// The list is one stop for Tab; arrows lead through its rows.
fn move_focus(event: &web_sys::KeyboardEvent) {
    let forward = match event.key().as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        _ => return,
    };
    let Some(list) = document().get_element_by_id(LIST) else { return };
    let rows = list.get_elements_by_class_name("call");
    let here = document().active_element();
    let at = (0..rows.length()).find(|at| rows.item(*at) == here);
    let to = match (at, forward) {
        (None, _) => Some(0),
        (Some(at), true) => Some(at + 1),
        (Some(at), false) => at.checked_sub(1),
    };
    let row = to.and_then(|to| rows.item(to)).and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(row) = row {
        // A row that can't be focused leaves the focus where it is.
        let _unfocusable = row.focus();
        event.prevent_default();
        event.stop_propagation();
    }
}

#[component]
fn FilterChoice(filter: RwSignal<Filter>) -> impl IntoView {
    let option = |value: &'static str, name: &'static str| {
        let is_on = move || filter.get() == Filter::from_value(value);
        html! { <option value=value selected=is_on>{name}</option> }
    };
    html! {
        <label class="calls-filter">
            <span>{t("calls.show")}</span>
            <select on:change=move |event| filter.set(Filter::from_value(&event_target_value(&event)))>
                {option("all", t("calls.all"))}
                {option("failed", t("calls.failed"))}
                {option("own", t("calls.own"))}
                <optgroup label=t("calls.by_operation")>
                    {OPERATIONS.iter().map(|operation| option(operation.name(), operation.name())).collect_view()}
                </optgroup>
            </select>
        </label>
    }
}

#[component]
fn CallRow<F>(state: CallsState, row: Row, toggle: F) -> impl IntoView
where
    F: Fn(&Row) + Copy + Send + 'static,
{
    let pressed = row.clone();
    let asked = row.clone();
    let is_open = Memo::new(move |_| state.is_open(&asked));
    html! {
        <li>
            {line(&row, None, move || is_open.get(), move || toggle(&pressed))}
            {move || is_open.get().then(|| state.opened.get().map(|opened| body(&opened)))}
        </li>
    }
}

/// A call's one line, which opens and closes it.
fn line<O, P>(row: &Row, id: Option<&'static str>, is_open: O, press: P) -> impl IntoView + use<O, P>
where
    O: Fn() -> bool + Send + 'static,
    P: Fn() + Send + 'static,
{
    let Row { clock, operation, subject, result, failed, .. } = row.clone();
    let result = if failed { format!("✕ {result}") } else { result };
    html! {
        <button type="button" class="call" id=id tabindex=id.is_none().then_some("-1") class:failed=failed
            aria-expanded=move || is_open().to_string() on:click=move |_| press()>
            <span class="at">{clock}</span>
            <span class="operation">{operation}</span>
            <span class="subject">{subject}</span>
            <span class="result">{result}</span>
        </button>
    }
}

/// Request and response of an opened call.
fn body(opened: &Opened) -> impl IntoView + use<> {
    let empty_request = t(if opened.is_change { "calls.empty_request" } else { "calls.empty_response" });
    let texts = html! {
        {text(t("calls.request"), &opened.request, empty_request)}
        {(!opened.is_change).then(|| text(t("calls.response"), &opened.response, t("calls.empty_response")))}
    };
    let copy = opened.cli.clone().map(|cli| html! { <CopyButton text=cli name=t("calls.copy")/> });
    html! { <div class="call-body">{copy} {texts}</div> }
}

fn text(name: &'static str, text: &Text, empty: &'static str) -> impl IntoView + use<> {
    let shown = text.shown.clone();
    let cut = text.is_cut.then(|| html! { <p class="hint">{t("calls.cut")}</p> });
    let content = match shown.is_empty() {
        true => html! { <p class="hint">{empty}</p> }.into_any(),
        false => html! { <pre>{shown}</pre> }.into_any(),
    };
    html! { <p class="part">{name}</p> {content} {cut} }
}
