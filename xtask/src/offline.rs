//! The page without the network: the worker that keeps its files (`sw.js`), with the list of them, and the script that
//! registers it (`offline.js`), with its words. Text in, text out.

use crate::assets::{Files, hash, without_comments};
use squeeze::digest;

/// The worker's name: always the same, since browsers ask under it for a new edition.
pub const WORKER: &str = "sw.js";

/// Words that the registering script shows, by their keys.
const WORDS: [&str; 3] = ["edition.ready", "edition.use", "dialog.close"];

/// The worker of a page that has its index.html already. What that names comes first.
pub fn worker(files: &Files) -> Result<String, String> {
    let html = files.get("index.html").ok_or("a page without index.html can't be kept")?;
    let html = String::from_utf8_lossy(html);
    let (first, rest): (Vec<_>, Vec<_>) =
        files.iter().partition(|(name, _)| *name == "index.html" || html.contains(name.as_str()));
    let (first, rest) = (sums(&first), sums(&rest));
    let edition = hash([first.as_bytes(), rest.as_bytes()].concat().as_slice());
    Ok(without_comments(include_str!("sw.js"))
        .replace("\"edition\"", &format!("\"{edition}\""))
        .replace("{ \"index.html\": 0 }", &first)
        .replace("{ \"lab.wasm\": 0 }", &rest))
}

/// The script that registers the worker, with its words from the text of `en.toml`.
pub fn register(locale: &str) -> Result<String, String> {
    let mut script = without_comments(include_str!("offline.js"));
    for key in WORDS {
        let key = format!("\"{key}\"");
        let word = locale.lines().find_map(|line| line.strip_prefix(&key)?.trim_start().strip_prefix('='));
        // A text in double quotes reads the same in TOML and in JavaScript.
        let word = word.map(str::trim).filter(|word| word.starts_with('"')).ok_or(format!("en.toml has no {key}"))?;
        script = script.replace(&key, word);
    }
    Ok(script)
}

/// Files as a JavaScript object: name → digest of the content, which JavaScript reckons fast. It tells a damaged file, or
/// another edition's, from the right one; nobody has to be kept from forging it.
fn sums(files: &[(&String, &Vec<u8>)]) -> String {
    let lines: Vec<String> = files.iter().map(|(name, content)| format!("  {name:?}: {}", digest(content))).collect();
    format!("{{\n{}\n}}", lines.join(",\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> Files {
        [("index.html", html), ("lab-1.wasm", "a"), ("boot-2.js", "")]
            .map(|(name, content)| (name.to_owned(), content.as_bytes().to_vec()))
            .into()
    }

    #[test]
    fn the_worker_lists_every_file_and_first_what_the_page_names() {
        let worker = worker(&page("<script src=\"./boot-2.js\">")).expect("there is an index.html");
        let sum = digest(b"<script src=\"./boot-2.js\">");
        let first = format!("const FIRST = {{\n  \"boot-2.js\": 2166136261,\n  \"index.html\": {sum}\n}};");
        assert!(worker.contains(&first), "{worker}");
        assert!(worker.contains("const REST = {\n  \"lab-1.wasm\": 3826002220\n};"), "{worker}");
        assert!(super::worker(&Files::new()).is_err());
    }

    #[test]
    fn another_page_is_another_edition() {
        let edition = |html: &str| {
            let worker = worker(&page(html)).expect("there is an index.html");
            worker.lines().find(|line| line.starts_with("const EDITION")).map(str::to_owned)
        };
        assert_eq!(edition("a"), edition("a"));
        assert_ne!(edition("a"), edition("b"));
        assert!(!edition("a").expect("an edition").contains("\"edition\""));
    }

    #[test]
    fn the_notice_speaks_the_page_s_words() {
        let locale = "# edition\n\"edition.ready\" = \"A \\\"new\\\" one\"\n\"edition.use\" = \"Use\"\n\"dialog.close\" = \"Close\"\n";
        let script = register(locale).expect("all words are there");
        assert!(script.contains("textContent: \"A \\\"new\\\" one\" }"), "{script}");
        assert!(script.contains("button(\"Use\", use)") && script.contains("button(\"Close\", "), "{script}");
        assert_eq!(register("\"edition.ready\" = \"A\"\n"), Err("en.toml has no \"edition.use\"".to_owned()));
    }

    #[test]
    fn every_word_of_the_notice_is_in_the_page_s_locale() {
        register(include_str!("../../content/locales/en.toml")).expect("all words are there");
    }
}
