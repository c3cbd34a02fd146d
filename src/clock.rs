//! The page's one animation loop: real time in, simulated time out, in slices that leave the page
//! responsive.

use crate::session::{GROUPS, Session};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use stream_engine::Time;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Milliseconds of a frame that the engine may take.
const SLICE_MS: f64 = 8.0;
/// Simulated time between two looks at the watch, if the frame has no more than 64 of it.
const STEP_US: u64 = 20_000;
/// Looks at the watch in a frame at most, however much simulated time it stands for.
const LOOKS_MAX: u64 = 64;
/// Longest real time one frame may stand for: a tab in the background doesn't run ahead.
const FRAME_MAX_MS: f64 = 100.0;
/// Numbers change four times a second, once with reduced motion.
const REFRESH_MS: f64 = 250.0;
const REFRESH_REDUCED_MS: f64 = 1_000.0;

/// Runs the session while it plays, and calls `paint` in each frame that moved it and doesn't refresh
/// the first group of views, with which the caller paints. Ends when the owner of the caller goes.
pub fn drive(session: Session, paint: impl Fn() + 'static) {
    let alive = Rc::new(Cell::new(true));
    let last = Rc::new(Cell::new(None::<f64>));
    let refreshed = Rc::new(Cell::new(0.0));
    let next_group = Cell::new(GROUPS);
    let frame = {
        let alive = alive.clone();
        move |now: f64| {
            if !alive.get() {
                return false;
            }
            if !session.playing.get_untracked() {
                last.set(None);
                return true;
            }
            let elapsed = last.replace(Some(now)).map_or(0.0, |before| (now - before).min(FRAME_MAX_MS));
            advance(session, elapsed);
            let reduced = reduced_motion();
            let due = now - refreshed.get() >= if reduced { REFRESH_REDUCED_MS } else { REFRESH_MS };
            // However slow the frames are, each group gets its turn.
            if due && next_group.get() == GROUPS {
                refreshed.set(now);
                next_group.set(0);
                session.note_challenge();
            }
            let group = next_group.get();
            if group < GROUPS {
                next_group.set(group + 1);
                session.refresh_group(group);
            }
            if group > 0 && !reduced {
                paint();
            }
            true
        }
    };
    on_each_frame(frame);
    let alive = StoredValue::new_local(alive);
    on_cleanup(move || alive.with_value(|alive| alive.set(false)));
}

/// Whether the person asked for less motion, by the address or by their system.
pub fn reduced_motion() -> bool {
    let asked = document().document_element().and_then(|root| root.get_attribute("data-motion"));
    if let Some(asked) = asked {
        return asked == "reduced";
    }
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|query| query.matches())
}

/// Real milliseconds become simulated time; what doesn't fit into the slice is let go, and the run
/// is slower than asked for.
fn advance(session: Session, elapsed_ms: f64) {
    let (tenths, _) = session.pace.speeds[session.speed.get_untracked()];
    let us = (elapsed_ms * 100.0 * tenths as f64) as u64;
    let from = session.peek(|run| run.now());
    let target = session.ends.map_or(from + us, |end| end.min(from + us));
    let step = STEP_US.max(us / LOOKS_MAX);
    let watch = window().performance();
    let spent = |since: f64| watch.as_ref().map_or(0.0, |watch| watch.now() - since);
    let began = spent(0.0);
    let mut now = from;
    while now < target {
        now = Time(target.0.min(now.0 + step));
        session.advance(now);
        if spent(began) > SLICE_MS {
            break;
        }
    }
    if session.ends.is_some_and(|end| now >= end) {
        session.pause();
        session.refresh();
    }
}

/// Calls `frame` with the frame's time until it says false.
pub fn on_each_frame(mut frame: impl FnMut(f64) -> bool + 'static) {
    type Frame = Closure<dyn FnMut(f64)>;
    let slot: Rc<Cell<Option<Frame>>> = Rc::new(Cell::new(None));
    let again = slot.clone();
    let closure = Closure::new(move |now: f64| {
        if frame(now) {
            if let Some(closure) = again.take() {
                request(&closure);
                again.set(Some(closure));
            }
        } else {
            again.take();
        }
    });
    request(&closure);
    slot.set(Some(closure));
}

fn request(closure: &Closure<dyn FnMut(f64)>) {
    // The only error is a window without animation frames: then nothing moves, and all else works.
    let _handle = window().request_animation_frame(closure.as_ref().unchecked_ref());
}
