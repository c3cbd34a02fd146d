//! What the tools show, as plain data.

pub mod calculator;
pub mod facts;
