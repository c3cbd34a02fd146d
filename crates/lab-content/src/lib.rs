//! The shape of everything under `content/`: quota profiles, prices, the course, labs, lessons and
//! words. The page gets it as embedded files, read and checked at build (feature `read`), so that
//! neither TOML nor Markdown reaches the WASM. Several, because the first module of the page shows
//! its frame before a lab's module is there.

pub mod challenge;
pub mod control;
pub mod csv;
pub mod exercise;
pub mod format;
pub mod lab;
pub mod lesson;
pub mod measure;
pub mod policy;
pub mod prediction;
pub mod profile;
#[cfg(feature = "read")]
pub mod read;
pub mod reference;
pub mod run;
pub mod trial;

use lab::{Lab, LabCard};
use lesson::LessonCard;
use profile::{Fact, PriceList, Profile, ProfileName};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What the page shows before a lab is opened.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Frame {
    /// The learning path, labs not built yet included.
    pub course: Vec<LabCard>,
    /// Lessons of no lab.
    pub lessons: Vec<LessonCard>,
    /// In the order of `Content::profiles`.
    pub profiles: Vec<ProfileName>,
    /// Words of the page, sorted by key.
    pub words: Vec<(String, String)>,
}

/// What a lab works with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Content {
    pub labs: Vec<Lab>,
    pub profiles: Vec<Profile>,
    pub prices: PriceList,
}

/// Reads an embedded file.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, postcard::Error> {
    postcard::from_bytes(bytes)
}

/// A file to embed.
pub fn encode<T: Serialize>(part: &T) -> Result<Vec<u8>, postcard::Error> {
    postcard::to_allocvec(part)
}

impl Frame {
    /// The place on the learning path with this id, if its lab is built.
    pub fn built(&self, id: &str) -> Option<&LabCard> {
        self.course.iter().find(|card| card.id == id && card.is_built())
    }

    /// The lesson of no lab with this id.
    pub fn lesson(&self, id: &str) -> Option<&LessonCard> {
        self.lessons.iter().find(|card| card.id == id)
    }

    /// The word with this key.
    pub fn word(&self, key: &str) -> Option<&str> {
        word(&self.words, key)
    }
}

/// The word with this key among words sorted by key.
pub fn word<'a>(words: &'a [(String, String)], key: &str) -> Option<&'a str> {
    let at = words.binary_search_by(|(known, _)| known.as_str().cmp(key)).ok()?;
    Some(&words[at].1)
}

impl Content {
    /// The lab with this id, if it is built.
    pub fn lab(&self, id: &str) -> Option<&Lab> {
        self.labs.iter().find(|lab| lab.id == id)
    }

    /// A quota of the profile, or a price (`price.shard_hour`).
    pub fn fact<'a>(&'a self, profile: &'a Profile, key: &str) -> Option<&'a Fact> {
        match key.strip_prefix("price.") {
            Some(price) => self.prices.fact(price),
            None => profile.fact(key),
        }
    }

    /// The text with each `{key}` replaced: by `values` first, then by facts of the profile.
    pub fn fill(&self, text: &str, profile: &Profile, values: &[(&str, String)]) -> String {
        format::fill(text, |key| {
            let value = values.iter().find(|(name, _)| *name == key).map(|(_, value)| value.clone());
            value.or_else(|| self.fact(profile, key).map(Fact::text))
        })
    }
}
