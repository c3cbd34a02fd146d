//! The results of a class: what came in, what each proves, what couldn't be read. The only door through which the page
//! changes any of it; a copyable bundle of handles, which outlives the page. In memory only: nothing of it is stored.

mod intake;
#[cfg(any(feature = "split", test))]
mod picture;
/// The page as one file has no room for reading them.
#[cfg(not(any(feature = "split", test)))]
mod picture {
    pub async fn codes(_file: &web_sys::File) -> Option<Vec<String>> {
        None
    }
}

use super::{Known, ours, own};
use crate::content::{bank, content, t, tf};
use crate::outliving::outliving;
use crate::turns::Turns;
use classroom::check::Checker;
use classroom::outcome::Outcome;
use classroom::tally::{Row, csv};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::OnceCell;
use std::collections::{BTreeSet, VecDeque};

/// Milliseconds for which results are checked before the browser has its turn.
const SLICE_MS: f64 = 90.0;
/// Results that are taken, and lines of what couldn't be read.
pub const RESULTS_MAX: usize = 2_000;
const UNREAD_MAX: usize = 200;

/// The results of one exercise.
#[derive(Clone)]
pub struct Class {
    /// The exercise's name.
    pub name: String,
    /// None if the exercise isn't here.
    pub known: Option<Known>,
    /// Made with the first result that is checked.
    pub checker: Option<&'static Checker<'static>>,
    pub rows: Vec<Row>,
    /// Not checked yet.
    pub waiting: VecDeque<Outcome>,
}

/// How far the checking is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    pub done: usize,
    pub of: usize,
}

/// All that came in.
#[derive(Clone, Default)]
struct All {
    classes: Vec<Class>,
    /// Texts of results that are here: one that comes twice counts once.
    seen: BTreeSet<String>,
    /// What couldn't be read, and why.
    unread: Vec<String>,
    /// Such lines that there was no room for.
    unread_more: usize,
}

/// The handles.
#[derive(Clone, Copy)]
pub struct Results {
    all: StoredValue<All, LocalStorage>,
    /// What was cleared, until something comes in.
    cleared: StoredValue<Option<All>, LocalStorage>,
    changed: RwSignal<u32>,
    pub can_restore: RwSignal<bool>,
    /// While results are checked.
    pub progress: RwSignal<Option<Progress>>,
    /// Rows that stand side by side: exercise's name and place.
    pub picked: RwSignal<Vec<(String, usize)>>,
    pub status: RwSignal<String>,
}

/// The one bundle of the page.
pub fn results() -> Results {
    thread_local! {
        static KEPT: OnceCell<(Owner, Results)> = const { OnceCell::new() };
    }
    let fresh = || Results {
        all: StoredValue::new_local(All::default()),
        cleared: StoredValue::new_local(None),
        changed: RwSignal::new(0),
        can_restore: RwSignal::new(false),
        progress: RwSignal::new(None),
        picked: RwSignal::new(Vec::new()),
        status: RwSignal::new(String::new()),
    };
    KEPT.with(|kept| kept.get_or_init(|| outliving(fresh)).1)
}

impl Results {
    /// Whoever comes back may have opened or built an exercise meanwhile whose results wait.
    pub fn look_again(self) {
        self.all.update_value(|all| {
            for class in all.classes.iter_mut().filter(|class| class.known.is_none()) {
                class.known = find(&class.name);
            }
        });
        self.check();
    }

    /// Looks at the results by exercise, and follows them.
    pub fn classes<T>(self, look: impl FnOnce(&[Class]) -> T) -> T {
        self.changed.track();
        self.all.with_value(|all| look(&all.classes))
    }

    /// What couldn't be read, and how many lines more there were; followed.
    pub fn unread(self) -> (Vec<String>, usize) {
        self.changed.track();
        self.all.with_value(|all| (all.unread.clone(), all.unread_more))
    }

    /// Whether nothing has come in; followed.
    pub fn is_empty(self) -> bool {
        self.changed.track();
        self.all.with_value(|all| all.classes.is_empty() && all.unread.is_empty())
    }

    /// The results of an exercise, in the order in which they came; followed.
    pub fn outcomes(self, name: &str) -> Vec<Outcome> {
        let of = |class: &Class| class.rows.iter().map(|row| row.outcome.clone()).collect();
        self.classes(|classes| classes.iter().find(|class| class.name == name).map_or(Vec::new(), of))
    }

