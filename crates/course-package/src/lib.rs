//! Packages for learning-management systems: the built page with a launch page around it and a manifest, as a zip archive. In
//! the browser and in `cargo xtask dist --scorm` alike: the same page and course give the same bytes, but for what a deflater
//! does. docs/lms.md is the reference.

mod cmi5;
mod launch;
mod page;
mod scorm;

pub use file_writer::zip::Entry;
pub use page::{LIST, goes_along, packed};

use file_writer::zip::archive;

/// What learners get.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Course {
    pub title: String,
    /// What the page opens with: `#/lab/hot-shard`.
    pub fragment: String,
    pub kind: Kind,
}

/// What of it counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The goals of a lab.
    Lab,
    /// Goals and answers.
    Exercise,
    /// The share of right answers.
    Quiz,
}

/// How a package talks to the system.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    Scorm12,
    Cmi5,
}

impl Kind {
    /// As the launch page has it.
    fn name(self) -> &'static str {
        match self {
            Kind::Lab => "lab",
            Kind::Exercise => "exercise",
            Kind::Quiz => "quiz",
        }
    }

    /// Percent that must be right where nobody sets another share; None where goals decide.
    fn mastery(self) -> Option<u32> {
        (self == Kind::Quiz).then_some(70)
    }
}

impl Format {
    pub const ALL: [Format; 2] = [Format::Scorm12, Format::Cmi5];

    /// As people call it.
    pub fn label(self) -> &'static str {
        match self {
            Format::Scorm12 => "SCORM 1.2",
            Format::Cmi5 => "cmi5",
        }
    }

    /// How the name of a package ends, after what is in it.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Scorm12 => "scorm12.zip",
            Format::Cmi5 => "cmi5.zip",
        }
    }
}

impl Course {
    /// Another content has another one, and the same content always the same.
    fn id(&self) -> String {
        let text = format!("{}{}", self.kind.name(), self.fragment);
        let fold = |state: u64, byte: u8| (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        format!("shardlab-{}-{:016x}", self.kind.name(), text.bytes().fold(0xcbf2_9ce4_8422_2325, fold))
    }
}

/// The package of a course; `page` holds the page's files as `packed` gives them.
pub fn package(course: &Course, format: Format, page: &[Entry]) -> Vec<u8> {
    let launch = launch::files(course, format);
    let names: Vec<&str> = launch.iter().chain(page).map(Entry::name).collect();
    let manifest = match format {
        Format::Scorm12 => Entry::stored("imsmanifest.xml", scorm::manifest(course, &names).into_bytes()),
        Format::Cmi5 => Entry::stored("cmi5.xml", cmi5::structure(course).into_bytes()),
    };
    archive([&manifest].into_iter().chain(&launch).chain(page))
}
