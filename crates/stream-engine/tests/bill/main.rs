//! The bill: hand-computed cases for each dimension, and a run's bill as a whole.

#[path = "../common/mod.rs"]
mod common;

mod dimensions;
mod runs;
