//! The lanes of `cargo xtask test`: what each needs, runs and counts, in their order. `suite` goes through them.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::assets;
use crate::bundle::{self, Purpose};
use crate::package;
use crate::packages;
use crate::report::{self, Tally};
use crate::shell::{self, Workspace, capture, say};
use crate::single;
use crate::toolchain::{self, WASM};

/// Node's limit for one file of tests, in ms: a promise that never comes true is a failure, not a run without end.
const FILE_TIMEOUT: &str = "--test-timeout=600000";
/// Files of tests that run at a time: they wait for pages more than they compute.
const FILES_AT_ONCE: &str = "--test-concurrency=2";

/// Ending of the files whose tests hold a time to its bound: they run after the others, one by one, as nothing may compute
/// beside them.
const ALONE: &str = ".alone.test.mjs";

/// What a lane needs before it can run; met once for all lanes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Rust's wasm target.
    WasmTarget,
    /// Node itself.
    Node,
    /// The packages of package-lock.json.
    Packages,
    /// A browser.
    Chromium,
}

/// Tests that are run and counted together.
pub struct Lane {
    /// As `--only` and the report have it.
    pub name: &'static str,
    /// Skipped, and counted as failed, if one of these can't be had.
    pub needs: &'static [Need],
    /// The lane whose result this one works on: skipped if that failed, and chosen with this one.
    pub after: Option<&'static str>,
    /// Runs it. An error is a failure before or beside the tests.
    pub run: fn(&Workspace) -> Result<Tally, String>,
}

const fn lane(name: &'static str, needs: &'static [Need], run: fn(&Workspace) -> Result<Tally, String>) -> Lane {
    Lane { name, needs, after: None, run }
}

