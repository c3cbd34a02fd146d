//! The quiz: what is asked, what was answered, what that says. The only door through which the page changes any of it; a
//! copyable bundle of handles, which outlives the page, so that whoever looks at a run in its lab finds the question again.

mod answering;
pub mod asked;
mod exam;
mod given;
mod keeping;
pub mod kept_exam;
pub mod number;
mod own;
pub mod own_facts;
pub mod round;
mod settling;
pub mod telling;
pub mod wish;

use crate::answers;
use crate::app::Shell;
use crate::content::{bank, frame, t};
use crate::outliving::outliving;
use crate::route;
use crate::storage;
use asked::{Asked, Variant};
use leptos::ev;
use leptos::prelude::*;
use question_bank::Bank;
use question_bank::mark::{Answer, Marked};
use question_bank::practice::{Entry, Progress, Sure};
use round::{Ground, Place, Round};
use std::cell::OnceCell;
use std::rc::Rc;
use wish::{Of, Wish};

/// The questions and the learner's way through them.
#[derive(Clone, Copy)]
pub struct Quiz {
    pub shell: Shell,
    pub bank: RwSignal<&'static Bank>,
    /// All answers in this browser.
    pub log: RwSignal<Progress>,
    pub wish: RwSignal<Wish>,
    /// None where there is nothing to ask.
    pub round: RwSignal<Option<Round>>,
    /// None if it can't be put.
    pub asked: RwSignal<Option<Rc<Asked>>, LocalStorage>,
    /// Why the question can't be put.
    pub unasked: RwSignal<Option<String>>,
    /// What is chosen and not yet given.
    pub draft: RwSignal<Option<Answer>>,
    /// What is wrong with what was entered.
    pub problem: RwSignal<Option<String>>,
    /// Once the question that is shown is marked.
    pub marked: RwSignal<Option<Marked>>,
    /// Counts answers, for whoever follows them with the focus.
    pub answered: RwSignal<u32>,
    pub sure: RwSignal<Option<Sure>>,
    /// Whether a question of a round that is over is looked at.
    looks_back: RwSignal<bool>,
    /// The last answer, until nobody can say any more how sure they were.
    pending: StoredValue<Option<Entry>>,
    pub status: RwSignal<String>,
    pub timer: exam::Timer,
    /// Whether an exam is being marked.
    marking: StoredValue<bool>,
    /// An erased log, as long as it can be brought back.
    pub erased: RwSignal<Option<Progress>>,
}

/// The one quiz of the page.
pub fn quiz(shell: Shell) -> Quiz {
    thread_local! {
        static KEPT: OnceCell<(Owner, Quiz)> = const { OnceCell::new() };
    }
    let fresh = || {
        let (owner, quiz) = outliving(|| Quiz::new(shell, bank()));
        quiz.fetch_own();
        (owner, quiz)
    };
    KEPT.with(|kept| kept.get_or_init(fresh).1)
}

impl Quiz {
    /// Another one, as for the questions of a lab.
    pub fn new(shell: Shell, bank: &'static Bank) -> Quiz {
        let quiz = Quiz {
            shell,
            bank: RwSignal::new(bank),
            log: RwSignal::new(answers::load()),
            wish: RwSignal::new(Wish::Choose),
            round: RwSignal::new(None),
            asked: RwSignal::new_local(None),
            unasked: RwSignal::new(None),
            draft: RwSignal::new(None),
            problem: RwSignal::new(None),
            marked: RwSignal::new(None),
            answered: RwSignal::new(0),
            sure: RwSignal::new(None),
            looks_back: RwSignal::new(false),
            pending: StoredValue::new(None),
            status: RwSignal::new(String::new()),
            timer: exam::Timer::new(),
            marking: StoredValue::new(false),
            erased: RwSignal::new(None),
        };
        // Other limits make another question of it.
        Effect::new(move |before: Option<usize>| {
            let profile = shell.profile_place();
            if before.is_some_and(|before| before != profile) {
                // What was chosen stays chosen.
                let draft = quiz.draft.get_untracked();
                quiz.ask();
                quiz.draft.update(|now| *now = now.take().or(draft));
            }
            profile
        });
        let stored = window_event_listener(ev::storage, move |event| {
            if storage::is_answers(event.key()) {
                quiz.log.set(answers::load());
            }
        });
        // Whoever leaves the page without a word has said how sure they were.
        let hidden = window_event_listener_untyped("pagehide", move |_| {
            quiz.settle();
            quiz.keep_draft();
            quiz.keep_exam();
        });
        Effect::new(move |_| {
            shell.route.track();
            quiz.settle();
        });
        on_cleanup(move || {
            stored.remove();
            hidden.remove();
        });
        quiz
    }

