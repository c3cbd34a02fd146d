//! Search over a few hundred short documents, without a browser: an index in memory, words in any order, the last one
//! as far as it is typed, case, accents, plurals and one slip of a longer word forgiven, ranked, with the hits marked.

mod index;
mod near;
#[cfg(feature = "read")]
pub mod read;
mod snippet;
mod words;

pub use index::{Found, Hit, Index};
pub use snippet::Piece;

use serde::{Deserialize, Serialize};

/// Something that can be found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Document {
    pub kind: Kind,
    pub title: String,
    pub text: String,
    /// What finds it beside that, and isn't shown.
    pub hidden: String,
    /// Where a hit leads.
    pub href: String,
}

/// What a document is. Of two that hold the words equally well, the earlier kind comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Kind {
    Lab,
    Lesson,
    Fact,
    Question,
}