    /// The results of an exercise as a table to take away.
    pub fn csv(self, name: &str) -> String {
        let of = |all: &All| all.classes.iter().find(|class| class.name == name).map(|class| csv(&class.rows));
        self.all.with_value(of).unwrap_or_default()
    }

    /// Chooses a row to stand beside another, or lets go of it; of three the first goes.
    pub fn pick(self, class: &str, nth: usize, on: bool) {
        self.picked.update(|picked| {
            picked.retain(|(name, place)| name == class && *place != nth);
            if on {
                picked.push((class.to_owned(), nth));
                if picked.len() > 2 {
                    picked.remove(0);
                }
            }
        });
    }

    /// Lets go of everything, until something new comes in.
    pub fn clear(self) {
        let all = self.all.try_update_value(std::mem::take);
        self.cleared.set_value(all);
        self.can_restore.set(true);
        self.picked.set(Vec::new());
        self.status.set(t("results.cleared").to_owned());
        self.tell();
    }

    /// Brings back what was cleared.
    pub fn restore(self) {
        if let Some(all) = self.cleared.try_update_value(Option::take).flatten() {
            self.all.set_value(all);
        }
        self.can_restore.set(false);
        self.status.set(t("results.restored").to_owned());
        self.tell();
        self.check();
    }

    fn tell(self) {
        self.changed.update(|count| *count = count.wrapping_add(1));
    }

    /// Checks all that waits, with turns of the browser between.
    fn check(self) {
        if self.progress.get_untracked().is_some() {
            return self.show_progress(0);
        }
        if self.waiting() == 0 {
            return;
        }
        self.progress.set(Some(Progress { done: 0, of: 0 }));
        self.show_progress(0);
        spawn_local(async move {
            // What is said so far comes onto the page first.
            TimeoutFuture::new(0).await;
            let mut turns = Turns::new();
            while self.waiting() > 0 {
                let until = js_sys::Date::now() + SLICE_MS;
                let mut done = 0;
                while self.check_next() {
                    done += 1;
                    if js_sys::Date::now() > until {
                        break;
                    }
                }
                self.show_progress(done);
                turns.pass().await;
            }
            let n = self.progress.get_untracked().map_or(0, |progress| progress.done);
            self.progress.set(None);
            self.status.set(tf("results.checked", &[("n", &n.to_string())]));
            self.tell();
        });
    }

    fn show_progress(self, more: usize) {
        let waiting = self.waiting();
        self.progress.update(|progress| {
            if let Some(progress) = progress {
                progress.done += more;
                progress.of = progress.done + waiting;
            }
        });
    }

    /// Results that wait and whose exercise is here.
    fn waiting(self) -> usize {
        let of = |class: &Class| if class.known.is_some() { class.waiting.len() } else { 0 };
        self.all.with_value(|all| all.classes.iter().map(of).sum())
    }

    /// Checks one; false if none waits.
    fn check_next(self) -> bool {
        let next = |all: &mut All| {
            let class = all.classes.iter_mut().find(|class| class.known.is_some() && !class.waiting.is_empty())?;
            if class.checker.is_none() {
                class.checker = class.known.as_ref().map(checker);
            }
            let outcome = class.waiting.pop_front()?;
            let checked = class.checker?.check(&outcome);
            class.rows.push(Row { outcome, checked });
            Some(())
        };
        self.all.try_update_value(next).flatten().is_some()
    }
}

/// What checks an exercise's results. It is kept for the life of the page, as are the few exercises that a teacher has.
pub fn checker(known: &Known) -> &'static Checker<'static> {
    thread_local! {
        static MADE: StoredCheckers = const { StoredCheckers::new(Vec::new()) };
    }
    let name = known.assignment.name();
    let made = MADE.with(|made| made.borrow().iter().copied().find(|checker| checker.name() == name));
    made.unwrap_or_else(|| {
        let assignment = Box::leak(Box::new((*known.assignment).clone()));
        let checker: &'static Checker<'static> = Box::leak(Box::new(Checker::new(content(), bank(), assignment)));
        MADE.with(|made| made.borrow_mut().push(checker));
        checker
    })
}

type StoredCheckers = std::cell::RefCell<Vec<&'static Checker<'static>>>;

/// The exercise of this name, if the page has it.
fn find(name: &str) -> Option<Known> {
    ours().into_iter().chain(own()).find(|known| known.assignment.name() == name)
}
