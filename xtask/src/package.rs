//! `cargo xtask package`: the engine as an npm package. What is written by hand lies in `crates/stream-engine-js/npm/`;
//! the module comes as Base64 in `wasm.js`.
//!
//! Base64 and no file beside it: then nothing has to be found or fetched, and one file serves Node, browsers, workers
//! and bundlers alike, which each want another way to a file. docs/performance.md has what it costs.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use wasm_bindgen_cli_support::Bindgen;

use crate::bundle;
use crate::shell::{Workspace, say, step};
use crate::toolchain;

/// Where the hand-written part lies.
const SOURCE: &str = "crates/stream-engine-js/npm";
/// Copied as they are.
const FILES: [&str; 5] = ["package.json", "index.js", "index.d.ts", "options.js", "README.md"];
const LICENSES: [&str; 3] = ["LICENSE", "LICENSE-MIT", "LICENSE-APACHE"];

/// Builds the package into `out`, by default `target/npm/shardlab-engine/`; relative to the current folder.
pub fn package(workspace: &Workspace, out: Option<PathBuf>, names: bool) -> Result<(), String> {
    let current = env::current_dir().map_err(|error| format!("the current folder: {error}"))?;
    let out = out.map_or_else(|| workspace.root.join("target/npm/shardlab-engine"), |folder| current.join(folder));
    build(workspace, &out, names)
}

/// Builds the package into `out`; with the names of its functions, if a profiler is to read them.
pub fn build(workspace: &Workspace, out: &Path, names: bool) -> Result<(), String> {
    toolchain::wasm_target(workspace)?;
    let wasm = step("engine", || {
        let built = bundle::compile(workspace, "stream-engine-js", "npm", &["--lib"])?;
        Ok((module(&built.join("stream_engine_js.wasm"), names)?, "built".to_owned()))
    })?;
    fs::create_dir_all(out).map_err(|error| failed(out, error))?;
    for name in FILES {
        copy(&workspace.root.join(SOURCE).join(name), &out.join(name))?;
    }
    for name in LICENSES {
        copy(&workspace.root.join(name), &out.join(name))?;
    }
    let head = "// The engine as WebAssembly: Base64 of the module, so that nothing has to be found or fetched.\n";
    let text = format!("{head}export default \"{}\";\n", STANDARD.encode(&wasm));
    fs::write(out.join("wasm.js"), text).map_err(|error| failed(out, error))?;
    say("package", &format!("{} KiB of WebAssembly, written to {}", wasm.len() / 1024, out.display()));
    Ok(())
}

/// The module as it runs. Only numbers cross its border, so that wasm-bindgen's glue isn't needed.
pub fn module(built: &Path, names: bool) -> Result<Vec<u8>, String> {
    let mut output = Bindgen::new()
        .input_path(built)
        .web(true)
        .and_then(|bindgen| {
            bindgen.typescript(false).remove_name_section(!names).remove_producers_section(true).generate_output()
        })
        .map_err(|error| format!("wasm-bindgen: {error:#}"))?;
    Ok(output.wasm_mut().emit_wasm())
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::copy(from, to).map(drop).map_err(|error| failed(from, error))
}

fn failed(path: &Path, error: std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
