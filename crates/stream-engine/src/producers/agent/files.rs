//! Log files as the simulation keeps them: which lines, to which offset. Their text is made when
//! somebody looks at it.

use super::tail::Position;
use crate::time::{SECOND_US, Time};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// When and how the log is rotated. Looked at when a line is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rotation {
    #[serde(default)]
    pub by: RotateBy,
    #[serde(default)]
    pub every_ms: Option<u32>,
    #[serde(default)]
    pub max_bytes: Option<u32>,
    /// Rotated files that are kept; older ones are deleted.
    #[serde(default = "five")]
    pub keep: u8,
}

/// What happens to the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum RotateBy {
    /// It gets another name, and the log goes on in a new file.
    #[default]
    Rename,
    /// It is copied and then emptied: logrotate's `copytruncate`.
    Truncate,
}

impl Default for Rotation {
    fn default() -> Self {
        Rotation { by: RotateBy::Rename, every_ms: None, max_bytes: None, keep: five() }
    }
}

/// A line: which one it is, where it ends in its file, and what became of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Line {
    pub number: u32,
    pub source: u16,
    pub made: Time,
    pub end: u64,
    pub state: LineState,
}

/// What a reader has done with a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum LineState {
    Unread,
    Read,
    /// It has gone past it.
    PassedOver,
}

/// A file with its inode's number.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct LogFile {
    pub id: u32,
    pub lines: VecDeque<Line>,
    pub size: u64,
    /// Time of the last write in whole seconds, as the Agent compares it.
    pub modified_s: u64,
    created: Time,
    /// No line that ends here or before is unread.
    settled_to: u64,
}

/// The log and what was rotated away, oldest first. The last one is written to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Files {
    files: VecDeque<LogFile>,
    next_id: u32,
    pub rotations: u32,
}

/// Lines in one file at most: the engine's bound. The oldest go first.
const LINES_MAX: usize = 200_000;

