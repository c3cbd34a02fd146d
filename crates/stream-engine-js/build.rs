//! Quota profiles → one file that the package embeds.

use std::path::Path;

fn main() {
    let root = Path::new("../../content");
    println!("cargo::rerun-if-changed={}", root.display());
    let content = match lab_content::read::read(root) {
        Ok((_, content)) => content,
        Err(problems) => {
            for problem in problems {
                println!("cargo::error={problem}");
            }
            return;
        }
    };
    let profiles: Vec<_> = content.profiles.into_iter().map(|profile| (profile.id, profile.limits)).collect();
    let bytes = postcard::to_allocvec(&profiles).expect("limits hold nothing that postcard can't write");
    let folder = std::env::var("OUT_DIR").expect("cargo sets it for build scripts");
    std::fs::write(Path::new(&folder).join("profiles.postcard"), bytes).expect("cargo's folder takes files");
}
