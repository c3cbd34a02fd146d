//! What is done to and asked of a built page's files, without touching the disk: content hashes for their names,
//! comments taken out, and the check that no file names a host.

use std::collections::BTreeMap;

/// A page: file names with `/` between folders → content.
pub type Files = BTreeMap<String, Vec<u8>>;

/// XML namespaces look like addresses but are only names; nothing is ever requested from there.
const NAMESPACES: [&str; 3] =
    ["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml", "http://www.w3.org/1999/xlink"];

/// FNV-1a of 64 bits as 16 hex digits. Names must change with the content, nobody has to be kept from forging one,
/// and std's hasher may change with the compiler.
pub fn hash(content: &[u8]) -> String {
    let fold = |state: u64, byte: &u8| (state ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    format!("{:016x}", content.iter().fold(0xcbf2_9ce4_8422_2325, fold))
}

/// `style.css` → `style-0123456789abcdef.css`.
pub fn hashed_name(name: &str, content: &[u8]) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}-{}.{extension}", hash(content)),
        None => format!("{name}-{}", hash(content)),
    }
}

/// wasm-bindgen's js without the comments that fill whole lines: some name hosts, and no reader of a built page needs
/// them. Not for other scripts: a line within a long string may look like a comment.
pub fn without_comments(js: &str) -> String {
    let mut in_block = false;
    let mut kept = String::with_capacity(js.len());
    for line in js.lines() {
        let text = line.trim();
        in_block |= text.starts_with("/*");
        if !in_block && !text.starts_with("//") {
            kept.push_str(line);
            kept.push('\n');
        }
        in_block &= !text.ends_with("*/");
    }
    kept
}

/// Every host named in the page's html, js and css, as `file: address`. The wasm isn't searched: the lessons' links
/// to AWS' pages live there, and a person follows these.
pub fn hosts_named(files: &Files) -> Vec<String> {
    let readable = |name: &&String| [".html", ".js", ".css"].iter().any(|end| name.ends_with(end));
    files
        .iter()
        .filter(|(name, _)| readable(name))
        .flat_map(|(name, content)| {
            addresses(&String::from_utf8_lossy(content)).into_iter().map(move |address| format!("{name}: {address}"))
        })
        .collect()
}

/// Addresses with a scheme (`https://host/…`) or without (`"//host/…"`).
fn addresses(text: &str) -> Vec<String> {
    let is_host = |c: char| c.is_ascii_alphanumeric() || "[_".contains(c);
    let ends = |c: char| c.is_whitespace() || "\"'`<>(){};,".contains(c);
    text.match_indices("//")
        .filter_map(|(at, _)| {
            let (before, from) = (&text[..at], &text[at..]);
            let scheme_start = before.strip_suffix(':').map(|scheme| {
                scheme.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '+').map_or(0, |last| last + 1)
            });
            let quoted = before.ends_with(['"', '\'', '`', '(', '=']);
            let named = from[2..].starts_with(is_host) && (quoted || scheme_start.is_some());
            let start = scheme_start.unwrap_or(at);
            let end = from[2..].find(ends).map_or(text.len(), |length| at + 2 + length);
            named.then(|| text[start..end].to_owned())
        })
        .filter(|address| !NAMESPACES.contains(&address.as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_changes_with_the_content() {
        assert_eq!(hash(b""), "cbf29ce484222325");
        assert_eq!(hash(b"a"), "af63dc4c8601ec8c");
        assert_eq!(hashed_name("style.css", b"a"), "style-af63dc4c8601ec8c.css");
        assert_eq!(hashed_name("folder/a.b.js", b"a"), "folder/a.b-af63dc4c8601ec8c.js");
    }

    #[test]
    fn only_comments_on_lines_of_their_own_are_left_out() {
        let js = "/* @ts-self-types=\"./a.d.ts\" */\n/**\n * A doc.\n * @param {number} a\n */\nexport function f(a) {\n    // Why.\n    return '//' + a; // kept\n}\n";
        let expected = "export function f(a) {\n    return '//' + a; // kept\n}\n";
        assert_eq!(without_comments(js), expected);
    }

    #[test]
    fn addresses_are_found_and_comments_and_namespaces_are_not() {
        let check = |text: &str, expected: &[&str]| assert_eq!(addresses(text), expected, "for `{text}`");
        check("fetch('https://example.com/a?b')", &["https://example.com/a?b"]);
        check("@import url(//cdn.example.com/x.css);", &["//cdn.example.com/x.css"]);
        check("<img src=\"//example.com\">", &["//example.com"]);
        check("new WebSocket(`wss://example.com:1/`)", &["wss://example.com:1/"]);
        check("see http://a.b c", &["http://a.b"]);
        check("let a = 1; // a comment\n//another", &[]);
        check("createElementNS('http://www.w3.org/2000/svg', 'a')", &[]);
        check("http://www.w3.org/TR/", &["http://www.w3.org/TR/"]);
        check("import './a.js'; const x = '../b//c';", &[]);
    }

    #[test]
    fn only_html_js_and_css_are_searched() {
        let text = b"https://example.com".to_vec();
        let files: Files =
            ["a.js", "b.css", "c.html", "d.wasm", "e.svg"].map(|name| (name.to_owned(), text.clone())).into();
        assert_eq!(hosts_named(&files).len(), 3);
        assert_eq!(hosts_named(&files)[0], "a.js: https://example.com");
    }
}
