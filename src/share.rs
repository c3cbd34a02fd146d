//! A run as text for a link or a file: `1.` and Base64url of profile, moment and requests. The scenario
//! isn't in it: the lab has it. A run of a topology of one's own begins with `2.`, and with that. `1-3.` is one of
//! the engine's third revision; without a number it is one of the first.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lab_content::challenge::{Attempt, requests};
use lab_content::exercise::{Exercise, ExerciseError};
use lab_content::run::{MOMENT_MAX, REQUESTS_MAX};
use serde::{Deserialize, Serialize};
use stream_engine::history::Request;
use stream_engine::{REVISION, Time};

/// Longest fragment that is handed out.
pub const LINK_MAX: usize = 2_000;
const VERSION: &str = "1";
const VERSION_WITH_EXERCISE: &str = "2";
/// The engine's revision of a link that names none.
const FIRST_REVISION: u32 = 1;
/// No revision of the engine's: what was made with it may go another way in any edition.
pub const ANOTHER: u32 = 0;

/// What a link holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SharedRun {
    /// Id of the quota profile.
    pub profile: String,
    pub at: Time,
    pub requests: Vec<Request>,
    /// The topology that it began with, if that isn't the lab's own.
    #[serde(skip)]
    pub exercise: Option<Exercise>,
    /// The engine's revision that it was made with: with another it may go another way.
    #[serde(skip)]
    pub engine: u32,
}

/// Why a link can't be opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LinkError {
    /// Cut off or changed on its way.
    Broken,
    /// Made by a later edition of the page.
    Newer,
}

impl SharedRun {
    /// A run of a lab's own, at its end.
    pub fn of(run: &Attempt, profile: &str) -> SharedRun {
        let (profile, at) = (profile.to_owned(), Time::from_s(run.until_s));
        SharedRun { profile, at, requests: requests(&run.steps), exercise: None, engine: REVISION }
    }

    /// Whether it was made with another revision of the engine than this page's.
    pub fn is_of_another_edition(&self) -> bool {
        self.engine != REVISION
    }

    /// The text; None if it wouldn't fit into a link.
    pub fn encode(&self) -> Option<String> {
        self.encode_whole().filter(|text| text.len() <= LINK_MAX - 100)
    }

