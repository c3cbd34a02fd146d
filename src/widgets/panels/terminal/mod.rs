//! The terminal: output above, a line to type below. Comes in a module of its own.

mod keys;
pub mod state;
mod world;

use crate::content::t;
use crate::session::Session;
use crate::widgets::copy::CopyButton;
use keys::{Pressed, press};
use leptos::html;
use leptos::prelude::*;
use state::{Entry, Source, TerminalState};
use world::enter;

const INPUT: &str = "terminal-input";
const HINT: &str = "terminal-hint";
/// Characters whose width is measured.
const MEASURED: &str = "0000000000";
/// Width of a table where nothing can be measured.
const COLUMNS: usize = 80;

/// The terminal of a lab.
#[component]
pub fn Terminal(session: Session, state: TerminalState) -> impl IntoView {
    session.extend();
    let scroll = NodeRef::<html::Div>::new();
    let input = NodeRef::<html::Textarea>::new();
    let measure = NodeRef::<html::Span>::new();
    let columns = move || {
        let character = measure.get_untracked()?.get_bounding_client_rect().width() / MEASURED.len() as f64;
        let width = scroll.get_untracked()?.client_width() as f64 - 28.0;
        (character > 0.0).then_some((width / character) as usize)
    };
    let run = move |lines: Vec<String>| {
        if !lines.is_empty() {
            enter(session, state, lines, columns().unwrap_or(COLUMNS).max(20));
        }
    };
    let to_the_end = move || {
        if let Some(scroll) = scroll.get_untracked() {
            scroll.set_scroll_top(scroll.scroll_height());
        }
    };
    Effect::new(move |_| {
        state.entries.track();
        state.typed.track();
        request_animation_frame(to_the_end);
    });
    let mut keys = keys::Keys::default();
    let on_key = move |event: web_sys::KeyboardEvent| {
        let Some(area) = input.get_untracked() else { return };
        match press(&mut keys, &event, &area, session, state) {
            Pressed::Nothing => return,
            Pressed::Handled => {}
            Pressed::Lines(lines) => run(lines),
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let on_paste = move |event: web_sys::ClipboardEvent| {
        let (Some(area), Some(pasted)) = (input.get_untracked(), pasted(&event)) else { return };
        if !pasted.contains('\n') {
            return;
        }
        event.prevent_default();
        let (before, behind) = keys::around(&area);
        let (lines, open) = aws_cli::lines(&format!("{before}{}{behind}", pasted.replace("\r\n", "\n")));
        let ends = pasted.ends_with('\n') && behind.is_empty();
        let (lines, open) = match (open.is_empty(), ends) {
            // As in any terminal, the last line waits for Enter.
            (true, false) => keys::without_last(lines),
            _ => (lines, open),
        };
        state.typed.set(open);
        run(lines);
    };
    let to_input = move |_| {
        let selected = window().get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed());
        if let Some(area) = input.get_untracked().filter(|_| !selected) {
            // An element that can't be focused leaves the focus where it is.
            let _unfocusable = area.focus();
        }
    };
    let rows = move || state.typed.with(|typed| typed.lines().count().max(1) + usize::from(typed.ends_with('\n')));
    let copy = move || {
        let any = state.entries.with(|entries| !entries.is_empty());
        any.then(|| html! { <CopyButton text=state.whole() name=t("terminal.copy")/> })
    };
    html! {
        <div class="terminal">
            <div class="terminal-scroll" node_ref=scroll on:click=to_input>
                <span class="terminal-measure" aria-hidden="true" node_ref=measure>{MEASURED}</span>
                {move || state.entries.with(Vec::is_empty).then(|| html! { <p class="hint">{t("terminal.empty")}</p> })}
                <div role="log" aria-label=t("terminal.log")>
                    <For each=move || state.entries.get() key=|entry| entry.number let:entry>{shown(&entry)}</For>
                </div>
                <div class="terminal-line">
                    <label for=INPUT>
                        <span aria-hidden="true">"$"</span>
                        <span class="visually-hidden">{t("terminal.line")}</span>
                    </label>
                    <textarea id=INPUT node_ref=input rows=rows spellcheck="false" autocomplete="off"
                        autocapitalize="off" enterkeyhint="send" aria-describedby=HINT
                        prop:value=move || state.typed.get()
                        on:input=move |event| state.typed.set(event_target_value(&event))
                        on:keydown=on_key on:paste=on_paste></textarea>
                </div>
                {move || state.busy.get().then(|| html! { <p class="hint" role="status">{t("terminal.busy")}</p> })}
            </div>
            <div class="terminal-foot">
                <p class="hint" id=HINT>{t("terminal.hint")}</p>
                {copy}
            </div>
        </div>
    }
}

/// A piece of output. A table keeps its lines, and scrolls by itself.
fn shown(entry: &Entry) -> AnyView {
    let class = match entry.source {
        Source::Line => "line",
        Source::Out if entry.text.starts_with("---") => "table",
        Source::Out => "out",
        Source::Error => "bad",
    };
    let tab = (class == "table").then_some("0");
    let cut = entry.is_cut.then(|| html! { <p class="hint">{t("terminal.cut")}</p> });
    let sign = (entry.source == Source::Line).then_some("$ ");
    html! { <pre class=class tabindex=tab>{sign}{entry.text.clone()}</pre> {cut} }
}

/// The text of a paste.
fn pasted(event: &web_sys::ClipboardEvent) -> Option<String> {
    event.clipboard_data()?.get_data("text").ok()
}
