//! As much of HTTP as a folder of files needs: a request's head in, status, type and file out. No sockets here.

use std::path::{Path, PathBuf};

/// What to answer.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// This file.
    File(PathBuf),
    /// No such file, or a name that leaves the folder.
    NotFound,
    /// Neither GET nor HEAD.
    MethodNotAllowed,
    /// Not HTTP.
    BadRequest,
}

/// Decides by the first line of a request. Reads no file, but looks whether it is there.
pub fn answer(request_line: &str, root: &Path) -> Answer {
    let mut words = request_line.split_whitespace();
    let (Some(method), Some(target), Some(version), None) = (words.next(), words.next(), words.next(), words.next())
    else {
        return Answer::BadRequest;
    };
    if !version.starts_with("HTTP/1.") {
        return Answer::BadRequest;
    }
    if method != "GET" && method != "HEAD" {
        return Answer::MethodNotAllowed;
    }
    match relative_path(target).map(|relative| root.join(relative)) {
        Some(path) if path.is_file() => Answer::File(path),
        _ => Answer::NotFound,
    }
}

/// A target as a path that stays below the folder, or nothing. A name that ends in `/` is its folder's index.html.
pub fn relative_path(target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let decoded = percent_decoded(path)?;
    let mut parts: Vec<&str> = decoded.split('/').collect();
    if let Some(last) = parts.last_mut()
        && last.is_empty()
    {
        *last = "index.html";
    }
    let mut relative = PathBuf::new();
    for part in parts {
        // No parent, no hidden file, no empty part; nothing that some system reads as a separator, a drive or an end.
        if part.is_empty() || part.starts_with('.') || part.contains(['\\', ':', '\0']) {
            return None;
        }
        relative.push(part);
    }
    Some(relative)
}

/// The type of a file by the end of its name.
pub fn mime_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?].map(|digit| char::from(digit).to_digit(16));
            bytes.push(u8::try_from(digits[0]? * 16 + digits[1]?).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_stays_below_the_folder() {
        let check = |target: &str, expected: Option<&str>| {
            assert_eq!(relative_path(target), expected.map(PathBuf::from), "for `{target}`");
        };
        check("/", Some("index.html"));
        check("/a.js?v=1", Some("a.js"));
        check("/a/b%20c.css", Some("a/b c.css"));
        check("/a/", Some("a/index.html"));
        check("/%C3%A4", Some("ä"));
        for target in [
            "",
            "a",
            "//",
            "//a",
            "/../a",
            "/a/../../b",
            "/%2e%2e/a",
            "/a%2f..%2f..%2fb",
            "/..%5ca",
            "/.git/config",
            "/a%00",
            "/a%",
            "/%zz",
            "/%ff",
            "/c:/a",
            "http://host/a",
        ] {
            check(target, None);
        }
    }

    #[test]
    fn only_get_and_head_of_a_file_are_answered() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let check = |line: &str, expected: Answer| assert_eq!(answer(line, root), expected, "for `{line}`");
        check("GET /Cargo.toml HTTP/1.1", Answer::File(root.join("Cargo.toml")));
        check("HEAD /Cargo.toml HTTP/1.0", Answer::File(root.join("Cargo.toml")));
        check("GET /src HTTP/1.1", Answer::NotFound);
        check("GET /../Cargo.toml HTTP/1.1", Answer::NotFound);
        check("POST /Cargo.toml HTTP/1.1", Answer::MethodNotAllowed);
        check("GET /Cargo.toml", Answer::BadRequest);
        check("GET / HTTP/2", Answer::BadRequest);
        check("", Answer::BadRequest);
    }

    #[test]
    fn types_are_those_that_browsers_insist_on() {
        let check = |name: &str, expected: &str| assert_eq!(mime_type(Path::new(name)), expected);
        check("a.wasm", "application/wasm");
        check("a.js", "text/javascript; charset=utf-8");
        check("a.css", "text/css; charset=utf-8");
        check("a.svg", "image/svg+xml; charset=utf-8");
        check("a", "application/octet-stream");
    }
}
