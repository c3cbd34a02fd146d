//! A terminal over a bare simulation.

use aws_cli::{Channel, Shell, Simulated, World};
use std::pin::pin;
use std::sync::LazyLock;
use std::task::{Context, Poll, Waker};
use stream_engine::{Quotas, Scenario, Simulation};

/// Carries a future to its end; nothing here waits for anybody.
pub fn finish<T>(future: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(done) => done,
        Poll::Pending => panic!("a simulation never waits"),
    }
}

pub struct Terminal {
    pub world: Simulated,
    pub shell: Shell,
}

/// The limits of a quota profile of the content.
pub fn quotas(id: &str) -> Quotas {
    static PROFILES: LazyLock<Vec<(String, Quotas)>> = LazyLock::new(|| {
        let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../content"));
        let content = lab_content::read::read(root).expect("the content reads").1;
        content.profiles.into_iter().map(|profile| (profile.id, profile.limits)).collect()
    });
    let profile = PROFILES.iter().find(|(known, _)| known == id);
    profile.expect("a profile of the content").1.clone()
}

impl Terminal {
    /// An account with nothing in it, under today's limits.
    pub fn new() -> Terminal {
        Terminal::under(quotas("aws-2026"))
    }

    pub fn under(quotas: Quotas) -> Terminal {
        let scenario = Scenario { seed: 1, ..Scenario::default() };
        let world = Simulated::new(Simulation::new(&scenario, quotas.into()));
        Terminal { world, shell: Shell::default() }
    }

    /// With an ACTIVE stream `gold` of so many shards, a minute after the run's beginning.
    pub fn with_stream(shards: u32) -> Terminal {
        let mut terminal = Terminal::new();
        terminal.done(&format!("aws kinesis create-stream --stream-name gold --shard-count {shards}; sleep 60"));
        terminal
    }

    /// Exit code, output and errors of a line.
    pub fn run(&mut self, line: &str) -> (u8, String, String) {
        let code = finish(self.shell.run(&mut self.world, line));
        let error = self.world.take(Channel::Error);
        (code, self.world.take(Channel::Out), error)
    }

    /// The output of a line that must go well.
    pub fn done(&mut self, line: &str) -> String {
        let (code, out, error) = self.run(line);
        assert_eq!((code, error.as_str()), (0, ""), "{line}\n{out}");
        out
    }

    /// The errors of a line that must end with this code and put out nothing.
    pub fn fails(&mut self, line: &str, code: u8) -> String {
        let (found, out, error) = self.run(line);
        assert_eq!((found, out.as_str()), (code, ""), "{line}\n{error}");
        error
    }

    /// Seconds since the run's beginning.
    pub fn seconds(&self) -> f64 {
        self.world.now().0 as f64 / 1e6
    }
}

/// The usage that follows an argument's error.
pub const USAGE: &str = "usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help
";

/// An argument's error as the CLI prints it.
pub fn usage(message: &str) -> String {
    format!("\naws: [ERROR]: An error occurred (ParamValidation): {message}\n\n{USAGE}")
}

/// A value's error as the CLI prints it.
pub fn parameter(message: &str) -> String {
    format!("\naws: [ERROR]: An error occurred (ParamValidation): {message}\n")
}

/// Any other error as the CLI prints it.
pub fn error(message: &str) -> String {
    format!("\naws: [ERROR]: {message}\n")
}
