//! What a page around this one is told of the quiz: each answer, the score, and the text with which the round is taken up
//! again. docs/embedding.md is the reference.

use super::Quiz;
use super::asked::Asked;
use super::round::Round;
use crate::app::Shell;
use crate::embedding;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use leptos::prelude::*;
use question_bank::mark::Answer;
use question_bank::question::{Body, Explained, Question, Shown};
use question_bank::text::letter;
use question_bank::{Bank, Item};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

const VERSION: &str = "1.";

/// A round as it stands, for the address of the same round.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Taken {
    /// Digest of its questions: the answers fit no other round.
    asks: u64,
    at: usize,
    is_over: bool,
    /// Numbers, answer, and whether that was right.
    places: Vec<(u64, Option<Answer>, Option<bool>)>,
    elapsed_s: u64,
    limit_s: Option<u64>,
}

impl Taken {
    fn text(&self) -> Option<String> {
        Some(format!("{VERSION}{}", URL_SAFE_NO_PAD.encode(postcard::to_allocvec(self).ok()?)))
    }

    fn read(text: &str) -> Option<Taken> {
        postcard::from_bytes(&URL_SAFE_NO_PAD.decode(text.strip_prefix(VERSION)?).ok()?).ok()
    }

    /// Puts its answers into the round, if that asks the same.
    fn put_into(self, round: &mut Round, bank: &Bank) -> bool {
        let fits = self.asks == digest(round, bank) && self.places.len() == round.places.len();
        let fits = fits && self.at < round.places.len();
        if fits {
            (round.at, round.is_over) = (self.at, self.is_over);
            for (place, (seed, answer, right)) in round.places.iter_mut().zip(self.places) {
                (place.seed, place.answer, place.right) = (seed, answer, right);
            }
        }
        fits
    }
}

