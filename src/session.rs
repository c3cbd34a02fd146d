//! One lab being played: the run, its clock's settings, and the only door through which anything on
//! the page changes it. A copyable bundle of handles; the run itself stays inside.

use crate::app::Shell;
use crate::content::{content, t, tf};
use crate::share::SharedRun;
use lab_content::challenge::Judged;
use lab_content::lab::Lab;
use lab_content::profile::Profile;
use lab_content::run::fresh;
use leptos::prelude::*;
use std::rc::Rc;
use stream_engine::bill::Prices;
use stream_engine::error::Refusal;
use stream_engine::kinesis::stream::StreamId;
use stream_engine::{Answer, Command, History, Simulation, Time};

/// Simulated seconds per second, in tenths.
pub const SPEEDS: [(u64, &str); 4] = [(1, "0.1×"), (10, "1×"), (100, "10×"), (1_000, "100×")];
/// The speed a lab opens with: 1×.
pub const SPEED_DEFAULT: usize = 1;

/// Groups of views. While the run plays, one follows it a frame after the other: all at once they take longer than a
/// frame has.
pub const GROUPS: usize = 3;

/// Counts how often the run was begun anew: a message about the run before is void then.
#[derive(Clone, Copy)]
pub struct Resets(RwSignal<u32>);

impl Resets {
    /// How often; followed.
    pub fn get(self) -> u32 {
        self.0.get()
    }

    /// How often, looked at once.
    pub fn peek(self) -> u32 {
        self.0.get_untracked()
    }
}

/// A lab's run and its controls.
#[derive(Clone, Copy)]
pub struct Session {
    pub lab: &'static Lab,
    /// The profile this run lives under; another profile is another session.
    pub profile: &'static Profile,
    history: StoredValue<History, LocalStorage>,
    /// For each group of views, counts what changed: read it, and the view follows the run (at most
    /// four times a second while it plays).
    ticks: [RwSignal<u32>; GROUPS],
    /// The group that this handle's views are in.
    group: usize,
    pub resets: Resets,
    pub playing: RwSignal<bool>,
    /// Place in `SPEEDS`.
    pub speed: RwSignal<usize>,
    /// The last thing worth saying aloud; shown and announced.
    pub status: RwSignal<String>,
    shell: Shell,
}

impl Session {
    /// Opens a lab, fresh or at a shared moment.
    pub fn open(lab: &'static Lab, profile: &'static Profile, shared: Option<SharedRun>, shell: Shell) -> Session {
        let fresh = fresh(Rc::new(lab.scenario.clone()), profile.quotas());
        let history = match shared {
            Some(run) => fresh.with_requests(run.requests, run.at),
            None => fresh,
        };
        shell.note_progress(&lab.id, |progress| progress.opened = true);
        Session {
            lab,
            profile,
            history: StoredValue::new_local(history),
            ticks: std::array::from_fn(|_| RwSignal::new(0)),
            group: 0,
            resets: Resets(RwSignal::new(0)),
            playing: RwSignal::new(false),
            speed: RwSignal::new(SPEED_DEFAULT),
            status: RwSignal::new(String::new()),
            shell,
        }
    }

    /// The same session, for views of another group.
    pub fn in_group(self, group: usize) -> Session {
        Session { group, ..self }
    }

    /// Looks at the run and follows it.
    pub fn run<T>(&self, look: impl FnOnce(&Simulation) -> T) -> T {
        self.ticks[self.group].track();
        self.peek(look)
    }

    /// Looks at the run once.
    pub fn peek<T>(&self, look: impl FnOnce(&Simulation) -> T) -> T {
        self.history.with_value(|history| look(history.present()))
    }

    /// Looks at the run with its log, and follows it.
    pub fn history<T>(&self, look: impl FnOnce(&History) -> T) -> T {
        self.ticks[self.group].track();
        self.history.with_value(look)
    }

