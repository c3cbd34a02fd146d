//! Reads and checks `content/` and leaves it as binary files for the page to embed.

use std::path::{Path, PathBuf};

/// Whose words are in files of their own, `locales/en.<part>.toml`.
const PARTS_WITH_WORDS: [&str; 3] = ["quiz", "classroom", "packages"];

fn main() {
    println!("cargo::rerun-if-changed=content");
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets it"));
    let folder = root.join("content");
    let all = lab_content::read::read(&folder).and_then(|(frame, content)| {
        let reference = lab_content::read::read_reference(&folder, &frame, &content)?;
        let words = |part| lab_content::read::read_words(&folder, part).map(|words| (part, words));
        let words = PARTS_WITH_WORDS.into_iter().map(words).collect::<Result<Vec<_>, _>>()?;
        let bank = question_bank::read::read(&folder)?;
        let documents = page_search::read::documents(&folder, &frame, &content, &reference)?;
        let exercises = classroom::read::read(&folder, &content)?;
        Ok((frame, content, reference, bank, words, documents, exercises))
    });
    match all {
        Ok((frame, content, reference, bank, words, documents, exercises)) => {
            write(&out.join("frame.bin"), lab_content::encode(&frame));
            write(&out.join("content.bin"), lab_content::encode(&content));
            write(&out.join("reference.bin"), lab_content::encode(&reference));
            write(&out.join("bank.bin"), lab_content::encode(&bank));
            for (part, words) in words {
                write(&out.join(format!("{part}-words.bin")), lab_content::encode(&words));
            }
            write(&out.join("exercises.bin"), lab_content::encode(&exercises));
            write(&out.join("search.bin"), lab_content::encode(&documents));
        }
        Err(problems) => {
            for problem in problems {
                println!("cargo::error={problem}");
            }
        }
    }
}

fn write<E: std::fmt::Debug>(file: &Path, encoded: Result<Vec<u8>, E>) {
    let bytes = encoded.expect("content holds nothing that postcard can't write");
    std::fs::write(file, bytes).expect("cargo's output folder can be written");
}
