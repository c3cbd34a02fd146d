//! Producers: what they send, with which keys, and what they do with a refusal.

pub mod backoff;
pub mod key_source;
pub mod producer;
