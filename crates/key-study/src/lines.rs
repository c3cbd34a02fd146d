//! Pieces of bytes become lines: a line may be cut anywhere, also within a character or between `\r` and `\n`.

use memchr::memchr;

/// Bytes of a line at most. A record of the default size has no more, and no longer line is kept in memory.
pub const LINE_MAX: usize = 1 << 20;
/// Bytes of a damaged line that are kept to be shown.
pub const EXCERPT: usize = 120;
const BOM: &[u8] = b"\xef\xbb\xbf";

/// A line without its `\n`; with its `\r`, if there is one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Line<'a> {
    Whole(&'a [u8]),
    /// Longer than `LINE_MAX`: its beginning.
    TooLong(&'a [u8]),
}

/// Cuts what is pushed into lines, and holds back what isn't a whole line yet.
#[derive(Default)]
pub struct Lines {
    held: Vec<u8>,
    /// The line held back is too long already, and all that is left of it is its beginning.
    skipping: bool,
    /// Lines given away.
    given: u64,
}

impl Lines {
    /// Gives each line that ends in this piece to `each`, with its number from 1.
    pub fn push(&mut self, piece: &[u8], mut each: impl FnMut(u64, Line)) {
        let mut rest = piece;
        while let Some(at) = memchr(b'\n', rest) {
            let (end, after) = (&rest[..at], &rest[at + 1..]);
            rest = after;
            if self.held.is_empty() && !self.skipping {
                self.give(end, false, &mut each);
            } else {
                self.hold(end);
                self.give_held(&mut each);
            }
        }
        self.hold(rest);
    }

    /// Gives the last line, if the file didn't end with a line's end.
    pub fn finish(&mut self, mut each: impl FnMut(u64, Line)) {
        if !self.held.is_empty() || self.skipping {
            self.give_held(&mut each);
        }
    }

    fn give_held(&mut self, each: &mut impl FnMut(u64, Line)) {
        let (held, skipped) = (std::mem::take(&mut self.held), std::mem::take(&mut self.skipping));
        self.give(&held, skipped, each);
        // Its room is used again.
        self.held = held;
        self.held.clear();
    }

    fn give(&mut self, line: &[u8], skipped: bool, each: &mut impl FnMut(u64, Line)) {
        self.given += 1;
        let line = if self.given == 1 { line.strip_prefix(BOM).unwrap_or(line) } else { line };
        match skipped || line.len() > LINE_MAX {
            true => each(self.given, Line::TooLong(&line[..line.len().min(EXCERPT)])),
            false => each(self.given, Line::Whole(line)),
        }
    }

    fn hold(&mut self, bytes: &[u8]) {
        if self.skipping {
            return;
        }
        let room = (LINE_MAX + BOM.len() + 1).saturating_sub(self.held.len());
        self.held.extend_from_slice(&bytes[..bytes.len().min(room)]);
        if bytes.len() > room {
            self.held.truncate(EXCERPT + BOM.len());
            self.skipping = true;
        }
    }
}

/// The line without a `\r` at its end.
pub fn without_cr(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &[u8], piece: usize) -> Vec<(u64, Vec<u8>, bool)> {
        let mut lines = Lines::default();
        let mut found = Vec::new();
        let mut note = |number, line: Line| {
            let (bytes, whole) = match line {
                Line::Whole(bytes) => (bytes, true),
                Line::TooLong(bytes) => (bytes, false),
            };
            found.push((number, bytes.to_vec(), whole));
        };
        text.chunks(piece).for_each(|piece| lines.push(piece, &mut note));
        lines.finish(&mut note);
        found
    }

    #[test]
    fn lines_are_the_same_however_they_are_cut() {
        let text = "\u{feff}größe\r\n\n\u{feff}b\nlast".as_bytes();
        let wanted: Vec<(u64, Vec<u8>, bool)> = ["größe\r", "", "\u{feff}b", "last"]
            .iter()
            .enumerate()
            .map(|(nth, line)| (nth as u64 + 1, line.as_bytes().to_vec(), true))
            .collect();
        for piece in 1..=text.len() {
            assert_eq!(cut(text, piece), wanted, "{piece}");
        }
    }

    #[test]
    fn a_line_longer_than_a_record_is_told_and_not_kept() {
        let text = [b"a\n".to_vec(), vec![b'x'; LINE_MAX + 1], b"\nb\n".to_vec(), vec![b'y'; LINE_MAX]].concat();
        let found = cut(&text, 1 << 16);
        let shape: Vec<(u64, usize, bool)> =
            found.iter().map(|(nth, line, whole)| (*nth, line.len(), *whole)).collect();
        assert_eq!(shape, [(1, 1, true), (2, EXCERPT, false), (3, 1, true), (4, LINE_MAX, true)]);
        for piece in [LINE_MAX - 1, LINE_MAX, LINE_MAX + 1, LINE_MAX + 3, 2 * LINE_MAX, 4 * LINE_MAX] {
            assert_eq!(cut(&text, piece), found, "{piece}");
        }
    }

    #[test]
    fn an_empty_file_has_no_line() {
        assert_eq!(cut(b"", 1), []);
        assert_eq!(cut(b"\n", 1).len(), 1);
    }
}
