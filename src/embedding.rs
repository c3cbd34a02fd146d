//! The page within another: what it tells the page around it, and what it hears from that. docs/embedding.md is the reference.
//! Which messages there are is for the pages to say; to whom they go and whose are heard is decided here.

use crate::app::Shell;
use crate::parameters::Embed;
use leptos::ev;
use leptos::prelude::*;
use serde_json::{Value, json};
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

/// What of a fragment's query says what is asked, as a package's launch.js has it; all else is about looks, or was kept.
const ASKS: [&str; 9] = ["e", "mode", "area", "topic", "lab", "item", "own", "count", "seed"];
/// Between two tellings of a state that goes on changing.
const STATE_EVERY: Duration = Duration::from_secs(1);

/// Whether there is a page around this one that wants to be told.
pub fn is_told(shell: Shell) -> bool {
    shell.embed.with_untracked(Option::is_some)
}

/// The page that the address shows, as messages name it: the fragment's path, with what is asked.
fn page() -> String {
    page_of(&window().location().hash().unwrap_or_default())
}

fn page_of(fragment: &str) -> String {
    let fragment = fragment.trim_start_matches("#/");
    let (path, query) = fragment.split_once('?').unwrap_or((fragment, ""));
    let asks = |pair: &&str| pair.split('=').next().is_some_and(|name| ASKS.contains(&name));
    let asked: Vec<&str> = query.split('&').filter(asks).collect();
    if asked.is_empty() { path.to_owned() } else { format!("{path}?{}", asked.join("&")) }
}

/// Tells the page around this one something of the page that the address shows.
pub fn tell(shell: Shell, mut told: Value) {
    told["page"] = page().into();
    post_value(shell, &told);
}

/// Tells with which parameter of the address this page would open as it stands: after what `changes` follows has changed, once
/// a second at most.
pub fn follow_state(
    shell: Shell,
    name: &'static str,
    changes: impl Fn() + 'static,
    state: impl Fn() -> Option<String> + Copy + Send + Sync + 'static,
) {
    if !is_told(shell) {
        return;
    }
    let (waiting, last) = (StoredValue::new(false), StoredValue::new(None));
    let tell_now = move || {
        // The page may have been left meanwhile.
        if waiting.try_set_value(false).is_some() {
            return;
        }
        let now = untrack(state);
        if let Some(text) = now.as_deref().filter(|_| last.get_value() != now) {
            tell(shell, json!({ "type": "shardlab:state", "name": name, "text": text }));
            last.set_value(now);
        }
    };
    Effect::new(move |before: Option<()>| {
        changes();
        if before.is_some() && !waiting.get_value() {
            waiting.set_value(true);
            set_timeout(tell_now, STATE_EVERY);
        }
    });
}

/// Tells the page's height at first and after each change, also as learning-management systems read it: as a text.
pub fn follow_height(shell: Shell) {
    let Some(body) = document().body().filter(|_| is_told(shell)) else { return };
    let last = StoredValue::new(0);
    let measured = body.clone();
    let changed = Closure::<dyn FnMut()>::new(move || {
        let height = measured.scroll_height();
        if last.try_get_value() != Some(height) && last.try_set_value(height).is_none() {
            post_value(shell, &json!({ "type": "shardlab:resize", "height": height }));
            let for_lti = json!({ "subject": "lti.frameResize", "height": height }).to_string();
            post(shell, &JsValue::from_str(&for_lti));
        }
    });
    let Ok(watching) = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()) else { return };
    watching.observe(&body);
    let kept = StoredValue::new_local(Some((watching, changed)));
    on_cleanup(move || {
        if let Some((watching, _)) = kept.try_update_value(Option::take).flatten() {
            watching.disconnect();
        }
    });
}

/// Hears messages of the page around this one, if the address names its origin.
pub fn hear(shell: Shell, heard: impl Fn(&Value) + 'static) {
    let Some(origin) = shell.embed.get_untracked().and_then(|embed| embed.origin) else { return };
    let hearing = window_event_listener(ev::message, move |event| {
        let from_parent = event.source().is_some_and(|source| Some(source.unchecked_into()) == parent());
        if !from_parent || event.origin() != origin {
            return;
        }
        let text = js_sys::JSON::stringify(&event.data()).ok().and_then(|text| text.as_string());
        if let Some(message) = text.and_then(|text| serde_json::from_str(&text).ok()) {
            heard(&message);
        }
    });
    on_cleanup(move || hearing.remove());
}

/// The page around this one; none if it stands by itself.
fn parent() -> Option<web_sys::Window> {
    window().parent().ok().flatten().filter(|parent| *parent != window())
}

fn post_value(shell: Shell, value: &Value) {
    if let Ok(value) = js_sys::JSON::parse(&value.to_string()) {
        post(shell, &value);
    }
}

/// Sends to the page of the origin that the address names, or to any if it names none.
fn post(shell: Shell, value: &JsValue) {
    let Some(Embed { origin, .. }) = shell.embed.get_untracked() else { return };
    if let Some(parent) = parent() {
        // An origin that isn't the parent's: the browser keeps the message back.
        let _refused = parent.post_message(value, origin.as_deref().unwrap_or("*"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_named_by_its_path_and_by_what_is_asked_there() {
        let cases = [
            ("", ""),
            ("#/", ""),
            ("#/lab/hot-shard", "lab/hot-shard"),
            ("#/lab/hot-shard?s=1.AbC_-&speed=10&theme=dark", "lab/hot-shard"),
            ("#/quiz", "quiz"),
            ("#/quiz?mode=exam&count=20&seed=1&a=1.AbC", "quiz?mode=exam&count=20&seed=1"),
            ("#/quiz?theme=dark&mode=practice&item=x", "quiz?mode=practice&item=x"),
            ("#/exercise/chatty-truck?r=r1.A", "exercise/chatty-truck"),
            ("#/exercise?e=e1.A&r=r1.A&paused=0", "exercise?e=e1.A"),
        ];
        for (fragment, page) in cases {
            assert_eq!(page_of(fragment), page, "{fragment}");
        }
    }

    #[test]
    fn a_package_names_pages_by_the_same_parameters() {
        let launch = include_str!("../crates/course-package/launch/launch.js");
        assert!(launch.contains(&format!("const ASKS = {ASKS:?};")));
    }
}
