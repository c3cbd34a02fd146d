//! A run as text for a link: `1.` and Base64url of profile, moment and requests. The scenario isn't
//! in it: the lab has it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use stream_engine::Time;
use stream_engine::history::Request;

/// Longest fragment that is handed out.
pub const LINK_MAX: usize = 2_000;
const VERSION: &str = "1";
/// Latest moment a link may name: a link is made by anybody, and its run must end.
const MOMENT_MAX: Time = Time::from_s(24 * 3_600);
const REQUESTS_MAX: usize = 1_000;

/// What a link holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SharedRun {
    /// Id of the quota profile.
    pub profile: String,
    pub at: Time,
    pub requests: Vec<Request>,
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
    /// The text; None if it wouldn't fit into a link.
    pub fn encode(&self) -> Option<String> {
        let bytes = postcard::to_allocvec(self).ok()?;
        let text = format!("{VERSION}.{}", URL_SAFE_NO_PAD.encode(bytes));
        (text.len() <= LINK_MAX - 100).then_some(text)
    }

    /// Reads the text back.
    pub fn decode(text: &str) -> Result<SharedRun, LinkError> {
        let (version, body) = text.split_once('.').ok_or(LinkError::Broken)?;
        if version != VERSION {
            let newer = version.parse::<u32>().is_ok_and(|version| version > 1);
            return Err(if newer { LinkError::Newer } else { LinkError::Broken });
        }
        let bytes = URL_SAFE_NO_PAD.decode(body).map_err(|_| LinkError::Broken)?;
        let (run, rest) = postcard::take_from_bytes::<SharedRun>(&bytes).map_err(|_| LinkError::Broken)?;
        let in_order = run.requests.is_sorted_by_key(|request| request.at);
        let in_bounds = run.at <= MOMENT_MAX && run.requests.len() <= REQUESTS_MAX;
        let reached = run.requests.last().is_none_or(|request| request.at <= run.at);
        match rest.is_empty() && in_order && in_bounds && reached {
            true => Ok(run),
            false => Err(LinkError::Broken),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use stream_engine::scenario::KeyStrategy;
    use stream_engine::{Change, Command};

    fn run() -> SharedRun {
        let command = Command::UpdateShardCount { stream: Default::default(), target_shard_count: 8 };
        SharedRun {
            profile: "aws-2026".to_owned(),
            at: Time::from_ms(37_204),
            requests: vec![Request { at: Time::from_s(10), command }],
        }
    }

    #[test]
    fn a_run_comes_back_as_it_was() {
        let text = run().encode().expect("short enough");
        assert!(text.len() < 60, "{text}");
        assert_eq!(SharedRun::decode(&text), Ok(run()));
    }

    #[test]
    fn a_damaged_link_is_refused_and_a_newer_one_is_told_apart() {
        let text = run().encode().expect("short enough");
        assert_eq!(SharedRun::decode("2.abc"), Err(LinkError::Newer));
        for broken in ["", "1.", "x.abc", "1.%%%", &text[..text.len() - 3], &format!("{text}AAAA")] {
            assert_eq!(SharedRun::decode(broken), Err(LinkError::Broken), "{broken}");
        }
        let endless = SharedRun { at: Time::from_s(10_000_000), ..run() };
        assert_eq!(SharedRun::decode(&endless.encode().expect("short enough")), Err(LinkError::Broken));
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
        };
        let route = format!("#/lab/partition-keys?s={}", run.encode().expect("short enough"));
        assert_eq!(include_str!("../tests/bench/route.txt").trim_end(), route);
    }

    #[test]
    fn a_run_too_long_for_a_link_gives_none() {
        let request = run().requests[0].clone();
        assert_eq!(SharedRun { requests: vec![request; 900], ..run() }.encode(), None);
    }
}
