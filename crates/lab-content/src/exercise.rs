//! A topology of one's own with goals: what the sandbox builds, and a link or a file carries.

use crate::challenge::{Challenge, LabGoal};
use crate::lab::Lab;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use stream_engine::Scenario;

/// The format's version; it stands in every file.
pub const VERSION: u32 = 1;
/// Parts of each kind, goals, and characters of a name or title: bounds of the page, not the services'.
pub const PARTS_MAX: usize = 12;
pub const GOALS_MAX: usize = 4;
pub const NAME_MAX: usize = 60;
pub const TEXT_MAX: usize = 1_000;

/// A topology to play with and what is to be reached in it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    pub version: u32,
    pub title: String,
    /// What the learner is asked to do.
    pub text: String,
    pub scenario: Scenario,
    pub goals: Vec<LabGoal>,
}

/// What is wrong with an exercise; parts are counted from 0 within their kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ExerciseError {
    /// Made by a later edition.
    Newer,
    TooMany {
        parts: &'static str,
        most: usize,
    },
    Title,
    Text,
    Name {
        parts: &'static str,
        nth: usize,
    },
    /// Two parts that are told apart by their name have the same: two streams, two queues, two of all others.
    Twice {
        name: String,
    },
    /// A part names another that isn't there.
    Missing {
        parts: &'static str,
        nth: usize,
        wanted: String,
    },
    /// A number outside what the page offers.
    Number {
        parts: &'static str,
        nth: usize,
        field: &'static str,
    },
}

