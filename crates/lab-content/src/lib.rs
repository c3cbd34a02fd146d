//! The shape of everything under `content/`: quota profiles, prices, the course, labs, lessons and
//! words. The page gets it as one embedded file, read and checked at build (feature `read`), so that
//! neither TOML nor Markdown reaches the WASM.

pub mod challenge;
pub mod control;
pub mod format;
pub mod lab;
pub mod prediction;
pub mod profile;
#[cfg(feature = "read")]
pub mod read;

use lab::{Lab, LabCard};
use profile::{Fact, PriceList, Profile};
use serde::{Deserialize, Serialize};

/// All content of the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Content {
    /// The learning path, labs not built yet included.
    pub course: Vec<LabCard>,
    pub labs: Vec<Lab>,
    pub profiles: Vec<Profile>,
    pub prices: PriceList,
    /// Words of the page, sorted by key.
    pub words: Vec<(String, String)>,
}

impl Content {
    /// Reads the embedded file.
    pub fn decode(bytes: &[u8]) -> Result<Content, postcard::Error> {
        postcard::from_bytes(bytes)
    }

    /// The file to embed.
    pub fn encode(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_allocvec(self)
    }

    /// The lab with this id, if it is built.
    pub fn lab(&self, id: &str) -> Option<&Lab> {
        self.labs.iter().find(|lab| lab.id == id)
    }

    /// The word with this key.
    pub fn word(&self, key: &str) -> Option<&str> {
        let at = self.words.binary_search_by(|(known, _)| known.as_str().cmp(key)).ok()?;
        Some(&self.words[at].1)
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
