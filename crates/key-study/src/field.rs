//! Where in a row a value stands.

use crate::json::Path;

/// A value's place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Field {
    /// The nth field of a row of CSV, from 0.
    Column(usize),
    /// A path into a line of JSON.
    Path(Path),
    /// The whole line.
    Line,
}
