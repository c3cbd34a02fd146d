//! `cargo xtask dist --scorm`: packages for learning-management systems, of a page that is built already. What is in them is for
//! `crates/course-package` to say; its example reads labs and exercises, which xtask itself has no need to be built with.

use std::path::Path;

use course_package::{LIST, goes_along};

use crate::assets::Files;
use crate::shell::{self, Workspace, step};

/// Where they go.
const FOLDER: &str = "target/packages";

/// The list of the page's files that go along, by which the page itself makes packages, too.
pub fn list(page: &Files) -> (String, Vec<u8>) {
    let names: Vec<String> = page.keys().filter(|name| goes_along(name)).map(|name| format!("{name:?}")).collect();
    (LIST.to_owned(), format!("[\n{}\n]\n", names.join(",\n")).into_bytes())
}

/// Writes the packages of these names, or all, of the page in this folder.
pub fn write(workspace: &Workspace, page: &Path, names: &[String]) -> Result<(), String> {
    step("packages", || {
        let out = workspace.root.join(FOLDER);
        let mut cargo = workspace.cargo(&["run", "--quiet", "-p", "course-package", "--example", "packages", "--"]);
        shell::run(cargo.args([page, &workspace.root.join("content"), &out]).args(names))?;
        Ok(((), format!("written to {}", out.display())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_names_what_goes_along() {
        let page: Files =
            ["index.html", "sw.js", "boot-1.js", "a.wasm"].map(|name| (name.to_owned(), Vec::new())).into();
        let (name, content) = list(&page);
        assert_eq!(name, "files.json");
        assert_eq!(content, b"[\n\"a.wasm\",\n\"boot-1.js\",\n\"index.html\"\n]\n");
    }
}
