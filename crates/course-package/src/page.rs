//! The built page's files within a package.

/// The list of the files that go along, as the build writes it beside them: names in JSON.
pub const LIST: &str = "files.json";

/// The folder of the page within a package.
const FOLDER: &str = "page/";

/// Whether a file of the built page is for a package: not what serves a host's visitors alone, which is the worker with what
/// registers it, the installable app, the element for other pages, and what is compressed or written for other programs.
pub fn goes_along(name: &str) -> bool {
    let is_icon_of_app = name.starts_with("icon-") && name.ends_with(".png");
    let is_for_visitors = ["sw.js", "shard-lab.js", LIST].contains(&name) || is_worker(name) || is_app(name);
    let is_beside = ["lab/", "oembed/"].iter().any(|folder| name.starts_with(folder));
    let is_compressed = [".br", ".gz"].iter().any(|ending| name.ends_with(ending));
    !(is_icon_of_app || is_for_visitors || is_beside || is_compressed)
}

/// A file's name in a package, and its content there: index.html asks for nothing that doesn't go along.
pub fn packed(name: &str, content: Vec<u8>) -> (String, Vec<u8>) {
    let content = match name {
        "index.html" => {
            String::from_utf8_lossy(&content).lines().filter(|line| stays(line)).fold(Vec::new(), |mut all, line| {
                all.extend(line.as_bytes());
                all.push(b'\n');
                all
            })
        }
        _ => content,
    };
    (format!("{FOLDER}{name}"), content)
}

/// A built index.html has one tag a line.
fn stays(line: &str) -> bool {
    let names = |is: fn(&str) -> bool| line.split('"').any(|value| is(value.trim_start_matches("./")));
    !(line.starts_with('<') && (names(is_worker) || names(is_app)))
}

fn is_worker(name: &str) -> bool {
    name.starts_with("offline-") && name.ends_with(".js")
}

fn is_app(name: &str) -> bool {
    name.ends_with(".webmanifest")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_serves_visitors_alone_stays_behind() {
        for name in ["index.html", "boot-1.js", "lab-2.wasm", "style-3.css", "icon.svg", "snippets/a/inline0.js"] {
            assert!(goes_along(name), "{name}");
        }
        for name in ["sw.js", "offline-0a.js", "manifest.webmanifest", "icon-192.png", "shard-lab.js", "files.json"] {
            assert!(!goes_along(name), "{name}");
        }
        for name in ["index.html.br", "lab-2.wasm.gz", "oembed/kcl.json", "lab/kcl.html"] {
            assert!(!goes_along(name), "{name}");
        }
    }

    #[test]
    fn index_html_asks_only_for_what_goes_along() {
        let html = "<!doctype html>\n<link rel=\"manifest\" href=\"manifest.webmanifest\">\n<link rel=\"icon\" href=\"icon.svg\">\n\
                    <script type=\"module\" src=\"./boot-1.js\"></script>\n<script type=\"module\" src=\"./offline-2.js\"></script>\n</html>\n";
        let (name, content) = packed("index.html", html.into());
        let wanted = "<!doctype html>\n<link rel=\"icon\" href=\"icon.svg\">\n<script type=\"module\" src=\"./boot-1.js\"></script>\n</html>\n";
        assert_eq!((name.as_str(), content), ("page/index.html", wanted.into()));
        assert_eq!(
            packed("a.js", b"<\"offline-1.js\"".to_vec()),
            ("page/a.js".to_owned(), b"<\"offline-1.js\"".to_vec())
        );
    }
}