/// All of them, in the order in which they run: what fails fastest first.
pub const LANES: [Lane; 17] = [
    lane("format", &[], |workspace| check(&mut workspace.cargo(&["fmt", "--all", "--check"]))),
    lane("clippy", &[], |workspace| {
        check(&mut workspace.cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
    }),
    lane("clippy-wasm", &[Need::WasmTarget], |workspace| {
        let features = "shardlab/split,stream-engine-js/bench";
        let packages = ["-p", "shardlab", "-p", "stream-engine-js", "--features", features, "--", "-D", "warnings"];
        check(workspace.cargo(&["clippy", "--target", WASM]).args(packages))
    }),
    lane("native", &[], native),
    lane("labs", &[], |workspace| cargo_test(workspace, &["-p", "shardlab", "--test", "labs"])),
    lane("content", &[], |workspace| {
        cargo_test(workspace, &["-p", "shardlab", "--test", "content", "--test", "lessons"])
    }),
    lane("architecture", &[], |workspace| cargo_test(workspace, &["-p", "shardlab", "--test", "architecture"])),
    lane("docs", &[], |workspace| {
        check(workspace.cargo(&["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-Dwarnings"))
    }),
    lane("page", &[Need::WasmTarget], page),
    lane("engine-parity", &[Need::WasmTarget, Need::Node], |workspace| {
        bundle::engine_for_node(workspace)?;
        let file = workspace.root.join("tests/engine-parity.mjs");
        node_tests(workspace, "engine-parity", &mut workspace.command("node"), &[file])
    }),
    lane("templates", &[Need::Node, Need::Packages], |workspace| {
        let file = workspace.root.join("tests/templates/cloud-formation.test.mjs");
        node_tests(workspace, "templates", &mut workspace.command("node"), &[file])
    }),
    lane("questions-out", &[Need::Node, Need::Packages], |workspace| {
        let folder = workspace.target.join("questions-out");
        let write = ["run", "-p", "question-export", "--example", "write", "--"];
        shell::run(workspace.cargo(&write).arg(&folder))?;
        let file = workspace.root.join("tests/questions-out/gift.test.mjs");
        node_tests(workspace, "questions-out", workspace.command("node").env("QUESTIONS", &folder), &[file])
    }),
    lane("package", &[Need::WasmTarget, Need::Node, Need::Packages, Need::Chromium], |workspace| {
        package::package(workspace, None, false)?;
        in_browser(workspace, "package")
    }),
    Lane {
        after: Some("page"),
        ..lane("browser", &[Need::Node, Need::Packages, Need::Chromium], |workspace| in_browser(workspace, "browser"))
    },
    Lane {
        after: Some("page"),
        ..lane("budget", &[Need::Node], |workspace| {
            shell::run(workspace.command("node").args(["tests/budget.mjs", "dist"])).map(|()| Tally::one(true))
        })
    },
    Lane {
        after: Some("page"),
        ..lane("lms", &[Need::Node, Need::Packages, Need::Chromium], |workspace| {
            let names = ["hot-shard", "quiz", "exercise/chatty-truck"].map(str::to_owned);
            packages::write(workspace, &workspace.root.join("dist"), &names)?;
            in_browser(workspace, "lms")
        })
    },
    // What the page can't do, one file of it can't either; and it takes another build.
    Lane {
        after: Some("page"),
        ..lane("single-file", &[Need::WasmTarget, Need::Node, Need::Packages, Need::Chromium], |workspace| {
            single::single(workspace, None)?;
            in_browser(workspace, "single-file")
        })
    },
];

/// A command that is one check in itself. Its output is for people.
fn check(command: &mut Command) -> Result<Tally, String> {
    shell::run(command).map(|()| Tally::one(true))
}

fn native(workspace: &Workspace) -> Result<Tally, String> {
    let crates = cargo_test(workspace, &["--workspace", "--exclude", "shardlab"])?;
    let mut app = vec!["-p", "shardlab", "--bins"];
    if workspace.root.join("src/lib.rs").exists() {
        app.push("--lib");
    }
    Ok(crates.plus(cargo_test(workspace, &app)?))
}

fn cargo_test(workspace: &Workspace, arguments: &[&str]) -> Result<Tally, String> {
    let captured = capture(workspace.cargo(&["test", "--no-fail-fast"]).args(arguments))?;
    if !captured.ok {
        println!("{}", captured.stdout);
    }
    let tally = report::libtest(&captured.stdout);
    if tally.is_empty() && !captured.ok {
        return Err("cargo ended before any test ran".to_owned());
    }
    Ok(tally.and_exit(captured.ok))
}

/// The page as it is shipped, and that it asks nobody else for anything.
fn page(workspace: &Workspace) -> Result<Tally, String> {
    let page = bundle::page(workspace, Purpose::Hosting { precompressed: false })?;
    bundle::write(&page, &workspace.root.join("dist"))?;
    let named = assets::hosts_named(&page);
    for host in &named {
        say("page", &format!("names a host, {host}"));
    }
    Ok(Tally::one(true).plus(Tally::one(named.is_empty())))
}

/// The tests of `tests/<name>`, with a browser at hand.
fn in_browser(workspace: &Workspace, name: &str) -> Result<Tally, String> {
    let folder = workspace.root.join("tests").join(name);
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    if files.is_empty() {
        return Ok(Tally::default());
    }
    let chromium = toolchain::chromium(workspace)?;
    let node = || {
        let mut node = workspace.command("node");
        node.env("CHROMIUM", &chromium);
        node
    };
    let (alone, others): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| file.to_string_lossy().ends_with(ALONE));
    let mut tally = node_tests(workspace, name, &mut node(), &others)?;
    for file in alone {
        tally = tally.plus(node_tests(workspace, &format!("{name}-alone"), &mut node(), &[file])?);
    }
    Ok(tally)
}

/// Runs Node's tests: shown on the console for people, counted from a file of TAP.
fn node_tests(workspace: &Workspace, name: &str, node: &mut Command, files: &[PathBuf]) -> Result<Tally, String> {
    let counted = workspace.target.join(format!("{name}.tap"));
    // Counts of an earlier run must not stand in for one that never started; at first there is no file to remove.
    let _ = fs::remove_file(&counted);
    node.args(["--test", FILE_TIMEOUT, FILES_AT_ONCE]);
    node.args(["--test-reporter=spec", "--test-reporter-destination=stdout", "--test-reporter=tap"]);
    node.arg(format!("--test-reporter-destination={}", counted.display())).args(files);
    let ok = shell::run(node).is_ok();
    let output = fs::read_to_string(&counted).map_err(|error| format!("{}: {error}", counted.display()))?;
    Ok(report::tap(&output).and_exit(ok))
}