/// FNV-1a over ids and versions. Nobody has to be kept from forging it.
fn digest(round: &Round, bank: &Bank) -> u64 {
    let items = round.places.iter().map(|place| &bank.items[place.item]);
    let bytes = items.flat_map(|Item { id, version, .. }| format!("{id}.{version} ").into_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |state, byte| (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

impl Quiz {
    /// Takes up what the address brings of this round, then tells of it for as long as the quiz's page is there.
    pub fn serve(self, query: &str) {
        if !embedding::is_told(self.shell) {
            return;
        }
        if let Some(taken) = query.split('&').find_map(|pair| pair.strip_prefix("a=")).and_then(Taken::read) {
            self.take_up(taken);
        }
        embedding::follow_height(self.shell);
        let score = Memo::new(move |_| self.round.with(|round| round.as_ref().map(Score::of)));
        Effect::new(move |_| score.get().iter().for_each(|score| score.tell(self.shell)));
        embedding::follow_state(self.shell, "a", move || self.round.track(), move || self.taken()?.text());
    }

    fn taken(self) -> Option<Taken> {
        let (elapsed_s, limit_s) = (self.timer.elapsed_s(), self.timer.limit_s());
        let bank = self.bank.get_untracked();
        self.round.with_untracked(|round| {
            let round = round.as_ref()?;
            let places = round.places.iter().map(|place| (place.seed, place.answer.clone(), place.right)).collect();
            Some(Taken { asks: digest(round, bank), at: round.at, is_over: round.is_over, places, elapsed_s, limit_s })
        })
    }

    fn take_up(self, taken: Taken) {
        let (elapsed_s, limit_s, is_over) = (taken.elapsed_s, taken.limit_s, taken.is_over);
        let mut is_taken = false;
        let bank = self.bank.get_untracked();
        self.round.update(|round| is_taken = round.as_mut().is_some_and(|round| taken.put_into(round, bank)));
        if is_taken {
            self.hold_answers();
            self.timer.resume(elapsed_s, limit_s.filter(|_| !is_over));
            self.ask();
        }
    }

    /// Tells that the question in this place of the round was answered.
    pub(super) fn tell_answer(self, asked: &Asked, answer: &Answer, nth: usize) {
        if !embedding::is_told(self.shell) {
            return;
        }
        let of = self.round.with_untracked(|round| round.as_ref().map_or(0, |round| round.places.len()));
        // Other numbers make another question of it.
        let id = format!("{}.{}", asked.variant.item.id, asked.variant.seed);
        embedding::tell(self.shell, answered(&id, &asked.question, answer, (nth + 1, of)));
    }
}

/// How much of what is asked was answered, and how much of that rightly.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Score {
    pub answered: usize,
    pub right: usize,
    pub of: usize,
    pub is_over: bool,
}

impl Score {
    /// Of a round as it stands.
    pub fn of(round: &Round) -> Score {
        let right = round.places.iter().filter(|place| place.right == Some(true)).count();
        Score { answered: round.answered(), right, of: round.places.len(), is_over: round.is_over }
    }

    /// Tells it to the page around this one; `page` is where this is asked.
    pub fn tell(self, shell: Shell) {
        let Score { answered, right, of, is_over } = self;
        let told = json!({ "type": "shardlab:score", "answered": answered, "right": right, "of": of, "over": is_over });
        embedding::tell(shell, told);
    }
}

/// An answer as a message; options are named by letters, in the order in which they were shown, and what they are matched with
/// by numbers.
pub fn answered(id: &str, question: &Question, answer: &Answer, (n, of): (usize, usize)) -> Value {
    let mut tolerance = 0.0;
    let (kind, options, targets) = match &question.body {
        Body::Choice { options, .. } => ("choice", named(options.iter().map(|Shown { text, .. }| text)), Vec::new()),
        Body::Number { tolerance: allowed, .. } => {
            tolerance = *allowed;
            ("numeric", Vec::new(), Vec::new())
        }
        Body::Order { steps, .. } => ("sequencing", named(steps.iter().map(|Explained { text, .. }| text)), Vec::new()),
        Body::Match { lefts, rights, .. } => {
            let numbered = rights.iter().zip(1..).map(|(text, nth): (&String, u32)| option(nth.to_string(), text));
            ("matching", named(lefts.iter().map(|Explained { text, .. }| text)), numbered.collect())
        }
    };
    json!({
        "type": "shardlab:answer",
        "id": id,
        "kind": kind,
        "question": plain(&question.stem),
        "options": options,
        "targets": targets,
        "response": parts(answer),
        "correct": parts(&question.key()),
        "tolerance": tolerance,
        "right": question.mark(answer).right,
        "n": n,
        "of": of,
    })
}

fn named<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<Value> {
    texts.enumerate().map(|(nth, text)| option(small(nth), text)).collect()
}

fn option(id: String, text: &str) -> Value {
    json!({ "id": id, "text": plain(text) })
}

/// Without the marks of what is set in a fixed width.
fn plain(text: &str) -> String {
    text.replace('`', "")
}

fn small(nth: usize) -> String {
    letter(nth).to_lowercase()
}

fn parts(answer: &Answer) -> Vec<String> {
    match answer {
        Answer::Chosen(chosen) => {
            let mut chosen = chosen.clone();
            chosen.sort_unstable();
            chosen.into_iter().map(small).collect()
        }
        Answer::Number(number) => vec![number.to_string()],
        Answer::Order(steps) => steps.iter().map(|step| small(*step)).collect(),
        Answer::Matched(rights) => {
            // An exam keeps pairs without a choice, too.
            let chosen = rights.iter().enumerate().filter(|(_, right)| **right < usize::MAX);
            chosen.map(|(nth, right)| format!("{}.{}", small(nth), right + 1)).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::bank;
    use crate::quiz::asked::Variant;
    use crate::quiz::round::Ground;
    use crate::quiz::wish::Wish;
    use question_bank::practice::Progress;
    use std::collections::BTreeSet;

    #[test]
    fn a_round_is_taken_up_by_the_same_round_only() {
        let log = Progress::default();
        let ground =
            Ground { bank: bank(), ours: bank().items.len(), profile: "aws-2026", log: &log, day: 1, chance: 1 };
        let round = |seed| Round::draw(&Wish::Exam { count: 65, seed }, &ground).expect("sixty-five");
        let places: Vec<_> = round(5)
            .places
            .iter()
            .map(|place| (place.seed, Some(Answer::Matched(vec![3, 2, 1, 0])), Some(true)))
            .collect();
        let asks = digest(&round(5), bank());
        let taken = Taken { asks, at: 7, is_over: true, places, elapsed_s: 60, limit_s: Some(5_850) };
        let text = taken.text().expect("it is plain data");
        // What SCORM 1.2 keeps, with the largest exam answered.
        assert!(text.len() < 2_000, "{}", text.len());
        assert_eq!(Taken::read(&text), Some(taken.clone()));
        assert_eq!(Taken::read("1.!"), None);
        let mut same = round(5);
        assert!(taken.clone().put_into(&mut same, bank()));
        assert_eq!((same.at, same.answered(), same.is_over), (7, 65, true));
        let mut other = round(6);
        assert!(!taken.put_into(&mut other, bank()));
        assert_eq!((other.at, other.answered()), (0, 0));
    }

    #[test]
    fn a_pair_that_was_left_open_is_left_out() {
        assert_eq!(parts(&Answer::Matched(vec![1, usize::MAX, 0])), ["a.2", "c.1"]);
    }

    #[test]
    fn the_key_of_every_kind_is_told_as_a_right_answer() {
        let mut kinds = BTreeSet::new();
        for nth in 0..bank().items.len() {
            let asked = Variant::new(bank(), nth, 7, bank().facts.len() - 1).and_then(|variant| variant.asked(None));
            let Some(Asked { question, .. }) = asked else { continue };
            let told = answered("an-id.7", &question, &question.key(), (1, 3));
            assert_eq!((&told["right"], &told["response"]), (&Value::Bool(true), &told["correct"]), "{told}");
            let ids = |list: &str| -> BTreeSet<String> {
                let list = told[list].as_array().expect("a list").iter();
                list.map(|option| option["id"].as_str().expect("a text").to_owned()).collect()
            };
            let (options, targets) = (ids("options"), ids("targets"));
            for part in told["response"].as_array().expect("a list") {
                let part = part.as_str().expect("a text");
                match part.split_once('.').filter(|_| told["kind"] == "matching") {
                    Some((left, right)) => assert!(options.contains(left) && targets.contains(right), "{told}"),
                    None => assert!(told["kind"] == "numeric" || options.contains(part), "{told}"),
                }
            }
            kinds.insert(told["kind"].as_str().expect("a text").to_owned());
        }
        assert_eq!(Vec::from_iter(kinds), ["choice", "matching", "numeric", "sequencing"]);
    }
}
