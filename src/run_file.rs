//! A run as a file: JSON whose head a person can read, around the run as a link holds it. A checksum tells
//! a damaged file from a whole one, since a changed byte often still makes a run, only another one.

use crate::scene::clock;
use crate::share::{LinkError, SharedRun};
use serde_json::Value;
use std::fmt::Write;
use stream_engine::Scenario;
use stream_engine::api::json::{Json, Object};
use stream_engine::kinesis::hash_key::md5;

/// The ending of such a file's name.
pub const ENDING: &str = "shardlab";
/// A file larger than this isn't even read: ten thousand requests with pasted lists of keys are smaller.
pub const BYTES_MAX: u64 = 16 << 20;
const FORMAT: &str = "shardlab";
const VERSION: u64 = 1;

/// What a file holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RunFile {
    /// Id of the lab.
    pub lab: String,
    /// Digest of the lab's scenario when the file was made: under another one the run is another.
    pub scenario: String,
    pub run: SharedRun,
}

/// Why a file can't be opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileError {
    /// Nothing of Shardlab's.
    Foreign,
    /// Made by a later edition of the page.
    Newer,
    /// Cut off or changed.
    Damaged,
}

impl RunFile {
    /// The file of a run of this lab.
    pub fn new(lab: &str, scenario: &Scenario, run: SharedRun) -> RunFile {
        RunFile { lab: lab.to_owned(), scenario: digest(scenario), run }
    }

    /// `hot-shard-00-37.2.shardlab`.
    pub fn name(&self) -> String {
        format!("{}-{}.{ENDING}", self.lab, clock(self.run.at).replace(':', "-"))
    }

    /// The text; None if the run is beyond the bounds of what can be handed on.
    pub fn encode(&self) -> Option<String> {
        let run = self.run.encode_whole()?;
        let head = Object::default()
            .with("format", FORMAT)
            .with("version", VERSION)
            .with("lab", self.lab.as_str())
            .with("scenario", self.scenario.as_str())
            // For the reader's eye: they stand in the run too.
            .with("engine", u64::from(self.run.engine))
            .with("profile", self.run.profile.as_str())
            .with("moment", clock(self.run.at))
            .with("md5", self.checksum(&run))
            .with("run", run);
        Some(Json::from(head).pretty() + "\n")
    }

    /// Reads a file back.
    pub fn decode(text: &str) -> Result<RunFile, FileError> {
        let is_ours = text.trim_start().starts_with('{') && text.contains("\"format\"") && text.contains(FORMAT);
        let broken = if is_ours { FileError::Damaged } else { FileError::Foreign };
        let value: Value = serde_json::from_str(text).map_err(|_| broken)?;
        if value.get("format").and_then(Value::as_str) != Some(FORMAT) {
            return Err(broken);
        }
        match value.get("version").and_then(Value::as_u64) {
            Some(VERSION) => {}
            Some(version) if version > VERSION => return Err(FileError::Newer),
            _ => return Err(FileError::Damaged),
        }
        let field = |name: &str| value.get(name).and_then(Value::as_str).ok_or(FileError::Damaged);
        let text = field("run")?;
        let run = SharedRun::decode(text).map_err(|error| match error {
            LinkError::Newer => FileError::Newer,
            LinkError::Broken => FileError::Damaged,
        })?;
        let file = RunFile { lab: field("lab")?.to_owned(), scenario: field("scenario")?.to_owned(), run };
        if field("md5")? == file.checksum(text) { Ok(file) } else { Err(FileError::Damaged) }
    }

    fn checksum(&self, run: &str) -> String {
        hexadecimal(&md5(format!("{}\n{}\n{run}", self.lab, self.scenario).as_bytes()))
    }
}

