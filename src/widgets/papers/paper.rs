//! A sheet on paper: the questions, and the key on a page of its own. It is seen only while the browser prints.

use crate::content::{t, tf};
use crate::widgets::quiz::prose;
use leptos::ev;
use leptos::portal::Portal;
use leptos::prelude::*;
use question_export::Paper;
use question_export::paper::{Asked, KeyLine, Lettered, Space};

/// The sheet, if there is one to print; let go of afterwards.
#[component]
pub fn PaperSheet(paper: RwSignal<Option<Paper>>) -> impl IntoView {
    let after = window_event_listener(ev::afterprint, move |_| paper.set(None));
    on_cleanup(move || after.remove());
    // A dialog prints nothing but itself: the sheet stands beside it.
    move || {
        paper.get().map(|paper| {
            html! { <Portal clone:paper><div class="paper">{sheet(&paper)}</div></Portal> }
        })
    }
}

fn sheet(paper: &Paper) -> AnyView {
    let head = tf("papers.head", &[("profile", &paper.profile), ("seed", &paper.seed.to_string())]);
    let line = |name: &'static str| html! { <p class="to-fill">{name}<i></i></p> };
    html! {
        <h1>{paper.title.clone()}</h1>
        <p class="hint">{head.clone()}</p>
        <div class="to-fill-pair">{line(t("print.name"))} {line(t("print.date"))}</div>
        <ol class="paper-questions">{paper.questions.iter().map(question).collect_view()}</ol>
        <section class="paper-key">
            <h2>{t("papers.key")}</h2>
            <p class="hint">{head}</p>
            <ol>{paper.key.iter().map(key_line).collect_view()}</ol>
        </section>
    }
}

/// A question with room for its answer.
pub fn question(asked: &Asked) -> AnyView {
    let lettered = |texts: &[Lettered]| {
        let one = |one: &Lettered| html! { <li><b>{one.letter.clone()}</b>" "{prose(&one.text)}</li> };
        texts.iter().map(one).collect_view()
    };
    let space = match &asked.answer {
        Space::Options { options, many } => html! {
            {many.then(|| html! { <p class="hint">{t("quiz.several")}</p> })}
            <ul class="to-tick">{lettered(options)}</ul>
        },
        Space::Number { unit } => html! { <p class="to-fill"><i></i>{unit.clone()}</p> },
        Space::Order { steps } => html! {
            <p class="hint">{t("quiz.in_order")}</p>
            <ul>{lettered(steps)}</ul>
            <p class="to-fill"><i></i></p>
        },
        Space::Match { lefts, rights } => html! {
            <ul class="paper-lefts">{lefts.iter().map(|left| html! { <li class="to-fill">{prose(left)}<i></i></li> }).collect_view()}</ul>
            <ul>{lettered(rights)}</ul>
        },
    };
    html! { <li value=asked.number.to_string()><p>{prose(&asked.stem)}</p>{space}</li> }
}

/// Its key.
pub fn key_line(line: &KeyLine) -> AnyView {
    html! { <li value=line.number.to_string()><b>{line.key.clone()}</b>" · "{prose(&line.explanation)}</li> }
}
