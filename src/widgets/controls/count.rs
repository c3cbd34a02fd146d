//! UpdateShardCount.

use super::number::whole_number;
use super::problem::{Problem, ProblemLine};
use super::reshard::heading;
use crate::content::{t, tf};
use crate::session::Session;
use leptos::prelude::*;
use stream_engine::Command;

#[component]
pub fn Count(session: Session) -> impl IntoView {
    let typed = RwSignal::new(None::<String>);
    let twice = move || session.run(|run| run.streams().first().map_or(1, |stream| stream.open_count() * 2));
    // Until something is typed: twice as many as now.
    let text = Memo::new(move |_| typed.get().unwrap_or_else(|| twice().to_string()));
    let problem = RwSignal::new(None::<Problem>);
    let update = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let text = text.get_untracked();
        let target = whole_number(&text).and_then(|number| u32::try_from(number).ok());
        let outcome = match target {
            Some(target_shard_count) => {
                let command = Command::UpdateShardCount { stream: Default::default(), target_shard_count };
                session.act(command).map_err(|refusal| Problem::refused(session, &refusal))
            }
            None => Err(Problem::plain(tf("controls.count.wrong", &[("text", &text)]))),
        };
        problem.set(outcome.err());
    };
    html! {
        <form class="part" novalidate aria-labelledby="count-title" on:submit=update>
            {heading("count-title", t("controls.count.title"))}
            <div class="pair">
                <div class="field">
                    <label for="count-target">{t("controls.count.target")}</label>
                    <input type="text" inputmode="numeric" id="count-target" autocomplete="off"
                        aria-describedby="count-problem" prop:value=move || text.get()
                        on:input=move |event| typed.set(Some(event_target_value(&event)))/>
                </div>
                <button class="button" type="submit">{t("controls.count.button")}</button>
            </div>
            <ProblemLine id="count-problem".to_owned() problem/>
        </form>
    }
}
