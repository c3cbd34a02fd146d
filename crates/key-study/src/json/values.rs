//! All values of a document with their paths.

use super::path::{Path, STEPS_MAX, Step};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Values of a document with their paths, in its order, `max` at most. None if the line isn't JSON.
pub fn values(line: &[u8], max: usize) -> Option<Vec<(String, String)>> {
    let mut json = serde_json::Deserializer::from_slice(line);
    let mut found = Vec::new();
    Collect { here: Path(Vec::new()), max, found: &mut found }.deserialize(&mut json).ok()?;
    json.end().ok()?;
    Some(found.into_iter().map(|(path, text)| (path.to_string(), text)).collect())
}

struct Collect<'a> {
    here: Path,
    max: usize,
    found: &'a mut Vec<(Path, String)>,
}

impl Collect<'_> {
    fn note(self, text: String) {
        if self.found.len() < self.max && !self.here.0.is_empty() {
            self.found.push((self.here, text));
        }
    }
}

impl<'de> DeserializeSeed<'de> for Collect<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.found.len() < self.max && self.here.0.len() < STEPS_MAX {
            true => deserializer.deserialize_any(self),
            false => deserializer.deserialize_ignored_any(IgnoredAny).map(|_| ()),
        }
    }
}

impl<'de> Visitor<'de> for Collect<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.note(value.to_string());
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.note(value.to_string());
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.note(value.to_string());
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.note(value.to_string());
        Ok(())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.note(value.to_owned());
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(name) = map.next_key::<String>()? {
            let here = self.here.then(Step::Name(name));
            map.next_value_seed(Collect { here, max: self.max, found: &mut *self.found })?;
        }
        Ok(())
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut elements: S) -> Result<(), S::Error> {
        for nth in 0.. {
            let here = self.here.then(Step::Element(nth));
            let seed = Collect { here, max: self.max, found: &mut *self.found };
            if elements.next_element_seed(seed)?.is_none() {
                break;
            }
        }
        Ok(())
    }
}
