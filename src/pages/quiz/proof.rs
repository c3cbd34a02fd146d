//! What it takes of the engine to find what an item's run shows, and to draw that run: in the part `whole`.

use crate::app::Shell;
use crate::content::{content, tf};
use crate::pages::lab::kit::WHOLE;
use crate::quiz::asked::{Asked, Variant};
use crate::scene::proof::{Named, watched};
use crate::session::Session;
use crate::widgets::quiz::proof::Proof;
use lab_content::trial::Finding;
use leptos::prelude::*;
use question_bank::Item;
use question_bank::facts::Facts;
use question_bank::given::Drawn;
use question_bank::item::Proof as Proven;
use question_bank::proof::Ground;
use std::rc::Rc;

/// What the item's run shows, if it has one.
///
/// # Errors
/// What is wrong with the item, in words.
pub fn find(item: &Item, facts: &Facts, drawn: &Drawn, profile: usize) -> Result<Option<Finding>, String> {
    let Proven::Run(run) = &item.proof else { return Ok(None) };
    let lab = content().lab(&run.lab).ok_or_else(|| tf("file.no_lab", &[("lab", &run.lab)]))?;
    let limits = content().profiles[profile].quotas();
    item.find(facts, drawn, &Ground { lab: &lab.scenario, limits: &limits, prices: &content().prices.prices })
}

/// Draws that run.
pub fn view(shell: Shell, asked: Rc<Asked>) -> AnyView {
    let Variant { item, facts, drawn, topic, profile, .. } = &asked.variant;
    let Proven::Run(run) = &item.proof else { return ().into_any() };
    let profile = &content().profiles[*profile];
    let text = asked.question.stem.replace('`', "");
    let named = Named { title: &topic.name, text: &text };
    let trial = run.trial(facts, drawn).ok();
    match trial.and_then(|trial| watched(content(), &profile.id, (run, &trial), asked.finding.clone(), &named)) {
        Some(watched) => {
            let (href, measured) = (watched.href.clone(), watched.measured.clone());
            // The stage asks its surroundings for it, and may be drawn a last time when those are gone.
            provide_context(shell);
            let session = Session::watch(watched, profile, WHOLE, shell);
            let (shows, doubt) = (asked.shows().unwrap_or_default(), asked.doubt());
            html! { <Proof session shows doubt measured href/> }
        }
        None => ().into_any(),
    }
}
