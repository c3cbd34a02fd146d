//! Lessons that belong to no lab: `content/lessons/<id>.md`, named in `content/course.toml`. Those of the labs are part
//! of their labs.

use serde::{Deserialize, Serialize};

/// A lesson as the frame knows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LessonCard {
    pub id: String,
    pub title: String,
    /// The line under the title; shown before the facts are there, so it holds none.
    pub subtitle: String,
}

/// What stands below its heading.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Lesson {
    pub id: String,
    /// Made from Markdown at build; `{key}` stands for a fact of the profile that is on, `{aws-2025/key}` for one of that
    /// profile.
    pub html: String,
}
