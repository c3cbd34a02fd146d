//! Values out of a line of JSON by their paths. A path is the part of JMESPath that names one value: names with dots
//! between them, `[n]` for the nth element of an array, and names in double quotes where they aren't plain words:
//! `user.id`, `events[0].device`, `"x-forwarded-for"`.
//!
//! The line is read once by serde_json, which also checks it; what no path leads to is skipped.

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt::{self, Write};

/// Steps of a path at most.
const STEPS_MAX: usize = 32;
/// Paths that a line is asked for at most: one bit each.
pub const PATHS_MAX: usize = 8;

/// One step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    Name(String),
    Element(usize),
}

/// Where a value stands in a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Path(Vec<Step>);

impl Path {
    /// Reads a path; none if it isn't one.
    pub fn parse(text: &str) -> Option<Path> {
        let mut steps = Vec::new();
        let mut rest = text.trim();
        while steps.len() < STEPS_MAX {
            if let Some(inside) = rest.strip_prefix('[') {
                let (number, after) = inside.split_once(']')?;
                steps.push(Step::Element(number.parse().ok()?));
                rest = after;
            } else {
                // Names are parted by dots; none stands before the first.
                rest = if steps.is_empty() { rest } else { rest.strip_prefix('.')? };
                let (name, after) = name(rest)?;
                steps.push(Step::Name(name));
                rest = after;
            }
            if rest.is_empty() {
                return Some(Path(steps));
            }
        }
        None
    }

    /// The path of what stands under this name here.
    fn then(&self, step: Step) -> Path {
        Path(self.0.iter().cloned().chain([step]).collect())
    }
}

fn is_plain(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// A name at the text's beginning, and what follows it.
fn name(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(|character| !is_plain(character)).unwrap_or(text.len());
        return (end > 0).then(|| (text[..end].to_owned(), &text[end..]));
    };
    let mut name = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (!name.is_empty()).then_some((name, &quoted[at + 1..])),
            '\\' => name.push(characters.next()?.1),
            _ => name.push(character),
        }
    }
    None
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, step) in self.0.iter().enumerate() {
            match step {
                Step::Element(number) => write!(f, "[{number}]")?,
                Step::Name(name) => {
                    if nth > 0 {
                        f.write_char('.')?;
                    }
                    match !name.is_empty() && name.chars().all(is_plain) {
                        true => f.write_str(name)?,
                        false => write!(f, "\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))?,
                    }
                }
            }
        }
        Ok(())
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_and_written() {
        for text in ["id", "user.id", "events[0].device", "[2]", "a[1][2].b", "\"x-id\".\"a.b\"", "größe._1"] {
            assert_eq!(Path::parse(text).expect(text).to_string(), text);
        }
        for text in ["", ".", "a.", ".a", "a..b", "a[", "a[x]", "a[-1]", "a b", "\"a", "\"\"", "a[0]b", "x-id"] {
            assert_eq!(Path::parse(text), None, "{text}");
        }
        assert_eq!(Path::parse(&"a.".repeat(40)), None);
    }

    #[test]
    fn values_are_found_wherever_they_stand() {
        let line =
            br#"{"a":{"b":[1,{"c":"d\n\u00fc"},-2.5]},"e":true,"f":null,"x-id":18446744073709551615,"g":[],"e2":{}}"#;
        let cases = [
            ("a.b[0]", Some("1")),
            ("a.b[1].c", Some("d\nü")),
            ("a.b[2]", Some("-2.5")),
            ("e", Some("true")),
            ("f", None),
            ("\"x-id\"", Some("18446744073709551615")),
            ("a", None),
            ("a.b", None),
            ("a.b[3]", None),
            ("g[0]", None),
            ("a.b[1].c.d", None),
            ("nothing", None),
        ];
        for (path, wanted) in cases {
            let mut found = [Found::default()];
            assert!(find(line, &[Path::parse(path).expect(path)], &mut found), "{path}");
            assert_eq!(found[0].there.then_some(found[0].text.as_str()), wanted, "{path}");
        }
        let paths = ["e", "a.b[0]", "e"].map(|path| Path::parse(path).expect(path));
        let mut found = [const { Found { text: String::new(), there: false } }; 3];
        assert!(find(line, &paths, &mut found));
        assert_eq!(found.each_ref().map(|found| found.text.as_str()), ["true", "1", "true"]);
    }

    #[test]
    fn what_is_no_json_is_told() {
        for line in ["", "{", "{\"a\":1}}", "{\"a\":1} x", "{'a':1}", "a", "{\"a\":\"\u{1}\"}"] {
            assert!(!find(line.as_bytes(), &[], &mut []), "{line}");
            assert_eq!(values(line.as_bytes(), 9), None, "{line}");
        }
        assert!(!find(b"{\"a\":\"\xff\"}", &[Path::parse("a").expect("a path")], &mut [Found::default()]));
        // Deeper than serde_json goes: damaged, and no overflow of the stack.
        assert!(!find("[".repeat(100_000).as_bytes(), &[], &mut []));
    }

    #[test]
    fn a_document_tells_its_values_in_order() {
        let found = values(br#"{"z":1,"a":{"x y":[{"k":"v"},2]},"n":null}"#, 9).expect("it is JSON");
        let found: Vec<(&str, &str)> = found.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        assert_eq!(found, [("z", "1"), ("a.\"x y\"[0].k", "v"), ("a.\"x y\"[1]", "2")]);
        assert_eq!(values(br#"{"a":[1,2,3,4]}"#, 2).map(|found| found.len()), Some(2));
    }
}
