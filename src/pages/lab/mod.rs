//! The page of a lab: learning path and heading at once, the lab itself when its module is there.

pub mod body;
pub mod embedded;
mod given;
pub mod kit;

use crate::app::Shell;
use crate::content::{frame, t, tf};
use crate::widgets::path::LearningPath;
use lab_content::lab::LabCard;
use leptos::prelude::*;

/// The frame of a lab, around what the part makes.
#[component]
pub fn LabPage(shell: Shell, card: &'static LabCard, shared: Option<String>) -> impl IntoView {
    match card.is_of_core {
        true => shell.lab.fetch(|| ()),
        false => shell.whole.fetch(|| ()),
    }
    crate::widgets::title(&card.title);
    let course = &frame().course;
    let nth = course.iter().position(|other| other.id == card.id).unwrap_or(0) + 1;
    let number = tf("lab.number", &[("n", &nth.to_string()), ("of", &course.len().to_string())]);
    html! {
        <div class="frame">
            <LearningPath shell current=card.id.clone()/>
            <main id="main" tabindex="-1">
                <div class="lab">
                    <header class="lab-head">
                        <p class="lab-number">{number}</p>
                        <h1>{card.title.as_str()}</h1>
                        <p class="subtitle">{card.subtitle.as_deref()}</p>
                    </header>
                    {move || match card.is_of_core {
                        true => shell.lab.show(|view| view(shell, card, shared.clone()), stand_in),
                        false => shell.whole.show(|whole| (whole.lab)(shell, card, shared.clone()), stand_in),
                    }}
                </div>
            </main>
        </div>
    }
}

/// As large as what comes, so that nothing jumps.
fn stand_in(busy: bool, says: AnyView) -> AnyView {
    html! {
        <section class="card stage stand-in" aria-label=t("stage.title") aria-busy=busy.to_string()>
            <div class="picture">{says}</div>
            <div class="transport"></div>
        </section>
        <div class="side"></div>
    }
}
