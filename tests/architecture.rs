//! The layers hold: who may use what, and what must be absent. See ARCHITECTURE.md.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Rust sources below a folder, or the one file, with paths relative to the project.
fn sources(place: &str) -> Vec<(String, String)> {
    fn collect(path: &Path, found: &mut Vec<(String, String)>) {
        if path.is_dir() {
            let mut entries: Vec<_> =
                std::fs::read_dir(path).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
            entries.sort();
            entries.iter().for_each(|entry| collect(entry, found));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.strip_prefix(root()).expect("below the root").display().to_string();
            found.push((name, std::fs::read_to_string(path).expect("a readable source")));
        }
    }
    let mut found = Vec::new();
    collect(&root().join(place), &mut found);
    assert!(!found.is_empty(), "{place} has no sources");
    found
}

/// The code without comments, and without its test module.
fn code(text: &str) -> String {
    let body = text.split("#[cfg(test)]").next().unwrap_or(text);
    body.lines().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}

/// None of the words stands in the code of these places.
fn absent(places: &[&str], words: &[&str], why: &str) {
    for place in places {
        for (file, text) in sources(place) {
            let code = code(&text);
            for word in words {
                assert!(!code.contains(word), "{file}: `{word}`: {why}");
            }
        }
    }
}

#[test]
fn the_engine_knows_no_browser_no_clock_and_no_order_of_a_hash_map() {
    let words = [
        "leptos",
        "web_sys",
        "wasm_bindgen",
        "js_sys",
        "lab_content",
        "std::time",
        "Instant::",
        "SystemTime",
        "HashMap",
        "HashSet",
        "thread_rng",
    ];
    absent(&["crates/stream-engine/src"], &words, "the engine is a function of its arguments");
}

#[test]
fn the_engine_keeps_no_float_in_its_state() {
    let is_state = |line: &str| line.trim_start().starts_with("pub ") || line.trim_start().starts_with("let mut ");
    for (file, text) in sources("crates/stream-engine/src") {
        for line in code(&text).lines().filter(|line| is_state(line) && !line.contains("fn ")) {
            assert!(!line.contains("f64") && !line.contains("f32"), "{file}: {line}");
        }
    }
}

#[test]
fn content_types_use_the_engine_and_nothing_of_the_page() {
    absent(&["crates/lab-content/src"], &["leptos", "web_sys", "wasm_bindgen", "shardlab"], "content → engine");
}

#[test]
fn a_study_of_keys_knows_no_browser_and_no_clock() {
    let words = ["leptos", "web_sys", "wasm_bindgen", "js_sys", "lab_content", "std::time", "Instant::", "SystemTime"];
    absent(&["crates/key-study/src"], &words, "bytes in, numbers out");
}

#[test]
fn results_are_checked_without_a_browser_a_clock_or_chance() {
    let words =
        ["leptos", "web_sys", "wasm_bindgen", "js_sys", "std::time", "Instant::", "SystemTime", "HashMap", "rng::"];
    absent(&["crates/classroom/src"], &words, "a log proves the same everywhere");
}

#[test]
fn questions_are_taken_away_without_a_browser_a_clock_or_chance() {
    let words =
        ["leptos", "web_sys", "wasm_bindgen", "js_sys", "std::time", "Instant::", "SystemTime", "HashMap", "rng::"];
    absent(&["crates/question-export/src"], &words, "the same sheet gives the same bytes");
}

#[test]
fn scenes_are_plain_data() {
    absent(
        &["src/scene"],
        &["leptos", "web_sys", "wasm_bindgen", "crate::widgets", "crate::session", "crate::desk", "crate::pages"],
        "scene → engine, content",
    );
}

#[test]
fn widgets_do_not_change_the_model_or_know_a_limit() {
    let words = [".apply(", "History::new", "run_until(", "shard_write_records_per_second:", "Quotas {"];
    let places: Vec<String> =
        sources("src/widgets").into_iter().map(|(file, _)| file).filter(|file| !file.ends_with("demo.rs")).collect();
    absent(&places.iter().map(String::as_str).collect::<Vec<_>>(), &words, "intent goes up by `Session::act`");
}

#[test]
fn what_outlives_a_page_is_made_in_one_place() {
    let places: Vec<String> =
        sources("src").into_iter().map(|(file, _)| file).filter(|file| !file.ends_with("outliving.rs")).collect();
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    absent(&places, &["Owner::new_root"], "it takes the current owner's place");
}

