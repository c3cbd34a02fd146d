//! What a class works with: the exercises there are, and how an address names one.

pub mod building;
pub mod flaw;
pub mod results;
pub mod sheet;
pub mod vote;
pub mod work;

use crate::content::{content, exercises, frame, t, tf};
use crate::route::{self, exercise_href, sealed_exercise_href};
use crate::storage;
use classroom::assignment::Assignment;
use classroom::sealed::Unreadable;
use std::sync::Arc;

/// Exercises of a teacher's own that a browser keeps.
const KEPT_MAX: usize = 60;

/// An exercise that this page knows.
#[derive(Clone, PartialEq, Debug)]
pub struct Known {
    /// Of ours: its id.
    pub id: Option<&'static str>,
    pub assignment: Arc<Assignment>,
}

impl Known {
    /// One that came by a link or a file, or was built here; ours if it is the same.
    pub fn of(assignment: Assignment) -> Known {
        let name = assignment.name();
        let ours = ours().into_iter().find(|known| known.assignment.name() == name);
        ours.unwrap_or(Known { id: None, assignment: Arc::new(assignment) })
    }

    /// The fragment that opens it for a learner: without notes and solution.
    pub fn href(&self) -> String {
        match self.id {
            Some(id) => exercise_href(id),
            None => sealed_exercise_href(&self.assignment.for_learners().seal()),
        }
    }

    /// The same for a room of the classroom, with all that its teacher knows.
    pub fn href_in(&self, room: route::Room) -> String {
        match self.id {
            Some(id) => format!("{}?of={id}", room.href()),
            None => format!("{}?e={}", room.href(), self.assignment.seal()),
        }
    }

    /// The beginning of names of its files.
    pub fn stem(&self) -> String {
        let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
        let title: String = self.assignment.title.chars().map(plain).collect();
        let title = title.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
        self.id.map_or(if title.is_empty() { "exercise".to_owned() } else { title }, str::to_owned)
    }
}

/// Those that come with the page, in the order of the learning path.
pub fn ours() -> Vec<Known> {
    let known = |(id, assignment): &'static (String, Assignment)| {
        let assignment = Arc::new(assignment.clone());
        Known { id: Some(id), assignment }
    };
    let mut all: Vec<Known> = exercises().iter().map(known).collect();
    all.sort_by_key(|known| frame().course.iter().position(|card| card.id == known.assignment.lab));
    all
}

/// Those that were built in this browser by whoever teaches, the last first.
pub fn own() -> Vec<Known> {
    let texts = storage::load_exercises();
    let known = |text: &String| Some(Known { id: None, assignment: Arc::new(Assignment::open(text).ok()?) });
    texts.iter().filter_map(known).collect()
}

/// Keeps one of a teacher's own, in place of one that learners can't tell from it, and of an earlier state of it. What this
/// edition can't read is another's, and stays.
pub fn keep(assignment: &Assignment, before: Option<&str>) {
    let name = assignment.name();
    let mut texts = storage::load_exercises();
    let is_replaced = |other: &str| other == name || Some(other) == before;
    texts.retain(|text| !Assignment::open(text).is_ok_and(|other| is_replaced(&other.name())));
    texts.insert(0, assignment.seal());
    texts.truncate(KEPT_MAX);
    storage::save_exercises(&texts);
}

/// The exercise that an address names: `of=<id>` of ours, or `e=<text>`; none if it names none.
///
/// # Errors
/// Why it can't be opened, in words.
pub fn of_address(query: &str) -> Result<Option<Known>, String> {
    match (route::value(query, "of"), route::value(query, "e")) {
        (Some(id), _) => with_id(id).map(Some),
        (None, Some(text)) => open(text).map(Some),
        (None, None) => Ok(None),
    }
}

/// One of ours.
///
/// # Errors
/// That there is none, in words.
pub fn with_id(id: &str) -> Result<Known, String> {
    let found = ours().into_iter().find(|known| known.id == Some(id));
    found.ok_or_else(|| tf("classroom.no_exercise", &[("id", id)]))
}

/// Reads one from its text.
///
/// # Errors
/// Why it can't be read or played, in words.
pub fn open(text: &str) -> Result<Known, String> {
    let assignment = Assignment::open(text).map_err(|unreadable| unread(unreadable).to_owned())?;
    match flaw::obstacles(&assignment).first() {
        Some(why) => Err(tf("classroom.unplayable", &[("why", why)])),
        None => Ok(Known::of(assignment)),
    }
}

/// A text of an exercise, with limits in place where it names some.
pub fn filled(text: &str, profile: &str) -> String {
    let profile = content().profiles.iter().find(|known| known.id == profile);
    profile.map_or_else(|| text.to_owned(), |profile| content().fill(text, profile, &[]))
}

/// Why an exercise's text isn't read.
fn unread(unreadable: Unreadable) -> &'static str {
    t(match unreadable {
        Unreadable::Foreign => "classroom.exercise.foreign",
        Unreadable::Damaged => "classroom.exercise.damaged",
        Unreadable::Newer => "classroom.exercise.newer",
    })
}
