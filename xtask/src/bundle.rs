//! From sources to a page: cargo, wasm-bindgen, content-hashed names, the folder `dist/`. The same for the engine as
//! a module for Node.
//!
//! index.html, Trunk.toml and public/ stay as Trunk expects them, for those who have it. Trunk's page of `trunk serve`
//! differs in one thing: it has no content security policy, as its live reload needs an inline script.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;

use crate::assets::{Files, hashed_name, without_comments};
use crate::compress;
use crate::html;
use crate::oembed;
use crate::offline;
use crate::packages;
use crate::parts::{self, LOADER};
use crate::shell::{self, Workspace, step};
use crate::toolchain::{self, WASM};

/// What a page is built for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// For visitors, whose browsers keep it for use without the network. `precompressed`: with compressed files beside the
    /// plain ones.
    Hosting { precompressed: bool },
    /// To be looked at while one works on it: kept, it would hide the next change.
    Development,
}

/// Builds the page and writes it to `out`, by default `dist/` in the workspace; gives that folder. An `out` is relative to the
/// current folder. With the address where the page will stand there are oEmbed files, too.
pub fn dist(
    workspace: &Workspace,
    out: Option<PathBuf>,
    purpose: Purpose,
    url: Option<&str>,
) -> Result<PathBuf, String> {
    let current = env::current_dir().map_err(|error| format!("the current folder: {error}"))?;
    let out = out.map_or_else(|| workspace.root.join("dist"), |dir| current.join(dir));
    // Before the build: a wrong folder should not cost a minute.
    may_replace(&out)?;
    toolchain::wasm_target(workspace)?;
    let mut page = page(workspace, purpose)?;
    if let Some(url) = url {
        let course = workspace.root.join("content/course.toml");
        let course = fs::read_to_string(&course).map_err(|error| format!("{}: {error}", course.display()))?;
        let mut cards = oembed::cards(&course);
        cards.retain(|card| workspace.root.join(format!("content/labs/{}.toml", card.id)).is_file());
        page.extend(oembed::files(&cards, url));
    }
    if purpose == (Purpose::Hosting { precompressed: true }) {
        let compressed = step("precompressed", || {
            let files = compress::compressed(&page);
            let kib = |end| compress::kib(&files, end);
            let says = format!("{} files, {} KiB of brotli and {} KiB of gzip", files.len(), kib(".br"), kib(".gz"));
            Ok((files, says))
        })?;
        page.extend(compressed);
    }
    write(&page, &out).map(|()| out)
}

/// Builds the page in memory, one printed line a step.
pub fn page(workspace: &Workspace, purpose: Purpose) -> Result<Files, String> {
    // The linker's relocations tell what reaches what, and so what goes into which part.
    let wasm = step("wasm", || {
        let options = ["--bin", "shardlab", "--features", "split", "--", "-C", "link-arg=--emit-relocs"];
        Ok((compile(workspace, "shardlab", "release", &options)?.join("shardlab.wasm"), "built".to_owned()))
    })?;
    let parts = step("parts", || {
        let parts = parts::cut(&wasm, "shardlab.js", &workspace.target.join("parts"))?;
        let says = format!("cut into {} modules", parts.modules.len() + 1);
        Ok((parts, says))
    })?;
    step("page", || {
        let mut files = bind(parts.first, "shardlab")?;
        let (js, loader) = rename_pair(&mut files, "shardlab.js", &parts.loader)?;
        let program = rename(&mut files, "shardlab.wasm")?;
        files.extend(parts.modules);
        let of_a_lab = parts.needs.get("lab").ok_or("the program has no part `lab`")?;
        files.insert("boot.js".to_owned(), html::boot(&js, &program, of_a_lab).into_bytes());
        let boot = rename(&mut files, "boot.js")?;
        let mut scripts = vec![boot];

        let text =
            |name: &str| fs::read_to_string(workspace.root.join(name)).map_err(|error| format!("{name}: {error}"));
        if purpose != Purpose::Development {
            let register = offline::register(&text("content/locales/en.toml")?)?;
            files.insert("offline.js".to_owned(), register.into_bytes());
            scripts.push(rename(&mut files, "offline.js")?);
        }
        let source = text("index.html")?;
        let mut renamed = Vec::new();
        for (name, content) in folder(&workspace.root.join("public"))? {
            // What the page itself loads may be cached for ever under its hash; an icon keeps the name others know.
            let is_loaded =
                [".css", ".js"].iter().any(|end| name.ends_with(end)) && source.contains(&format!("\"{name}\""));
            let name = if is_loaded {
                let hashed = hashed_name(&name, &content);
                renamed.push((name, hashed.clone()));
                hashed
            } else {
                name
            };
            files.insert(name, content);
        }
        let names = html::Names { scripts: &scripts, js: &[&js, &loader], wasm: &program, renamed: &renamed };
        files.insert("index.html".to_owned(), html::rewrite(&source, &names)?.into_bytes());
        files.extend([packages::list(&files)]);
        if purpose != Purpose::Development {
            files.insert(offline::WORKER.to_owned(), offline::worker(&files)?.into_bytes());
        }
        let says = format!("bound into {} files", files.len());
        Ok((files, says))
    })
}

/// Replaces the folder `out` by the page. Refuses a folder with something else in it.
pub fn write(page: &Files, out: &Path) -> Result<(), String> {
    let failed = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    step("dist", || {
        may_replace(out)?;
        if out.exists() {
            fs::remove_dir_all(out).map_err(|error| failed(out, error))?;
        }
        for (name, content) in page {
            let file = out.join(name);
            let parent = file.parent().unwrap_or(out);
            fs::create_dir_all(parent).map_err(|error| failed(parent, error))?;
            fs::write(&file, content).map_err(|error| failed(&file, error))?;
        }
        Ok(((), format!("written to {}", out.display())))
    })
}

