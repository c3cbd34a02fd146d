//! The results of one exercise: a row for each, what they come to, two of them side by side.

use super::sides::Sides;
use crate::classroom::results::{Class, Results};
use crate::classroom::work::lab_title;
use crate::content::{t, tf};
use crate::route::Room;
use crate::scene::results::class::{Hardness, Line, Summary, line};
use crate::widgets::classroom::bars::bars;
use crate::widgets::files::save_text;
use crate::widgets::quiz::rich;
use leptos::prelude::*;

/// The card.
#[component]
pub fn ClassCard(results: Results, class: Class) -> impl IntoView {
    let heading = format!("results-of-{}", class.name);
    let named_by = heading.clone();
    let Some(known) = class.known.clone() else {
        let n = class.waiting.len().to_string();
        return html! {
            <section class="card results-class" aria-labelledby=named_by>
                <h2 id=heading>{t("results.unknown")}</h2>
                <p>{tf("results.unknown.text", &[("n", &n)])}</p>
            </section>
        };
    };
    let assignment = known.assignment.clone();
    let file = format!("{}.results.csv", known.stem());
    let name = class.name.clone();
    let save = move |_| save_text(&file, "text/csv", &results.csv(&name));
    let summary = class.checker.filter(|_| !class.rows.is_empty()).map(|checker| Summary::of(checker, &class.rows));
    let lines: Vec<Line> = class.rows.iter().enumerate().map(|(nth, row)| line(nth, row)).collect();
    let says = summary.as_ref().map_or_else(
        || t(if class.waiting.is_empty() { "results.none_yet" } else { "results.waiting" }).to_owned(),
        counts,
    );
    let has_rows = !lines.is_empty();
    let is_asked = (assignment.predicts, !assignment.questions.is_empty());
    html! {
        <section class="card results-class" aria-labelledby=named_by>
            <header>
                <div>
                    <h2 id=heading>{assignment.title.clone()}</h2>
                    <p class="hint">{lab_title(&assignment.lab)}" · "{says}</p>
                </div>
                {has_rows.then(|| html! {
                    <div class="results-ways">
                        <button class="button" type="button" on:click=save>{t("results.csv")}</button>
                        <a class="button" href=known.href_in(Room::Vote)>{t("results.vote")}</a>
                    </div>
                })}
            </header>
            {has_rows.then(|| html! {
                <div class="results-body">
                    {table(results, &class.name, &assignment.title, lines, is_asked)}
                    {summary.map(summed)}
                </div>
                <Sides results class=class.clone()/>
            })}
        </section>
    }
}

fn counts(summary: &Summary) -> String {
    let [results, proven, gold] = [summary.results, summary.proven, summary.gold].map(|count| count.to_string());
    tf("results.counts", &[("n", &results), ("proven", &proven), ("gold", &gold)])
}

fn table(results: Results, class: &str, title: &str, lines: Vec<Line>, (predicts, asks): (bool, bool)) -> AnyView {
    let head = |key: &'static str| html! { <th scope="col">{t(key)}</th> };
    let class = class.to_owned();
    let row = move |(nth, line): (usize, Line)| {
        let (name, of) = (class.clone(), class.clone());
        let is_picked =
            move || results.picked.with(|picked| picked.iter().any(|(class, place)| *class == of && *place == nth));
        let label = tf("results.pick", &[("name", &line.name)]);
        let foreseen = match line.foreseen {
            Some(true) => t("results.foreseen.right"),
            Some(false) => t("results.foreseen.wrong"),
            None => "–",
        };
        let right = tf("results.of", &[("n", &line.right.0.to_string()), ("of", &line.right.1.to_string())]);
        let cell = |key: &'static str, text: String| html! { <td data-label=t(key)>{text}</td> };
        html! {
            <tr>
                <td class="results-check">
                    <input type="checkbox" aria-label=label prop:checked=is_picked
                        on:change=move |event| results.pick(&name, nth, event_target_checked(&event))/>
                </td>
                <th scope="row">{line.name}</th>
                <td data-label=t("results.standing") class=format!("stands {}", line.stands.class)>
                    <span><span aria-hidden="true">{line.stands.mark}" "</span>{line.stands.text}</span>
                </td>
                {cell("results.moment", line.moment)}
                {cell("results.requests", line.requests.to_string())}
                {cell("results.cost", line.cost)}
                {cell("results.took", line.took)}
                {predicts.then(|| cell("results.foreseen", foreseen.to_owned()))}
                {asks.then(|| cell("results.questions", right))}
            </tr>
        }
    };
    html! {
        <div class="results-table" role="region" tabindex="0" aria-label=tf("results.table", &[("title", title)])>
            <table>
                <thead>
                    <tr>
                        <td><span class="visually-hidden">{t("results.beside")}</span></td>
                        {head("results.name")} {head("results.standing")} {head("results.moment")} {head("results.requests")}
                        {head("results.cost")} {head("results.took")}
                        {predicts.then(|| head("results.foreseen"))}
                        {asks.then(|| head("results.questions"))}
                    </tr>
                </thead>
                <tbody>{lines.into_iter().enumerate().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// How many answered a question rightly.
fn right_of(of: &Hardness) -> String {
    let [percent, right, answered] = [of.percent, of.right, of.answered].map(|number| number.to_string());
    match of.answered {
        0 => t("results.hardness.none").to_owned(),
        _ => tf("results.hardness.right", &[("percent", &percent), ("right", &right), ("n", &answered)]),
    }
}

/// What a class' results come to.
fn summed(summary: Summary) -> AnyView {
    let Summary { predicted, questions, mistakes, fastest, cheapest, .. } = summary;
    let best = |key: &'static str, all: Vec<(String, String)>| {
        (!all.is_empty()).then(|| html! {
            <div>
                <h3>{t(key)}</h3>
                <ol class="results-best">
                    {all.into_iter().map(|(name, what)| html! { <li><span>{name}</span>" "<b>{what}</b></li> }).collect_view()}
                </ol>
            </div>
        })
    };
    html! {
        <div class="results-summary">
            {(!predicted.is_empty()).then(|| {
                bars(t("results.predicted").to_owned(), t("results.prediction"), vec![(t("results.count").to_owned(), predicted)], false)
            })}
            {(!questions.is_empty()).then(|| html! {
                <h3>{t("results.hardness")}</h3>
                <ol class="results-hardness">
                    {questions.into_iter().map(|of| html! {
                        <li>
                            <p>{rich(&of.stem)}</p>
                            <span class="bar-track" aria-hidden="true"><i style:width=format!("{}%", of.percent)></i></span>
                            <span class="bar-value">{right_of(&of)}</span>
                        </li>
                    }).collect_view()}
                </ol>
            })}
            {(!mistakes.is_empty()).then(|| html! {
                <h3>{t("results.mistakes")}</h3>
                <ul class="results-mistakes">
                    {mistakes.into_iter().map(|slip| html! {
                        <li>
                            <b>{slip.count}"×"</b>
                            <span>{tf("results.question", &[("n", &slip.number.to_string())])}": "{rich(&slip.answer)}</span>
                        </li>
                    }).collect_view()}
                </ul>
            })}
            <div class="results-bests">
                {best("results.fastest", fastest)}
                {best("results.cheapest", cheapest)}
            </div>
        </div>
    }
}
