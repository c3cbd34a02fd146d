//! The share dialog: this moment as a link, as its QR code, as a file and as a package for a course; a file opened; the page
//! printed.

use super::open::open_file;
use crate::app::Shell;
use crate::content::{frame, t, tf};
use crate::route::{Room, is_on_disk, lab_href};
use crate::run_file::{ENDING, RunFile};
use crate::scene::clock;
use crate::scene::qr::{COMFORT_BYTES, code};
use crate::session::Session;
use crate::widgets::copy::link_field;
use crate::widgets::files::{self, save_text};
use crate::widgets::packages::Packages;
use crate::widgets::qr::picture;
use crate::widgets::share::beyond;
use course_package::Kind;
use leptos::prelude::*;

/// What stands in the dialog. Each part is a section of its own.
pub fn dialog(shell: Shell, session: Session) -> AnyView {
    let moment = session.peek(|run| clock(run.now()));
    let link = session.link();
    let drawn = link.as_ref().filter(|link| link.len() <= COMFORT_BYTES).and_then(|link| code(link));
    let picture = match (&link, drawn) {
        // A camera's owner doesn't have this file.
        (Some(link), _) if is_on_disk(link) => html! { <p class="hint no-code">{t("share.on_disk")}</p> },
        (Some(_), Some(drawn)) => picture(&drawn, tf("share.code", &[("moment", &moment)])),
        (Some(_), None) => html! { <p class="hint no-code">{t("share.no_code")}</p> },
        (None, _) => ().into_any(),
    };
    html! {
        <div class="share-body">
            <p>{tf("share.text", &[("moment", &moment)])}</p>
            <div class="share-link">
                <div>{link_field(link)} {file_part(shell, session)}</div>
                {picture}
            </div>
            {exercise_part(session)}
            {take_away_part(shell)}
            {package_part(session)}
            {print_part()}
        </div>
    }
}

fn file_part(shell: Shell, session: Session) -> AnyView {
    let file = session.shared().map(|run| RunFile::new(&session.lab.id, &session.lab.scenario, run));
    let text = file.as_ref().and_then(RunFile::encode);
    let save = match (file, text) {
        (Some(file), Some(text)) => {
            let save = move |_| save_text(&file.name(), "application/json", &text);
            html! { <button class="button" on:click=save>{t("share.file.save")}</button> }
        }
        _ => html! { <p class="error">{beyond()}</p> },
    };
    let picked = move |event: web_sys::Event| {
        if let Some(file) = files::picked(&event) {
            open_file(shell, session, file);
        }
    };
    html! {
        <section>
            <h3>{t("share.file.title")}</h3>
            <div class="control-row">
                {save}
                <label class="button file">
                    {t("share.file.open")}
                    <input type="file" class="visually-hidden" accept=format!(".{ENDING},application/json") on:change=picked/>
                </label>
            </div>
            <p class="hint">{t("share.file.hint")}</p>
        </section>
    }
}

/// The way from a run to an exercise that begins with it.
fn exercise_part(session: Session) -> AnyView {
    let run = session.shared().and_then(|run| run.encode_whole());
    let href = run.map(|run| format!("{}?lab={}&s={run}", Room::Build.href(), session.lab.id));
    html! {
        <section class="share-print">
            {href.map(|href| html! { <a class="button" href=href>{t("share.exercise")}</a> })}
            <p class="hint">{t("share.exercise_hint")}</p>
        </section>
    }
}

fn take_away_part(shell: Shell) -> AnyView {
    let open = move |_| {
        shell.share.set(false);
        shell.taking_away.set(true);
    };
    html! {
        <section class="share-print">
            <button class="button" on:click=open>{t("take_away.button")}</button>
            <p class="hint">{t("take_away.hint")}</p>
        </section>
    }
}

/// The lab as it stands, for a course.
fn package_part(session: Session) -> Option<AnyView> {
    let id = &session.lab.id;
    let title = frame().built(id)?.title.clone();
    let run = session.shared().filter(|run| !run.is_fresh()).and_then(|run| run.encode_whole());
    let fragment = run.map_or(lab_href(id), |run| format!("{}?s={run}", lab_href(id)));
    Some(html! { <Packages title fragment stem=id.clone() kind=Kind::Lab/> })
}

fn print_part() -> AnyView {
    let print = move |_| {
        // A page without a printer has nothing to ask.
        let _refused = window().print();
    };
    html! {
        <section class="share-print">
            <button class="button" on:click=print>{t("share.print")}</button>
            <p class="hint">{t("share.print_hint")}</p>
        </section>
    }
}
