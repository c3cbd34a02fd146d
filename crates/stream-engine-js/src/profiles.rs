//! The quota profiles of the content, embedded at build.

use std::rc::Rc;
use stream_engine::Quotas;

/// The limits of a profile: `exam-2022`, `aws-2025`, `aws-2026`; None for an id that isn't one.
pub fn quotas(id: &str) -> Option<Rc<Quotas>> {
    let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/profiles.postcard"));
    let profiles: Vec<(String, Quotas)> = postcard::from_bytes(bytes).expect("the build has just written it");
    profiles.into_iter().find(|(known, _)| known == id).map(|(_, quotas)| Rc::new(quotas))
}
