//! What the pages are built of: widgets take scene data and a session, and tell intent by its `act`.

pub mod bucket;
pub mod builder;
pub mod challenge;
pub mod charts;
pub mod classroom;
pub mod compare;
pub mod controls;
pub mod copy;
pub mod demo;
pub mod dialog;
pub mod files;
pub mod finish;
pub mod footer;
pub mod header;
pub mod help;
pub mod icon;
pub mod keys;
pub mod lineage;
pub mod marks;
pub mod packages;
pub mod panels;
pub mod papers;
pub mod path;
pub mod policies;
pub mod prediction;
pub mod print;
pub mod qr;
pub mod quiz;
pub mod record;
pub mod search;
pub mod shape;
pub mod share;
pub mod sharing;
mod size;
pub mod stages;
pub mod tabs;
pub mod take_away;
pub mod tools;
pub mod transport;

use crate::content::tf;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Names the page in the browser's tab.
pub fn title(name: &str) {
    document().set_title(&tf("frame.title", &[("page", name)]));
}

/// Puts the focus on the element with this id.
pub fn focus(id: &str) {
    let found = document().get_element_by_id(id).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = found {
        // An element that can't be focused leaves the focus where it is.
        let _unfocusable = element.focus();
    }
}