    /// The text, however long it is; None if nobody could read it back, because the run is beyond all bounds.
    pub fn encode_whole(&self) -> Option<String> {
        if !self.is_in_bounds() {
            return None;
        }
        let (version, bytes) = match &self.exercise {
            Some(exercise) => (VERSION_WITH_EXERCISE, postcard::to_allocvec(&(exercise, self)).ok()?),
            None => (VERSION, postcard::to_allocvec(self).ok()?),
        };
        let engine = if self.engine == FIRST_REVISION { String::new() } else { format!("-{}", self.engine) };
        Some(format!("{version}{engine}.{}", URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// Whether the core of the engine is enough for it.
    pub fn is_of_core(&self) -> bool {
        self.exercise.is_none() && self.requests.iter().all(|request| request.command.is_of_core())
    }

    /// Whether it is a lab's own scenario at its beginning, with nothing done.
    pub fn is_fresh(&self) -> bool {
        self.exercise.is_none() && self.requests.is_empty() && self.at == Time::ZERO
    }

    fn is_in_bounds(&self) -> bool {
        self.at <= MOMENT_MAX && self.requests.len() <= REQUESTS_MAX
    }

    /// Reads the text back.
    pub fn decode(text: &str) -> Result<SharedRun, LinkError> {
        let (head, body) = text.split_once('.').ok_or(LinkError::Broken)?;
        let (version, engine) = match head.split_once('-') {
            Some((version, engine)) => (version, engine.parse().map_err(|_| LinkError::Broken)?),
            None => (head, FIRST_REVISION),
        };
        // A later engine may know requests that this one doesn't.
        let unreadable = if engine > REVISION { LinkError::Newer } else { LinkError::Broken };
        let bytes = || URL_SAFE_NO_PAD.decode(body).map_err(|_| LinkError::Broken);
        let (run, is_whole) = match version {
            VERSION => {
                let bytes = bytes()?;
                let (run, rest) = postcard::take_from_bytes::<SharedRun>(&bytes).map_err(|_| unreadable)?;
                (run, rest.is_empty())
            }
            VERSION_WITH_EXERCISE => {
                let bytes = bytes()?;
                let read = postcard::take_from_bytes::<(Exercise, SharedRun)>(&bytes);
                let ((exercise, run), rest) = read.map_err(|_| unreadable)?;
                match exercise.check() {
                    Ok(()) => (SharedRun { exercise: Some(exercise), ..run }, rest.is_empty()),
                    Err(ExerciseError::Newer) => return Err(LinkError::Newer),
                    Err(_) => return Err(LinkError::Broken),
                }
            }
            other => {
                let newer = other.parse::<u32>().is_ok_and(|version| version > 2);
                return Err(if newer { LinkError::Newer } else { LinkError::Broken });
            }
        };
        let in_order = run.requests.is_sorted_by_key(|request| request.at);
        let reached = run.requests.last().is_none_or(|request| request.at <= run.at);
        match is_whole && in_order && run.is_in_bounds() && reached {
            true => Ok(SharedRun { engine, ..run }),
            false => Err(LinkError::Broken),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab_content::exercise;
    use stream_engine::scenario::{KeyStrategy, StreamSetup};
    use stream_engine::{Change, Command, Scenario};

    fn run() -> SharedRun {
        let command = Command::UpdateShardCount { stream: Default::default(), target_shard_count: 8 };
        SharedRun {
            profile: "aws-2026".to_owned(),
            at: Time::from_ms(37_204),
            requests: vec![Request { at: Time::from_s(10), command }],
            exercise: None,
            engine: REVISION,
        }
    }

    #[test]
    fn a_topology_of_ones_own_travels_with_its_run() {
        let streams = vec![StreamSetup { name: "mine".to_owned(), shards: 3, ..StreamSetup::default() }];
        let scenario = Scenario { seed: 7, streams, ..Scenario::default() };
        let (title, text) = ("Mine".to_owned(), "Do it.".to_owned());
        let exercise = Exercise { version: exercise::VERSION, title, text, scenario, goals: Vec::new() };
        let shared = SharedRun { exercise: Some(exercise.clone()), ..run() };
        let link = shared.encode().expect("short enough");
        assert_eq!(SharedRun::decode(&link), Ok(shared));
        let newer = Exercise { version: exercise::VERSION + 1, ..exercise.clone() };
        let newer = SharedRun { exercise: Some(newer), ..run() }.encode_whole().expect("it can be written");
        assert_eq!(SharedRun::decode(&newer), Err(LinkError::Newer));
        let empty = Exercise { title: "x".repeat(1_000), ..exercise };
        let empty = SharedRun { exercise: Some(empty), ..run() }.encode_whole().expect("it can be written");
        assert_eq!(SharedRun::decode(&empty), Err(LinkError::Broken));
    }

    #[test]
    fn a_run_comes_back_as_it_was() {
        let text = run().encode().expect("short enough");
        assert!(text.len() < 60, "{text}");
        assert_eq!(SharedRun::decode(&text), Ok(run()));
    }

    #[test]
    fn a_run_of_another_revision_says_so_and_one_without_is_of_the_first() {
        let other = SharedRun { engine: REVISION + 1, ..run() };
        let text = other.encode().expect("short enough");
        assert_eq!(SharedRun::decode(&text), Ok(other.clone()));
        assert!(other.is_of_another_edition() && !run().is_of_another_edition());
        let first = SharedRun { engine: 1, ..run() }.encode().expect("short enough");
        assert!(first.starts_with("1.") && text == first.replacen("1.", &format!("1-{}.", REVISION + 1), 1), "{text}");
        // What this engine can't read, a later one may have written.
        let cut = &text[..text.len() - 4];
        assert_eq!(SharedRun::decode(cut), Err(LinkError::Newer));
        for broken in ["1-.AAAA", "1-x.AAAA", "-1.AAAA", "1-99999999999.AAAA"] {
            assert_eq!(SharedRun::decode(broken), Err(LinkError::Broken), "{broken}");
        }
    }

    #[test]
    fn a_damaged_link_is_refused_and_a_newer_one_is_told_apart() {
        let text = run().encode().expect("short enough");
        assert_eq!(SharedRun::decode("3.abc"), Err(LinkError::Newer));
        for broken in ["", "1.", "x.abc", "1.%%%", &text[..text.len() - 3], &format!("{text}AAAA")] {
            assert_eq!(SharedRun::decode(broken), Err(LinkError::Broken), "{broken}");
        }
        let endless = SharedRun { at: Time::from_s(10_000_000), ..run() };
        assert_eq!(endless.encode(), None, "nobody could open it");
        let bytes = postcard::to_allocvec(&endless).expect("it is plain data");
        assert_eq!(SharedRun::decode(&format!("1.{}", URL_SAFE_NO_PAD.encode(bytes))), Err(LinkError::Broken));
    }

    /// The benchmark's route: 32 shards, random keys, 20 000 records a second from second 93 on.
    #[test]
    fn the_benchmark_opens_a_link_that_this_edition_makes() {
        let at = |second, command| Request { at: Time::from_s(second), command };
        let shards = |target_shard_count| Command::UpdateShardCount { stream: Default::default(), target_shard_count };
        let change = |change| Command::Change { actor: "100 trucks".to_owned(), change };
        let run = SharedRun {
            profile: "aws-2026".to_owned(),
            at: Time::from_s(95),
            requests: vec![
                at(0, shards(8)),
                at(1, change(Change::Keys(KeyStrategy::Random))),
                at(31, shards(16)),
                at(62, shards(32)),
                at(93, change(Change::RatePerSecond(20_000))),
            ],
            exercise: None,
            engine: REVISION,
        };
        let route = format!("#/lab/partition-keys?s={}", run.encode().expect("short enough"));
        assert_eq!(include_str!("../tests/bench/route.txt").trim_end(), route);
    }

    #[test]
    fn a_run_too_long_for_a_link_gives_none() {
        let request = run().requests[0].clone();
        let long = SharedRun { requests: vec![request; 900], ..run() };
        assert_eq!(long.encode(), None);
        assert_eq!(SharedRun::decode(&long.encode_whole().expect("a file takes it")), Ok(long));
    }
}
