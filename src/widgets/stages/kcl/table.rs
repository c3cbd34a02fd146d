//! The lease table as DynamoDB itself answers: a Scan, or a GetItem of one lease, made as a call of
//! the run.

use crate::content::t;
use crate::session::Session;
use crate::widgets::copy::CopyButton;
use crate::widgets::dialog::Dialog;
use leptos::prelude::*;
use stream_engine::api::call_text::pretty;
use stream_engine::{Answer, Command};

/// A button, and the dialog that it opens.
#[component]
pub fn LeaseTable(session: Session, application: Signal<String>) -> impl IntoView {
    let open = RwSignal::new(false);
    let answer = RwSignal::new(String::new());
    // The key of a lease; empty for the whole table.
    let chosen = RwSignal::new(String::new());
    let call = move || {
        let (target, body) = request(&application.get_untracked(), &chosen.get_untracked());
        let answered = session.act(Command::Call { target: target.to_owned(), body });
        answer.set(match answered {
            Ok(Answer::Reply(reply)) => pretty(&reply.body),
            Ok(_) => String::new(),
            Err(refusal) => session.refusal_text(&refusal),
        });
    };
    let look = move |_| {
        session.pause();
        chosen.set(String::new());
        call();
        open.set(true);
    };
    let choose = move |event| {
        chosen.set(event_target_value(&event));
        call();
    };
    let keys = move || {
        let name = application.get();
        session.run(|run| {
            let found = run.kcl().iter().find(|one| one.setup.name == name);
            found.map(|one| one.table.leases.keys().map(ToString::to_string).collect::<Vec<_>>()).unwrap_or_default()
        })
    };
    let made = move || {
        let (target, body) = request(&application.get(), &chosen.get());
        format!("{target} {body}")
    };
    html! {
        <button class="button small" on:click=look>{t("kcl.table.open")}</button>
        <Dialog open title=t("kcl.table.title")>
            <label class="field">
                <span>{t("kcl.table.what")}</span>
                <select on:change=choose prop:value=move || chosen.get()>
                    <option value="">{t("kcl.table.all")}</option>
                    {move || keys().into_iter().map(|key| html! { <option value=key.clone()>{format!("GetItem {key}")}</option> }).collect_view()}
                </select>
            </label>
            <p class="mono made">{made}</p>
            <pre class="answer" tabindex="0" aria-label=t("kcl.table.answer")>{move || answer.get()}</pre>
            {move || html! { <CopyButton text=answer.get() name=t("kcl.table.copy")/> }}
        </Dialog>
    }
}

/// Target and body of the call.
fn request(table: &str, key: &str) -> (&'static str, String) {
    match key {
        "" => ("DynamoDB_20120810.Scan", format!("{{\"TableName\":\"{table}\"}}")),
        key => (
            "DynamoDB_20120810.GetItem",
            format!("{{\"TableName\":\"{table}\",\"Key\":{{\"leaseKey\":{{\"S\":\"{key}\"}}}}}}"),
        ),
    }
}
