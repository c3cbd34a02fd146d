//! The rooms of the classroom, and what an exercise has beside a lab.

pub mod bars;
pub mod build;
pub mod exercises;
mod fields;
pub mod give;
pub mod hand_in;
pub mod handout;
pub mod results;
pub mod vote;
