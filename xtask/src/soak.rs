//! `cargo xtask soak`: the random API calls of the engine's tests, for as long as asked.

use crate::shell::{self, Workspace};

/// Runs that test in release for so long; it prints what it did, and ends with an error over the first finding.
pub fn soak(workspace: &Workspace, minutes: u32, seed: u64) -> Result<(), String> {
    let mut cargo = workspace.cargo(&["test", "--release", "-p", "stream-engine", "--test", "random_calls"]);
    let arguments = ["--", "--exact", "random_calls_break_nothing", "--nocapture"];
    shell::run(cargo.args(arguments).env("SOAK_MINUTES", minutes.to_string()).env("SOAK_SEED", seed.to_string()))
}