/// Every part that commands or others call by name, with its kind.
pub fn names(scenario: &Scenario) -> Vec<(&'static str, usize, &str)> {
    let lists: [(&'static str, Vec<&str>); 12] = [
        ("streams", scenario.streams.iter().map(|part| part.name.as_str()).collect()),
        ("queues", scenario.queues.iter().map(|part| part.name.as_str()).collect()),
        ("producers", scenario.producers.iter().map(|part| part.name.as_str()).collect()),
        ("consumers", scenario.consumers.iter().map(|part| part.name.as_str()).collect()),
        ("enhanced", scenario.enhanced.iter().map(|part| part.name.as_str()).collect()),
        ("kcl", scenario.kcl.iter().map(|part| part.name.as_str()).collect()),
        ("functions", scenario.functions.iter().map(|part| part.name.as_str()).collect()),
        ("delivery_streams", scenario.delivery_streams.iter().map(|part| part.name.as_str()).collect()),
        ("applications", scenario.applications.iter().map(|part| part.name.as_str()).collect()),
        ("fleets", scenario.fleets.iter().map(|part| part.name.as_str()).collect()),
        ("loads", scenario.loads.iter().map(|part| part.name.as_str()).collect()),
        ("queue_consumers", scenario.queue_consumers.iter().map(|part| part.name.as_str()).collect()),
    ];
    let lists = lists.into_iter();
    lists.flat_map(|(parts, names)| names.into_iter().enumerate().map(move |(nth, name)| (parts, nth, name))).collect()
}

impl Exercise {
    /// What a lab begins with.
    pub fn of(lab: &Lab) -> Exercise {
        let Challenge { title, text, goals, .. } = lab.challenge.clone();
        Exercise { version: VERSION, title, text, scenario: lab.scenario.clone(), goals }
    }

    /// The lab with this in place of its own scenario and goals.
    pub fn lab(self, lab: &Lab) -> Lab {
        let Exercise { title, text, scenario, goals, .. } = self;
        // What the lab's own challenge tells of its solution is about another topology.
        let (par, debrief) = (String::new(), String::new());
        let challenge = Challenge { title, text, goals, par, debrief, ..lab.challenge.clone() };
        let controls = lab.controls.iter().filter(|control| control.fits(&scenario)).cloned().collect();
        Lab { scenario, challenge, controls, ..lab.clone() }
    }

    /// Holds it against the page's bounds, so that whatever a link brings can be run.
    pub fn check(&self) -> Result<(), ExerciseError> {
        if self.version > VERSION {
            return Err(ExerciseError::Newer);
        }
        let chars = |text: &str| text.chars().count();
        if chars(&self.title) > NAME_MAX {
            return Err(ExerciseError::Title);
        }
        if chars(&self.text) > TEXT_MAX {
            return Err(ExerciseError::Text);
        }
        if self.goals.len() > GOALS_MAX {
            return Err(ExerciseError::TooMany { parts: "goals", most: GOALS_MAX });
        }
        self.check_counts()?;
        self.check_names()?;
        self.check_references()?;
        self.check_numbers()
    }

    fn check_counts(&self) -> Result<(), ExerciseError> {
        let Scenario { streams, producers, consumers, functions, mappings, .. } = &self.scenario;
        let Scenario { delivery_streams, applications, queues, queue_feeds, queue_consumers, kcl, enhanced, .. } =
            &self.scenario;
        let counts = [
            ("streams", streams.len()),
            ("producers", producers.len()),
            ("consumers", consumers.len()),
            ("functions", functions.len()),
            ("mappings", mappings.len()),
            ("delivery_streams", delivery_streams.len()),
            ("applications", applications.len()),
            ("queues", queues.len()),
            ("queue_feeds", queue_feeds.len()),
            ("queue_consumers", queue_consumers.len()),
            ("kcl", kcl.len()),
            ("enhanced", enhanced.len()),
            ("security", self.scenario.security.len()),
        ];
        match counts.into_iter().find(|(_, count)| *count > PARTS_MAX) {
            Some((parts, _)) => Err(ExerciseError::TooMany { parts, most: PARTS_MAX }),
            None => Ok(()),
        }
    }

    fn check_names(&self) -> Result<(), ExerciseError> {
        let mut known = BTreeSet::new();
        for (parts, nth, name) in names(&self.scenario) {
            // As the services have it: letters, digits, and a few marks.
            let fits = |char: char| char.is_ascii_alphanumeric() || "-_. ".contains(char);
            if name.is_empty() || name.chars().count() > NAME_MAX || !name.chars().all(fits) {
                return Err(ExerciseError::Name { parts, nth });
            }
            // A stream and its producer may share a name, as they may at AWS: nobody asks for one and means the other.
            let kind = if matches!(parts, "streams" | "queues") { parts } else { "" };
            if !known.insert((kind, name)) {
                return Err(ExerciseError::Twice { name: name.to_owned() });
            }
        }
        Ok(())
    }

    fn check_references(&self) -> Result<(), ExerciseError> {
        let scenario = &self.scenario;
        let missing = |parts, nth, wanted: &str| Err(ExerciseError::Missing { parts, nth, wanted: wanted.to_owned() });
        let of_streams = [
            ("producers", scenario.producers.iter().map(|part| part.stream.0).collect::<Vec<_>>()),
            ("consumers", scenario.consumers.iter().map(|part| part.stream.0).collect()),
            ("enhanced", scenario.enhanced.iter().map(|part| part.stream.0).collect()),
            ("kcl", scenario.kcl.iter().map(|part| part.stream.0).collect()),
            ("applications", scenario.applications.iter().map(|part| part.stream.0).collect()),
        ];
        for (parts, streams) in of_streams {
            if let Some(nth) = streams.iter().position(|stream| usize::from(*stream) >= scenario.streams.len()) {
                return missing(parts, nth, "stream");
            }
        }
        for (nth, part) in scenario.delivery_streams.iter().enumerate() {
            if part.stream.is_some_and(|stream| usize::from(stream.0) >= scenario.streams.len()) {
                return missing("delivery_streams", nth, "stream");
            }
        }
        let queue = |name: &str| scenario.queues.iter().any(|queue| queue.name == name);
        let producer = |name: &str| scenario.producers.iter().any(|producer| producer.name == name);
        for (nth, part) in scenario.mappings.iter().enumerate() {
            match &part.queue {
                Some(name) if !queue(name) => return missing("mappings", nth, name),
                None if usize::from(part.stream.0) >= scenario.streams.len() => {
                    return missing("mappings", nth, "stream");
                }
                _ => {}
            }
        }
        for (nth, part) in scenario.queue_feeds.iter().enumerate() {
            if !producer(&part.producer) {
                return missing("queue_feeds", nth, &part.producer);
            }
            if !queue(&part.queue) {
                return missing("queue_feeds", nth, &part.queue);
            }
        }
        let consumers = scenario.queue_consumers.iter().enumerate();
        match consumers.into_iter().find(|(_, part)| !queue(&part.queue)) {
            Some((nth, part)) => missing("queue_consumers", nth, &part.queue),
            None => Ok(()),
        }
    }

    fn check_numbers(&self) -> Result<(), ExerciseError> {
        let scenario = &self.scenario;
        let outside = |parts, nth, field| Err(ExerciseError::Number { parts, nth, field });
        if let Some(nth) = scenario.streams.iter().position(|part| !(1..=SHARDS_MAX).contains(&part.shards)) {
            return outside("streams", nth, "shards");
        }
        for (nth, part) in scenario.producers.iter().enumerate() {
            if part.rate_per_second > RATE_MAX {
                return outside("producers", nth, "rate_per_second");
            }
            if !(1..=RECORD_BYTES_MAX).contains(&part.record_bytes) {
                return outside("producers", nth, "record_bytes");
            }
            if part.sources == 0 || part.readings_per_record == 0 || part.burst == 0 {
                return outside("producers", nth, "sources");
            }
        }
        if let Some(nth) = scenario.queue_consumers.iter().position(|part| part.workers > WORKERS_MAX) {
            return outside("queue_consumers", nth, "workers");
        }
        let shortest = |ms: u32| ms >= POLL_MS_MIN;
        match scenario.consumers.iter().position(|part| !shortest(part.poll_interval_ms)) {
            Some(nth) => outside("consumers", nth, "poll_interval_ms"),
            None => Ok(()),
        }
    }
}

/// What one page can run fluently.
pub const SHARDS_MAX: u32 = 64;
pub const RATE_MAX: u32 = 20_000;
pub const RECORD_BYTES_MAX: u32 = 1 << 20;
pub const WORKERS_MAX: u32 = 500;
pub const POLL_MS_MIN: u32 = 20;

#[cfg(test)]
mod tests {
    use super::*;
    use stream_engine::scenario::{ConsumerSetup, StreamSetup};
    use stream_engine::sqs::setup::QueueSetup;

    fn stream(name: &str) -> StreamSetup {
        StreamSetup { name: name.to_owned(), shards: 2, ..StreamSetup::default() }
    }

    fn exercise(streams: Vec<StreamSetup>) -> Exercise {
        let scenario = Scenario { seed: 1, streams, ..Scenario::default() };
        Exercise { version: VERSION, title: "One".to_owned(), text: String::new(), scenario, goals: Vec::new() }
    }

    #[test]
    fn a_plain_exercise_is_taken_and_comes_back_from_its_bytes() {
        let exercise = exercise(vec![stream("a"), stream("b")]);
        assert_eq!(exercise.check(), Ok(()));
        let bytes = postcard::to_allocvec(&exercise).expect("it can be written");
        assert_eq!(postcard::from_bytes::<Exercise>(&bytes).expect("and read"), exercise);
    }

    #[test]
    fn what_could_not_be_run_is_refused_by_part_and_field() {
        let mut newer = exercise(vec![stream("a")]);
        newer.version = VERSION + 1;
        assert_eq!(newer.check(), Err(ExerciseError::Newer));
        assert_eq!(exercise(vec![stream("")]).check(), Err(ExerciseError::Name { parts: "streams", nth: 0 }));
        let twice = exercise(vec![stream("a"), stream("a")]);
        assert_eq!(twice.check(), Err(ExerciseError::Twice { name: "a".to_owned() }));
        let queue = |name: &str| QueueSetup { name: name.to_owned(), ..QueueSetup::default() };
        let mut beside = exercise(vec![stream("a")]);
        beside.scenario.queues.push(queue("a"));
        assert_eq!(beside.check(), Ok(()), "a queue of a stream's name");
        beside.scenario.queues.push(queue("a"));
        assert_eq!(beside.check(), Err(ExerciseError::Twice { name: "a".to_owned() }));
        let many = exercise((0..=PARTS_MAX).map(|nth| stream(&format!("s{nth}"))).collect());
        assert_eq!(many.check(), Err(ExerciseError::TooMany { parts: "streams", most: PARTS_MAX }));
        let none = exercise(vec![StreamSetup { shards: 0, ..stream("a") }]);
        assert_eq!(none.check(), Err(ExerciseError::Number { parts: "streams", nth: 0, field: "shards" }));
    }

    #[test]
    fn a_reader_of_a_stream_that_is_not_there_is_refused() {
        let mut lost = exercise(vec![stream("a")]);
        let reader = "{\"name\":\"reader\",\"stream\":1,\"poll_interval_ms\":200,\"max_records_per_call\":100}";
        let reader: ConsumerSetup = serde_json::from_str(reader).expect("a consumer");
        lost.scenario.consumers.push(reader);
        let missing = ExerciseError::Missing { parts: "consumers", nth: 0, wanted: "stream".to_owned() };
        assert_eq!(lost.check(), Err(missing));
    }
}
