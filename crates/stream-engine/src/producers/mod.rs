//! Producers: what they send, with which keys, by which client, and what they do with a refusal.

pub mod agent;
pub mod backoff;
pub mod calls;
pub mod client;
pub(crate) mod contents;
pub mod control;
pub mod key_source;
pub mod kpl;
pub mod load;
pub mod producer;
pub mod queue_sender;
pub mod sdk;
pub mod second;
pub mod sending;
