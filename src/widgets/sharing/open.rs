//! A file that was chosen or dropped: read, told apart, and opened without losing the run that is shown.

use crate::app::Shell;
use crate::content::{content, frame, t, tf};
use crate::route;
use crate::run_file::{BYTES_MAX, FileError, RunFile, digest};
use crate::session::Session;
use crate::share::ANOTHER;
use crate::widgets::files::{is_larger, text_of};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Reads and opens the file; what is wrong with it stands above the page.
pub fn open_file(shell: Shell, session: Session, file: web_sys::File) {
    spawn_local(async move {
        let opened = read(&file).await.and_then(|run| take(shell, session, run));
        shell.share.set(false);
        if let Err(why) = opened {
            shell.tell(&tf("file.refused", &[("file", &file.name()), ("why", &why)]));
        }
    });
}

async fn read(file: &web_sys::File) -> Result<RunFile, String> {
    if is_larger(file, BYTES_MAX) {
        return Err(t("file.foreign").to_owned());
    }
    let text = text_of(file).await.ok_or_else(|| t("file.unreadable").to_owned())?;
    RunFile::decode(&text).map_err(|error| {
        t(match error {
            FileError::Foreign => "file.foreign",
            FileError::Newer => "file.newer",
            FileError::Damaged => "file.damaged",
        })
        .to_owned()
    })
}

fn take(shell: Shell, session: Session, mut file: RunFile) -> Result<(), String> {
    let Some(lab) = content().lab(&file.lab) else { return Err(tf("file.no_lab", &[("lab", &file.lab)])) };
    if !frame().profiles.iter().any(|profile| profile.id == file.run.profile) {
        return Err(tf("file.no_profile", &[("profile", &file.run.profile)]));
    }
    // The lab may have been left while the file was read.
    let is_shown = !session.status.is_disposed();
    if file.run.exercise.is_none() && digest(&lab.scenario) != file.scenario {
        // Under another scenario the run is another one, as it may be with another engine.
        file.run.engine = ANOTHER;
    }
    if is_shown && lab.id == session.lab.id {
        if file.run.is_of_another_edition() {
            shell.tell(t("link.other_edition"));
        }
        session.extend();
        session.open_run(file.run);
    } else {
        // The way back in the browser leads to the run that is left.
        let left = is_shown.then(|| session.shared()?.encode_whole()).flatten();
        if let Some(left) = left {
            route::replace(&session.fragment_of(&session.lab.id, &left));
        }
        let run = file.run.encode_whole().ok_or_else(|| t("file.damaged").to_owned())?;
        route::open(&session.fragment_of(&lab.id, &run));
    }
    Ok(())
}
