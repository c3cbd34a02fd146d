//! A key hashed as it is typed, and put as a record.

mod anatomy;

use super::controls::problem::{Problem, ProblemLine};
use super::controls::summary::bar_class;
use crate::content::{t, tf};
use crate::scene::keys::{grouped, place, thousandths};
use crate::session::Session;
use anatomy::{Anatomy, AnatomyCard};
use leptos::prelude::*;
use stream_engine::kinesis::hash_key::{HashKey, HashKeyError, hash_key};
use stream_engine::kinesis::put_records::validate;
use stream_engine::kinesis::shard::ShardId;
use stream_engine::{Answer, Command, NewRecord};

/// The card under the stage.
#[component]
pub fn RecordCard(session: Session) -> impl IntoView {
    let key = RwSignal::new(t("controls.put.example").to_owned());
    let explicit = RwSignal::new(String::new());
    let data = RwSignal::new(String::new());
    let last = RwSignal::new(None::<Anatomy>);

    let given = Memo::new(move |_| read_explicit(&explicit.get()));
    let record = move || {
        let explicit_hash_key = given.get().ok().flatten();
        NewRecord { partition_key: key.get(), explicit_hash_key, data: data.get().into_bytes() }
    };
    let explicit_problem = Signal::derive(move || given.get().err());
    // What the service says of a record like this is said while it is typed.
    let checked = Memo::new(move |_| {
        let checked = session.run(|run| validate(&[record()], run.quotas(), false));
        checked.err().map(|refusal| Problem::refused(session, &refusal))
    });
    // A refusal stands as long as the record it was about.
    let refused = RwSignal::new(None::<(NewRecord, Problem)>);
    let problem = Signal::derive(move || {
        let still = refused.get().filter(|(asked, _)| *asked == record()).map(|(_, problem)| problem);
        checked.get().or(still)
    });
    let put = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if given.get_untracked().is_err() {
            return;
        }
        let record = untrack(record);
        let asked = record.clone();
        let command = Command::PutRecord { stream: Default::default(), record, sequence_number_for_ordering: None };
        match session.act(command) {
            Ok(Answer::Stored(stored)) => {
                refused.set(None);
                last.set(session.peek(|run| Anatomy::of(run, stored)));
            }
            Ok(_) => {}
            Err(refusal) => refused.set(Some((asked, Problem::refused(session, &refusal)))),
        }
    };
    html! {
        <section class="card record" aria-labelledby="record-title">
            <header>
                <h2 id="record-title">{t("record.title")}</h2>
                <p class="hint">{t("record.hint")}</p>
            </header>
            <form novalidate on:submit=put>
                <Entry id="put-key" label=t("controls.put.key") value=key/>
                <Entry id="put-explicit" label=t("controls.put.explicit") optional=true numeric=true value=explicit/>
                <ProblemLine id="put-explicit-problem".to_owned() problem=explicit_problem/>
                <Entry id="put-data" label=t("controls.put.data") optional=true value=data/>
                <ProblemLine id="put-key-problem".to_owned() problem/>
                <button class="button" type="submit">{t("controls.put.button")}</button>
            </form>
            <div>
                <Digest session key given/>
                <AnatomyCard session anatomy=last/>
            </div>
        </section>
    }
}

/// A line of text with its label.
#[component]
fn Entry(
    id: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    #[prop(optional)] optional: bool,
    #[prop(optional)] numeric: bool,
) -> impl IntoView {
    html! {
        <div class="field">
            <label for=id>
                {label}
                {optional.then(|| html! { <span class="hint">" · "{t("controls.put.optional")}</span> })}
            </label>
            <input type="text" id=id class="mono" autocomplete="off" autocapitalize="none" spellcheck="false"
                inputmode=numeric.then_some("numeric") aria-describedby=format!("{id}-problem")
                prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event))/>
        </div>
    }
}

/// Digest, number, place and shard of a key.
#[component]
fn Digest(session: Session, key: RwSignal<String>, given: Memo<Result<Option<HashKey>, Problem>>) -> impl IntoView {
    let digest = Memo::new(move |_| hash_key(&key.get()));
    let explicit = move || given.get().ok().flatten();
    let hash = Memo::new(move |_| explicit().unwrap_or_else(|| digest.get()));
    let shard = Memo::new(move |_| {
        session.run(|run| {
            let stream = run.streams().first()?;
            Some(stream.shards[stream.route(hash.get())].id)
        })
    });
    let swatch = move || shard.get().map(|shard| html! { <i class=format!("swatch {}", bar_class(shard))></i> });
    let shard_text = move || shard.get().map(|shard| shard.to_string());
    html! {
        <dl class="digest">
            <div class="long">
                <dt>{t("controls.put.md5")}</dt>
                <dd class="mono">{move || format!("{:032x}", digest.get().0)}</dd>
            </div>
            <div class="long">
                <dt>{t("controls.put.number")}</dt>
                <dd class="mono">{move || grouped(hash.get().0)}</dd>
            </div>
            <div>
                <dt>{t("controls.put.place")}</dt>
                <dd>{move || place(hash.get())}</dd>
                <Line session hash/>
            </div>
            <div>
                <dt>{t("controls.put.shard")}</dt>
                <dd class="mono">{swatch}{shard_text}</dd>
            </div>
        </dl>
        {move || explicit().map(|_| html! { <p class="hint">{t("controls.put.explicit_wins")}</p> })}
    }
}

/// The hash-key line from left to right, with the place marked.
#[component]
fn Line(session: Session, hash: Memo<HashKey>) -> impl IntoView {
    let percent = |hash: HashKey| thousandths(hash) as f64 / 1_000.0;
    let shards = Memo::new(move |_| {
        session.run(|run| {
            let stream = run.streams().first();
            let open = stream.into_iter().flat_map(|stream| stream.open_shards());
            open.map(|shard| (shard.id, percent(shard.range.start), percent(shard.range.end))).collect::<Vec<_>>()
        })
    });
    let piece = |(id, start, end): &(ShardId, f64, f64)| {
        html! {
            <i class=bar_class(*id) style:left=format!("{start:.2}%") style:width=format!("{:.2}%", end - start)></i>
        }
    };
    html! {
        <dd class="line" aria-hidden="true">
            {move || shards.with(|shards| shards.iter().map(piece).collect_view())}
            <b style:left=move || format!("{:.2}%", percent(hash.get()))></b>
        </dd>
    }
}

/// Reads an ExplicitHashKey; none if nothing is typed.
fn read_explicit(text: &str) -> Result<Option<HashKey>, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let said = |error: HashKeyError| match error {
        HashKeyError::Pattern => Problem::coded("ValidationException", tf("controls.put.pattern", &[("text", text)])),
        HashKeyError::TooLarge => {
            Problem::coded("InvalidArgumentException", tf("controls.put.too_large", &[("text", text)]))
        }
    };
    text.parse().map(Some).map_err(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_explicit_hash_key_is_refused_as_the_service_does() {
        let code = |text: &str| read_explicit(text).map_err(|problem| problem.code.unwrap_or(""));
        assert_eq!(code(" "), Ok(None));
        assert_eq!(code("42"), Ok(Some(HashKey(42))));
        assert_eq!(code("0x2a"), Err("ValidationException"));
        assert_eq!(code("007"), Err("ValidationException"));
        assert_eq!(code("340282366920938463463374607431768211456"), Err("InvalidArgumentException"));
        let said = read_explicit("-1").map_err(|problem| problem.text);
        assert!(said.is_err_and(|text| text.contains("'-1'") && text.ends_with(r"0|([1-9]\d{0,38})")));
    }
}
