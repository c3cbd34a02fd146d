//! The canvas painter: squares and crosses, batched by colour, no signals.

use crate::scene::records::{Point, RecordScene};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Edge of a record's square in CSS pixels.
const SQUARE: f64 = 4.0;
/// Width of the rim of a square that is hollow, as those from the seventh shard on are.
const RIM: f64 = 1.0;
/// More pixels than this a CSS pixel is not worth their time.
const SCALE_MAX: f64 = 2.0;

/// The colours of the theme that is on.
pub struct Palette {
    shards: [String; 6],
    bad: String,
}

impl Palette {
    /// Reads them from the page's variables.
    pub fn read() -> Palette {
        let style = leptos::prelude::document()
            .document_element()
            .and_then(|root| window().get_computed_style(&root).ok().flatten());
        let read = |name: &str| {
            let value = style.as_ref().and_then(|style| style.get_property_value(name).ok());
            value.unwrap_or_default().trim().to_owned()
        };
        Palette { shards: std::array::from_fn(|nth| read(&format!("--shard-{nth}"))), bad: read("--bad") }
    }
}

/// Fits the canvas to its size on the page; nothing if it fits already.
pub fn fit(canvas: &HtmlCanvasElement, width: f64, height: f64) -> Option<CanvasRenderingContext2d> {
    let scale = window().device_pixel_ratio().min(SCALE_MAX) * zoom(canvas);
    let (pixels, lines) = ((width * scale).round() as u32, (height * scale).round() as u32);
    if (canvas.width(), canvas.height()) != (pixels, lines) {
        canvas.set_width(pixels);
        canvas.set_height(lines);
    }
    let context = canvas.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
    context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0).ok()?;
    Some(context)
}

/// How much larger the page's styles show it, as in the projector view; 1 where the browser can't tell.
fn zoom(canvas: &HtmlCanvasElement) -> f64 {
    let zoom = js_sys::Reflect::get(canvas, &JsValue::from_str("currentCSSZoom")).ok();
    zoom.and_then(|zoom| zoom.as_f64()).unwrap_or(1.0)
}

/// Paints the records over whatever the canvas showed.
pub fn paint(context: &CanvasRenderingContext2d, scene: &RecordScene, palette: &Palette, size: (f64, f64)) {
    context.clear_rect(0.0, 0.0, size.0, size.1);
    context.set_global_alpha(0.85);
    context.set_line_width(RIM);
    let (colours, patterned) = scene.squares.split_at(palette.shards.len());
    for (colour, points) in palette.shards.iter().zip(colours) {
        context.set_fill_style_str(colour);
        for Point { x, y, .. } in points {
            context.fill_rect(x - SQUARE / 2.0, y - SQUARE / 2.0, SQUARE, SQUARE);
        }
    }
    // Hollow in one call: a second one for the hole would be half of the work of a busy frame.
    let edge = SQUARE - RIM;
    for (colour, points) in palette.shards.iter().zip(patterned) {
        context.set_stroke_style_str(colour);
        for Point { x, y, .. } in points {
            context.stroke_rect(x - edge / 2.0, y - edge / 2.0, edge, edge);
        }
    }
    context.set_stroke_style_str(&palette.bad);
    context.set_line_width(1.6);
    for Point { x, y, freshness } in &scene.crosses {
        context.set_global_alpha(freshness.max(0.1));
        context.begin_path();
        for (dx, dy) in [(-3.0, -3.0), (3.0, -3.0)] {
            context.move_to(x + dx, y + dy);
            context.line_to(x - dx, y - dy);
        }
        context.stroke();
    }
    context.set_global_alpha(1.0);
}