/// A folder may be replaced if it isn't there, is empty or holds an earlier page.
fn may_replace(out: &Path) -> Result<(), String> {
    let Ok(entries) = fs::read_dir(out) else { return Ok(()) };
    let names: Vec<String> = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let is_page = names.iter().any(|name| name.starts_with("boot-") && name.ends_with(".js"));
    if names.is_empty() || is_page {
        return Ok(());
    }
    Err(format!("{} holds something other than an earlier page: empty it first", out.display()))
}

/// Builds golden trace and benchmarks for Node into `target/engine-js/`, with the profile of the page.
pub fn engine_for_node(workspace: &Workspace) -> Result<(), String> {
    let wasm = step("engine", || {
        let built = compile(workspace, "stream-engine-js", "release", &["--lib", "--features", "bench"])?;
        Ok((built.join("stream_engine_js.wasm"), "built".to_owned()))
    })?;
    let out = workspace.root.join("target/engine-js");
    Bindgen::new()
        .input_path(&wasm)
        .nodejs(true)
        .and_then(|bindgen| bindgen.typescript(false).generate(&out))
        .map_err(|error| format!("wasm-bindgen: {error:#}"))?;
    // The workspace's package.json makes every .js below it a module; wasm-bindgen's for Node isn't one.
    let manifest = out.join("package.json");
    fs::write(&manifest, "{ \"type\": \"commonjs\", \"main\": \"stream_engine_js.js\" }\n")
        .map_err(|error| format!("{}: {error}", manifest.display()))
}

/// Builds a crate as WebAssembly by one of the workspace's profiles; gives the folder of the .wasm.
pub fn compile(workspace: &Workspace, package: &str, profile: &str, options: &[&str]) -> Result<PathBuf, String> {
    let mut cargo = workspace.cargo(&["rustc", "--profile", profile, "--target", WASM, "-p", package]);
    // wasm-bindgen wants the features' section that `strip` takes away, and removes the names itself.
    let strip = format!("CARGO_PROFILE_{}_STRIP", profile.to_uppercase());
    shell::run(cargo.args(options).env(strip, "none"))?;
    Ok(workspace.target.join(WASM).join(profile))
}

/// wasm-bindgen's files for the web: `<stem>.js`, `<stem>.wasm` and the snippets that the js imports.
fn bind(wasm: Vec<u8>, stem: &str) -> Result<Files, String> {
    let mut output = Bindgen::new()
        .input_bytes(stem, wasm)
        .web(true)
        .and_then(|bindgen| {
            // The parts use the first module's memory, table and stack pointer under the linker's names.
            let bindgen = bindgen.typescript(false).keep_lld_exports(true);
            bindgen.remove_name_section(true).remove_producers_section(true).generate_output()
        })
        .map_err(|error| format!("wasm-bindgen: {error:#}"))?;
    if let Some(name) = output.npm_dependencies().keys().next() {
        return Err(format!("a crate wants the npm package {name}: the page has no bundler for it"));
    }
    let mut files = BTreeMap::from([(format!("{stem}.js"), without_comments(output.js()).into_bytes())]);
    for (package, texts) in output.snippets() {
        for (number, text) in texts.iter().enumerate() {
            files.insert(format!("snippets/{package}/inline{number}.js"), text.clone().into_bytes());
        }
    }
    for (path, text) in output.local_modules() {
        files.insert(format!("snippets/{path}"), text.clone().into_bytes());
    }
    files.insert(format!("{stem}.wasm"), output.wasm_mut().emit_wasm());
    Ok(files)
}

fn rename(files: &mut Files, name: &str) -> Result<String, String> {
    let content = files.remove(name).ok_or(format!("wasm-bindgen made no {name}"))?;
    let hashed = hashed_name(name, &content);
    files.insert(hashed.clone(), content);
    Ok(hashed)
}

/// Renames two scripts that import each other: each bears the hash of both. The loader's plain name stays where it is
/// the key of the program's imports.
fn rename_pair(files: &mut Files, js: &str, loader: &str) -> Result<(String, String), String> {
    let text = files.remove(js).ok_or(format!("wasm-bindgen made no {js}"))?;
    let text = String::from_utf8_lossy(&text);
    let both = [text.as_bytes(), loader.as_bytes()].concat();
    let (js_name, loader_name) = (hashed_name(js, &both), hashed_name(LOADER, &both));
    let from = |name: &str| format!("from \"./{name}\"");
    for (plain, text) in [(LOADER, &*text), (js, loader)] {
        if !text.contains(&from(plain)) {
            return Err(format!("nothing imports {plain}"));
        }
    }
    files.insert(js_name.clone(), text.replace(&from(LOADER), &from(&loader_name)).into_bytes());
    files.insert(loader_name.clone(), loader.replace(&from(js), &from(&js_name)).into_bytes());
    Ok((js_name, loader_name))
}

/// All files below a folder, by their names with `/` between folders.
fn folder(root: &Path) -> Result<Files, String> {
    let mut files = Files::new();
    let mut open = vec![(String::new(), root.to_path_buf())];
    while let Some((prefix, path)) = open.pop() {
        let failed = |error: std::io::Error| format!("{}: {error}", path.display());
        for entry in fs::read_dir(&path).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().into_string().map_err(|name| format!("{name:?} is no UTF-8 name"))?;
            if entry.path().is_dir() {
                open.push((format!("{prefix}{name}/"), entry.path()));
            } else {
                files.insert(format!("{prefix}{name}"), fs::read(entry.path()).map_err(failed)?);
            }
        }
    }
    Ok(files)
}
