//! The picture as a table.
