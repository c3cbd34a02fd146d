//! The classroom and its exercises: their frames at once, all else when its module is there.

pub mod body;
mod exercise;
mod teaching;

use crate::app::Shell;
use crate::content::t;
use crate::route::Room;
use leptos::prelude::*;

/// A room for whoever teaches: the way between the rooms, and what stands in this one.
#[component]
pub fn ClassroomPage(shell: Shell, room: Room, query: String) -> impl IntoView {
    shell.classroom.fetch(|| ());
    crate::widgets::title(t("classroom.title"));
    html! {
        <main id="main" class="classroom" tabindex="-1">
            {move || shell.classroom.show(|classroom| (classroom.room)(shell, room, query.clone()), stand_in)}
        </main>
    }
}

/// An exercise, for the learner.
#[component]
pub fn ExercisePage(shell: Shell, id: Option<String>, query: String) -> impl IntoView {
    shell.classroom.fetch(|| ());
    crate::widgets::title(t("classroom.title"));
    html! {
        <main id="main" class="exercise" tabindex="-1">
            {move || shell.classroom.show(|classroom| (classroom.exercise)(shell, id.clone(), query.clone()), stand_in)}
        </main>
    }
}

/// Holds the place.
fn stand_in(busy: bool, says: AnyView) -> AnyView {
    html! {
        <div class="classroom-stand-in" aria-busy=busy.to_string()>
            <h1 class="visually-hidden">{t("classroom.title")}</h1>
            {says}
        </div>
    }
}
