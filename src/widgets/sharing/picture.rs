//! A drawing of the page as a file of its own: what the page's styles do to it is written into it.

use crate::widgets::files::blob_of;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// What styles may set on a drawing's elements and a file must hold itself.
const PROPERTIES: [&str; 15] = [
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "opacity",
    "font-family",
    "font-size",
    "font-weight",
    "text-anchor",
    "paint-order",
    "display",
];
/// What an element without styles has anyway.
const USUAL: [(&str, &str); 11] = [
    ("fill", "rgb(0, 0, 0)"),
    ("fill-opacity", "1"),
    ("stroke", "none"),
    ("stroke-width", "1px"),
    ("stroke-opacity", "1"),
    ("stroke-dasharray", "none"),
    ("stroke-linecap", "butt"),
    ("stroke-linejoin", "miter"),
    ("opacity", "1"),
    ("paint-order", "normal"),
    ("display", "inline"),
];
/// Pixels of a picture for one of the page's.
const SCALE: f64 = 2.0;

/// The text of an SVG file.
pub fn svg(drawing: &web_sys::Element) -> Option<String> {
    let copy = drawing.clone_node_with_deep(true).ok()?.dyn_into::<web_sys::Element>().ok()?;
    let (seen, copied) = (drawing.get_elements_by_tag_name("*"), copy.get_elements_by_tag_name("*"));
    for nth in 0..seen.length() {
        if let (Some(seen), Some(copied)) = (seen.item(nth), copied.item(nth)) {
            dress(&seen, &copied);
        }
    }
    let (width, height) = size(drawing);
    let set = |name: &str, value: &str| copy.set_attribute(name, value).ok();
    set("viewBox", &format!("0 0 {width} {height}"))?;
    set("width", &width.to_string())?;
    set("height", &height.to_string())?;
    copy.remove_attribute("class").ok()?;
    let label = drawing.get_attribute("aria-label").unwrap_or_default();
    let background = background(drawing);
    let head = format!(
        "<title>{}</title><rect width=\"{width}\" height=\"{height}\" fill=\"{background}\"/>",
        label.replace('&', "&amp;").replace('<', "&lt;")
    );
    let text = web_sys::XmlSerializer::new().ok()?.serialize_to_string(&copy).ok()?;
    let (open, rest) = text.split_once('>')?;
    Some(format!("{open}>{head}{rest}\n"))
}

/// The same as a picture of pixels.
pub async fn png(drawing: &web_sys::Element) -> Option<web_sys::Blob> {
    let (width, height) = size(drawing);
    let blob = blob_of("image/svg+xml", &svg(drawing)?)?;
    let url = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
    let image = web_sys::HtmlImageElement::new().ok()?;
    image.set_src(&url);
    let decoded = JsFuture::from(image.decode()).await;
    web_sys::Url::revoke_object_url(&url).ok()?;
    decoded.ok()?;
    let canvas = document().create_element("canvas").ok()?.dyn_into::<web_sys::HtmlCanvasElement>().ok()?;
    canvas.set_width((width * SCALE) as u32);
    canvas.set_height((height * SCALE) as u32);
    let context = canvas.get_context("2d").ok()??.dyn_into::<web_sys::CanvasRenderingContext2d>().ok()?;
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width * SCALE, height * SCALE).ok()?;
    let made = js_sys::Promise::new(&mut |resolve, _| {
        // Nothing comes if the picture is empty; the promise is then never asked again.
        let _refused = canvas.to_blob(&resolve);
    });
    JsFuture::from(made).await.ok()?.dyn_into().ok()
}

/// Writes what the styles of one element come to into another.
fn dress(seen: &web_sys::Element, copied: &web_sys::Element) {
    let Some(style) = window().get_computed_style(seen).ok().flatten() else { return };
    for name in PROPERTIES {
        let value = style.get_property_value(name).unwrap_or_default();
        if !value.is_empty() && !USUAL.contains(&(name, value.as_str())) {
            // The names are valid ones.
            let _set = copied.set_attribute(name, &value);
        }
    }
    let _gone = copied.remove_attribute("class").and_then(|()| copied.remove_attribute("style"));
}

fn size(drawing: &web_sys::Element) -> (f64, f64) {
    let part = |name: &str| drawing.get_attribute(name).and_then(|text| text.parse().ok()).unwrap_or(1.0);
    (part("width"), part("height"))
}

/// The colour behind it.
fn background(drawing: &web_sys::Element) -> String {
    let card = drawing.closest(".card").ok().flatten();
    let style = card.and_then(|card| window().get_computed_style(&card).ok().flatten());
    style.and_then(|style| style.get_property_value("background-color").ok()).unwrap_or_else(|| "white".to_owned())
}
