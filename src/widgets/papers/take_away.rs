//! The dialog in which questions are taken away: which, how many, in what format.

use super::draw::{Selection, draw};
use super::paper::PaperSheet;
use crate::answers;
use crate::content::{t, tf};
use crate::quiz::Quiz;
use crate::quiz::wish::Of;
use crate::widgets::files::{save_bytes, save_text};
use crate::widgets::quiz::choose::{About, of_query};
use leptos::prelude::*;
use leptos::task::spawn_local;
use question_export::{Paper, Sheet, anki_tsv, apkg, csv, gift, markdown, paper, qti_1_2, qti_2_1, qti_3_0};

const COUNT: usize = 20;
const COUNT_MAX: usize = 300;
/// Formats by the keys of their words, the most asked for first.
const FORMATS: [&str; 9] = ["gift", "qti3", "qti21", "qti12", "apkg", "anki", "csv", "markdown", "paper"];

/// What the dialog holds.
#[component]
pub fn TakeAway(quiz: Quiz) -> impl IntoView {
    let of = RwSignal::new(String::new());
    let count = RwSignal::new(COUNT.to_string());
    let seed = RwSignal::new("1".to_owned());
    let format = RwSignal::new(FORMATS[0]);
    let says = RwSignal::new(None::<String>);
    let problem = RwSignal::new(None::<&'static str>);
    let busy = RwSignal::new(false);
    let printed = RwSignal::new(None::<Paper>);
    let take = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let wanted = count.get_untracked().trim().parse().ok().filter(|count| (1..=COUNT_MAX).contains(count));
        let seed = seed.get_untracked().trim().parse().ok();
        let (Some(count), Some(seed)) = (wanted, seed) else {
            return problem.set(Some(if wanted.is_none() { "papers.bad_count" } else { "papers.bad_seed" }));
        };
        if busy.get_untracked() {
            return;
        }
        problem.set(None);
        busy.set(true);
        // The dialog may be closed while they are drawn.
        let format = format.get_untracked();
        let of = of_query(&of.get_untracked(), quiz).unwrap_or(Of::All);
        quiz.shell.whole.with(quiz.shell, move |whole| {
            spawn_local(async move {
                let told = move |nth: usize| says.set(Some(tf("papers.drawing", &[("n", &nth.to_string())])));
                let sheet = draw(quiz, Selection { of, count, seed }, whole, told).await;
                busy.set(false);
                let n = sheet.questions.len().to_string();
                match sheet.questions.is_empty() {
                    true => says.set(Some(t("quiz.nothing").to_owned())),
                    false => {
                        give(format, &sheet, printed);
                        says.set(Some(tf("papers.done", &[("n", &n)])));
                    }
                }
            });
        });
    };
    let option = move |key: &'static str| {
        html! {
            <label class="papers-format">
                <input type="radio" name="papers-format" prop:checked=move || format.get() == key
                    on:change=move |_| format.set(key)/>
                <span><b>{t(&format!("papers.format.{key}"))}</b>" "{t(&format!("papers.for.{key}"))}</span>
            </label>
        }
    };
    html! {
        <form class="papers" novalidate="" on:submit=take>
            <div class="papers-fields">
                <About quiz chosen=of/>
                <label class="field">
                    <span>{t("papers.count")}</span>
                    <input type="number" min="1" max=COUNT_MAX.to_string() prop:value=move || count.get()
                        on:input=move |event| count.set(event_target_value(&event))/>
                </label>
                <label class="field">
                    <span>{t("quiz.seed.label")}</span>
                    <input type="number" min="0" prop:value=move || seed.get()
                        on:input=move |event| seed.set(event_target_value(&event))/>
                </label>
            </div>
            <fieldset>
                <legend class="field">{t("papers.format")}</legend>
                <div class="papers-formats">{FORMATS.map(option).into_iter().collect_view()}</div>
            </fieldset>
            {move || problem.get().map(|key| html! { <p class="error" role="alert">{t(key)}</p> })}
            <div class="quiz-actions">
                <span class="hint" role="status">{move || says.get()}</span>
                <button class="button primary" type="submit" aria-disabled=move || busy.get().to_string()>
                    {move || t(if format.get() == "paper" { "papers.print" } else { "papers.save" })}
                </button>
            </div>
        </form>
        <PaperSheet paper=printed/>
    }
}

/// Gives the sheet in a format: the browser saves a file, or prints.
fn give(format: &str, sheet: &Sheet, printed: RwSignal<Option<Paper>>) {
    let name = |ending: &str| format!("shardlab-{}-{}.{ending}", sheet.questions.len(), sheet.seed);
    let (now_s, _) = answers::now();
    match format {
        "gift" => save_text(&name("gift.txt"), "text/plain", &gift(sheet)),
        "qti3" => save_bytes(&name("qti3.zip"), "application/zip", &qti_3_0(sheet)),
        "qti21" => save_bytes(&name("qti21.zip"), "application/zip", &qti_2_1(sheet)),
        "qti12" => save_bytes(&name("qti12.zip"), "application/zip", &qti_1_2(sheet)),
        "apkg" => save_bytes(&name("apkg"), "application/octet-stream", &apkg(sheet, now_s * 1_000)),
        "anki" => save_text(&name("anki.txt"), "text/plain", &anki_tsv(sheet)),
        "csv" => save_text(&name("csv"), "text/csv", &csv(sheet)),
        "markdown" => save_text(&name("md"), "text/markdown", &markdown(sheet)),
        _ => {
            printed.set(Some(paper(sheet)));
            // The sheet must stand in the page before it is printed.
            request_animation_frame(|| _ = window().print());
        }
    }
}
