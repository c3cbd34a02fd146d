//! The rooms that need runs to look at: a vote, and a handout.

use crate::app::Shell;
use crate::classroom::{Known, of_address, sheet};
use crate::content::{content, t};
use crate::pages::lab::kit::WHOLE;
use crate::route::lab_href;
use crate::scene::foretold::{Foretold, profile};
use crate::scene::proof::{Named, watched_in};
use crate::session::Session;
use crate::widgets::classroom::handout::{Handout, Handouts};
use crate::widgets::classroom::vote::VoteRoom;
use crate::widgets::quiz::proof::Proof;
use leptos::prelude::*;

/// A vote on what the address asks for.
pub fn vote(shell: Shell, query: String) -> AnyView {
    html! { <VoteRoom shell query watch/> }
}

/// The handout of the address' exercise, or the choice of one.
pub fn handout(shell: Shell, query: &str) -> AnyView {
    let refused = |why: String| {
        html! {
            <p class="card vote-refused error" role="alert">{why}</p>
            <Handouts/>
        }
    };
    match of_address(query) {
        Ok(Some(known)) => match sheet::open(&known, WHOLE, shell) {
            Some(session) => {
                provide_context(shell);
                html! { <Handout known session/> }
            }
            None => refused(t("classroom.exercise.damaged").to_owned()),
        },
        Ok(None) => html! { <Handouts/> },
        Err(why) => refused(why),
    }
}

/// Draws the run that answers an exercise's prediction.
fn watch(shell: Shell, known: &Known, foretold: &Foretold) -> AnyView {
    let assignment = &known.assignment;
    let watched = assignment.lab(content()).zip(profile(content(), &assignment.profile)).and_then(|(lab, profile)| {
        let named = Named { title: &assignment.title, text: &lab.prediction.question };
        let trial = &lab.prediction.trial;
        let watched = watched_in(content(), &profile.id, &lab, trial, Some(foretold.finding.clone()), &named)?;
        Some((watched, profile))
    });
    let Some((watched, profile)) = watched else { return ().into_any() };
    // Where the lab begins otherwise, it is opened as it is.
    let begins_alike = assignment.scenario.is_none() && assignment.seed.is_none();
    let href = watched.href.clone().filter(|_| begins_alike).or_else(|| Some(lab_href(&assignment.lab)));
    let measured = watched.measured.clone();
    provide_context(shell);
    let session = Session::watch(watched, profile, WHOLE, shell);
    html! { <Proof session shows=String::new() doubt=None measured href/> }
}
