//! Questions taken away as files or on paper, and questions brought: what the quiz' dialogs hold.

pub mod bring;
mod draw;
pub mod paper;
pub mod take_away;
