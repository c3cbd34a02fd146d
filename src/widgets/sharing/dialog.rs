//! The share dialog: this moment as a link, as its QR code and as a file; a file opened; the page printed.

use super::open::open_file;
use crate::app::Shell;
use crate::content::{t, tf};
use crate::run_file::{ENDING, RunFile};
use crate::scene::clock;
use crate::scene::qr::{COMFORT_BYTES, Code, code};
use crate::session::Session;
use crate::share::{MOMENT_MAX, REQUESTS_MAX};
use crate::widgets::copy::CopyButton;
use crate::widgets::files::{self, save_text};
use lab_content::format::thousands;
use leptos::prelude::*;

/// What stands in the dialog. Each part is a section of its own.
pub fn dialog(shell: Shell, session: Session) -> AnyView {
    let moment = session.peek(|run| clock(run.now()));
    let link = session.link();
    let drawn = link.as_ref().filter(|link| link.len() <= COMFORT_BYTES).and_then(|link| code(link));
    let picture = match (&link, drawn) {
        // A camera's owner doesn't have this file.
        (Some(link), _) if is_on_disk(link) => html! { <p class="hint no-code">{t("share.on_disk")}</p> },
        (Some(_), Some(drawn)) => picture(&drawn, &moment),
        (Some(_), None) => html! { <p class="hint no-code">{t("share.no_code")}</p> },
        (None, _) => ().into_any(),
    };
    html! {
        <div class="share-body">
            <p>{tf("share.text", &[("moment", &moment)])}</p>
            <div class="share-link">
                <div>{link_part(link)} {file_part(shell, session)}</div>
                {picture}
            </div>
            {take_away_part(shell)}
            {print_part()}
        </div>
    }
}

/// The page was opened as a file, in the one-file edition.
fn is_on_disk(link: &str) -> bool {
    link.starts_with("file:")
}

fn link_part(link: Option<String>) -> AnyView {
    let Some(link) = link else { return html! { <p class="error">{t("share.too_long")}</p> } };
    let shown = link.clone();
    html! {
        <section>
            <label class="field">
                <span>{t("share.link")}</span>
                <input type="text" readonly prop:value=shown on:focus=move |event| {
                    event_target::<web_sys::HtmlInputElement>(&event).select();
                }/>
            </label>
            <CopyButton text=link name=t("share.copy")/>
        </section>
    }
}

/// Dark on light in both themes: that is what cameras look for.
fn picture(code: &Code, moment: &str) -> AnyView {
    let size = code.size;
    html! {
        <svg class="qr" role="img" aria-label=tf("share.code", &[("moment", moment)])
            viewBox=format!("0 0 {size} {size}") shape-rendering="crispEdges">
            <rect width=size height=size class="qr-light"/>
            <path d=code.path.clone() class="qr-dark"/>
        </svg>
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

fn beyond() -> String {
    let (hours, requests) = (thousands(MOMENT_MAX.second() / 3_600), thousands(REQUESTS_MAX as u64));
    tf("share.beyond", &[("hours", &hours), ("n", &requests)])
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