#[test]
fn the_low_layers_of_the_page_do_not_reach_up() {
    absent(
        &[
            "src/content.rs",
            "src/parameters.rs",
            "src/given.rs",
            "src/reader.rs",
            "src/turns.rs",
            "src/share.rs",
            "src/storage.rs",
            "src/paint.rs",
            "src/route.rs",
            "src/run_file.rs",
            "src/answers.rs",
            "src/progress_file.rs",
        ],
        &["crate::pages", "crate::widgets", "crate::session"],
        "pages → widgets → session → …",
    );
    absent(&["src/widgets"], &["crate::pages"], "pages use widgets");
    absent(&["src/quiz.rs", "src/quiz"], &["crate::pages", "crate::widgets"], "widgets → quiz");
}

#[test]
fn the_first_module_reaches_the_labs_only_through_their_parts() {
    // What it names comes along with it, however seldom it is needed.
    absent(
        &[
            "src/app.rs",
            "src/parameters.rs",
            "src/route.rs",
            "src/storage.rs",
            "src/given.rs",
            "src/pages/home.rs",
            "src/pages/keys/mod.rs",
            "src/pages/lab/mod.rs",
            "src/pages/lesson.rs",
            "src/pages/quiz/mod.rs",
            "src/pages/tools/mod.rs",
            "src/pages/unknown.rs",
            "src/widgets/dialog.rs",
            "src/widgets/footer.rs",
            "src/widgets/header.rs",
            "src/widgets/help.rs",
            "src/widgets/icon.rs",
            "src/widgets/mod.rs",
            "src/widgets/path.rs",
            "src/widgets/search/mod.rs",
        ],
        &[
            "stream_engine",
            "crate::session",
            "crate::desk",
            "crate::reader",
            "key_study",
            "crate::scene",
            "crate::share",
            "content()",
            "reference()",
            "search_index()",
            "page_search",
            "bank()",
            "question_bank",
            "crate::answers",
            "body::",
            "widgets::demo",
        ],
        "pages → parts",
    );
}

#[test]
fn only_storage_touches_what_the_browser_keeps() {
    let words = ["local_storage", "session_storage", "cookie", "indexed_db", "IdbFactory"];
    let others: Vec<String> =
        sources("src").into_iter().map(|(file, _)| file).filter(|file| !file.ends_with("storage.rs")).collect();
    absent(&others.iter().map(String::as_str).collect::<Vec<_>>(), &words, "storage is one room");
}

#[test]
fn nothing_asks_another_host() {
    let words = ["XmlHttpRequest", "WebSocket", "EventSource", "send_beacon", "http://", "https://"];
    absent(&["src"], &words, "a static page that sends nothing");
    let others: Vec<String> =
        sources("src").into_iter().map(|(file, _)| file).filter(|file| file != "src/own_files.rs").collect();
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    absent(&others, &["fetch_with"], "one place fetches the page's own files");
    absent(
        &["src/own_files.rs"],
        &["RequestInit", "fetch_with_request", "fetch_with_str_and_init"],
        "and sends nothing",
    );
}

#[test]
fn packages_are_made_without_a_browser_a_clock_or_chance() {
    let words = ["leptos", "web_sys", "wasm_bindgen", "js_sys", "std::time", "Instant::", "SystemTime", "HashMap"];
    absent(&["crates/course-package/src"], &words, "the same page gives the same package");
}

#[test]
fn no_limit_of_the_service_stands_in_rust() {
    // The numbers that quota profiles hold; a power of two used as a size of our own is another matter.
    let words = ["1_048_576", "1048576", "2_097_152", "2097152", "10_485_760", "5_242_880", "8_760", "8760"];
    absent(&["crates/stream-engine/src", "crates/lab-content/src/challenge.rs", "src"], &words, "limits are content");
}

#[test]
fn every_file_says_what_it_is_for_and_stays_small() {
    for place in ["src", "crates", "xtask/src"] {
        for (file, text) in sources(place) {
            if file.contains("/tests/") {
                continue;
            }
            assert!(text.starts_with("//!"), "{file} does not open with what it is responsible for");
            assert!(text.lines().count() <= 500, "{file} is longer than 500 lines");
        }
    }
}

#[test]
fn nothing_is_left_undone_in_the_code() {
    absent(
        &["src", "crates", "xtask/src", "build.rs"],
        &["todo!(", "unimplemented!(", "dbg!(", "#[ignore"],
        "done or not there",
    );
    for place in ["src", "crates", "xtask/src"] {
        for (file, text) in sources(place) {
            assert!(!text.contains("FIXME") && !text.contains("TODO"), "{file}");
        }
    }
}
