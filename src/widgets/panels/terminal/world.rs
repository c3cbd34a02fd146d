//! The run of the open lab as a terminal's world, and the carrying out of lines one after the other.

use super::state::{Source, TerminalState};
use crate::session::Session;
use aws_cli::{Channel, Shell, World};
use leptos::prelude::*;
use std::time::Duration;
use stream_engine::command::Reply;
use stream_engine::{Answer, Command, Simulation, Time};
use wasm_bindgen_futures::JsFuture;

/// Milliseconds of a frame that the engine may take.
const SLICE_MS: f64 = 8.0;
/// Numbers change so often while time passes.
const REFRESH_MS: f64 = 250.0;

/// The run behind a session.
pub struct LabWorld {
    pub session: Session,
    pub state: TerminalState,
}

impl World for LabWorld {
    fn call(&mut self, target: &str, body: &str) -> Reply {
        let command = Command::Call { target: target.to_owned(), body: body.to_owned() };
        match self.session.act(command) {
            Ok(Answer::Reply(reply)) => reply,
            // A call is always answered with a reply, refused or not.
            _ => Reply { status: 500, error: "InternalFailure".to_owned(), body: String::new() },
        }
    }

    /// In slices, a frame each, so that the page stays responsive.
    async fn pass(&mut self, until: Time) -> bool {
        let resets = self.session.resets.peek();
        let watch = window().performance();
        let now = || watch.as_ref().map_or(0.0, |watch| watch.now());
        let mut refreshed = now();
        loop {
            if self.session.advance_for(SLICE_MS, until) {
                self.session.refresh();
                return true;
            }
            if now() - refreshed > REFRESH_MS {
                refreshed = now();
                self.session.views.refresh_in_turn();
            }
            next_frame().await;
            if self.state.is_gone() {
                return false;
            }
            // A run that was begun anew has nothing left to wait for.
            if self.state.interrupted.get_value() || self.session.resets.peek() != resets {
                self.session.refresh();
                return false;
            }
        }
    }

    fn look<T>(&self, look: impl FnOnce(&Simulation) -> T) -> T {
        self.session.peek(look)
    }

    fn show(&mut self, channel: Channel, text: &str) {
        self.state.show(Source::from(channel), text);
    }

    fn clear(&mut self) {
        self.state.clear();
    }
}

/// Waits for the next frame; in a hidden page, where there are none, for a timer.
async fn next_frame() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let done = move || _ = resolve.call0(&wasm_bindgen::JsValue::NULL);
        match document().hidden() {
            true => set_timeout(done, Duration::from_millis(16)),
            false => request_animation_frame(done),
        }
    });
    // It is never refused.
    let _done = JsFuture::from(promise).await;
}

/// Carries out lines behind those that are still waiting.
pub fn enter(session: Session, state: TerminalState, lines: Vec<String>, columns: usize) {
    state.waiting.update_value(|waiting| waiting.extend(lines));
    if state.busy.get_untracked() {
        return;
    }
    let Some(mut shell) = state.shell.try_update_value(Option::take).flatten() else { return };
    shell.columns = columns;
    state.busy.set(true);
    leptos::task::spawn_local(async move {
        let mut world = LabWorld { session, state };
        while let Some(line) = state.waiting.try_update_value(std::collections::VecDeque::pop_front).flatten() {
            run(&mut world, &mut shell, &line).await;
            if state.is_gone() {
                return;
            }
            state.interrupted.set_value(false);
        }
        state.history.set_value(shell.history.clone());
        state.shell.set_value(Some(shell));
        state.busy.set(false);
    });
}

async fn run(world: &mut LabWorld, shell: &mut Shell, line: &str) {
    world.state.show(Source::Line, line);
    shell.remember(line);
    world.state.history.set_value(shell.history.clone());
    shell.run(world, line).await;
}
