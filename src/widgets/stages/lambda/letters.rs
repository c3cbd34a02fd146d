//! What lies in the on-failure destination, and the record itself as long as its shard has it.

use crate::content::{t, tf};
use crate::scene::lambda::destination::{count, letters, newest_record};
use crate::session::Session;
use crate::widgets::dialog::Dialog;
use lab_content::format::thousands;
use leptos::prelude::*;
use stream_engine::api::call_text::pretty;
use stream_engine::api::wire;
use stream_engine::consumers::lambda::mapping::Mapping;
use stream_engine::kinesis::shard_iterator::ShardIteratorType;
use stream_engine::{Answer, Command, Simulation};

/// The mapping that the stage shows.
fn mapping(run: &Simulation) -> Option<&Mapping> {
    run.lambda().mappings.values().find(|mapping| mapping.setup.queue.is_none())
}

/// A button with the number of messages, and the dialog that it opens.
#[component]
pub fn Letters(session: Session) -> impl IntoView {
    let open = RwSignal::new(false);
    let fetched = RwSignal::new(String::new());
    let held =
        Memo::new(move |_| session.run(|run| mapping(run).map(|mapping| letters(run, mapping)).unwrap_or_default()));
    let look = move |_| {
        session.pause();
        fetched.set(String::new());
        open.set(true);
    };
    let fetch = move |_| fetched.set(fetch_record(session));
    let title = move || {
        let n = session.run(|run| count(run, mapping(run)?)).unwrap_or(0);
        tf("lambda.letters.open", &[("n", &thousands(n))])
    };
    let body = move || {
        let all = held.get();
        if all.is_empty() {
            return html! { <p>{t("lambda.letters.none")}</p> }.into_any();
        }
        let letter = all.into_iter().map(|letter| {
            html! {
                <p class="mono made">{letter.name}</p>
                <pre class="answer" tabindex="0">{pretty(&letter.body)}</pre>
            }
        });
        html! {
            <p class="hint">{t("lambda.letters.about")}</p>
            {letter.collect_view()}
            <div class="control-row">
                <button class="button" on:click=fetch>{t("lambda.letters.fetch")}</button>
            </div>
            <pre class="answer" role="status">{move || fetched.get()}</pre>
        }
        .into_any()
    };
    html! {
        <button class="button small" on:click=look>{title}</button>
        <Dialog open title=t("lambda.letters.title")>{move || body()}</Dialog>
    }
}

/// GetShardIterator and GetRecords for the first record of the newest failed batch: the answer as it
/// stands on the wire, or why there is none.
fn fetch_record(session: Session) -> String {
    let Some((shard, number)) = session.peek(|run| newest_record(run, mapping(run)?)) else { return String::new() };
    let kind = ShardIteratorType::AtSequenceNumber(number.to_string());
    let iterator = match session.act(Command::GetShardIterator { stream: Default::default(), shard, kind }) {
        Ok(Answer::Iterator(iterator)) => iterator,
        Ok(_) => return String::new(),
        Err(refusal) => return format!("{}: {}", refusal.code(), session.refusal_text(&refusal)),
    };
    match session.act(Command::GetRecords { iterator, limit: Some(1) }) {
        Ok(_) => session.peek(|run| run.calls().last().map(|call| wire::response(run, call)).unwrap_or_default()),
        Err(refusal) => format!("{}: {}", refusal.code(), session.refusal_text(&refusal)),
    }
}
