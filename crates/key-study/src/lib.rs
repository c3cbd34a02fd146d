//! What a file of records would do to a Kinesis stream. A file is looked at (`source`), then pushed piece by piece into
//! a `Study`: pieces become lines, lines become rows, rows are counted by partition key and by second within bounded
//! memory. What was found is weighed against the limits of a quota profile: shares of shards, how many it needs, where
//! to split.
//!
//! No browser, no file, no clock: bytes in, numbers out. The same bytes give the same findings, however they are cut.

pub mod busy;
pub mod csv;
pub mod damage;
pub mod distinct;
pub mod field;
pub mod json;
pub mod keys;
pub mod line;
pub mod lines;
pub mod made_up;
pub mod moment;
pub mod need;
pub mod number;
pub mod plan;
pub mod rows;
pub mod source;
pub mod study;
pub mod timeline;

pub use damage::{Damage, Flaw};
pub use field::Field;
pub use source::{Format, Source};
pub use study::{Findings, Settings, Study};