    /// Where nothing is asked: a round that is over is let go of, and what was answered elsewhere is seen.
    pub fn rest(self) {
        self.status.set(String::new());
        self.settle();
        self.log.set(answers::load());
        self.round.update(|round| {
            if round.as_ref().is_some_and(|round| round.is_over) {
                *round = None;
            }
        });
    }

    /// Whether the question of the round's place is shown: once the round is over, only if somebody goes back to it.
    pub fn shows_question(self) -> bool {
        let is_over = self.round.with(|round| round.as_ref().is_some_and(|round| round.is_over));
        !is_over || self.looks_back.get()
    }

    /// Whether no question comes after this one.
    pub fn is_last(self) -> bool {
        self.round.with_untracked(|round| round.as_ref().is_none_or(|round| round.at + 1 == round.places.len()))
    }

    /// Begins what is wished, unless that is under way.
    pub fn begin(self, wish: Wish) {
        if self.round.with_untracked(Option::is_some) && self.wish.get_untracked() == wish {
            return;
        }
        self.begin_anew(wish);
    }

    /// Begins what is wished, with other questions where they aren't given.
    pub fn begin_anew(self, wish: Wish) {
        self.settle();
        let (now, day) = answers::now();
        self.log.set(answers::load());
        let profile = self.shell.profile_place();
        let round = self.log.with_untracked(|log| {
            let profile = &frame().profiles[profile].id;
            let (bank, ours) = (self.bank.get_untracked(), bank().items.len());
            Round::draw(&wish, &Ground { bank, ours, profile, log, day, chance: now })
        });
        self.looks_back.set(false);
        self.timer.start(round.as_ref().filter(|round| round.is_exam).map(|round| round.places.len()));
        self.wish.set(wish);
        self.round.set(round);
        self.resume_exam();
        self.ask();
    }

    /// The question's place; None where nothing is asked.
    pub fn place(self) -> Option<Place> {
        self.round.with(|round| round.as_ref().map(|round| round.place().clone()))
    }

    /// Whether its key may be shown.
    pub fn is_open(self) -> bool {
        self.round.with(|round| round.as_ref().is_some_and(|round| !round.is_exam || round.is_over))
    }

    /// Puts the question of the round's place.
    fn ask(self) {
        let Some(place) = self.round.with_untracked(|round| round.as_ref().map(|round| round.place().clone())) else {
            return self.asked.set(None);
        };
        self.unasked.set(None);
        self.problem.set(None);
        self.status.set(String::new());
        self.marked.set(None);
        self.sure.set(None);
        self.draft.set(place.answer.clone());
        let variant =
            Variant::new(self.bank.get_untracked(), place.item, place.seed, untrack(|| self.shell.profile_place()));
        let Some(variant) = variant else {
            self.asked.set(None);
            return self.unasked.set(Some(t("quiz.other_limits").to_owned()));
        };
        // Its key may be what a run shows: that is made for an answer, not for the question.
        self.asked.set(variant.clone().asked(None).or_else(|| variant.without_key()).map(Rc::new));
        self.show_marks();
    }

    /// The next question, or the end of the round.
    pub fn next(self) {
        self.settle();
        if self.is_last() {
            return self.finish();
        }
        let at = self.round.with_untracked(|round| round.as_ref().map_or(0, |round| round.at));
        self.go(at + 1);
    }

    /// Goes to a question of the round.
    pub fn go(self, to: usize) {
        self.settle();
        self.keep_draft();
        self.looks_back.set(true);
        self.round.update(|round| {
            if let Some(round) = round.as_mut().filter(|round| to < round.places.len()) {
                round.at = to;
            }
        });
        self.keep_exam();
        self.ask();
    }

    /// The same question with other numbers, asked again.
    pub fn new_numbers(self) {
        self.settle();
        self.round.update(|round| {
            if let Some(round) = round {
                let place = round.place_mut();
                *place = Place {
                    seed: place.seed.wrapping_mul(31).wrapping_add(17) % 10_000,
                    answer: None,
                    right: None,
                    ..place.clone()
                };
            }
        });
        // The address names what is asked.
        let seed = self.round.with_untracked(|round| round.as_ref().map(|round| round.place().seed));
        if let Wish::Practice { of: Of::Item(id), .. } = self.wish.get_untracked() {
            let wish = Wish::Practice { of: Of::Item(id), seed };
            route::replace(&wish.href());
            self.wish.set(wish);
        }
        self.ask();
        self.status.set(t("quiz.renewed").to_owned());
    }
}
