//! The quota profiles of the content, embedded at build.

use stream_engine::Quotas;

/// All profiles by their ids, oldest first.
pub fn profiles() -> Vec<(String, Quotas)> {
    let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/profiles.postcard"));
    postcard::from_bytes(bytes).expect("the build has just written it")
}
