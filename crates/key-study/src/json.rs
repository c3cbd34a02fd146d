//! Values out of a line of JSON by their paths. A path is the part of JMESPath that names one value: names with dots
//! between them, `[n]` for the nth element of an array, and names in double quotes where they aren't plain words:
//! `user.id`, `events[0].device`, `"x-forwarded-for"`.
//!
//! The line is read once by serde_json, which also checks it; what no path leads to is skipped.

mod path;
mod values;

pub use path::Path;
pub use values::values;

use path::Step;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt::{self, Write};

/// Paths that a line is asked for at most: one bit each.
pub const PATHS_MAX: usize = 8;

/// A value found: its text; numbers as JSON writes them, `true`, `false`. Its room is used again.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Found {
    pub text: String,
    pub there: bool,
}

/// Reads a line and fills `found`, one for each path. False if the line isn't JSON.
pub fn find(line: &[u8], paths: &[Path], found: &mut [Found]) -> bool {
    found.iter_mut().for_each(|found| found.there = false);
    let mut json = serde_json::Deserializer::from_slice(line);
    let walk = Walk { paths, depth: 0, active: (1_u32 << paths.len().min(PATHS_MAX)) as u16 - 1, found };
    walk.deserialize(&mut json).is_ok() && json.end().is_ok()
}

/// A place in the document, and which paths lead on from it.
struct Walk<'a> {
    paths: &'a [Path],
    depth: usize,
    /// A bit for each path.
    active: u16,
    found: &'a mut [Found],
}

impl Walk<'_> {
    fn active(&self) -> impl Iterator<Item = usize> + use<> {
        let active = self.active;
        (0..PATHS_MAX).filter(move |nth| active & (1 << nth) != 0)
    }

    /// The paths whose next step is this.
    fn along(&self, is_step: impl Fn(&Step) -> bool) -> u16 {
        let goes = |nth: &usize| self.paths[*nth].0.get(self.depth).is_some_and(&is_step);
        self.active().filter(goes).fold(0, |bits, nth| bits | 1 << nth)
    }

    fn further(&mut self, active: u16) -> Walk<'_> {
        Walk { paths: self.paths, depth: self.depth + 1, active, found: self.found }
    }

    fn scalar(self, write: impl Fn(&mut String)) {
        for nth in self.active().filter(|nth| self.paths[*nth].0.len() == self.depth) {
            let found = &mut self.found[nth];
            found.text.clear();
            write(&mut found.text);
            found.there = true;
        }
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.active {
            0 => deserializer.deserialize_ignored_any(IgnoredAny).map(|_| ()),
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.scalar(|text| text.push_str(if value { "true" } else { "false" }));
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.scalar(|text| _ = write!(text, "{value}"));
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.scalar(|text| _ = write!(text, "{value}"));
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.scalar(|text| _ = write!(text, "{value}"));
        Ok(())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.scalar(|text| text.push_str(value));
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<M: MapAccess<'de>>(mut self, mut map: M) -> Result<(), M::Error> {
        while let Some(along) = map.next_key_seed(Name(&self))? {
            map.next_value_seed(self.further(along))?;
        }
        Ok(())
    }

    fn visit_seq<S: SeqAccess<'de>>(mut self, mut elements: S) -> Result<(), S::Error> {
        for nth in 0.. {
            let along = self.along(|step| *step == Step::Element(nth));
            if elements.next_element_seed(self.further(along))?.is_none() {
                break;
            }
        }
        Ok(())
    }
}

/// Which paths lead on by a name.
struct Name<'a, 'b>(&'a Walk<'b>);

impl<'de> DeserializeSeed<'de> for Name<'_, '_> {
    type Value = u16;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<u16, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_, '_> {
    type Value = u16;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<u16, E> {
        Ok(self.0.along(|step| matches!(step, Step::Name(wanted) if wanted == name)))
    }
}

#[cfg(test)]
mod tests;
