//! The stage's keys: those without a modifier while it or something in it has the focus, two with Alt
//! everywhere in a lab. `widgets/help.rs` lists them.

use crate::app::Shell;
use crate::session::Session;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Keys that a slider or a field doesn't need for itself.
const FREE_IN_FIELDS: [&str; 10] = [".", "+", "-", "r", "f", "m", "p", "s", "?", "M"];

/// Does what a key asks for, unless the element that has the focus uses it itself.
pub fn on_key(shell: Shell, session: Session, event: &web_sys::KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let Some(target) = target else { return };
    let key = event.key();
    let is_text = target.get_attribute("type").is_none_or(|kind| !matches!(kind.as_str(), "range" | "radio"));
    let of_the_element = match target.tag_name().as_str() {
        "BUTTON" | "A" | "SUMMARY" => key == " ",
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => is_text || !FREE_IN_FIELDS.contains(&key.as_str()),
        "DIALOG" => true,
        _ => false,
    };
    if of_the_element || target.closest("dialog").is_ok_and(|dialog| dialog.is_some()) {
        return;
    }
    let faster = |by: isize| {
        session.speed.update(|speed| *speed = speed.saturating_add_signed(by).min(session.pace.speeds.len() - 1))
    };
    match key.as_str() {
        " " => session.toggle(),
        "." | "ArrowRight" => session.step(),
        "ArrowLeft" => session.step_back(),
        "Home" => session.restart(),
        "End" => session.scrub(session.history(|history| history.latest())),
        "PageDown" | "m" => session.go_to_mark(true),
        "PageUp" | "M" => session.go_to_mark(false),
        "+" => faster(1),
        "-" => faster(-1),
        "r" => session.reset(),
        "f" => session.what_if(),
        "p" => shell.switch_projector(),
        "s" => shell.share.set(true),
        "?" => shell.help.set(true),
        _ => return,
    }
    event.prevent_default();
}

/// Alt with K plays or pauses, Alt with R resets, wherever the focus is. Ends with the caller's owner.
pub fn follow_alt_keys(session: Session) {
    let listening = window_event_listener(ev::keydown, move |event| {
        if !event.alt_key() || event.ctrl_key() || event.meta_key() {
            return;
        }
        // By the key's place: with Alt some systems make another letter of it.
        match event.code().as_str() {
            "KeyK" => session.toggle(),
            "KeyR" => session.reset(),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || listening.remove());
}
