//! Running other programs from the workspace's root, and the one line that each step prints with its time.
//! What the programs are for is decided elsewhere.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Where things are.
pub struct Workspace {
    /// The folder of the workspace's Cargo.toml.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
}

/// The end of a program whose standard output was kept.
pub struct Captured {
    /// It ended with exit code 0.
    pub ok: bool,
    /// Its standard output.
    pub stdout: String,
}

impl Workspace {
    /// Finds the workspace by this crate's manifest, so that every folder below will do as the current one.
    pub fn find() -> Workspace {
        let manifest_dir =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest_dir.parent().map_or_else(|| manifest_dir.clone(), Path::to_path_buf);
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        Workspace { root, target }
    }

    /// `program`, to be run in the root.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// `cargo` with arguments, the same cargo that runs this program.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(&env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
        command.args(arguments);
        // `cargo run` describes xtask's own package in these; a build must not see another package's values.
        for (name, _) in env::vars_os() {
            if name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")) {
                command.env_remove(name);
            }
        }
        command
    }
}

/// Runs it with our own outputs; an error names the command and how it ended.
pub fn run(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|error| format!("{} didn't start: {error}", words(command)))?;
    if status.success() { Ok(()) } else { Err(format!("{} ended with {status}", words(command))) }
}

/// Runs it, keeps its standard output, lets its errors and progress through.
pub fn capture(command: &mut Command) -> Result<Captured, String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{} didn't start: {error}", words(command)))?;
    Ok(Captured { ok: output.status.success(), stdout: String::from_utf8_lossy(&output.stdout).into_owned() })
}

/// Runs it silently: its standard output if it ended well, else nothing.
pub fn ask(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Does `work` and prints one line: `label     what it says in 1.2 s`.
pub fn step<T>(label: &str, work: impl FnOnce() -> Result<(T, String), String>) -> Result<T, String> {
    let start = Instant::now();
    let (value, says) = work()?;
    say(label, &format!("{says} in {:.1} s", start.elapsed().as_secs_f64()));
    Ok(value)
}

/// Prints one line: `label     text`.
pub fn say(label: &str, text: &str) {
    println!("{label:<14}{text}");
}

/// The first of `names` that PATH holds.
pub fn on_path(names: &[&str]) -> Option<PathBuf> {
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH")?).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file()))
}

fn words(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_stem().unwrap_or(command.get_program());
    let all = std::iter::once(program).chain(command.get_args());
    format!("`{}`", all.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" "))
}
