//! A class votes on a question, discusses, votes again, and sees what the run says. The only door through which the page
//! changes any of it; a copyable bundle of handles, which outlives the page, so that nothing is lost on the way.

mod subject;
pub mod timer;

use crate::app::Shell;
use crate::content::{content, t};
use crate::outliving::outliving;
use crate::quiz::asked::{Asked, Variant};
use crate::scene::foretold::{Foretold, profile};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use question_bank::question::Body;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use stream_engine::extensions::Extensions;
pub use subject::{Kind, Subject, questions};
use timer::Timer;

/// How far the class is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    First,
    Discuss,
    Second,
    Answer,
}

impl Phase {
    pub const ALL: [Phase; 4] = [Phase::First, Phase::Discuss, Phase::Second, Phase::Answer];

    /// In the keys of words.
    pub fn name(self) -> &'static str {
        match self {
            Phase::First => "first",
            Phase::Discuss => "discuss",
            Phase::Second => "second",
            Phase::Answer => "answer",
        }
    }
}

/// What is right.
#[derive(Clone)]
pub struct Answer {
    /// For each option.
    pub rights: Vec<bool>,
    /// Why each is right or wrong; empty where nobody wrote that down.
    pub whys: Vec<String>,
    pub explanation: String,
    /// A question with its run.
    pub asked: Option<Rc<Asked>>,
    /// A prediction's answer.
    pub foretold: Option<Foretold>,
}

/// A vote as it stood before another was begun.
struct Before {
    phase: Phase,
    votes: [Vec<u32>; 2],
    taken: BTreeSet<String>,
    left_s: u32,
    answer: Option<Answer>,
}

/// The handles.
#[derive(Clone, Copy)]
pub struct Vote {
    pub subject: RwSignal<Option<Rc<Subject>>, LocalStorage>,
    pub phase: RwSignal<Phase>,
    /// Votes by option: the first ones, and those behind the discussion.
    pub votes: [RwSignal<Vec<u32>>; 2],
    /// Results of the exercise, as texts, that were there when the first votes were taken: all others are second ones.
    pub taken: RwSignal<BTreeSet<String>>,
    pub timer: Timer,
    /// None until it is asked for and found.
    pub answer: RwSignal<Option<Answer>, LocalStorage>,
    pub status: RwSignal<String>,
    /// What can be brought back, of this question.
    before: RwSignal<Option<Before>, LocalStorage>,
    /// Counts the votes that were begun: an answer that comes later is another's.
    begun: StoredValue<u32>,
}

/// The one bundle of the page.
pub fn vote() -> Vote {
    thread_local! {
        static KEPT: OnceCell<(Owner, Vote)> = const { OnceCell::new() };
    }
    let fresh = || Vote {
        subject: RwSignal::new_local(None),
        phase: RwSignal::new(Phase::First),
        votes: [RwSignal::new(Vec::new()), RwSignal::new(Vec::new())],
        taken: RwSignal::new(BTreeSet::new()),
        timer: Timer::new(),
        answer: RwSignal::new_local(None),
        status: RwSignal::new(String::new()),
        before: RwSignal::new_local(None),
        begun: StoredValue::new(0),
    };
    KEPT.with(|kept| kept.get_or_init(|| outliving(fresh)).1)
}

impl Vote {
    /// Opens what an address asks for; votes on the same question stay. False if it asks for nothing.
    ///
    /// # Errors
    /// Why that can't be voted on, in words.
    pub fn open(self, shell: Shell, query: &str) -> Result<bool, String> {
        let Some(subject) = Subject::of_address(shell, query)? else { return Ok(false) };
        let is_same =
            self.subject.with_untracked(|before| before.as_ref().is_some_and(|before| before.key == subject.key));
        if !is_same {
            self.votes.iter().for_each(|votes| votes.set(subject.ballot.none()));
            self.subject.set(Some(Rc::new(subject)));
            self.before.set(None);
            self.clear();
        }
        Ok(true)
    }

