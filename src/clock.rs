//! The page's one animation loop: real time in, simulated time out, in slices that leave the page
//! responsive.

use crate::session::{Group, Session};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Milliseconds of a frame that the engine may take.
const SLICE_MS: f64 = 8.0;
/// Longest real time one frame may stand for: a tab in the background doesn't run ahead.
const FRAME_MAX_MS: f64 = 100.0;
/// Numbers change four times a second, once with reduced motion.
const REFRESH_MS: f64 = 250.0;
const REFRESH_REDUCED_MS: f64 = 1_000.0;

/// Runs the session while it plays or is on its way to a moment, gives its views their turns, and calls `paint` in each
/// frame that played and doesn't refresh the stage, with which the caller paints. Ends when the owner of the
/// caller goes.
pub fn drive(session: Session, paint: impl Fn() + 'static) {
    let alive = Rc::new(Cell::new(true));
    let last = Rc::new(Cell::new(None::<f64>));
    let refreshed = Rc::new(Cell::new(0.0));
    let frame = {
        let alive = alive.clone();
        move |now: f64| {
            if !alive.get() {
                return false;
            }
            let plays = session.playing.get_untracked();
            let before = last.replace(plays.then_some(now));
            if plays {
                advance(session, before.map_or(0.0, |before| (now - before).min(FRAME_MAX_MS)));
            }
            let reduced = reduced_motion();
            let pause = if reduced { REFRESH_REDUCED_MS } else { REFRESH_MS };
            // However slow the frames are, each group gets its turn.
            if (plays || session.go_on()) && now - refreshed.get() >= pause && !session.views.are_waiting() {
                refreshed.set(now);
                session.note_challenge();
                session.views.refresh_in_turn();
            }
            let shown = session.views.refresh_next();
            if plays && shown != Some(Group::Stage) && !reduced {
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
    session.advance_for(SLICE_MS, target);
    if session.ends.is_some_and(|end| session.peek(|run| run.now()) >= end) {
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
