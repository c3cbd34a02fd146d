//! Paints what moves in the stage of fan-out: strokes, records, polls, deliveries, batched by colour.

use crate::scene::chart::Size;
use crate::scene::fan_out::Way;
use crate::scene::fan_out::moving::Moving;
use leptos::prelude::window;
use std::f64::consts::TAU;
use web_sys::CanvasRenderingContext2d;

/// Colours of the theme that is on.
pub struct Colours {
    shard: String,
    pull: String,
    push: String,
    tick: String,
    bad: String,
}

impl Colours {
    /// Reads them from the page's variables.
    pub fn read() -> Colours {
        let root = leptos::prelude::document().document_element();
        let style = root.and_then(|root| window().get_computed_style(&root).ok().flatten());
        let read = |name: &str| {
            let value = style.as_ref().and_then(|style| style.get_property_value(name).ok());
            value.unwrap_or_default().trim().to_owned()
        };
        Colours {
            shard: read("--shard-0"),
            pull: read("--shard-1"),
            push: read("--shard-2"),
            tick: read("--muted"),
            bad: read("--bad"),
        }
    }
}

/// Paints the halves over whatever the canvas showed.
pub fn paint(context: &CanvasRenderingContext2d, halves: &[Moving], colours: &Colours, size: Size) {
    context.clear_rect(0.0, 0.0, size.width, size.height);
    for half in halves {
        context.save();
        // Strokes that began before the line of time does are cut off there.
        context.begin_path();
        context.rect(half.left - 2.0, 0.0, half.right - half.left + 6.0, size.height);
        context.clip();
        paint_half(context, half, colours);
        context.restore();
    }
}

fn paint_half(context: &CanvasRenderingContext2d, half: &Moving, colours: &Colours) {
    context.set_stroke_style_str(&colours.shard);
    context.set_global_alpha(0.32);
    context.set_line_width(0.8);
    context.begin_path();
    for stroke in &half.strokes {
        context.move_to(stroke.from.0, stroke.from.1);
        context.line_to(stroke.to.0, stroke.to.1);
    }
    context.stroke();
    context.set_global_alpha(1.0);
    context.set_fill_style_str(&colours.tick);
    for (x, y) in &half.ticks {
        context.fill_rect(x - 1.5, y - 5.0, 3.0, 10.0);
    }
    dots(context, &colours.shard, &half.others, 1.6);
    dots(context, &colours.shard, &half.arrivals, 3.2);
    let (delivered, radius) = if half.way == Way::Pull { (&colours.pull, 3.0) } else { (&colours.push, 2.6) };
    dots(context, delivered, &half.deliveries, radius);
    crosses(context, &colours.bad, &half.refused);
}

fn dots(context: &CanvasRenderingContext2d, colour: &str, at: &[(f64, f64)], radius: f64) {
    context.set_fill_style_str(colour);
    context.begin_path();
    for (x, y) in at {
        context.move_to(x + radius, *y);
        // The only error is a negative radius.
        let _ = context.arc(*x, *y, radius, 0.0, TAU);
    }
    context.fill();
}

fn crosses(context: &CanvasRenderingContext2d, colour: &str, at: &[(f64, f64)]) {
    context.set_stroke_style_str(colour);
    context.set_line_width(1.8);
    context.begin_path();
    for (x, y) in at {
        for (dx, dy) in [(-3.5, -3.5), (3.5, -3.5)] {
            context.move_to(x + dx, y + dy);
            context.line_to(x - dx, y - dy);
        }
    }
    context.stroke();
}
