//! The page's own files, fetched again from where the page came from, and made small by the browser. The only place that
//! fetches anything; what it asks for are names in a list that the build wrote, and it sends nothing.

use course_package::{LIST, goes_along};
use js_sys::{Array, Function, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Names of the files that a package takes along; None if the list can't be had.
pub async fn names() -> Option<Vec<String>> {
    let list = bytes(LIST).await?;
    let names: Vec<String> = serde_json::from_slice(&list).ok()?;
    // Below the page and nowhere else, whatever the list says.
    let is_own =
        |name: &String| goes_along(name) && !name.starts_with('/') && !name.contains("..") && !name.contains(':');
    (!names.is_empty() && names.iter().all(is_own)).then_some(names)
}

/// The content of a file; None if it can't be fetched.
pub async fn bytes(name: &str) -> Option<Vec<u8>> {
    let response = JsFuture::from(window().fetch_with_str(name)).await.ok()?.dyn_into::<web_sys::Response>().ok()?;
    if !response.ok() {
        return None;
    }
    content(&response).await
}

/// The same bytes by raw deflate; None if this browser has none.
pub async fn deflated(bytes: &[u8]) -> Option<Vec<u8>> {
    let class = Reflect::get(&window(), &JsValue::from_str("CompressionStream")).ok()?.dyn_into::<Function>().ok()?;
    let deflater = Reflect::construct(&class, &Array::of1(&JsValue::from_str("deflate-raw"))).ok()?;
    let parts = Array::of1(&Uint8Array::from(bytes));
    let whole = web_sys::Blob::new_with_u8_array_sequence(&parts).ok()?.stream();
    let pipe = Reflect::get(&whole, &JsValue::from_str("pipeThrough")).ok()?.dyn_into::<Function>().ok()?;
    let small = pipe.call1(&whole, &deflater).ok()?.dyn_into::<web_sys::ReadableStream>().ok()?;
    content(&web_sys::Response::new_with_opt_readable_stream(Some(&small)).ok()?).await
}

async fn content(response: &web_sys::Response) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}
