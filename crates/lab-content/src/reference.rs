//! What the pages of the tools look things up in: every limit in every profile, every price, what changed, and how far the
//! simulation goes. A file of its own, so that neither the first load nor a lab carries it.

use crate::format;
use crate::lesson::Lesson;
use crate::profile::FactValue;
use serde::{Deserialize, Serialize};
use stream_engine::Quotas;
use stream_engine::bill::Prices;

/// The whole of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reference {
    /// In the order of the page's switch.
    pub profiles: Vec<ProfileLimits>,
    pub prices: Prices,
    /// Region of the prices, and the day on which they were looked at.
    pub region: String,
    pub checked: String,
    /// Titles, in the order of the page.
    pub services: Vec<String>,
    /// By service, then in the order of the files.
    pub facts: Vec<FactRow>,
    pub sources: Vec<String>,
    /// Newest first.
    pub changes: Vec<Change>,
    pub fidelity: Vec<Fidelity>,
    /// Lessons of no lab, as the course names them.
    pub lessons: Vec<Lesson>,
}

/// A profile's limits as the engine takes them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProfileLimits {
    pub id: String,
    pub short: String,
    pub limits: Quotas,
}

/// One limit or price.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FactRow {
    /// Prices begin with `price.`.
    pub key: String,
    pub name: String,
    pub unit: String,
    /// Place in `Reference::services`.
    pub service: u8,
    /// For each profile; one for all if it is a price.
    pub said: Vec<Said>,
}

/// What one profile says of it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Said {
    pub value: FactValue,
    /// Place in `Reference::sources`.
    pub source: u16,
    pub date: String,
    pub note: String,
}

/// Something that AWS changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// A day or a month.
    pub date: String,
    pub title: String,
    pub text: String,
    /// Keys of the limits that it moved.
    #[serde(default)]
    pub facts: Vec<String>,
    pub source: String,
    pub checked: String,
}

/// How one service is simulated.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fidelity {
    pub id: String,
    pub title: String,
    /// As the service does it, as far as it is documented.
    pub models: Vec<String>,
    #[serde(default)]
    pub simplified: Vec<Simplification>,
    #[serde(default)]
    pub left_out: Vec<String>,
}

/// Where the lab differs from the service.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Simplification {
    pub what: String,
    pub lab: String,
    pub service: String,
    pub why: String,
    /// AWS documents nothing, and the lab's way is ours.
    #[serde(default)]
    pub assumed: bool,
}

impl Reference {
    /// The limit or price with this key.
    pub fn fact(&self, key: &str) -> Option<&FactRow> {
        self.facts.iter().find(|fact| fact.key == key)
    }

    /// The lesson of no lab with this id.
    pub fn lesson(&self, id: &str) -> Option<&Lesson> {
        self.lessons.iter().find(|lesson| lesson.id == id)
    }

    /// What a placeholder stands for: a limit or price, and the profile that it names before a slash, if it names one.
    pub fn said_by(&self, placeholder: &str) -> Option<(&FactRow, Option<usize>)> {
        let Some((id, key)) = placeholder.split_once('/') else { return Some((self.fact(placeholder)?, None)) };
        let profile = self.profiles.iter().position(|profile| profile.id == id)?;
        Some((self.fact(key)?, Some(profile)))
    }

    /// The text with each `{key}` replaced by what a profile says of it, and each `{profile/key}` by what that one says.
    pub fn fill(&self, text: &str, profile: usize) -> String {
        format::fill(text, |key| self.said_by(key).map(|(fact, named)| fact.text(named.unwrap_or(profile))))
    }
}

impl Fidelity {
    /// All its texts, which may hold facts as `{key}`.
    pub fn texts(&self) -> Vec<&str> {
        let simplified = self.simplified.iter().flat_map(|one| [&one.what, &one.lab, &one.service, &one.why]);
        self.models.iter().chain(&self.left_out).chain(simplified).map(String::as_str).collect()
    }
}

impl FactRow {
    /// What this profile says of it.
    pub fn said(&self, profile: usize) -> &Said {
        &self.said[profile.min(self.said.len() - 1)]
    }

    /// Value with unit, as in a sentence.
    pub fn text(&self, profile: usize) -> String {
        self.said(profile).value.text(&self.unit)
    }

    /// Whether the profiles disagree.
    pub fn differs(&self) -> bool {
        self.said.iter().any(|said| said.value != self.said[0].value)
    }

    /// Whether it is ours: AWS publishes nothing.
    pub fn is_assumed(&self, sources: &[String]) -> bool {
        let source = |said: &Said| sources.get(usize::from(said.source)).map_or("", String::as_str);
        self.said.iter().any(|said| source(said).to_lowercase().starts_with("assumed"))
    }
}
