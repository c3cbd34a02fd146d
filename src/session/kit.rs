//! What labs differ in: how much of the engine they need, and what is drawn that others don't have.

use super::Session;
use crate::scene::table::Table;
use lab_content::control::Control;
use lab_content::lab::StageKind;
use leptos::prelude::*;
use stream_engine::Simulation;
use stream_engine::extensions::Extensions;

/// What a lab's session is linked with.
#[derive(Clone, Copy)]
pub struct Kit {
    pub extensions: Extensions,
    /// The picture of the stage.
    pub picture: fn(Session) -> AnyView,
    /// The picture as tables.
    pub tables: fn(&Simulation, StageKind) -> Vec<Table>,
    /// What stands under the tables.
    pub under_tables: fn(Session) -> AnyView,
    /// Cards under the stage.
    pub under_stage: fn(Session) -> AnyView,
    /// A card above the challenge.
    pub above_challenge: fn(Session) -> AnyView,
    /// A control of a kind that not every lab may have.
    pub control: fn(Session, &'static Control) -> AnyView,
}
