//! Which fields of a file are taken.

use key_study::{Field, Source};

/// Which fields are taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picks {
    pub key: Field,
    pub time: Option<Field>,
    pub size: Option<Field>,
}

impl Picks {
    /// Those that the file's beginning proposes.
    pub fn proposed(source: &Source) -> Picks {
        let field = |nth: usize| source.columns[nth].field.clone();
        Picks { key: field(source.key), time: source.time.map(field), size: source.size.map(field) }
    }
}
