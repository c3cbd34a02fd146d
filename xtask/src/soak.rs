//! `cargo xtask soak`: the random API calls of the engine's tests, for as long as asked.

use crate::shell::{self, Workspace};

/// Runs that test in release for so long; it prints what it did, and ends with an error over the first finding.
pub fn soak(workspace: &Workspace, minutes: u32, seed: u64) -> Result<(), String> {
    let mut cargo = workspace.cargo(&["test", "--release", "-p", "stream-engine", "--test", "random_calls"]);
    let arguments = ["--", "--exact", "random_calls_break_nothing", "--nocapture"];
    // Quick to build, and with the checks that a release leaves out.
    let profile = [("LTO", "off"), ("CODEGEN_UNITS", "16"), ("OPT_LEVEL", "3"), ("OVERFLOW_CHECKS", "true")];
    cargo.envs(profile.map(|(name, value)| (format!("CARGO_PROFILE_RELEASE_{name}"), value)));
    shell::run(cargo.args(arguments).env("SOAK_MINUTES", minutes.to_string()).env("SOAK_SEED", seed.to_string()))
}
