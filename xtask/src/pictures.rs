//! `cargo xtask pictures`: builds the page, then tests/pictures.mjs takes pictures of all of it into docs/pictures.

use crate::bundle::{self, Purpose};
use crate::shell::{self, Workspace};
use crate::toolchain;

/// Takes the pictures anew; an error if one is too large or the page reported one.
pub fn pictures(workspace: &Workspace) -> Result<(), String> {
    toolchain::node(workspace)?;
    toolchain::packages(workspace)?;
    let chromium = toolchain::chromium(workspace)?;
    bundle::dist(workspace, None, Purpose::Hosting { precompressed: false }, None)?;
    shell::run(workspace.command("node").arg("tests/pictures.mjs").env("CHROMIUM", &chromium))
}
