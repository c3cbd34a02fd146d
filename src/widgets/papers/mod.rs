//! The part `papers`: questions taken away as files or on paper, and questions brought.

mod bring;
mod draw;
mod own_facts;
mod paper;
mod take_away;

use crate::parts::Papers;
use leptos::prelude::*;

/// The part.
pub const PAPERS: Papers = Papers {
    take_away: |quiz| html! { <take_away::TakeAway quiz/> }.into_any(),
    bring: |quiz| html! { <bring::Bring quiz/> }.into_any(),
    read: own_facts::read,
};
