//! One lab being played: the run, its clock's settings, and the only door through which anything on
//! the page changes it. A copyable bundle of handles; the run itself stays inside.

mod beside;
pub mod exercising;
mod handing_on;
pub mod kit;
mod moving;
pub mod pace;
mod resets;
mod timeline;
mod views;
mod watching;
pub mod workbench;

use crate::app::Shell;
use crate::content::{content, t, tf};
use crate::parameters::{self, Start};
pub use beside::{Beside, Carried, Parting};
use exercising::Terms;
use kit::Kit;
use lab_content::challenge::{Challenge, Judged};
use lab_content::lab::Lab;
use lab_content::profile::Profile;
use leptos::prelude::*;
use moving::Bound;
use pace::Pace;
pub use resets::Resets;
use std::rc::Rc;
use stream_engine::bill::Prices;
use stream_engine::error::Refusal;
use stream_engine::extensions::Extensions;
use stream_engine::kinesis::stream::StreamId;
use stream_engine::{Answer, Command, History, Simulation, Time};
pub use views::Group;
use views::Views;
use workbench::Workbench;

/// Where a lab's sessions leave what the next one opens with.
pub type Next = StoredValue<Option<Carried>, LocalStorage>;

/// A lab's run and its controls.
#[derive(Clone, Copy)]
pub struct Session {
    pub lab: &'static Lab,
    /// The profile this run lives under; another profile is another session.
    pub profile: &'static Profile,
    history: StoredValue<History, LocalStorage>,
    /// The second run of a comparison.
    other: StoredValue<Option<History>, LocalStorage>,
    pub beside: RwSignal<Beside>,
    /// What the lab's next session opens with, if it isn't to go on with this one's run.
    next: Next,
    pub kit: Kit,
    /// What its runs are linked with: the kit's, or more since something asked for it.
    extensions: StoredValue<Extensions, LocalStorage>,
    /// Where its topology can be changed, if it can.
    workbench: Option<Workbench>,
    /// How fast its time can pass.
    pub pace: &'static Pace,
    /// Where it ends, if it is a run to watch and not the learner's own: that one reaches nothing and goes on.
    pub ends: Option<Time>,
    /// What an exercise lays down for it, if it is one's.
    pub terms: Option<&'static Terms>,
    /// Who follows the run (at most four times a second while it plays).
    pub views: Views,
    /// The group that this handle's views are in.
    group: Group,
    pub resets: Resets,
    pub playing: RwSignal<bool>,
    /// Where the run is on its way to, if a moment far off was chosen.
    bound: RwSignal<Option<Bound>>,
    /// Place among the speeds of its pace.
    pub speed: RwSignal<usize>,
    /// The last thing worth saying aloud; shown and announced.
    pub status: RwSignal<String>,
    shell: Shell,
}

impl Session {
    /// Opens a lab, fresh or with what an earlier session or a link hands on.
    pub fn open(
        lab: &'static Lab,
        profile: &'static Profile,
        next: Next,
        workbench: Option<Workbench>,
        (kit, extensions): (Kit, StoredValue<Extensions, LocalStorage>),
        shell: Shell,
    ) -> Session {
        let carried = next.try_update_value(Option::take).flatten();
        // A run of another topology isn't one of this.
        let exercise = workbench.and_then(|workbench| workbench.of_ones_own());
        let carried = carried.filter(|carried| carried.run.exercise == exercise);
        let fresh = History::with(extensions.get_value(), Rc::new(lab.scenario.clone()), profile.quotas());
        let (history, beside) = match carried {
            Some(Carried { run, beside }) => (fresh.with_requests(run.requests, run.at), beside),
            None => (fresh, None),
        };
        let session = Session::new((lab, profile), history, next, workbench, (kit, extensions), shell);
        shell.note_progress(&lab.id, |progress| progress.opened = true);
        session.carry_beside(beside);
        on_cleanup(move || session.hand_over());
        session
    }

    fn new(
        (lab, profile): (&'static Lab, &'static Profile),
        history: History,
        next: Next,
        workbench: Option<Workbench>,
        (kit, extensions): (Kit, StoredValue<Extensions, LocalStorage>),
        shell: Shell,
    ) -> Session {
        let pace = Pace::of(lab);
        Session {
            lab,
            profile,
            history: StoredValue::new_local(history),
            other: StoredValue::new_local(None),
            beside: RwSignal::new(Beside::None),
            next,
            kit,
            extensions,
            workbench,
            pace,
            ends: None,
            terms: None,
            views: Views::new(),
            group: Group::Stage,
            resets: Resets::never(),
            playing: RwSignal::new(false),
            bound: RwSignal::new(None),
            speed: RwSignal::new(pace.default),
            status: RwSignal::new(String::new()),
            shell,
        }
    }

    /// Begins as an address asks for: its speed, its moment, playing or not.
    pub fn start(&self, start: Start) {
        if let Some(tenths) = start.speed_tenths {
            match self.pace.place(tenths) {
                Some(place) => self.speed.set(place),
                None => self.shell.tell(&parameters::no_such_speed(tenths, self.pace.speeds)),
            }
        }
        if let Some(ms) = start.moment_ms {
            self.seek(Time::from_ms(ms));
        }
        self.playing.set(start.playing);
    }