    /// The same question, with no votes yet. Those that there were can be brought back.
    pub fn begin_anew(self) {
        if untrack(|| self.has_votes()) {
            self.before.set(Some(Before {
                phase: self.phase.get_untracked(),
                votes: self.votes.map(|votes| votes.get_untracked()),
                taken: self.taken.get_untracked(),
                left_s: untrack(|| self.timer.left_s()),
                answer: self.answer.get_untracked(),
            }));
        }
        self.clear();
        if untrack(|| self.can_restore()) {
            self.status.set(t("vote.cleared").to_owned());
        }
    }

    /// Whether there is a vote to bring back: until a new one has its first hand. Followed.
    pub fn can_restore(self) -> bool {
        self.before.with(Option::is_some) && !self.has_votes()
    }

    /// Brings back the vote that stood before; its timer waits.
    pub fn restore(self) {
        let Some(before) = self.before.try_update(Option::take).flatten() else { return };
        for (votes, before) in self.votes.iter().zip(before.votes) {
            votes.set(before);
        }
        self.taken.set(before.taken);
        self.timer.stop(before.left_s);
        self.answer.set(before.answer);
        self.phase.set(before.phase);
        self.status.set(t("vote.restored").to_owned());
    }

    fn has_votes(self) -> bool {
        self.votes.iter().any(|votes| votes.with(|votes| votes.iter().any(|count| *count > 0)))
    }

    fn clear(self) {
        self.begun.update_value(|begun| *begun += 1);
        self.votes.iter().for_each(|votes| votes.update(|votes| votes.fill(0)));
        self.phase.set(Phase::First);
        self.taken.set(BTreeSet::new());
        self.timer.reset();
        self.answer.set(None);
        self.status.set(String::new());
    }

    /// Finds out what is right, by the run where there is one.
    pub fn reveal(self, shell: Shell) {
        let Some(subject) = self.subject.get_untracked() else { return };
        self.status.set(t("vote.finding").to_owned());
        let begun = self.begun.get_value();
        let tell = move |answer: Option<Answer>| {
            if self.begun.get_value() == begun {
                self.status.set(t(if answer.is_some() { "vote.found" } else { "vote.not_found" }).to_owned());
                self.answer.set(answer);
            }
        };
        match subject.kind.clone() {
            Kind::Question(variant) => shell.whole.with(shell, move |whole| {
                let found = (whole.find)(variant.item, variant.facts, &variant.drawn, variant.profile);
                tell(found.ok().and_then(|finding| of_question(variant.asked(finding)?)));
            }),
            Kind::Prediction(_) => spawn_local(async move {
                TimeoutFuture::new(0).await;
                tell(of_prediction(&subject));
            }),
        }
    }
}

fn of_question(asked: Asked) -> Option<Answer> {
    let Body::Choice { options, .. } = &asked.question.body else { return None };
    Some(Answer {
        rights: options.iter().map(|option| option.right).collect(),
        whys: options.iter().map(|option| option.why.clone()).collect(),
        explanation: asked.question.explanation.clone(),
        foretold: None,
        asked: Some(Rc::new(asked)),
    })
}

fn of_prediction(subject: &Subject) -> Option<Answer> {
    let Kind::Prediction(known) = &subject.kind else { return None };
    let lab = known.assignment.lab(content())?;
    let profile = profile(content(), &known.assignment.profile)?;
    let trial = &lab.prediction.trial;
    let finding = trial.find(&lab.scenario, &profile.quotas(), &content().prices.prices, Extensions::ALL);
    let foretold = Foretold::of(&lab, profile, &finding);
    let right = subject.ballot.right(&foretold);
    Some(Answer {
        rights: (0..subject.ballot.options.len()).map(|nth| right == Some(nth)).collect(),
        whys: Vec::new(),
        explanation: foretold.explanation.clone(),
        asked: None,
        foretold: Some(foretold),
    })
}

/// A question of the bank as it is voted on.
fn without_key(variant: &Variant) -> Option<Asked> {
    variant.clone().without_key()
}