impl Files {
    /// The files, oldest first.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &LogFile> {
        self.files.iter()
    }

    /// The file with this number.
    pub fn get(&self, id: u32) -> Option<&LogFile> {
        self.files.iter().find(|file| file.id == id)
    }

    /// Whether the file is the one that is written to.
    pub fn is_active(&self, id: u32) -> bool {
        self.files.back().is_some_and(|file| file.id == id)
    }

    /// Writes a line, after rotating the log if that is due. Gives the files that were deleted.
    pub fn write(&mut self, rotation: &Rotation, number: u32, source: u16, bytes: u64, now: Time) -> Vec<LogFile> {
        let due = self.files.back().is_some_and(|file| {
            let full = rotation.max_bytes.is_some_and(|most| file.size > 0 && file.size + bytes > u64::from(most));
            full || rotation.every_ms.is_some_and(|every| now.since(file.created) >= u64::from(every) * 1_000)
        });
        let deleted = if due { self.rotate(rotation, now) } else { Vec::new() };
        if self.files.is_empty() {
            self.create(now);
        }
        if let Some(file) = self.files.back_mut() {
            file.size += bytes;
            file.modified_s = now.0 / SECOND_US;
            let state = LineState::Unread;
            file.lines.push_back(Line { number, source, made: now, end: file.size, state });
            if file.lines.len() > LINES_MAX {
                file.lines.pop_front();
            }
        }
        deleted
    }

    /// Rotates the log; gives the files that were deleted for being too many.
    pub fn rotate(&mut self, rotation: &Rotation, now: Time) -> Vec<LogFile> {
        let Some(active) = self.files.back_mut() else { return Vec::new() };
        self.rotations += 1;
        match rotation.by {
            RotateBy::Rename => self.create(now),
            RotateBy::Truncate => {
                // The copy is another file; the emptied one keeps its number.
                let id = active.id;
                active.id = self.next_id;
                self.next_id += 1;
                let modified_s = now.0 / SECOND_US;
                active.modified_s = modified_s;
                self.files.push_back(LogFile { id, modified_s, created: now, ..LogFile::default() });
            }
        }
        let over = self.files.len().saturating_sub(usize::from(rotation.keep) + 1);
        self.files.drain(..over).collect()
    }

    fn create(&mut self, now: Time) {
        let file = LogFile { id: self.next_id, modified_s: now.0 / SECOND_US, created: now, ..LogFile::default() };
        self.next_id += 1;
        self.files.push_back(file);
    }

    /// Notes that a reader has read a line; gives what it had done with it before.
    pub fn read(&mut self, id: u32, line: &Line) -> LineState {
        let file = self.files.iter_mut().find(|file| file.id == id);
        let found = file.and_then(|file| {
            let at = file.lines.partition_point(|other| other.end < line.end);
            file.lines.get_mut(at)
        });
        found.map_or(LineState::Unread, |line| std::mem::replace(&mut line.state, LineState::Read))
    }

    /// Lines that a reader has not read and may still come to.
    pub fn unread(&self) -> impl Iterator<Item = &Line> {
        self.files.iter().flat_map(LogFile::unread)
    }

    /// The reader goes past what it will not come to: the files that are not named, and what lies
    /// before its place in the open one. Gives the lines.
    pub fn pass_over(&mut self, at: Position, coming: &[u32]) -> Vec<Line> {
        let mut passed = Vec::new();
        for file in &mut self.files {
            let to = if file.id == at.file { at.offset } else { file.size };
            if file.settled_to >= to || (file.id != at.file && coming.contains(&file.id)) {
                continue;
            }
            let from = file.lines.partition_point(|line| line.end <= file.settled_to);
            for line in file.lines.range_mut(from..).take_while(|line| line.end <= to) {
                if line.state == LineState::Unread {
                    line.state = LineState::PassedOver;
                    passed.push(*line);
                }
            }
            file.settled_to = to;
        }
        passed
    }

    /// A reader starts again at its checkpoint: what lies before it counts as read, all else is
    /// unread. If that file is gone, or there is no checkpoint, all is. Gives the lines that had
    /// been passed over and are within reach again.
    pub fn start_at(&mut self, checkpoint: Option<Position>) -> Vec<Line> {
        let place = checkpoint.and_then(|at| self.files.iter().position(|file| file.id == at.file));
        let mut regained = Vec::new();
        for (nth, file) in self.files.iter_mut().enumerate() {
            file.settled_to = match (place, checkpoint) {
                (Some(place), _) if nth < place => file.size,
                (Some(place), Some(at)) if nth == place => at.offset,
                _ => 0,
            };
            for line in &mut file.lines {
                let before = line.end <= file.settled_to;
                regained.extend((!before && line.state == LineState::PassedOver).then_some(*line));
                line.state = match line.state {
                    LineState::PassedOver if before => LineState::PassedOver,
                    _ if before => LineState::Read,
                    _ => LineState::Unread,
                };
            }
        }
        regained
    }

    /// Bytes that a copy takes.
    pub fn own_bytes(&self) -> usize {
        self.files.iter().map(|file| file.lines.len() * size_of::<Line>()).sum()
    }
}

impl LogFile {
    /// Lines that a reader has not read and may still come to.
    pub fn unread(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.state == LineState::Unread)
    }

    /// Lines that begin at this offset or behind it.
    pub fn from(&self, offset: u64) -> impl Iterator<Item = &Line> {
        let after = self.lines.partition_point(|line| line.end <= offset);
        // In the middle of a line, which happens after a truncation that was not noticed, what is
        // left of that line is passed over. A simplification: the Agent sends the rest.
        let begins = after.checked_sub(1).map_or(0, |before| self.lines[before].end);
        let whole = after + usize::from(begins < offset && after > 0);
        self.lines.range(whole.min(self.lines.len())..)
    }
}

fn five() -> u8 {
    5
}
