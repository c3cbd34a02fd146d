//! The parts of "Your keys".

pub mod columns;
pub mod commands;
pub mod damage;
pub mod file;
pub mod minute;
pub mod needs;
pub mod progress;
pub mod shares;
