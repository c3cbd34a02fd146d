//! The pages that routes lead to.

pub mod classroom;
pub mod home;
pub mod keys;
pub mod lab;
pub mod lesson;
pub mod quiz;
pub mod tools;
pub mod unknown;
