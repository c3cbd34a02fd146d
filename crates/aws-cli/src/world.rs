//! What a terminal stands on: somebody who makes calls and lets time pass. The page has one over
//! its session, tests have one over a bare simulation.

use stream_engine::command::Reply;
use stream_engine::{Simulation, Time, api};

/// Which of a command's two streams a text belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Channel {
    Out,
    Error,
}

/// The world around a terminal.
pub trait World {
    /// Makes a call at the present moment.
    fn call(&mut self, target: &str, body: &str) -> Reply;

    /// Lets time pass up to a moment; false if the person broke that off.
    fn pass(&mut self, until: Time) -> impl Future<Output = bool>;

    /// Looks at the simulation as it stands.
    fn look<T>(&self, look: impl FnOnce(&Simulation) -> T) -> T;

    /// Shows a text, which may have several lines or end within one.
    fn show(&mut self, channel: Channel, text: &str);

    /// Takes away what was shown.
    fn clear(&mut self);

    /// The present moment.
    fn now(&self) -> Time {
        self.look(|run| run.now())
    }
}

/// A world that is a simulation and nothing else.
pub struct Simulated {
    pub run: Simulation,
    /// What was shown, piece by piece.
    pub shown: Vec<(Channel, String)>,
}

impl Simulated {
    pub fn new(run: Simulation) -> Simulated {
        Simulated { run, shown: Vec::new() }
    }

    /// All texts of one channel, one after the other; they are taken away.
    pub fn take(&mut self, channel: Channel) -> String {
        let (taken, left) = std::mem::take(&mut self.shown).into_iter().partition(|(of, _)| *of == channel);
        self.shown = left;
        let taken: Vec<(Channel, String)> = taken;
        taken.into_iter().map(|(_, text)| text).collect()
    }
}

impl World for Simulated {
    fn call(&mut self, target: &str, body: &str) -> Reply {
        api::service::reply(&mut self.run, target, body)
    }

    async fn pass(&mut self, until: Time) -> bool {
        self.run.run_until(until);
        true
    }

    fn look<T>(&self, look: impl FnOnce(&Simulation) -> T) -> T {
        look(&self.run)
    }

    fn show(&mut self, channel: Channel, text: &str) {
        self.shown.push((channel, text.to_owned()));
    }

    fn clear(&mut self) {
        self.shown.clear();
    }
}
