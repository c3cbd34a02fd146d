//! Files that the page makes: a name, a kind, and the browser's own way of saving.

use super::picture;
use crate::parts::Wanted;
use crate::scene::calls::OwnCalls;
use crate::scene::calls::lines::json_lines;
use crate::scene::chart::csv;
use crate::scene::clock;
use crate::session::Session;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};

/// Makes the file that is wanted and lets the browser save it.
pub fn save(session: Session, wanted: Wanted) {
    let moment = session.peek(|run| clock(run.now())).replace(':', "-");
    let name = |what: &str, ending: &str| format!("{}-{what}-{moment}.{ending}", session.lab.id);
    match wanted {
        Wanted::Svg { drawing, name: what } => {
            if let Some(text) = picture::svg(&drawing) {
                save_text(&name(what, "svg"), "image/svg+xml", &text);
            }
        }
        Wanted::Png { drawing, name: what } => {
            let name = name(what, "png");
            spawn_local(async move {
                if let Some(blob) = picture::png(&drawing).await {
                    save_blob(&name, &blob);
                }
            });
        }
        Wanted::Series { chart, name: what } => {
            if let Some(text) = session.peek(|run| csv::table(run, chart, session.prices())) {
                save_text(&name(what, "csv"), "text/csv", &text);
            }
        }
        Wanted::Calls => {
            let text = untrack(|| session.history(|history| json_lines(history, &mut OwnCalls::default())));
            save_text(&name("calls", "jsonl"), "application/x-ndjson", &text);
        }
    }
}

/// Saves a text.
pub fn save_text(name: &str, kind: &str, text: &str) {
    if let Some(blob) = blob_of(kind, text) {
        save_blob(name, &blob);
    }
}

/// A text as what browsers save and show.
pub fn blob_of(kind: &str, text: &str) -> Option<web_sys::Blob> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    web_sys::Blob::new_with_str_sequence_and_options(&parts, &options).ok()
}

fn save_blob(name: &str, blob: &web_sys::Blob) {
    let Ok(url) = web_sys::Url::create_object_url_with_blob(blob) else { return };
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The browser takes the bytes before the next turn of its loop; the address is let go of after it.
    set_timeout(move || _ = web_sys::Url::revoke_object_url(&url), std::time::Duration::from_secs(10));
}
