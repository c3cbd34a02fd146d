//! Questions as data. An item of `content/quizzes/` becomes a question for a learner by a quota profile and a seed: the
//! profile gives its limits, the seed the numbers of a variant and the order of the options. Nothing here stores a key as
//! a letter: it is an expression over limits and given numbers, or what a run of the engine shows.
//!
//! No browser and no clock. Words stand in `content/`, numbers in the quota profiles.

pub mod expression;
pub mod facts;
pub mod given;
pub mod item;
pub mod mark;
mod names;
pub mod practice;
pub mod proof;
pub mod question;
#[cfg(feature = "read")]
pub mod read;
pub mod text;

pub use item::{Bank, Item};
pub use mark::{Answer, Marked};
pub use question::Question;
