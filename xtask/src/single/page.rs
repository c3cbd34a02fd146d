//! The HTML of the one-file edition: index.html without its links, a policy by digests, and the bytes as letters.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::text::{ENCODING, letters};
use crate::html::without_links;

/// What the page is made of.
pub struct Pieces<'a> {
    /// The script that starts it.
    pub start: &'a str,
    /// The module that restores what was squeezed.
    pub restorer: &'a [u8],
    /// Style, script and program, one behind the other, squeezed.
    pub squeezed: &'a [u8],
    /// How long each of the three is.
    pub lengths: [usize; 3],
    pub style: &'a str,
    pub script: &'a str,
    /// The icon, an SVG.
    pub icon: &'a [u8],
}

/// Nothing comes from outside, and of what stands in the page only this one style and these two scripts count.
fn policy(pieces: &Pieces) -> String {
    let digest = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    format!(
        "default-src 'none'; script-src {} {} 'wasm-unsafe-eval'; style-src {}; img-src data: blob:; base-uri 'none'; \
         form-action 'none'",
        digest(pieces.start),
        digest(pieces.script),
        digest(pieces.style)
    )
}

/// The page. Fails if index.html is not as expected, or has a letter beyond ASCII.
pub fn page(index: &str, pieces: &Pieces) -> Result<Vec<u8>, String> {
    let mut page = without_links(index, |_| true);
    let icon = format!("<link rel=\"icon\" href=\"data:image/svg+xml;base64,{}\">", STANDARD.encode(pieces.icon));
    // A policy holds for what stands after it, and the encoding has to stand within the first 1 024 bytes.
    let first = format!(
        "<meta charset=\"{ENCODING}\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">",
        policy(pieces)
    );
    let starting = "<p id=\"starting\" role=\"status\"><label>Shardlab unpacks itself&hellip; \
                    <progress max=\"1\"></progress></label></p>\n";
    for (mark, replacement) in [
        ("<meta charset=\"utf-8\">", first),
        ("</head>", format!("{icon}\n</head>")),
        ("</noscript>", format!("</noscript>\n{starting}")),
    ] {
        if page.matches(mark).count() != 1 {
            return Err(format!("index.html must have `{mark}` once"));
        }
        page = page.replace(mark, &replacement);
    }
    if !page.is_ascii() || !pieces.start.is_ascii() {
        return Err("index.html and start.js must be ASCII: the page is no UTF-8".to_owned());
    }
    let (before, after) = page.split_once("</body>").ok_or("index.html must have `</body>`")?;
    let lengths = pieces.lengths.map(|length| length.to_string()).join(" ");
    let mut bytes = before.as_bytes().to_vec();
    for (attributes, data) in [
        ("id=\"restorer\"".to_owned(), pieces.restorer),
        (format!("id=\"program\" data-lengths=\"{lengths}\""), pieces.squeezed),
    ] {
        bytes.extend(format!("<script type=\"application/octet-stream\" {attributes}>").into_bytes());
        bytes.extend(letters(data));
        bytes.extend(b"</script>\n");
    }
    bytes.extend(format!("<script type=\"module\">{}</script>\n</body>{after}", pieces.start).into_bytes());
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>T</title>\n\
                         <link rel=\"icon\" href=\"icon.svg\">\n<link rel=\"stylesheet\" href=\"style.css\">\n</head>\n\
                         <body><noscript>N</noscript></body>\n</html>\n";
    const PIECES: Pieces = Pieces {
        start: "go()",
        restorer: b"r<",
        squeezed: b"\0\xe9",
        lengths: [1, 2, 3],
        style: "p{}",
        script: "",
        icon: b"<svg/>",
    };

    #[test]
    fn all_stands_in_the_page_under_a_policy_of_digests() {
        let made = page(INDEX, &PIECES).expect("index.html is as expected");
        let text: String = made.iter().map(|byte| char::from(*byte)).collect();
        let expected = "<!doctype html>\n<html>\n<head>\n<meta charset=\"windows-1252\">\n\
            <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src \
            'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw=' \
            'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' 'wasm-unsafe-eval'; style-src \
            'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='; img-src data: blob:; base-uri 'none'; \
            form-action 'none'\">\n<title>T</title>\n\
            <link rel=\"icon\" href=\"data:image/svg+xml;base64,PHN2Zy8+\">\n</head>\n<body><noscript>N</noscript>\n\
            <p id=\"starting\" role=\"status\"><label>Shardlab unpacks itself&hellip; \
            <progress max=\"1\"></progress></label></p>\n\
            <script type=\"application/octet-stream\" id=\"restorer\">r=|</script>\n\
            <script type=\"application/octet-stream\" id=\"program\" data-lengths=\"1 2 3\">=@\u{e9}</script>\n\
            <script type=\"module\">go()</script>\n</body>\n</html>\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_page_that_is_not_as_expected_is_refused() {
        let refused = |index: &str| page(index, &PIECES).expect_err("it is not as expected");
        assert_eq!(refused("<head></head>"), "index.html must have `<meta charset=\"utf-8\">` once");
        assert!(refused(&INDEX.replace('T', "\u{2026}")).starts_with("index.html and start.js must be ASCII"));
    }
}
