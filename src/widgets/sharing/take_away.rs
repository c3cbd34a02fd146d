//! A run to take away: its calls as a script, its end state as CloudFormation and Terraform.

use crate::content::{t, tf};
use crate::session::Session;
use crate::widgets::copy::CopyButton;
use crate::widgets::files::save_text;
use crate::widgets::tabs::Tabs;
use leptos::prelude::*;

/// The three texts; each is written when its tab is looked at.
pub fn contents(session: Session) -> AnyView {
    let names = vec![t("take_away.script"), t("take_away.cloud_formation"), t("take_away.terraform")];
    // The label of the title is the lab's card, which the heading shows too.
    let title = document().query_selector("h1").ok().flatten().and_then(|heading| heading.text_content());
    let title = title.unwrap_or_default();
    let panel = move |nth| match nth {
        0 => {
            let text = untrack(|| session.history(|history| run_export::script(history, &title)));
            file(text, "sh", &session.lab.id, t("take_away.script_hint"))
        }
        1 => {
            let text = session.peek(run_export::cloud_formation);
            file(text, "template.json", &session.lab.id, t("take_away.template_hint"))
        }
        _ => file(session.peek(run_export::terraform), "tf", &session.lab.id, t("take_away.template_hint")),
    };
    html! { <Tabs id="take-away" label=t("take_away.title") names panel/> }
}

fn file(text: String, ending: &str, lab: &str, hint: &'static str) -> AnyView {
    let name = format!("{lab}.{ending}");
    let lines = tf("take_away.lines", &[("n", &text.lines().count().to_string())]);
    let download = tf("take_away.download", &[("file", &name)]);
    let (saved, label) = (text.clone(), name.clone());
    html! {
        <p class="hint">{hint}</p>
        <pre class="take-away-text" tabindex="0" role="region" aria-label=label>{text.clone()}</pre>
        <div class="take-away-foot">
            <CopyButton text name=t("take_away.copy")/>
            <button class="button" on:click=move |_| save_text(&name, "text/plain", &saved)>{download}</button>
            <span class="hint">{lines}</span>
        </div>
    }
}
