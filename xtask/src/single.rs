//! `cargo xtask dist --single-file`: the page as one HTML that opens from disk, for those who hand it on by stick or
//! messenger. The program is not cut into parts, since nothing can be fetched. docs/adr/0020 has the way and its figures.

mod page;
mod text;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;

use crate::assets::without_comments;
use crate::bundle::compile;
use crate::html;
use crate::package;
use crate::shell::{Workspace, step};
use crate::toolchain;

/// What the one file is called.
const NAME: &str = "shardlab.html";

/// Builds the file into `out`, by default `target/single-file/`; relative to the current folder.
pub fn single(workspace: &Workspace, out: Option<PathBuf>) -> Result<(), String> {
    let current = env::current_dir().map_err(|error| format!("the current folder: {error}"))?;
    let out = out.map_or_else(|| workspace.root.join("target/single-file"), |folder| current.join(folder));
    toolchain::wasm_target(workspace)?;
    let restorer = step("restorer", || {
        let built = compile(workspace, "squeeze", "release", &["--lib"])?;
        Ok((package::module(&built.join("squeeze.wasm"), false)?, "built".to_owned()))
    })?;
    let (script, module) = step("wasm", || {
        let built = compile(workspace, "shardlab", "single", &["--bin", "shardlab"])?;
        Ok((bind(&built.join("shardlab.wasm"))?, "built".to_owned()))
    })?;
    let made = step("squeeze", || {
        let made = assemble(workspace, &restorer, &script, &module)?;
        let says = format!("{} KB of program, a file of {}", module.len() / 1000, made.len() / 1000);
        Ok((made, says))
    })?;
    step("single-file", || {
        let file = out.join(NAME);
        fs::create_dir_all(&out).map_err(|error| failed(&out, error))?;
        fs::write(&file, &made).map_err(|error| failed(&file, error))?;
        Ok(((), format!("written to {}", file.display())))
    })
}

/// wasm-bindgen's script for a page without modules, and the program.
fn bind(built: &Path) -> Result<(String, Vec<u8>), String> {
    let mut output = Bindgen::new()
        .input_path(built)
        .no_modules(true)
        .and_then(|bindgen| {
            bindgen.typescript(false).remove_name_section(true).remove_producers_section(true).generate_output()
        })
        .map_err(|error| format!("wasm-bindgen: {error:#}"))?;
    Ok((without_comments(output.js()), output.wasm_mut().emit_wasm()))
}

fn assemble(workspace: &Workspace, restorer: &[u8], script: &str, module: &[u8]) -> Result<Vec<u8>, String> {
    let read = |name: &str| {
        let file = workspace.root.join(name);
        fs::read_to_string(&file).map_err(|error| failed(&file, error))
    };
    let (index, icon) = (read("index.html")?, read("public/icon.svg")?);
    let mut style = String::new();
    for sheet in html::sheets(&index) {
        let rules = read(&format!("public/{}", sheet.name))?;
        style += &sheet.media.map_or(rules.clone(), |media| format!("@media {media} {{\n{rules}}}\n"));
    }
    let all = [style.as_bytes(), script.as_bytes(), module].concat();
    let (code, before) = (squeeze::code(module), style.len() + script.len());
    let pieces = page::Pieces {
        start: &without_comments(include_str!("single/start.js")),
        restorer,
        squeezed: &squeeze::squeeze(&all, before + code.start..before + code.end),
        lengths: [style.len(), script.len(), module.len()],
        style: &style,
        script,
        icon: icon.as_bytes(),
    };
    page::page(&index, &pieces)
}

fn failed(path: &Path, error: std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
