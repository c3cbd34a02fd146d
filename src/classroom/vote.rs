//! A class votes on a question, discusses, votes again, and sees what the run says. The only door through which the page
//! changes any of it; a copyable bundle of handles, which outlives the page, so that nothing is lost on the way.

mod subject;
pub mod timer;

use crate::app::Shell;
use crate::content::{content, t};
use crate::quiz::asked::{Asked, Variant};
use crate::scene::foretold::{Foretold, profile};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use question_bank::question::Body;
use std::cell::OnceCell;
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

/// The handles.
#[derive(Clone, Copy)]
pub struct Vote {
    pub subject: RwSignal<Option<Rc<Subject>>, LocalStorage>,
    pub phase: RwSignal<Phase>,
    /// Votes by option: the first ones, and those behind the discussion.
    pub votes: [RwSignal<Vec<u32>>; 2],
    /// Results of the exercise that were taken as first votes: those behind them are second ones.
    pub taken: RwSignal<usize>,
    pub timer: Timer,
    /// None until it is asked for and found.
    pub answer: RwSignal<Option<Answer>, LocalStorage>,
    pub status: RwSignal<String>,
}

/// The one bundle of the page.
pub fn vote() -> Vote {
    thread_local! {
        static KEPT: OnceCell<(Owner, Vote)> = const { OnceCell::new() };
    }
    let fresh = || {
        let owner = Owner::new_root(None);
        let vote = owner.with(|| Vote {
            subject: RwSignal::new_local(None),
            phase: RwSignal::new(Phase::First),
            votes: [RwSignal::new(Vec::new()), RwSignal::new(Vec::new())],
            taken: RwSignal::new(0),
            timer: Timer::new(),
            answer: RwSignal::new_local(None),
            status: RwSignal::new(String::new()),
        });
        (owner, vote)
    };
    KEPT.with(|kept| kept.get_or_init(fresh).1)
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
            self.begin_anew();
        }
        Ok(true)
    }

    /// The same question, with no votes yet.
    pub fn begin_anew(self) {
        self.votes.iter().for_each(|votes| votes.update(|votes| votes.fill(0)));
        self.phase.set(Phase::First);
        self.taken.set(0);
        self.timer.reset();
        self.answer.set(None);
        self.status.set(String::new());
    }

    /// Finds out what is right, by the run where there is one.
    pub fn reveal(self, shell: Shell) {
        let Some(subject) = self.subject.get_untracked() else { return };
        self.status.set(t("vote.finding").to_owned());
        let tell = move |key: &str, answer: Option<Answer>| {
            // The class may be at another question by now.
            if self.subject.with_untracked(|now| now.as_ref().is_some_and(|now| now.key == key)) {
                self.status.set(t(if answer.is_some() { "vote.found" } else { "vote.not_found" }).to_owned());
                self.answer.set(answer);
            }
        };
        match subject.kind.clone() {
            Kind::Question(variant) => shell.whole.with(shell, move |whole| {
                let found = (whole.find)(variant.item, variant.facts, &variant.drawn, variant.profile);
                tell(&subject.key, found.ok().and_then(|finding| of_question(variant.asked(finding)?)));
            }),
            Kind::Prediction(_) => spawn_local(async move {
                TimeoutFuture::new(0).await;
                tell(&subject.key, of_prediction(&subject));
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
