//! Workers of a KCL application: one more, and for a chosen one a crash or a graceful stop.

use super::hint_id;
use super::problem::{Problem, ProblemLine};
use crate::content::{t, tf};
use crate::scene::workers::{alive, next_name};
use crate::session::Session;
use lab_content::control::Control;
use leptos::prelude::*;
use stream_engine::Command;
use stream_engine::consumers::kcl::KclAction;

#[component]
pub fn Workers(session: Session, control: &'static Control, application: &'static str, most: usize) -> impl IntoView {
    let names = Memo::new(move |_| session.run(|run| alive(run, application)));
    let picked = RwSignal::new(None::<String>);
    // The picked one, as long as it lives; then the second, so that it is none that leads.
    let chosen = Memo::new(move |_| {
        names.with(|names| {
            let kept = picked.get().filter(|name| names.contains(name));
            kept.or_else(|| names.get(1).or_else(|| names.first()).cloned())
        })
    });
    let problem = RwSignal::new(None::<Problem>);
    let act = move |action: KclAction| {
        let command = Command::Kcl { application: application.to_owned(), action };
        problem.set(session.act(command).err().map(|refusal| Problem::refused(session, &refusal)));
    };
    let with_chosen = move |action: fn(String) -> KclAction| match chosen.get_untracked() {
        Some(worker) => act(action(worker)),
        None => session.say(t("controls.workers.none").to_owned()),
    };
    let start = move |_| {
        let full = names.with_untracked(Vec::len) >= most;
        match session.peek(|run| next_name(run, application)) {
            Some(worker) if !full => act(KclAction::Start { worker }),
            _ => session.say(tf("controls.workers.full", &[("n", &most.to_string())])),
        }
    };
    let select_id = format!("{}-worker", control.id);
    let option = move |name: String| {
        let is_chosen = chosen.get().as_ref() == Some(&name);
        let label = name.clone();
        html! { <option value=name selected=is_chosen>{label}</option> }
    };
    let called = move |key: &'static str| tf(key, &[("name", &chosen.get().unwrap_or_default())]);
    html! {
        <div class="control-head">
            <label for=select_id.clone()>{control.label.as_str()}</label>
            <b>{move || tf("controls.workers.alive", &[("n", &names.with(Vec::len).to_string())])}</b>
        </div>
        <div class="control-row worker-row">
            <select id=select_id aria-describedby=hint_id(control)
                on:change=move |event| picked.set(Some(event_target_value(&event)))>
                {move || names.get().into_iter().map(option).collect_view()}
            </select>
            <button class="button" aria-disabled=move || names.with(|names| names.len() >= most).then_some("true")
                on:click=start>{t("controls.workers.start")}</button>
        </div>
        <div class="control-row">
            <button class="button primary" on:click=move |_| with_chosen(|worker| KclAction::Crash { worker })>
                {move || called("controls.workers.crash")}
            </button>
            <button class="button" on:click=move |_| with_chosen(|worker| KclAction::Stop { worker })>
                {move || called("controls.workers.stop")}
            </button>
        </div>
        <ProblemLine id=format!("{}-problem", control.id) problem/>
    }
}