    /// The same session, for views of another group.
    pub fn in_group(self, group: Group) -> Session {
        Session { group, ..self }
    }

    /// Looks at the run and follows it.
    pub fn run<T>(&self, look: impl FnOnce(&Simulation) -> T) -> T {
        self.views.follow(self.group);
        self.peek(look)
    }

    /// Looks at the run once.
    pub fn peek<T>(&self, look: impl FnOnce(&Simulation) -> T) -> T {
        self.history.with_value(|history| look(history.present()))
    }

    /// Looks at the run with its log, and follows it.
    pub fn history<T>(&self, look: impl FnOnce(&History) -> T) -> T {
        self.views.follow(self.group);
        self.history.with_value(look)
    }

    /// What its runs are linked with.
    pub fn extensions(&self) -> Extensions {
        self.extensions.get_value()
    }

    /// Links its runs with everything, for whoever lets more into a lab of the core than its controls do.
    pub fn extend(&self) {
        self.extensions.set_value(Extensions::ALL);
        self.history.update_value(|history| history.extend(Extensions::ALL));
        self.other.update_value(|other| other.iter_mut().for_each(|other| other.extend(Extensions::ALL)));
    }

    pub fn prices(&self) -> &'static Prices {
        &content().prices.prices
    }

    /// A challenge of the lab as it stands.
    pub fn judge(&self, challenge: &Challenge) -> Judged {
        self.run(|run| challenge.judge(run, self.prices()))
    }

    /// A content text with facts of the profile in place.
    pub fn fill(&self, text: &str, values: &[(&str, String)]) -> String {
        content().fill(text, self.profile, values)
    }

    /// Makes a request now; a run that lay ahead is cut off. The outcome is said aloud. What an exercise keeps from its
    /// learner isn't made.
    pub fn act(&self, command: Command) -> Result<Answer, Refusal> {
        if self.terms.is_some_and(|terms| !(terms.allows)(&command)) {
            self.say(t("exercise.not_yours").to_owned());
            return Ok(Answer::Done);
        }
        self.arrive();
        let mut result = Ok(Answer::Done);
        let operation = command.operation();
        let mut forked = false;
        self.history.update_value(|history| {
            forked = history.present().now() < history.latest();
            result = history.act(command);
        });
        match (&result, operation) {
            (Err(refusal), _) => self.say(format!("{}: {}", refusal.code(), self.refusal_text(refusal))),
            (Ok(_), Some(operation)) => self.say(tf("status.done", &[("call", operation.name())])),
            (Ok(_), None) if forked => self.say(t("status.forked").to_owned()),
            (Ok(_), None) => {}
        }
        self.part_no_later_than_now();
        self.refresh();
        result
    }

    /// A change made before the two runs parted moves the place where they did.
    fn part_no_later_than_now(&self) {
        let now = self.peek(Simulation::now);
        let is_later = |parting: &Parting| parting.since > now;
        match self.beside.get_untracked() {
            Beside::Compared(parting) if is_later(&parting) => {
                self.beside.set(Beside::Compared(Parting { since: now, ..parting }));
            }
            _ => {}
        }
    }

    /// The service's text for a refusal, of a call to the lab's stream.
    pub fn refusal_text(&self, refusal: &Refusal) -> String {
        self.run(|run| refusal.message(run.place(StreamId(0))))
    }

    /// Back to the start with nothing done. A run beside is put aside, not lost.
    pub fn reset(&self) {
        self.stop();
        self.put_aside();
        self.history.set_value(self.begun());
        self.resets.bump();
        self.say(t("status.reset").to_owned());
        self.refresh();
    }

    /// Shows the run as it stands, and notes a challenge that has been reached: the views of this handle's group now, each
    /// other group in a frame of its own.
    pub fn refresh(&self) {
        self.note_challenge();
        self.views.refresh_in_turn();
        self.views.refresh(self.group);
    }

    /// Notes a challenge that has been reached.
    pub fn note_challenge(&self) {
        if self.ends.is_some() {
            return;
        }
        let judge = |challenge: &Challenge| self.peek(|run| challenge.judge(run, self.prices()));
        let mut judged = judge(&self.lab.challenge);
        // The second challenge stands where gold goals do; it can be solved by another run than the first.
        if self.lab.further.as_ref().is_some_and(|further| judge(further).solved) {
            judged = Judged { gold: true, ..judged };
        }
        if self.terms.is_some() {
            // An exercise is no step of the learning path.
            return self.note_reached(&judged);
        }
        if judged.solved || judged.gold {
            let before = self.shell.progress(&self.lab.id);
            self.shell.note_progress(&self.lab.id, |progress| {
                progress.solved |= judged.solved;
                progress.gold |= judged.gold;
            });
            if (judged.solved && !before.solved) || (judged.gold && !before.gold) {
                self.say(t(if judged.gold { "status.gold" } else { "status.solved" }).to_owned());
            }
        }
    }

    /// Says something in the status line.
    pub fn say(&self, text: String) {
        self.status.set(text);
    }
}
