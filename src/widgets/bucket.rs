//! The objects that landed in a bucket, and the beginning of one that is opened.

use crate::content::{t, tf};
use crate::scene::delivery::readers::{Landed, duration, landed};
use crate::session::Session;
use lab_content::format::Format;
use leptos::prelude::*;

/// Objects listed, the newest.
const LISTED: usize = 8;
/// Bytes of an object that are shown, and lines of them.
const SHOWN_BYTES: usize = 24 << 10;
const SHOWN_LINES: usize = 10;

/// The card under the stage.
#[component]
pub fn BucketCard(session: Session) -> impl IntoView {
    let open = RwSignal::new(None::<u64>);
    let resets = session.resets;
    Effect::new(move |_| {
        resets.get();
        open.set(None);
    });
    let name = Memo::new(move |_| {
        session.run(|run| {
            let delivery = run.firehose().streams.values().next();
            delivery.map(|delivery| delivery.setup.bucket.clone()).unwrap_or_default()
        })
    });
    let objects = Memo::new(move |_| session.run(|run| landed(run, LISTED)));
    let content = Memo::new(move |_| {
        let index = open.get()?;
        let found = session.run(|run| run.object_beginning(&name.get(), index, SHOWN_BYTES));
        Some(found.map_or_else(|| t("bucket.gone").to_owned(), |bytes| lines(&bytes)))
    });
    let more = move || objects.with(|(shown, total)| total.saturating_sub(shown.len() as u64));
    html! {
        <section class="card bucket" aria-labelledby="bucket-title">
            <header>
                <h2 id="bucket-title">{move || tf("bucket.title", &[("name", &name.get())])}</h2>
                <p class="hint">{t("bucket.hint")}</p>
            </header>
            {move || objects.with(|(shown, _)| shown.is_empty()).then(|| html! { <p class="hint">{t("bucket.empty")}</p> })}
            <ul>
                <For each=move || objects.get().0 key=|object| object.index
                    children=move |object: Landed| {
                        let index = object.index;
                        let age = move || objects.with(|(shown, _)| {
                            let now = shown.iter().find(|one| one.index == index);
                            now.map_or_else(String::new, |one| tf("bucket.age", &[("age", &duration(one.age_ms))]))
                        });
                        let is_open = move || open.get() == Some(index);
                        let toggle = move |_| open.update(|open| *open = if *open == Some(index) { None } else { Some(index) });
                        html! {
                            <li>
                                <button class="object" aria-expanded=move || is_open().to_string() on:click=toggle>
                                    <span class="mono">{object.key.clone()}</span>
                                    <span class="number">{Format::Mebibytes.text(object.bytes)}</span>
                                    <span class="number">{age}</span>
                                </button>
                                {move || is_open().then(|| html! {
                                    <pre tabindex="0" aria-label=t("bucket.content")>{move || content.get()}</pre>
                                })}
                            </li>
                        }
                    }/>
            </ul>
            {move || (more() > 0).then(|| html! { <p class="hint">{tf("bucket.more", &[("n", &more().to_string())])}</p> })}
        </section>
    }
}

/// The first lines, without the spaces that fill records up to their size.
fn lines(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut shown: Vec<&str> = text.lines().take(SHOWN_LINES).map(str::trim_end).collect();
    shown.push("…");
    shown.join("\n")
}
