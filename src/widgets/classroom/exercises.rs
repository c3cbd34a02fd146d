//! The exercises that come with the page, and those of a teacher's own in this browser: each with its notes and with what
//! can be done with it.

use crate::classroom::work::lab_title;
use crate::classroom::{Known, filled, open, ours, own};
use crate::content::{t, tf};
use crate::route::{self, Room};
use crate::widgets::files::{self, is_larger, text_of};
use classroom::assignment::Notes;
use classroom::gather::{Found, Kind, gather};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Bytes of a file that may hold an exercise.
const FILE_MAX: u64 = 1 << 20;

/// A card for each.
#[component]
pub fn Exercises() -> impl IntoView {
    let own = own();
    html! {
        <OpenOne/>
        {(!own.is_empty()).then(|| html! {
            <h2 class="rooms-part">{t("classroom.own")}</h2>
            <ul class="exercise-cards">{own.into_iter().map(card).collect_view()}</ul>
        })}
        <h2 class="rooms-part">{t("classroom.ours")}</h2>
        <ul class="exercise-cards">{ours().into_iter().map(card).collect_view()}</ul>
    }
}

/// Opens an exercise that came as a link, a text or a file.
#[component]
fn OpenOne() -> impl IntoView {
    let problem = RwSignal::new(None::<String>);
    let take = move |text: &str| {
        let found = gather(text).into_iter().find_map(|(piece, found)| match found {
            Found::Exercise(_) | Found::Unreadable(Kind::Exercise, _) => Some(piece),
            _ => None,
        });
        match found.map_or_else(|| Err(t("classroom.exercise.foreign").to_owned()), open) {
            // One with notes or a solution is a teacher's.
            Ok(known) if known.assignment.for_learners() != *known.assignment => {
                route::open(&known.href_in(Room::Build))
            }
            Ok(known) => route::open(&known.href()),
            Err(why) => problem.set(Some(why)),
        }
    };
    let picked = move |event: web_sys::Event| {
        let Some(file) = files::picked(&event) else { return };
        spawn_local(async move {
            match is_larger(&file, FILE_MAX) {
                true => problem.set(Some(t("classroom.exercise.foreign").to_owned())),
                false => take(&text_of(&file).await.unwrap_or_default()),
            }
        });
    };
    let typed = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        if !text.trim().is_empty() {
            take(&text);
        }
    };
    html! {
        <div class="card exercise-open">
            <div class="field">
                <label for="exercise-open">{t("classroom.open_one")}</label>
                <input type="text" id="exercise-open" autocomplete="off" aria-describedby="exercise-open-problem" on:change=typed/>
            </div>
            <label class="button file">
                {t("classroom.open_file")}
                <input type="file" class="visually-hidden" accept=".txt,text/plain" on:change=picked/>
            </label>
            <p class="error" role="alert" id="exercise-open-problem">{move || problem.get()}</p>
        </div>
    }
}

fn card(known: Known) -> impl IntoView {
    let assignment = known.assignment.clone();
    let minutes = [("n", &*assignment.minutes.to_string()), ("lab", lab_title(&assignment.lab))];
    let minutes = tf("classroom.minutes", &minutes);
    let link = |key: &'static str, href: String| html! { <a class="button" href=href>{t(key)}</a> };
    html! {
        <li class="card exercise-card">
            <h3>{assignment.title.clone()}</h3>
            <p class="hint">{minutes}</p>
            <p>{filled(&assignment.text, &assignment.profile)}</p>
            <Teaching notes=assignment.notes.clone()/>
            <div class="exercise-ways">
                <a class="button primary" href=known.href()>{t("classroom.open")}</a>
                {link("classroom.hand_out", known.href_in(Room::Build))}
                {link("classroom.room.handout", known.href_in(Room::Handout))}
            </div>
        </li>
    }
}

/// Notes for the teacher, folded.
#[component]
pub fn Teaching(notes: Notes) -> impl IntoView {
    notes_of(notes).map(|notes| {
        html! {
            <details class="teaching">
                <summary>{t("classroom.notes")}</summary>
                {notes}
            </details>
        }
    })
}

/// Notes for the teacher; None if there are none.
pub fn notes_of(notes: Notes) -> Option<AnyView> {
    let list = |title: &'static str, lines: Vec<String>| {
        (!lines.is_empty()).then(|| {
            html! {
                <h4>{t(title)}</h4>
                <ul>{lines.into_iter().map(|line| html! { <li>{line}</li> }).collect_view()}</ul>
            }
        })
    };
    let text = |title: &'static str, text: String| {
        (!text.is_empty()).then(|| {
            html! {
                <h4>{t(title)}</h4>
                <p>{text}</p>
            }
        })
    };
    let is_empty = notes == Notes::default();
    let Notes { aim, prompts, misconceptions, debrief } = notes;
    (!is_empty).then(|| {
        html! {
            {text("classroom.aim", aim)}
            {list("classroom.prompts", prompts)}
            {list("classroom.misconceptions", misconceptions)}
            {text("classroom.debrief", debrief)}
        }
    })
}
