//! The two kits: a lab of the core comes without what only the others need.

use crate::scene::table::{shards, tables};
use crate::session::kit::Kit;
use crate::widgets::bucket::BucketCard;
use crate::widgets::controls;
use crate::widgets::finish::FinishCard;
use crate::widgets::panels::measured::Measured;
use crate::widgets::policies::PolicyCard;
use crate::widgets::stages;
use lab_content::lab::StageKind;
use leptos::prelude::*;
use stream_engine::extensions::Extensions;

/// Of streams, producers and polling consumers.
pub const CORE: Kit = Kit {
    extensions: Extensions::NONE,
    picture: stages::shards,
    tables: |run, _| vec![shards::table(run)],
    under_tables: |_| ().into_any(),
    under_stage: |_| ().into_any(),
    above_challenge: |_| ().into_any(),
    control: |_, _| ().into_any(),
};

/// Of everything.
pub const WHOLE: Kit = Kit {
    extensions: Extensions::ALL,
    picture: stages::picture,
    tables,
    under_tables: |session| match session.lab.stage.kind {
        StageKind::FanOut => html! { <Measured session/> }.into_any(),
        _ => ().into_any(),
    },
    under_stage: |session| match session.lab.stage.kind {
        StageKind::Security => html! { <PolicyCard session/> }.into_any(),
        StageKind::Delivery => html! { <BucketCard session/> }.into_any(),
        _ => ().into_any(),
    },
    above_challenge: |session| match session.lab.stage.kind {
        StageKind::Race => html! { <FinishCard session/> }.into_any(),
        _ => ().into_any(),
    },
    control: controls::special,
};
