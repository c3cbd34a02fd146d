//! The first page: what this is, a small stage that counts 100 trucks, the learning path.

use crate::app::Shell;
use crate::content::{frame, t, tf};
use crate::route::{KEYS_HREF, QUIZ_HREF, lab_href, lesson_href};
use crate::widgets::footer::Footer;
use lab_content::lab::LabCard;
use leptos::prelude::*;
use std::time::Duration;

/// Hero, demo, cards.
#[component]
pub fn Home(shell: Shell) -> impl IntoView {
    crate::widgets::title(t("home.title"));
    // Neither holds up the first paint: the small stage comes after it, then the labs, so that one opens at once.
    request_animation_frame(move || {
        set_timeout(move || shell.demo.fetch(move || shell.lab.fetch(move || shell.whole.fetch(|| ()))), Duration::ZERO)
    });
    // The first lab that is built and not solved; once all are, the first again.
    let next = move || {
        let built = || frame().course.iter().filter(|card| card.is_built());
        let open = built().find(|card| !shell.progress(&card.id).solved);
        open.or_else(|| built().next())
    };
    let begun = move || frame().course.iter().any(|card| shell.progress(&card.id).opened);
    let start = move || {
        next().map(|card| {
            let label = match (begun(), shell.progress(&card.id).solved) {
                (_, true) => tf("home.again", &[("lab", &card.title)]),
                (true, false) => tf("home.continue", &[("lab", &card.title)]),
                (false, false) => t("home.start").to_owned(),
            };
            html! { <a class="button primary" href=lab_href(&card.id)>{label}</a> }
        })
    };
    let solved = move || frame().course.iter().filter(|card| shell.progress(&card.id).solved).count();
    let count = move || {
        let (n, of) = (solved().to_string(), frame().course.len().to_string());
        tf("home.solved", &[("n", &n), ("of", &of)])
    };
    let cards = frame().course.iter().enumerate().map(|(nth, card)| lab_card(shell, nth, card)).collect_view();
    let beside = |href: String, title: &'static str, says: &'static str| {
        html! { <li><a href=href>{title}</a> " · " {says}</li> }
    };
    let quiz = beside(QUIZ_HREF.to_owned(), t("quiz.title"), t("home.quiz"));
    let lessons = frame().lessons.iter().map(|card| beside(lesson_href(&card.id), &card.title, &card.subtitle));
    let lessons = lessons.collect_view();
    html! {
        <main id="main" class="home" tabindex="-1">
            <div class="hero">
                <div>
                    <h1>{t("home.title")}</h1>
                    <p class="lead">{t("home.text")}</p>
                    <p class="actions">
                        {start}
                        <a class="button" href=KEYS_HREF>{t("home.own_keys")}</a>
                    </p>
                    <p class="promise">{t("home.promise")}</p>
                </div>
                {move || shell.demo.show(|view| view(shell), stand_in)}
            </div>
            <section aria-labelledby="path-title">
                <h2 id="path-title">{t("home.path")}</h2>
                <span class="solved-count">{count}</span>
                <ol class="cards">{cards}</ol>
                <h2 class="to-read">{t("home.to_read")}</h2>
                <ul class="to-read">{quiz}{lessons}</ul>
            </section>
            <Footer current=None/>
        </main>
    }
}

/// As large as the small stage, so that nothing jumps.
fn stand_in(busy: bool, says: AnyView) -> AnyView {
    html! {
        <div class="card demo stand-in" aria-busy=busy.to_string()>
            <svg viewBox="0 0 708 306" aria-hidden="true"></svg>
            <div class="demo-foot">{says}</div>
        </div>
    }
}

fn lab_card(shell: Shell, nth: usize, card: &'static LabCard) -> impl IntoView {
    let built = card.is_built();
    let state = move || {
        let progress = shell.progress(&card.id);
        match () {
            () if progress.gold => ("solved", t("home.card.gold").to_owned()),
            () if progress.solved => ("solved", t("home.card.solved").to_owned()),
            () if !built => ("coming", t("home.card.coming").to_owned()),
            () if progress.opened => ("begun", t("home.card.begun").to_owned()),
            () => ("new", tf("home.card.new", &[("n", &card.minutes.to_string())])),
        }
    };
    let inside = html! {
        <span class="nth">{nth + 1}</span>
        <h3>{card.title.as_str()}</h3>
        <span class="question">{card.question.as_str()}</span>
        <span class=move || format!("state {}", state().0)>{move || state().1}</span>
    };
    match built {
        true => html! { <li><a class="card" href=lab_href(&card.id)>{inside}</a></li> }.into_any(),
        false => html! { <li><div class="card">{inside}</div></li> }.into_any(),
    }
}
