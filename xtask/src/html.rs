//! index.html as its source is kept for Trunk → index.html as the built page needs it. Text in, text out.

use crate::assets::without_comments;

/// Nothing but the page's own files may load or run, and nothing may be sent elsewhere. No inline script or style:
/// `wasm-unsafe-eval` only lets WebAssembly compile. `data:` and `blob:` are for pictures drawn in the page.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                          img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
                          base-uri 'none'; form-action 'none'";

/// The names of the built files that the page loads.
pub struct Names<'a> {
    /// The modules that the page runs: the one that starts the program, and what else stands by itself.
    pub scripts: &'a [String],
    /// wasm-bindgen's module and those that it imports.
    pub js: &'a [&'a str],
    /// The program.
    pub wasm: &'a str,
    /// Files renamed by content: the name in the source, the name in the page.
    pub renamed: &'a [(String, String)],
}

/// Takes Trunk's links out; puts the policy first, the hashed names in, and the program's start at the head's end.
/// Fails if there is no plain `<head>…</head>`, or if a file's name would not be found.
pub fn rewrite(source: &str, names: &Names) -> Result<String, String> {
    let mut page = without_links(source, is_trunks);
    for (old, new) in names.renamed {
        let quoted = format!("\"{old}\"");
        if !page.contains(&quoted) {
            return Err(format!("index.html doesn't load {quoted}"));
        }
        page = page.replace(&quoted, &format!("\"{new}\""));
    }
    // First in the head: a policy holds only for what stands after it.
    let first = format!("<head>\n<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">");
    let Names { scripts, js, wasm, .. } = names;
    let modules: String = js.iter().map(|js| format!("<link rel=\"modulepreload\" href=\"./{js}\">\n")).collect();
    let scripts: String =
        scripts.iter().map(|script| format!("<script type=\"module\" src=\"./{script}\"></script>\n")).collect();
    let last = format!(
        "{modules}<link rel=\"preload\" href=\"./{wasm}\" as=\"fetch\" type=\"application/wasm\" crossorigin>\n\
         {scripts}</head>"
    );
    for (mark, replacement) in [("<head>", &first), ("</head>", &last)] {
        if page.matches(mark).count() != 1 {
            return Err(format!("index.html must have `{mark}` once"));
        }
        page = page.replace(mark, replacement);
    }
    Ok(page)
}

/// The module that starts the program: `boot.js` with the names of the built files, those of a lab's modules last.
/// A script of its own, since the policy forbids one in the page.
pub fn boot(js: &str, wasm: &str, of_a_lab: &[String]) -> String {
    let of_a_lab: Vec<String> = of_a_lab.iter().map(|name| format!("\"./{name}\"")).collect();
    without_comments(include_str!("boot.js"))
        .replace("./shardlab.js", &format!("./{js}"))
        .replace("./shardlab.wasm", &format!("./{wasm}"))
        .replace("\"./lab.wasm\"", &of_a_lab.join(", "))
}

/// A stylesheet that the page loads.
#[derive(Debug, PartialEq, Eq)]
pub struct Sheet<'a> {
    pub name: &'a str,
    /// What it holds for, if not for all.
    pub media: Option<&'a str>,
}

/// The page's stylesheets in their order.
pub fn sheets(source: &str) -> Vec<Sheet<'_>> {
    let links = link_places(source).into_iter().map(|(start, end)| &source[start..end]);
    let sheets = links.filter(|link| attribute(link, "rel") == Some("stylesheet"));
    sheets.filter_map(|link| Some(Sheet { name: attribute(link, "href")?, media: attribute(link, "media") })).collect()
}

/// The page without those of its links for which `goes` holds, and without the lines that they leave empty.
pub fn without_links(source: &str, goes: impl Fn(&str) -> bool) -> String {
    let mut page = String::with_capacity(source.len());
    let mut from = 0;
    for (start, end) in link_places(source) {
        let goes = goes(&source[start..end]);
        page.push_str(&source[from..if goes { start } else { end }]);
        from = end + usize::from(goes && source[end..].starts_with('\n'));
    }
    page + &source[from..]
}

