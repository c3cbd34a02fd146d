//! Files that the page makes and takes: saved by the browser's own way, read once somebody has chosen one.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Saves a text.
pub fn save_text(name: &str, kind: &str, text: &str) {
    if let Some(blob) = blob_of(kind, text) {
        save_blob(name, &blob);
    }
}

/// Saves bytes.
pub fn save_bytes(name: &str, kind: &str, bytes: &[u8]) {
    let array = js_sys::Uint8Array::from(bytes);
    let parts = js_sys::Array::of1(&array);
    if let Ok(blob) = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &of_kind(kind)) {
        save_blob(name, &blob);
    }
}

/// A text as what browsers save and show.
pub fn blob_of(kind: &str, text: &str) -> Option<web_sys::Blob> {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    web_sys::Blob::new_with_str_sequence_and_options(&parts, &of_kind(kind)).ok()
}

fn of_kind(kind: &str) -> web_sys::BlobPropertyBag {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    options
}

/// Saves what the browser made.
pub fn save_blob(name: &str, blob: &web_sys::Blob) {
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

/// The file that was picked by an input, which takes the same one again.
pub fn picked(event: &web_sys::Event) -> Option<web_sys::File> {
    let input = event_target::<web_sys::HtmlInputElement>(event);
    let file = input.files().and_then(|files| files.get(0));
    input.set_value("");
    file
}

/// All files that were picked by an input, which takes the same ones again.
pub fn all_picked(event: &web_sys::Event) -> Vec<web_sys::File> {
    let input = event_target::<web_sys::HtmlInputElement>(event);
    let files = input.files().map_or(Vec::new(), |files| listed(&files));
    input.set_value("");
    files
}

/// What was dropped: files, or a text such as a link.
pub fn dropped(event: &web_sys::DragEvent) -> (Vec<web_sys::File>, Option<String>) {
    let Some(data) = event.data_transfer() else { return (Vec::new(), None) };
    let files = data.files().map_or(Vec::new(), |files| listed(&files));
    (files, data.get_data("text/plain").ok().filter(|text| !text.is_empty()))
}

fn listed(files: &web_sys::FileList) -> Vec<web_sys::File> {
    (0..files.length()).filter_map(|nth| files.get(nth)).collect()
}

/// Whether a file has more than so many bytes.
pub fn is_larger(file: &web_sys::File, bytes: u64) -> bool {
    file.size() > bytes as f64
}

/// The text of a file; None if it can't be read. Whoever calls it has looked how large the file is.
pub async fn text_of(file: &web_sys::File) -> Option<String> {
    JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string())
}
