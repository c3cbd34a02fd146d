//! Progress as a file: labs and answers, readable, to be merged on another device without loss.

use crate::run_file::FileError;
use crate::storage::Progress as Labs;
use question_bank::practice::Progress as Answers;
use serde::{Deserialize, Serialize};

/// How a file tells what it is.
const FORMAT: &str = "shardlab progress";
const VERSION: u32 = 1;
/// Largest file that is read: years of answers.
pub const BYTES_MAX: u64 = 8 << 20;
/// Its name.
pub const NAME: &str = "shardlab-progress.json";

/// What a file holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ProgressFile {
    format: String,
    version: u32,
    #[serde(flatten)]
    pub labs: Labs,
    pub answers: Answers,
}

impl ProgressFile {
    pub fn new(labs: Labs, answers: Answers) -> ProgressFile {
        ProgressFile { format: FORMAT.to_owned(), version: VERSION, labs, answers }
    }

    /// The file's text.
    pub fn encode(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Reads a file.
    ///
    /// # Errors
    /// What it is instead.
    pub fn decode(text: &str) -> Result<ProgressFile, FileError> {
        let value: serde_json::Value = serde_json::from_str(text).map_err(|_| FileError::Foreign)?;
        if value.get("format").and_then(|format| format.as_str()) != Some(FORMAT) {
            return Err(FileError::Foreign);
        }
        match value.get("version").and_then(serde_json::Value::as_u64) {
            Some(version) if version > u64::from(VERSION) => return Err(FileError::Newer),
            Some(_) => {}
            None => return Err(FileError::Damaged),
        }
        serde_json::from_value(value).map_err(|_| FileError::Damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use question_bank::practice::{Entry, Sure};

    #[test]
    fn a_file_comes_back_and_other_files_are_told_apart() {
        let mut labs = Labs::default();
        labs.labs.entry("kcl".to_owned()).or_default().solved = true;
        let mut answers = Answers::default();
        answers.note(Entry { at: 9, day: 1, item: "a".into(), version: 1, seed: 3, right: false, sure: Sure::Certain });
        let file = ProgressFile::new(labs, answers);
        let text = file.encode();
        assert_eq!(ProgressFile::decode(&text), Ok(file));
        assert!(text.contains("\"kcl\"") && text.contains("\"right\": false"), "{text}");
        assert_eq!(ProgressFile::decode("nonsense"), Err(FileError::Foreign));
        assert_eq!(ProgressFile::decode("{}"), Err(FileError::Foreign));
        assert_eq!(
            ProgressFile::decode(&text.replace("\"version\": 1,\n  \"labs", "\"version\": 2,\n  \"labs")),
            Err(FileError::Newer)
        );
        assert_eq!(ProgressFile::decode(&text.replace("\"seed\": 3", "\"seed\": -3")), Err(FileError::Damaged));
    }
}
