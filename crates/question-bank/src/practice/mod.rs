//! What a learner did with the questions, and what they should do next. A log of answers is all that is kept; memory,
//! due items and mastery follow from it.

pub mod choose;
pub mod exam;
pub mod progress;

pub use choose::Memories;
pub use exam::Exam;
pub use progress::{Entry, Known, Progress, Sure};
