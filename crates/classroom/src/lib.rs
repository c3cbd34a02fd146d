//! Exercises for a class, with nobody's server: an exercise is a run to begin with, what may be touched and what is to be
//! reached; a result is the log of requests that somebody made; and its proof is that log, replayed.

pub mod assignment;
pub mod check;
pub mod gather;
pub mod outcome;
#[cfg(feature = "read")]
pub mod read;
pub mod sealed;
pub mod tally;
pub mod trunk;
