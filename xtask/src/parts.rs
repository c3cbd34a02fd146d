//! Cuts the linked program at the functions marked `wasm_split` (`src/parts.rs`): into a first module, which
//! wasm-bindgen goes on with, and modules that the page fetches when it needs a part.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use wasm_split_cli_support::{Options, transform};

use crate::assets::{Files, hashed_name, without_comments};

/// The script that fetches parts, as the first module's imports name it.
pub const LOADER: &str = "parts.js";

/// How the tool's script makes a module of what it fetched, and ours, which minds a host's wrong type no more than
/// wasm-bindgen's script does.
const INSTANTIATE: &str = "WebAssembly.instantiateStreaming(src, imports)";
const INSTANTIATE_ANY_TYPE: &str = "instantiate(src, imports)";
const INSTANTIATE_FUNCTION: &str = "\
async function instantiate(source, imports) {
    const answer = await source;
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
    const typed = (answer.headers.get(\"Content-Type\") ?? \"\").startsWith(\"application/wasm\");
    if (typed) return WebAssembly.instantiateStreaming(answer, imports);
    return WebAssembly.instantiate(await answer.arrayBuffer(), imports);
}
";

/// A program in parts.
pub struct Parts {
    /// The first module, before wasm-bindgen.
    pub first: Vec<u8>,
    /// The loader's text; it imports wasm-bindgen's script.
    pub loader: String,
    /// The parts' modules under their hashed names.
    pub modules: Files,
    /// Part → names of the modules that it needs, in the order of their fetching.
    pub needs: BTreeMap<String, Vec<String>>,
}

/// Cuts the program. `script` is the name of wasm-bindgen's, `work` a folder of the build's own.
pub fn cut(program: &Path, script: &str, work: &Path) -> Result<Parts, String> {
    let read = |path: &Path| fs::read(path).map_err(|error| format!("{}: {error}", path.display()));
    let input = read(program)?;
    // What an earlier program left must not be taken for this one's; at first there is no folder.
    let _ = fs::remove_dir_all(work);
    let (first, script, loader) = (work.join("first.wasm"), format!("./{script}"), format!("./{LOADER}"));
    let mut options = Options::new(&input);
    options.output_dir = work;
    options.main_out_path = &first;
    options.main_module = &script;
    options.link_name = &loader;
    let cut = transform(options).map_err(|error| format!("wasm-split: {error:#}"))?;

    let mut parts = Parts {
        first: read(&first)?,
        loader: loader_text(&String::from_utf8_lossy(&read(&work.join(LOADER))?))?,
        modules: Files::new(),
        needs: cut.prefetch_map.into_iter().collect(),
    };
    for path in &cut.split_modules {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).ok_or("a part's module needs a name")?;
        let content = compact(&read(path)?)?;
        let name = hashed_name(&module_name(stem, &parts.needs), &content);
        parts.loader = parts.loader.replace(&format!("\"./{stem}.wasm\""), &format!("\"./{name}\""));
        parts.needs.values_mut().flatten().filter(|needed| *needed == stem).for_each(|needed| needed.clone_from(&name));
        parts.modules.insert(name, content);
    }
    Ok(parts)
}

fn loader_text(made: &str) -> Result<String, String> {
    if !made.contains(INSTANTIATE) {
        return Err("wasm-split's script makes modules in a way not known here".to_owned());
    }
    Ok(without_comments(made).replace(INSTANTIATE, INSTANTIATE_ANY_TYPE) + INSTANTIATE_FUNCTION)
}

/// `split_lab` → `lab.wasm`; what several parts share is named after them: `chunk_3` → `demo-lab.wasm`.
fn module_name(stem: &str, needs: &BTreeMap<String, Vec<String>>) -> String {
    let users = needs.iter().filter(|(_, modules)| modules.iter().any(|module| module == stem));
    let shared = || users.map(|(part, _)| part.as_str()).collect::<Vec<_>>().join("-");
    format!("{}.wasm", stem.strip_prefix("split_").map_or_else(shared, str::to_owned))
}

/// Without names, and with numbers as short as they can be: the linker leaves room to write others over them.
fn compact(module: &[u8]) -> Result<Vec<u8>, String> {
    let mut config = walrus::ModuleConfig::new();
    config.generate_name_section(false).generate_producers_section(false);
    config.parse(module).map(|mut module| module.emit_wasm()).map_err(|error| format!("walrus: {error:#}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_named_after_the_parts_that_need_it() {
        let needs = [("demo", vec!["chunk_3", "split_demo"]), ("lab", vec!["chunk_3", "split_lab"])]
            .map(|(part, modules)| (part.to_owned(), modules.into_iter().map(str::to_owned).collect()));
        let name = |stem| module_name(stem, &needs.clone().into());
        assert_eq!(name("split_lab"), "lab.wasm");
        assert_eq!(name("chunk_3"), "demo-lab.wasm");
    }

    #[test]
    fn the_loader_takes_a_module_of_any_type() {
        let made = "/* demo, lab */\nconst load = async () => (WebAssembly.instantiateStreaming(src, imports));\n";
        let text = loader_text(made).expect("it makes modules as the tool does");
        assert!(text.starts_with("const load = async () => (instantiate(src, imports));\n"), "{text}");
        assert!(loader_text("WebAssembly.instantiate(src)").is_err());
    }
}
