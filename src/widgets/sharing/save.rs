//! What of a run can be saved as a file, and under which name.

use super::picture;
use crate::parts::Wanted;
use crate::scene::calls::OwnCalls;
use crate::scene::calls::lines::json_lines;
use crate::scene::chart::csv;
use crate::scene::clock;
use crate::session::Session;
use crate::widgets::files::{save_blob, save_text};
use leptos::prelude::*;
use leptos::task::spawn_local;

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
