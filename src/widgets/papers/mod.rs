//! Questions taken away as files or on paper, and questions brought: what the quiz' dialogs hold.

pub mod bring;
mod draw;
mod paper;
pub mod take_away;
