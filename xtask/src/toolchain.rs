//! What a build or a test needs from the machine: looked for, added where that is safe, else one line that says
//! what to run. Nothing is installed that is there already.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::assets;
use crate::shell::{self, Workspace, ask, on_path, step};

/// The target of the page and of the engine for Node.
pub const WASM: &str = "wasm32-unknown-unknown";

/// The first Node 20 whose test runner has `--test-timeout`.
const NODE_OLDEST: (u32, u32) = (20, 11);

/// Adds the wasm target to the toolchain if it is missing.
pub fn wasm_target(workspace: &Workspace) -> Result<(), String> {
    let mut rustc = workspace.command("rustc");
    rustc.args(["--print", "target-libdir", "--target", WASM]);
    // The folder's name is printed whether the target is installed or not.
    if ask(&mut rustc).is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    step("target", || {
        shell::run(workspace.command("rustup").args(["target", "add", WASM])).map_err(|problem| {
            format!("Rust's target {WASM} is missing: run `rustup target add {WASM}` ({problem})")
        })?;
        Ok(((), format!("{WASM} added")))
    })
}

/// Checks that Node is there and new enough.
pub fn node(workspace: &Workspace) -> Result<(), String> {
    let (major, minor) = NODE_OLDEST;
    match ask(workspace.command("node").arg("--version")) {
        Some(version) if node_version(&version) >= Some(NODE_OLDEST) => Ok(()),
        Some(version) => Err(format!(
            "Node {major}.{minor} or newer is needed, this is {version}: install one from nodejs.org or your system's packages"
        )),
        None => Err(format!(
            "Node is missing: install {major}.{minor} or newer (Debian: `apt-get install -y nodejs npm`, or nodejs.org)"
        )),
    }
}

/// Installs the packages of package-lock.json unless exactly these are installed.
pub fn packages(workspace: &Workspace) -> Result<(), String> {
    let lock =
        fs::read(workspace.root.join("package-lock.json")).map_err(|error| format!("package-lock.json: {error}"))?;
    let wanted = assets::hash(&lock);
    let stamp = workspace.root.join("node_modules/.lock-hash");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    if on_path(&["npm"]).is_none() {
        return Err("npm is missing: install it beside Node (Debian: `apt-get install -y npm`)".to_owned());
    }
    step("packages", || {
        shell::run(workspace.command("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
        fs::write(&stamp, &wanted).map_err(|error| format!("{}: {error}", stamp.display()))?;
        Ok(((), "installed from package-lock.json".to_owned()))
    })
}

/// Finds Chromium, or installs it as root on Debian.
pub fn chromium(workspace: &Workspace) -> Result<PathBuf, String> {
    if let Some(named) = env::var_os("CHROMIUM").map(PathBuf::from) {
        return if named.is_file() {
            Ok(named)
        } else {
            Err(format!("CHROMIUM names {}, which isn't there", named.display()))
        };
    }
    if let Some(found) = find_chromium() {
        return Ok(found);
    }
    let is_root = ask(workspace.command("id").arg("-u")).is_some_and(|id| id == "0");
    if !is_root || !Path::new("/etc/debian_version").exists() || on_path(&["apt-get"]).is_none() {
        return Err("Chromium is missing: install it (Debian: `sudo apt-get install -y chromium`) or name one, `CHROMIUM=/path/to/chrome cargo xtask test`".to_owned());
    }
    step("chromium", || {
        let apt = |arguments: &[&str]| {
            shell::run(workspace.command("apt-get").arg("-qq").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
        };
        apt(&["update"])?;
        apt(&["install", "-y", "chromium"])?;
        let found = find_chromium().ok_or("apt-get installed chromium, yet PATH has none")?;
        Ok((found, "installed by apt-get".to_owned()))
    })
}

fn find_chromium() -> Option<PathBuf> {
    on_path(&["chromium", "chromium-browser", "google-chrome"])
}

/// `v20.11.1` → (20, 11).
fn node_version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim().strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_node_is_read() {
        let check = |text: &str, expected: Option<(u32, u32)>| {
            assert_eq!(node_version(text), expected, "for `{text}`");
        };
        check("v20.20.2\n", Some((20, 20)));
        check("v8.0.0", Some((8, 0)));
        check("20.1.0", None);
        check("", None);
    }
}
