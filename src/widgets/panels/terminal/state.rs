//! What a terminal keeps while another tab is looked at: its output, what is being typed, the shell.

use aws_cli::{Channel, Shell};
use leptos::prelude::*;
use std::collections::VecDeque;

/// Pieces of output that are kept, and their bytes.
const ENTRIES_MAX: usize = 400;
const BYTES_MAX: usize = 256 * 1024;
/// Bytes of one piece; what is longer is cut.
const ENTRY_BYTES_MAX: usize = 64 * 1024;

/// Where a piece of output comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// A line that was entered.
    Line,
    Out,
    Error,
}

impl From<Channel> for Source {
    fn from(channel: Channel) -> Source {
        match channel {
            Channel::Out => Source::Out,
            Channel::Error => Source::Error,
        }
    }
}

/// A piece of output.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    /// Counted up, never used again.
    pub number: u64,
    pub source: Source,
    pub text: String,
    /// Its end isn't shown.
    pub is_cut: bool,
}

/// All that outlives the view.
#[derive(Clone, Copy)]
pub struct TerminalState {
    pub entries: RwSignal<Vec<Entry>>,
    /// What is being typed.
    pub typed: RwSignal<String>,
    /// A command is being carried out.
    pub busy: RwSignal<bool>,
    /// Ctrl+C was pressed meanwhile.
    pub interrupted: StoredValue<bool>,
    /// Lines that wait for their turn.
    pub waiting: StoredValue<VecDeque<String>>,
    /// None while a command has it.
    pub shell: StoredValue<Option<Shell>, LocalStorage>,
    /// Lines that were entered, oldest first.
    pub history: StoredValue<Vec<String>>,
    next: StoredValue<u64>,
}

impl TerminalState {
    pub fn new() -> TerminalState {
        TerminalState {
            entries: RwSignal::new(Vec::new()),
            typed: RwSignal::new(String::new()),
            busy: RwSignal::new(false),
            interrupted: StoredValue::new(false),
            waiting: StoredValue::new(VecDeque::new()),
            shell: StoredValue::new_local(Some(Shell::default())),
            history: StoredValue::new(Vec::new()),
            next: StoredValue::new(0),
        }
    }

    /// Whether the page still has it: a command may outlive its lab.
    pub fn is_gone(&self) -> bool {
        self.entries.is_disposed()
    }

    /// Adds a piece of output; the oldest ones go.
    pub fn show(&self, source: Source, text: &str) {
        let mut text = text.strip_suffix('\n').unwrap_or(text).to_owned();
        let is_cut = text.len() > ENTRY_BYTES_MAX;
        if is_cut {
            text.truncate(text.floor_char_boundary(ENTRY_BYTES_MAX));
        }
        let number = self.next.try_update_value(|next| {
            *next += 1;
            *next
        });
        let Some(number) = number else { return };
        let entry = Entry { number, source, text, is_cut };
        self.entries.try_update(|entries| {
            entries.push(entry);
            let mut bytes: usize = entries.iter().map(|entry| entry.text.len()).sum();
            let mut gone = entries.len().saturating_sub(ENTRIES_MAX);
            bytes -= entries[..gone].iter().map(|entry| entry.text.len()).sum::<usize>();
            while bytes > BYTES_MAX {
                bytes -= entries[gone].text.len();
                gone += 1;
            }
            entries.drain(..gone);
        });
    }

    /// Takes all output away.
    pub fn clear(&self) {
        self.entries.try_update(Vec::clear);
    }

    /// All output as one text.
    pub fn whole(&self) -> String {
        let line = |entry: &Entry| match entry.source {
            Source::Line => format!("$ {}\n", entry.text),
            _ => format!("{}\n", entry.text),
        };
        self.entries.with(|entries| entries.iter().map(line).collect())
    }
}
