//! The service as a client sees it: targets and bodies in, answers out.

#[path = "../common/mod.rs"]
mod common;

mod calls;
mod client;
mod consumers;
mod golden;
mod listings;
mod quick_put;
mod records;
mod requests;
mod settings;
mod streams;