/// A short name for a scenario as it is today.
pub fn digest(scenario: &Scenario) -> String {
    let bytes = postcard::to_allocvec(scenario).unwrap_or_default();
    hexadecimal(&md5(&bytes)[..4])
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String can't fail.
        let _written = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use stream_engine::history::Request;
    use stream_engine::{Change, Command, Time};

    fn file() -> RunFile {
        let change = Command::Change { actor: "truck-007".to_owned(), change: Change::RatePerSecond(10) };
        let run = SharedRun {
            profile: "aws-2026".to_owned(),
            at: Time::from_ms(37_204),
            requests: vec![Request { at: Time::from_s(10), command: change }],
            exercise: None,
            engine: stream_engine::REVISION,
        };
        RunFile::new("hot-shard", &Scenario::default(), run)
    }

    fn text() -> String {
        file().encode().expect("within the bounds")
    }

    #[test]
    fn a_file_comes_back_as_it_was_and_its_head_reads_well() {
        assert_eq!(RunFile::decode(&text()), Ok(file()));
        assert_eq!(file().name(), "hot-shard-00-37.2.shardlab");
        for line in [
            "\"format\": \"shardlab\"",
            "\"version\": 1",
            "\"engine\": 1",
            "\"lab\": \"hot-shard\"",
            "\"moment\": \"00:37.2\"",
        ] {
            assert!(text().contains(line), "{line}");
        }
    }

    #[test]
    fn the_same_run_makes_the_same_file_and_another_scenario_another_digest() {
        assert_eq!(text(), text());
        let other = Scenario { seed: 9, ..Scenario::default() };
        assert_ne!(digest(&other), digest(&Scenario::default()));
    }

    #[test]
    fn a_newer_a_damaged_and_a_foreign_file_are_told_apart() {
        let newer = text().replace("\"version\": 1", "\"version\": 2");
        let cases = [
            (newer, FileError::Newer),
            ("{\"format\": \"shardlab\", \"version\": 7}".to_owned(), FileError::Newer),
            (text()[..text().len() / 2].to_owned(), FileError::Damaged),
            (text().replace("hot-shard", "fan-out"), FileError::Damaged),
            (text().replace("\"version\": 1", "\"version\": 0"), FileError::Damaged),
            ("{\"format\": \"shardlab\"}".to_owned(), FileError::Damaged),
            (String::new(), FileError::Foreign),
            ("key\ntruck-1\n".to_owned(), FileError::Foreign),
            ("{\"format\": \"csv\", \"rows\": []}".to_owned(), FileError::Foreign),
            ("[1, 2, 3]".to_owned(), FileError::Foreign),
            ("\u{89}PNG\r\n".to_owned(), FileError::Foreign),
        ];
        for (text, wanted) in cases {
            assert_eq!(RunFile::decode(&text), Err(wanted), "{text}");
        }
    }

    /// A small generator of our own: the numbers must be the same on every machine.
    fn numbers(seed: u64) -> impl Iterator<Item = u64> {
        std::iter::successors(Some(seed), |state| Some(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1)))
            .map(|state| state >> 33)
    }

    #[test]
    fn a_file_with_any_byte_changed_is_refused_or_holds_the_same_run() {
        let whole = text().into_bytes();
        for seed in 0..400 {
            let mut random = numbers(seed).skip(1);
            let mut changed = whole.clone();
            for _ in 0..1 + seed % 3 {
                let place = random.next().expect("endless") as usize % changed.len();
                changed[place] = random.next().expect("endless") as u8;
            }
            let text = String::from_utf8_lossy(&changed);
            assert!(RunFile::decode(&text).map_or(true, |read| read == file()), "seed {seed}: {text}");
        }
    }

    #[test]
    fn a_link_or_file_of_any_bytes_opens_or_is_refused_and_what_opens_can_be_written_again() {
        for seed in 0..2_000 {
            let mut random = numbers(seed).skip(1);
            let length = random.next().expect("endless") as usize % 120;
            let bytes: Vec<u8> = random.take(length).map(|number| number as u8).collect();
            let text = String::from_utf8_lossy(&bytes);
            assert!(RunFile::decode(&text).is_err());
            let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
            let body: String = bytes.iter().map(|byte| letters[usize::from(byte % 64)] as char).collect();
            if let Ok(run) = SharedRun::decode(&format!("1.{body}")) {
                let again = run.encode_whole().expect("it was in bounds");
                assert_eq!(SharedRun::decode(&again), Ok(run), "seed {seed}");
            }
        }
    }
}
