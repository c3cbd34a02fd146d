//! The rooms of the classroom below their frame, and the exercise itself.

use super::{exercise, teaching};
use crate::app::Shell;
use crate::content::{learn_classroom_words, t};
use crate::parts::Classroom;
use crate::route::Room;
use crate::widgets::classroom::build::Build;
use crate::widgets::classroom::exercises::Exercises;
use crate::widgets::classroom::results::ResultsRoom;
use leptos::prelude::*;

/// The part.
pub const CLASSROOM: Classroom = Classroom {
    room,
    exercise: |shell, id, query| {
        learn_classroom_words();
        exercise::page(shell, id, &query)
    },
};

/// What stands in a room, below the links to all of them.
fn room(shell: Shell, room: Room, query: String) -> AnyView {
    learn_classroom_words();
    let link = |other: Room| {
        html! {
            <a href=other.href() aria-current=(other == room).then_some("page")>{t(&format!("classroom.room.{}", other.name()))}</a>
        }
    };
    let inside = match room {
        Room::Exercises => html! { <Exercises/> }.into_any(),
        Room::Build => html! { <Build shell query/> }.into_any(),
        Room::Results => html! { <ResultsRoom query/> }.into_any(),
        Room::Vote => teaching::vote(shell, query),
        Room::Handout => teaching::handout(shell, &query),
    };
    html! {
        <header class="classroom-head">
            <h1>{t(&format!("classroom.heading.{}", room.name()))}</h1>
            <p class="subtitle">{t(&format!("classroom.subtitle.{}", room.name()))}</p>
            <nav class="rooms" aria-label=t("classroom.title")>{Room::ALL[..4].iter().map(|room| link(*room)).collect_view()}</nav>
        </header>
        {inside}
    }
    .into_any()
}
