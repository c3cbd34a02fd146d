//! A policy as text with line numbers: presets to begin with, the place of a mistake, put and reset.

use super::super::controls::problem::{Problem, ProblemLine};
use super::Drafts;
use crate::content::{t, tf};
use crate::scene::security::drafts::{Mistake, mistake};
use crate::session::Session;
use lab_content::format::thousands;
use lab_content::policy::{PolicyDocument, compact};
use leptos::prelude::*;
use stream_engine::Answer;

/// Lines that the field has at least.
const LINES_MIN: usize = 12;

#[component]
pub fn Editor(session: Session, documents: &'static [PolicyDocument], drafts: Drafts) -> impl IntoView {
    let chosen = RwSignal::new(0_usize);
    let refused = RwSignal::new(None::<Problem>);
    let document = move || &documents[chosen.get()];
    let in_place = Memo::new(move |_| session.run(|run| document().place.text(run)));
    let known = Memo::new(move |_| session.run(|run| document().place.is_known(run)));
    let text = Memo::new(move |_| drafts.get(chosen.get()).unwrap_or_else(|| in_place.get()));
    let changed = Memo::new(move |_| text.with(|text| in_place.with(|place| compact(text) != compact(place))));
    let wrong = Memo::new(move |_| text.with(|text| mistake(document(), text)));
    let edit = move |text: String| {
        refused.set(None);
        drafts.set(chosen.get_untracked(), Some(text));
    };
    let choose = move |event: web_sys::Event| {
        refused.set(None);
        chosen.set(event_target_value(&event).parse().unwrap_or(0));
    };
    let begin = move |event: web_sys::Event| {
        let nth: Option<usize> = event_target_value(&event).parse().ok();
        if let Some(preset) = nth.and_then(|nth| untrack(document).presets.get(nth)) {
            edit(preset.text.clone());
        }
    };
    let reset = move |_| {
        refused.set(None);
        drafts.set(chosen.get_untracked(), None);
    };
    let may_put = move || changed.get() && known.get() && wrong.with(Option::is_none);
    let put = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !untrack(may_put) {
            return;
        }
        match session.act(untrack(document).place.command(&text.get_untracked())) {
            Ok(Answer::Reply(reply)) if reply.status >= 400 => {
                refused.set(Some(Problem::plain(format!("{}: {}", reply.error, reply.message()))))
            }
            Ok(_) => drafts.set(chosen.get_untracked(), None),
            Err(refusal) => refused.set(Some(Problem::refused(session, &refusal))),
        }
    };
    html! {
        <form novalidate on:submit=put>
            <div class="policies-pick">
                <div class="field">
                    <label for="policy-document">{t("policies.document")}</label>
                    <select id="policy-document" on:change=choose>
                        {documents.iter().enumerate().map(|(nth, document)| html! {
                            <option value=nth.to_string()>{document.label.as_str()}</option>
                        }).collect_view()}
                    </select>
                </div>
                <div class="field">
                    <label for="policy-preset">{t("policies.preset")}</label>
                    {move || html! {
                        <select id="policy-preset" on:change=begin prop:value="">
                            <option value="">{t("policies.preset.none")}</option>
                            {document().presets.iter().enumerate().map(|(nth, preset)| html! {
                                <option value=nth.to_string()>{preset.label.as_str()}</option>
                            }).collect_view()}
                        </select>
                    }}
                </div>
            </div>
            <Text text wrong edit=Callback::new(edit)/>
            <Verdict text wrong known changed/>
            <ProblemLine id="policy-refused".to_owned() problem=refused/>
            <div class="policies-buttons">
                <button class="button primary" type="submit" aria-disabled=move || (!may_put()).to_string()>{t("policies.put")}</button>
                <button class="button" type="button" aria-disabled=move || (!changed.get()).to_string() on:click=reset>{t("policies.reset")}</button>
            </div>
        </form>
    }
}

/// The text with its line numbers; the one with a mistake is marked.
#[component]
fn Text(text: Memo<String>, wrong: Memo<Option<Mistake>>, edit: Callback<String>) -> impl IntoView {
    let lines = Memo::new(move |_| text.with(|text| text.lines().count().max(LINES_MIN)));
    let bad = Memo::new(move |_| wrong.with(|wrong| wrong.as_ref().map(|wrong| wrong.place.0)));
    let numbers = move || {
        let bad = bad.get();
        let number = |line: usize| html! { <span class:bad=bad == Some(line)>{line.to_string()}</span> };
        (1..=lines.get()).map(number).collect_view()
    };
    html! {
        <div class="policy-text">
            <div class="numbers" aria-hidden="true">{numbers}</div>
            <textarea class="mono" aria-label=t("policies.text") aria-describedby="policy-verdict" wrap="off"
                spellcheck="false" autocapitalize="none" autocomplete="off"
                rows=move || lines.get().to_string()
                aria-invalid=move || wrong.with(Option::is_some).to_string()
                prop:value=move || text.get() on:input=move |event| edit.run(event_target_value(&event))></textarea>
        </div>
    }
}

/// What the reader of policies says to the text.
#[component]
fn Verdict(text: Memo<String>, wrong: Memo<Option<Mistake>>, known: Memo<bool>, changed: Memo<bool>) -> impl IntoView {
    let said = move || match wrong.get() {
        _ if !known.get() => (true, t("policies.unknown").to_owned()),
        Some(Mistake { place: (line, column), text }) => (
            true,
            tf("policies.wrong", &[("line", &line.to_string()), ("column", &column.to_string()), ("text", &text)]),
        ),
        None if text.with(String::is_empty) => (false, t("policies.absent").to_owned()),
        None => {
            // White space doesn't count towards IAM's limit.
            let chars = text.with(|text| text.chars().filter(|char| !char.is_whitespace()).count());
            let key = if changed.get() { "policies.valid" } else { "policies.in_place" };
            (false, tf(key, &[("n", &thousands(chars as u64))]))
        }
    };
    let said = Memo::new(move |_| said());
    html! {
        <p id="policy-verdict" role="status" class=move || if said.with(|said| said.0) { "error" } else { "hint" }>
            {move || said.with(|said| said.1.clone())}
        </p>
    }
}
