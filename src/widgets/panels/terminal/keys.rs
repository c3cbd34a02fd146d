//! The keys of the line that is being typed: entering, history, completion, breaking off.

use super::state::{Source, TerminalState};
use super::world::LabWorld;
use crate::session::Session;
use aws_cli::{Shell, complete, lines};
use leptos::prelude::*;
use web_sys::{HtmlTextAreaElement, KeyboardEvent};

/// Words that completion lists at most.
const LISTED_MAX: usize = 200;

/// What a key came to.
pub enum Pressed {
    /// It is the browser's.
    Nothing,
    Handled,
    /// These lines are to be carried out.
    Lines(Vec<String>),
}

/// What is remembered from key to key.
#[derive(Default)]
pub struct Keys {
    /// How far back in the history the line is, and what was typed before.
    back: usize,
    draft: String,
    /// Escape was pressed: the next Tab leaves, so that nobody is caught.
    leaving: bool,
}

/// Text before and behind the cursor.
pub fn around(area: &HtmlTextAreaElement) -> (String, String) {
    let value = area.value();
    // The browser counts in UTF-16.
    let units: Vec<u16> = value.encode_utf16().collect();
    let place = |place: Result<Option<u32>, _>| place.ok().flatten().map_or(units.len(), |place| place as usize);
    let (from, to) = (place(area.selection_start()), place(area.selection_end()));
    let part = |units: &[u16]| String::from_utf16_lossy(units);
    (part(&units[..from.min(units.len())]), part(&units[to.min(units.len())..]))
}

/// The last of some lines is no longer one of them, but still being typed.
pub fn without_last(mut lines: Vec<String>) -> (Vec<String>, String) {
    let last = lines.pop().unwrap_or_default();
    (lines, last)
}

/// What a key does.
pub fn press(
    keys: &mut Keys,
    event: &KeyboardEvent,
    area: &HtmlTextAreaElement,
    session: Session,
    state: TerminalState,
) -> Pressed {
    let leaving = std::mem::take(&mut keys.leaving);
    let only_control = event.ctrl_key() && !event.alt_key() && !event.meta_key() && !event.shift_key();
    let plain = !event.ctrl_key() && !event.alt_key() && !event.meta_key();
    match event.key().as_str() {
        "Enter" if plain && !event.shift_key() && !event.is_composing() => enter(keys, area, state),
        "Tab" if plain && !event.shift_key() && !leaving => tab(area, session, state),
        "Escape" if plain => {
            keys.leaving = true;
            Pressed::Handled
        }
        "ArrowUp" if plain && !event.shift_key() && !around(area).0.contains('\n') => older(keys, area, state),
        "ArrowDown" if plain && !event.shift_key() && !around(area).1.contains('\n') => newer(keys, area, state),
        "l" if only_control => {
            state.clear();
            Pressed::Handled
        }
        "c" if only_control => break_off(keys, area, state),
        _ => Pressed::Nothing,
    }
}

/// A line that goes on gets another one; a whole one is carried out.
fn enter(keys: &mut Keys, area: &HtmlTextAreaElement, state: TerminalState) -> Pressed {
    let (before, behind) = around(area);
    let (whole, open) = lines(&area.value());
    if whole.is_empty() && !open.is_empty() {
        set(area, state, &format!("{before}\n"), &behind);
        return Pressed::Handled;
    }
    *keys = Keys::default();
    set(area, state, &open, "");
    Pressed::Lines(whole)
}

fn tab(area: &HtmlTextAreaElement, session: Session, state: TerminalState) -> Pressed {
    let (before, behind) = around(area);
    // In an empty line there is nothing to complete, and Tab goes on its way.
    if before.trim().is_empty() {
        return Pressed::Nothing;
    }
    let world = LabWorld { session, state };
    let found = state.shell.with_value(|shell| match shell {
        Some(shell) => complete(&world, shell, &before),
        None => complete(&world, &Shell::default(), &before),
    });
    if found.all.len() > 1 && before[found.from..] == found.word {
        state.show(Source::Line, &area.value());
        state.show(Source::Out, &listed(&found.all));
    }
    set(area, state, &format!("{}{}", &before[..found.from], found.word), &behind);
    Pressed::Handled
}

/// Words in one line; what is too many is counted.
fn listed(all: &[String]) -> String {
    let words = all.iter().take(LISTED_MAX).map(String::as_str).collect::<Vec<_>>().join("  ");
    match all.len().saturating_sub(LISTED_MAX) {
        0 => words,
        more => format!("{words}  … +{more}"),
    }
}

fn older(keys: &mut Keys, area: &HtmlTextAreaElement, state: TerminalState) -> Pressed {
    let line = state.history.with_value(|history| {
        let at = history.len().checked_sub(keys.back + 1)?;
        history.get(at).cloned()
    });
    if let Some(line) = line {
        if keys.back == 0 {
            keys.draft = area.value();
        }
        keys.back += 1;
        set(area, state, &line, "");
    }
    Pressed::Handled
}

fn newer(keys: &mut Keys, area: &HtmlTextAreaElement, state: TerminalState) -> Pressed {
    if keys.back > 0 {
        keys.back -= 1;
        let line = state.history.with_value(|history| match keys.back {
            0 => keys.draft.clone(),
            back => history.get(history.len().wrapping_sub(back)).cloned().unwrap_or_default(),
        });
        set(area, state, &line, "");
    }
    Pressed::Handled
}

/// Breaks off what runs, or gives up the line. With a selection it is the browser's key for copying.
fn break_off(keys: &mut Keys, area: &HtmlTextAreaElement, state: TerminalState) -> Pressed {
    let selects = |from: Option<u32>, to: Option<u32>| from != to;
    if selects(area.selection_start().ok().flatten(), area.selection_end().ok().flatten()) {
        return Pressed::Nothing;
    }
    if state.busy.get_untracked() {
        state.waiting.update_value(std::collections::VecDeque::clear);
        state.interrupted.set_value(true);
    } else {
        state.show(Source::Line, &format!("{}^C", area.value()));
        *keys = Keys::default();
        set(area, state, "", "");
    }
    Pressed::Handled
}

/// Puts a text into the line, with the cursor between its two parts. At once: what is typed next must find it there.
fn set(area: &HtmlTextAreaElement, state: TerminalState, before: &str, behind: &str) {
    let text = format!("{before}{behind}");
    area.set_value(&text);
    state.typed.set(text);
    let place = before.encode_utf16().count() as u32;
    // A place that can't be set leaves the cursor at the end.
    let _unset = area.set_selection_range(place, place);
}
