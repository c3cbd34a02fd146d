//! The embedded content, and the page's words by key.

use lab_content::Content;
use std::cell::OnceCell;

static EMBEDDED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/content.bin"));

thread_local! {
    static CONTENT: OnceCell<&'static Content> = const { OnceCell::new() };
}

/// All content. Decoded once and kept for the life of the page.
pub fn content() -> &'static Content {
    let decode = || Content::decode(EMBEDDED).expect("build.rs wrote it with the same types");
    CONTENT.with(|cell| *cell.get_or_init(|| Box::leak(Box::new(decode()))))
}

/// The word with this key; a test holds the keys in the code against the words.
pub fn t(key: &str) -> &'static str {
    content().word(key).unwrap_or("")
}

/// The word with this key, its `{name}`s replaced.
pub fn tf(key: &str, values: &[(&str, &str)]) -> String {
    lab_content::format::fill(t(key), |name| {
        values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    })
}
