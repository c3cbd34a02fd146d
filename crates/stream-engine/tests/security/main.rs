//! Who may do what: policies and requests, keys, endpoints, what CloudTrail records.

#[path = "../common/mod.rs"]
mod common;

mod actors;
mod calls;
mod decisions;
mod documents;
mod encryption;
mod iam;
mod kms;
mod least_privilege;
mod survey;
mod trail;
mod world;
