//! The pages that routes lead to.

pub mod home;
pub mod lab;
pub mod unknown;
