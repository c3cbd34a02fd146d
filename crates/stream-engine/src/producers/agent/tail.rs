//! How the Agent keeps track of a log that is rotated under it. It knows files by number, time of
//! the last write in seconds, and size. Of two files of the same second the smaller one is taken
//! for the newer: right for one rotation a second, and the way lines are lost with more.

use super::InitialPosition;
use super::files::{Files, Line, LogFile};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// A place in the log.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Position {
    pub file: u32,
    pub offset: u64,
}

/// Where the Agent is reading.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Tail {
    pub at: Option<Position>,
    /// Size of the file when it was last looked at.
    seen_size: u64,
    /// Files of the last look.
    known: Vec<u32>,
}

impl Tail {
    /// Starts at a checkpoint if its file is still there, else as the setup says.
    pub fn start(&mut self, files: &Files, checkpoint: Option<Position>, initial: InitialPosition) {
        *self = Tail::default();
        if let Some(at) = checkpoint {
            self.at = Some(at);
            self.seen_size = at.offset;
            self.known = vec![at.file];
            return self.refresh(files);
        }
        if let Some(newest) = newest_first(files).first() {
            let offset = if initial == InitialPosition::EndOfFile { newest.size } else { 0 };
            self.at = Some(Position { file: newest.id, offset });
        }
        self.refresh(files);
    }

    /// Looks at the files again: has the open one been renamed, emptied, deleted?
    pub fn refresh(&mut self, files: &Files) {
        let listed = newest_first(files);
        let reset = listed.first().map(|newest| Position { file: newest.id, offset: 0 });
        self.at = match self.at {
            None => reset,
            Some(at) => match files.get(at.file) {
                // Gone: it starts anew with the latest file, and what lies between is lost.
                None => reset,
                Some(file) if file.size < self.seen_size => self.after_truncation(at, &listed).or(reset),
                Some(_) => Some(at),
            },
        };
        self.known = listed.iter().map(|file| file.id).collect();
        self.seen_size = self.at.and_then(|at| files.get(at.file)).map_or(0, |file| file.size);
    }

    /// The open file has become smaller: its lines are looked for in the oldest file not met before.
    fn after_truncation(&self, at: Position, listed: &[&LogFile]) -> Option<Position> {
        let fits = |file: &&&LogFile| !self.known.contains(&file.id) && file.size >= self.seen_size;
        listed.iter().rev().find(fits).map(|file| Position { file: file.id, ..at })
    }

    /// Lines between where it is and the end of the open file.
    pub fn unread<'a>(&self, files: &'a Files) -> impl Iterator<Item = &'a Line> {
        let at = self.at;
        let file = at.and_then(|at| files.get(at.file));
        file.into_iter().flat_map(move |file| file.from(at.map_or(0, |at| at.offset)))
    }

    /// At the end of the open file: goes on to the next newer one, if there is any.
    pub fn next_file(&mut self, files: &Files) -> bool {
        let Some(at) = self.at else { return false };
        let listed = newest_first(files);
        let next = listed.iter().position(|file| file.id == at.file).and_then(|place| place.checked_sub(1));
        let Some(next) = next.map(|next| listed[next]) else { return false };
        self.at = Some(Position { file: next.id, offset: 0 });
        self.seen_size = next.size;
        true
    }
}

/// The open file and those that the Agent takes for newer.
impl Tail {
    pub fn coming(&self, files: &Files) -> Vec<u32> {
        let Some(at) = self.at else { return Vec::new() };
        let listed = newest_first(files);
        let place = listed.iter().position(|file| file.id == at.file).unwrap_or(0);
        listed[..=place.min(listed.len().saturating_sub(1))].iter().map(|file| file.id).collect()
    }
}

/// The files as the Agent orders them. Of equals, which it can't tell apart, the later number first.
fn newest_first(files: &Files) -> Vec<&LogFile> {
    let mut listed: Vec<_> = files.all().collect();
    listed.sort_by_key(|file| (Reverse(file.modified_s), file.size, Reverse(file.id)));
    listed
}