    pub fn prices(&self) -> &'static Prices {
        &content().prices.prices
    }

    /// The challenge as it stands.
    pub fn judge(&self) -> Judged {
        self.run(|run| self.lab.challenge.judge(run, self.prices()))
    }

    /// A content text with facts of the profile in place.
    pub fn fill(&self, text: &str, values: &[(&str, String)]) -> String {
        content().fill(text, self.profile, values)
    }

    /// Makes a request now; a run that lay ahead is cut off. The outcome is said aloud.
    pub fn act(&self, command: Command) -> Result<Answer, Refusal> {
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
        self.refresh();
        result
    }

    /// The service's text for a refusal, of a call to the lab's stream.
    pub fn refusal_text(&self, refusal: &Refusal) -> String {
        self.run(|run| refusal.message(run.place(StreamId(0))))
    }

    /// Lets the run go on to `to`, without redrawing; true if anything is left to reach.
    pub fn advance(&self, to: Time) {
        self.history.update_value(|history| history.seek(to));
    }

    /// Goes to a moment, back or forth.
    pub fn seek(&self, to: Time) {
        self.advance(to);
        self.refresh();
    }

    /// Goes to a moment that the learner chose; pauses, and says where the run stands.
    pub fn scrub(&self, to: Time) {
        self.pause();
        self.advance(to);
        self.say_moment();
        self.refresh();
    }

    /// One instant on; pauses.
    pub fn step(&self) {
        self.pause();
        self.history.update_value(|history| _ = history.step());
        self.say_moment();
        self.refresh();
    }

    /// One instant back; pauses.
    pub fn step_back(&self) {
        self.pause();
        self.history.update_value(History::step_back);
        self.say_moment();
        self.refresh();
    }

    /// Back to the start, with what was done kept ahead.
    pub fn restart(&self) {
        self.pause();
        self.say(t("status.restarted").to_owned());
        self.seek(Time::ZERO);
    }

    /// Back to the start with nothing done.
    pub fn reset(&self) {
        self.pause();
        self.history.set_value(fresh(Rc::new(self.lab.scenario.clone()), self.profile.quotas()));
        self.resets.0.update(|resets| *resets = resets.wrapping_add(1));
        self.say(t("status.reset").to_owned());
        self.refresh();
    }

    pub fn toggle(&self) {
        let playing = !self.playing.get_untracked();
        self.playing.set(playing);
        if !playing {
            self.say_moment();
            self.refresh();
        }
    }

    pub fn pause(&self) {
        self.playing.set(false);
    }

    /// Shows the run as it stands, and notes a challenge that has been reached.
    pub fn refresh(&self) {
        self.note_challenge();
        (0..GROUPS).for_each(|group| self.refresh_group(group));
    }

    /// Shows the run as it stands in one group of views.
    pub fn refresh_group(&self, group: usize) {
        self.ticks[group].update(|tick| *tick = tick.wrapping_add(1));
    }

    /// Notes a challenge that has been reached.
    pub fn note_challenge(&self) {
        let judged = self.peek(|run| self.lab.challenge.judge(run, self.prices()));
        if judged.solved {
            let before = self.shell.progress(&self.lab.id);
            self.shell.note_progress(&self.lab.id, |progress| {
                progress.solved = true;
                progress.gold |= judged.gold;
            });
            if !before.solved || (judged.gold && !before.gold) {
                self.say(t(if judged.gold { "status.gold" } else { "status.solved" }).to_owned());
            }
        }
    }

    /// Says something in the status line.
    pub fn say(&self, text: String) {
        self.status.set(text);
    }

    fn say_moment(&self) {
        let moment = self.peek(crate::scene::moment);
        self.say(moment);
    }

    /// What was done up to this moment; None once the session is gone.
    pub fn shared(&self) -> Option<SharedRun> {
        self.history.try_with_value(|history| SharedRun {
            profile: self.profile.id.clone(),
            at: history.present().now(),
            requests: history.past_requests().to_vec(),
        })
    }

    /// The link to this moment; None if it is too long.
    pub fn link(&self) -> Option<String> {
        let run = self.shared()?;
        let location = window().location();
        let page = format!("{}{}", location.origin().ok()?, location.pathname().ok()?);
        Some(format!("{page}{}?s={}", crate::route::lab_href(&self.lab.id), run.encode()?))
    }
}
