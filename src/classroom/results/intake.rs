//! What comes in: files, pasted texts, links. All that a text holds is taken, and what can't be is named.

use super::picture;
use super::{All, Class, RESULTS_MAX, Results, UNREAD_MAX, find};
use crate::classroom::{Known, flaw};
use crate::content::{t, tf};
use classroom::assignment::Assignment;
use classroom::gather::{Found, Kind, gather};
use classroom::outcome::Outcome;
use classroom::sealed::Unreadable;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::VecDeque;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// Bytes of a file that is read.
const FILE_MAX: u32 = 16 << 20;
const MIB: u32 = 1 << 20;

/// What one taking brought.
#[derive(Default)]
struct Brought {
    results: usize,
    /// Results that were here already.
    twice: usize,
    exercises: usize,
    unread: usize,
}

impl Results {
    /// Takes all that a text holds; `from` is what it is called where something in it can't be taken.
    pub fn take_text(self, from: &str, text: &str) {
        let mut brought = Brought::default();
        self.take(from, text, &mut brought);
        self.told(&brought);
    }

    /// Takes all that files hold.
    pub fn take_files(self, files: Vec<File>) {
        spawn_local(async move {
            let mut brought = Brought::default();
            for file in files {
                let name = file.name();
                if file.size() > f64::from(FILE_MAX) {
                    let n = (FILE_MAX / MIB).to_string();
                    self.leave_out(tf("results.too_large", &[("file", &name), ("n", &n)]), &mut brought);
                    continue;
                }
                let is_picture = file.type_().starts_with("image/");
                let text = match is_picture {
                    true => picture::codes(&file).await.map(|codes| codes.join("\n")),
                    false => JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()),
                };
                match text {
                    Some(text) if is_picture && text.is_empty() => {
                        self.leave_out(tf("results.no_code", &[("file", &name)]), &mut brought);
                    }
                    Some(text) => self.take(&name, &text, &mut brought),
                    None => self.leave_out(tf("results.no_text", &[("file", &name)]), &mut brought),
                }
            }
            self.told(&brought);
        });
    }

    fn take(self, from: &str, text: &str, brought: &mut Brought) {
        let all = gather(text);
        if all.is_empty() {
            return self.leave_out(tf("results.nothing_in", &[("file", from)]), brought);
        }
        // Exercises first: the results beside them may be theirs.
        let (exercises, others): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(_, found)| matches!(found, Found::Exercise(_)));
        for (piece, found) in exercises.into_iter().chain(others) {
            match found {
                Found::Exercise(assignment) => self.take_exercise(from, *assignment, brought),
                Found::Result(outcome) => self.take_result(from, piece, outcome, brought),
                Found::Unreadable(kind, why) => self.leave_out(unreadable(from, piece, kind, why), brought),
            }
        }
    }

    fn take_exercise(self, from: &str, assignment: Assignment, brought: &mut Brought) {
        let named = |key: &str, why: &str| tf(key, &[("file", from), ("title", &assignment.title), ("why", why)]);
        if let Some(why) = flaw::obstacles(&assignment).first() {
            return self.leave_out(named("results.exercise.unplayable", why), brought);
        }
        // It is taken all the same: its results say what learners did.
        for why in flaw::flaws(&assignment) {
            self.leave_out(named("results.exercise.flawed", &why), brought);
        }
        brought.exercises += 1;
        let name = assignment.name();
        let known = Known::of(assignment);
        self.all.update_value(|all| {
            let class = class_of(all, &name);
            class.known.get_or_insert(known);
        });
    }

    fn take_result(self, from: &str, piece: &str, outcome: Outcome, brought: &mut Brought) {
        let is_full = self.all.with_value(|all| all.seen.len() >= RESULTS_MAX);
        let is_new = !self.all.with_value(|all| all.seen.contains(piece.trim_end_matches('.')));
        match (is_new, is_full) {
            (false, _) => brought.twice += 1,
            (true, true) => {
                let n = RESULTS_MAX.to_string();
                self.leave_out(tf("results.too_many", &[("file", from), ("n", &n)]), brought);
            }
            (true, false) => {
                brought.results += 1;
                self.all.update_value(|all| {
                    all.seen.insert(piece.trim_end_matches('.').to_owned());
                    class_of(all, &outcome.exercise.clone()).waiting.push_back(outcome);
                });
            }
        }
    }

    /// Names what isn't taken.
    fn leave_out(self, line: String, brought: &mut Brought) {
        brought.unread += 1;
        self.all.update_value(|all| match all.unread.len() < UNREAD_MAX {
            true if all.unread.contains(&line) => {}
            true => all.unread.push(line),
            false => all.unread_more += 1,
        });
    }

    /// Says what came in, and begins to check it.
    fn told(self, brought: &Brought) {
        let Brought { results, twice, exercises, unread } = brought;
        if results + exercises > 0 {
            self.cleared.set_value(None);
            self.can_restore.set(false);
        }
        let part = |key: &str, count: usize| (count > 0).then(|| tf(key, &[("n", &count.to_string())]));
        let parts = [
            Some(tf("results.brought", &[("n", &results.to_string())])),
            part("results.brought.twice", *twice),
            part("results.brought.exercises", *exercises),
            part("results.brought.unread", *unread),
        ];
        self.status.set(parts.into_iter().flatten().collect::<Vec<_>>().join(" "));
        self.tell();
        self.check();
    }
}

/// The results of the exercise of this name, a new list if there is none.
fn class_of<'a>(all: &'a mut All, name: &str) -> &'a mut Class {
    let place = all.classes.iter().position(|class| class.name == name).unwrap_or_else(|| {
        let (name, known) = (name.to_owned(), find(name));
        all.classes.push(Class { name, known, checker: None, rows: Vec::new(), waiting: VecDeque::new() });
        all.classes.len() - 1
    });
    &mut all.classes[place]
}

/// Names a piece that can't be read, by its beginning.
fn unreadable(from: &str, piece: &str, kind: Kind, why: Unreadable) -> String {
    const SHOWN: usize = 14;
    let kind = t(match kind {
        Kind::Result => "results.kind.result",
        Kind::Exercise => "results.kind.exercise",
    });
    let key = match why {
        Unreadable::Newer => "results.newer",
        Unreadable::Damaged | Unreadable::Foreign => "results.damaged",
    };
    let beginning: String = piece.chars().take(SHOWN).collect();
    tf(key, &[("file", from), ("kind", kind), ("piece", &beginning)])
}
