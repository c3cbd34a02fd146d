//! Windows over event time: which ones a moment falls into, what they hold, when they fire.

use crate::kinesis::shard::KeyId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The windows of an application. Milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum WindowKind {
    Tumbling { size_ms: u64 },
    Sliding { size_ms: u64, slide_ms: u64 },
}

/// A window: milliseconds since 1970, the end not included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Span {
    /// First, so that windows sort by their end.
    pub end_ms: u64,
    pub start_ms: u64,
}

/// What a window holds of one key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Sums {
    /// Readings.
    pub count: u64,
    /// Bytes of their records.
    pub sum_bytes: u64,
    /// A result has been given.
    pub fired: bool,
}

/// A result: what a window held when it fired.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WindowResult {
    pub span: Span,
    pub key: KeyId,
    pub count: u64,
    pub sum_bytes: u64,
    /// It corrects an earlier result: a late record came within the allowed lateness.
    pub update: bool,
}

/// The open windows by end and key.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Windows {
    open: BTreeMap<(Span, KeyId), Sums>,
}

impl WindowKind {
    /// The windows that hold this moment, latest first. They lie on whole multiples since 1970.
    pub fn holding(self, at_ms: u64) -> impl Iterator<Item = Span> {
        let (size, slide) = match self {
            WindowKind::Tumbling { size_ms } => (size_ms.max(1), size_ms.max(1)),
            WindowKind::Sliding { size_ms, slide_ms } => (size_ms.max(1), slide_ms.max(1)),
        };
        let latest = at_ms - at_ms % slide;
        let starts = (0..size.div_ceil(slide)).filter_map(move |nth| latest.checked_sub(nth * slide));
        starts.map(move |start_ms| Span { end_ms: start_ms + size, start_ms }).filter(move |span| at_ms < span.end_ms)
    }

    /// Windows that one moment lies in at most.
    pub fn overlap(self) -> u64 {
        match self {
            WindowKind::Tumbling { .. } => 1,
            WindowKind::Sliding { size_ms, slide_ms } => size_ms.div_ceil(slide_ms.max(1)),
        }
    }
}

/// What became of a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taken {
    InTime,
    /// Behind the watermark, but within the allowed lateness of at least one window.
    Late,
    /// Too late for all its windows.
    Dropped,
}

impl Windows {
    /// Adds readings to all windows of `at_ms` that are still kept, and gives the results that this
    /// changes: windows that had fired fire again.
    pub fn add(
        &mut self,
        kind: WindowKind,
        (at_ms, key): (u64, KeyId),
        (count, bytes): (u64, u64),
        (watermark_ms, lateness_ms): (Option<u64>, u64),
        results: &mut Vec<WindowResult>,
    ) -> Taken {
        let passed = |at: u64| watermark_ms.is_some_and(|watermark| at <= watermark);
        let mut taken = Taken::Dropped;
        for span in kind.holding(at_ms) {
            if passed(span.end_ms - 1 + lateness_ms) {
                continue;
            }
            let sums = self.open.entry((span, key)).or_default();
            sums.count += count;
            sums.sum_bytes += bytes;
            let late = passed(span.end_ms - 1);
            if late {
                results.push(WindowResult {
                    span,
                    key,
                    count: sums.count,
                    sum_bytes: sums.sum_bytes,
                    update: sums.fired,
                });
                sums.fired = true;
            }
            taken = if late || taken == Taken::Late { Taken::Late } else { Taken::InTime };
        }
        taken
    }

    /// Fires what the watermark has passed and drops what no late record can change any more.
    pub fn advance(&mut self, watermark_ms: u64, lateness_ms: u64, results: &mut Vec<WindowResult>) {
        for ((span, key), sums) in &mut self.open {
            if span.end_ms - 1 > watermark_ms {
                break;
            }
            if !sums.fired {
                sums.fired = true;
                let (key, count, sum_bytes) = (*key, sums.count, sums.sum_bytes);
                results.push(WindowResult { span: *span, key, count, sum_bytes, update: false });
            }
        }
        // A key's window is kept while a late record may still come.
        while let Some(first) = self.open.first_entry()
            && first.key().0.end_ms - 1 + lateness_ms <= watermark_ms
        {
            first.remove();
        }
    }

    /// What is open, windows by their end.
    pub fn open(&self) -> impl Iterator<Item = (Span, KeyId, Sums)> {
        self.open.iter().map(|((span, key), sums)| (*span, *key, *sums))
    }

    /// Windows and keys open.
    pub fn len(&self) -> usize {
        self.open.len()
    }

    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }
}
