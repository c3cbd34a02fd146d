//! A list of the learner's own keys, pasted, dropped or from a file. It never leaves the page.

use super::problem::{Problem, ProblemLine};
use super::summary::Summary;
use super::{hint, hint_id};
use crate::content::{t, tf};
use crate::scene::keys::{LINES_MAX, ListError, Tally, read_list};
use crate::session::Session;
use crate::widgets::files::{picked, text_of};
use lab_content::control::Control;
use lab_content::format::thousands;
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;
use stream_engine::scenario::KeyStrategy;
use stream_engine::{Change, Command};
use web_sys::File;

/// Bytes of one character at most, and of a line's end.
const CHARACTER_BYTES: u64 = 4;
const LINE_END_BYTES: u64 = 2;

#[component]
pub fn OwnKeys(session: Session, control: &'static Control, actor: &'static str) -> impl IntoView {
    let text = NodeRef::<html::Textarea>::new();
    let problem = RwSignal::new(None::<Problem>);
    let loaded = RwSignal::new(None::<String>);
    let tally = RwSignal::new(None::<Arc<Tally>>);
    let dropping = RwSignal::new(false);

    let use_keys = move |_| {
        let Some(area) = text.get_untracked() else { return };
        loaded.set(None);
        match read(&area.value(), chars_max(session)) {
            Ok(keys) => problem.set(apply(session, actor, keys, tally)),
            Err(why) => problem.set(Some(why)),
        }
    };
    let load = move |file: Option<File>| {
        let Some(file) = file else { return };
        leptos::task::spawn_local(async move {
            let loading = load(chars_max(session), &file).await;
            if loaded.is_disposed() {
                return;
            }
            match loading {
                Ok((content, keys)) => {
                    if let Some(area) = text.get_untracked() {
                        area.set_value(&content);
                    }
                    let count = thousands(keys as u64);
                    loaded.set(Some(tf("controls.own.loaded", &[("file", &file.name()), ("n", &count)])));
                    problem.set(None);
                }
                Err(why) => problem.set(Some(why)),
            }
        });
    };
    let choose = move |event: web_sys::Event| load(picked(&event));
    let dropped = move |event: web_sys::DragEvent| {
        dropping.set(false);
        let file = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0));
        if file.is_some() {
            event.prevent_default();
            load(file);
        }
    };
    let problem_id = format!("{}-problem", control.id);
    let described = [hint_id(control), Some(problem_id.clone())].into_iter().flatten().collect::<Vec<_>>().join(" ");
    html! {
        <div class="own-keys" class:dropping=move || dropping.get()
            on:dragover=move |event| { event.prevent_default(); dropping.set(true) }
            on:dragleave=move |_| dropping.set(false)
            on:drop=dropped>
            <label for=control.id.clone() class="control-title">{control.label.as_str()}</label>
            {hint(session, control)}
            <textarea id=control.id.clone() class="mono" rows="4" wrap="off" spellcheck="false" autocomplete="off"
                placeholder=t("controls.own.placeholder") aria-describedby=described node_ref=text></textarea>
            <div class="control-row">
                <button class="button" on:click=use_keys>{t("controls.own.use")}</button>
                <label class="button file">
                    {t("controls.own.file")}
                    <input type="file" class="visually-hidden" accept=".txt,.csv,text/*" on:change=choose/>
                </label>
            </div>
            <p class="hint drop" role="status">{move || loaded.get().unwrap_or_else(|| t("controls.own.drop").to_owned())}</p>
            <ProblemLine id=problem_id problem/>
            {move || tally.get().map(|tally| html! { <Summary session tally/> })}
        </div>
    }
}

fn read(text: &str, chars_max: u64) -> Result<Vec<String>, Problem> {
    read_list(text, chars_max).map_err(|why| told(why, chars_max))
}

/// Gives the keys to the producer, and counts them when the page has drawn that.
fn apply(
    session: Session,
    actor: &'static str,
    keys: Vec<String>,
    tally: RwSignal<Option<Arc<Tally>>>,
) -> Option<Problem> {
    let change = Change::Keys(KeyStrategy::List(keys));
    if let Err(refusal) = session.act(Command::Change { actor: actor.to_owned(), change }) {
        return Some(Problem::refused(session, &refusal));
    }
    let count = move || {
        let counted = session.peek(|run| {
            let producer = run.producers().iter().find(|producer| producer.setup.name == actor)?;
            let KeyStrategy::List(keys) = &producer.setup.keys else { return None };
            Some(Arc::new(Tally::of(keys)))
        });
        tally.set(counted);
    };
    // The page may have gone on to another lab by then.
    set_timeout(
        move || {
            if !tally.is_disposed() {
                count()
            }
        },
        Duration::ZERO,
    );
    None
}

/// Text of a file and how many keys it has. A file that can't be a valid list is not even read.
async fn load(chars_max: u64, file: &File) -> Result<(String, usize), Problem> {
    let bytes_max = LINES_MAX as u64 * (chars_max * CHARACTER_BYTES + LINE_END_BYTES);
    let mib = |bytes: u64| thousands(bytes.div_ceil(1 << 20));
    if file.size() > bytes_max as f64 {
        let values = [("file", file.name()), ("n", mib(file.size() as u64)), ("mib", mib(bytes_max))];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        let max = thousands(LINES_MAX as u64);
        return Err(Problem::plain(tf("controls.own.too_large", &[&values[..], &[("max", &max)]].concat())));
    }
    let unreadable = || Problem::plain(tf("controls.own.unreadable", &[("file", &file.name())]));
    let text = text_of(file).await.ok_or_else(unreadable)?;
    let keys = read(&text, chars_max)?.len();
    Ok((text, keys))
}

fn chars_max(session: Session) -> u64 {
    session.peek(|run| run.quotas().partition_key_max_chars)
}

fn told(why: ListError, chars_max: u64) -> Problem {
    let number = |number: usize| thousands(number as u64);
    Problem::plain(match why {
        ListError::Empty => t("controls.own.empty").to_owned(),
        ListError::TooMany { line, keys } => {
            let (line, n, max) = (number(line), number(keys), number(LINES_MAX));
            tf("controls.own.too_many", &[("line", &line), ("n", &n), ("max", &max)])
        }
        ListError::TooLong { line, chars } => {
            let (line, n, max) = (number(line), number(chars), thousands(chars_max));
            tf("controls.own.too_long", &[("line", &line), ("n", &n), ("max", &max)])
        }
    })
}