fn is_trunks(link: &str) -> bool {
    link.split_whitespace().any(|word| word.trim_end_matches('>') == "data-trunk")
}

fn link_places(source: &str) -> Vec<(usize, usize)> {
    let place = |(start, _): (usize, &str)| {
        (start, source[start..].find('>').map_or(source.len(), |length| start + length + 1))
    };
    source.match_indices("<link").map(place).collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, from) = tag.split_once(&format!(" {name}=\""))?;
    from.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "<!doctype html>\n<html>\n<head>\n<title>T</title>\n<link rel=\"stylesheet\" href=\"style.css\">\n\
                          <link data-trunk rel=\"copy-dir\" href=\"public\">\n<link data-trunk rel=\"rust\" data-wasm-opt=\"0\">\n\
                          </head>\n<body></body>\n</html>\n";

    fn rewritten(source: &str, renamed: &[(String, String)]) -> Result<String, String> {
        let scripts = ["boot-1.js", "more-5.js"].map(str::to_owned);
        rewrite(source, &Names { scripts: &scripts, js: &["app-2.js", "parts-2.js"], wasm: "app-3.wasm", renamed })
    }

    #[test]
    fn the_page_loads_hashed_files_under_a_policy_and_knows_no_trunk() {
        let renamed = [("style.css".to_owned(), "style-4.css".to_owned())];
        let expected = format!(
            "<!doctype html>\n<html>\n<head>\n<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <title>T</title>\n<link rel=\"stylesheet\" href=\"style-4.css\">\n\
             <link rel=\"modulepreload\" href=\"./app-2.js\">\n<link rel=\"modulepreload\" href=\"./parts-2.js\">\n\
             <link rel=\"preload\" href=\"./app-3.wasm\" as=\"fetch\" type=\"application/wasm\" crossorigin>\n\
             <script type=\"module\" src=\"./boot-1.js\"></script>\n\
             <script type=\"module\" src=\"./more-5.js\"></script>\n</head>\n<body></body>\n</html>\n"
        );
        assert_eq!(rewritten(SOURCE, &renamed), Ok(expected));
    }

    #[test]
    fn a_page_that_cannot_be_rewritten_is_refused() {
        let renamed = [("other.css".to_owned(), "other-4.css".to_owned())];
        assert_eq!(rewritten(SOURCE, &renamed), Err("index.html doesn't load \"other.css\"".to_owned()));
        assert_eq!(rewritten("<body></body>", &[]), Err("index.html must have `<head>` once".to_owned()));
    }

    #[test]
    fn a_page_without_trunk_stays_as_it_is() {
        for source in ["", "<link rel=\"icon\">", "<link", "a <link href=\"data-trunk\"> b"] {
            assert_eq!(without_links(source, is_trunks), source);
        }
    }

    #[test]
    fn stylesheets_are_found_in_their_order() {
        let source = "<link rel=\"icon\" href=\"i.svg\"><link rel=\"stylesheet\" href=\"a.css\">\n\
                      <link rel=\"stylesheet\" href=\"b.css\" media=\"print\">";
        let expected = [Sheet { name: "a.css", media: None }, Sheet { name: "b.css", media: Some("print") }];
        assert_eq!(sheets(source), expected);
        assert_eq!(without_links(source, |_| true), "");
    }

    #[test]
    fn the_start_names_all_files_relative_to_itself() {
        let text = boot("app-2.js", "app-3.wasm", &["both-4.wasm".to_owned(), "lab-5.wasm".to_owned()]);
        assert!(text.starts_with("import init, * as bindings from \"./app-2.js\";\n"));
        assert!(text.contains("new URL(\"./app-3.wasm\", import.meta.url)"));
        assert!(text.contains("[\"./both-4.wasm\", \"./lab-5.wasm\"]"));
    }
}
