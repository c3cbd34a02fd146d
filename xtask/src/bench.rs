//! `cargo xtask bench`: builds what is measured, runs the scripts of tests/bench, prints one table.
//! The scripts print `measure<tab>target<tab>value`, one a line. Figures are shown, never judged.

use crate::bundle::{self, Purpose};
use crate::package;
use crate::shell::{Workspace, capture};
use crate::toolchain;

/// Measures the engine in Node and the page in Chromium.
pub fn bench(workspace: &Workspace) -> Result<(), String> {
    toolchain::wasm_target(workspace)?;
    toolchain::node(workspace)?;
    toolchain::packages(workspace)?;
    let chromium = toolchain::chromium(workspace)?;
    bundle::engine_for_node(workspace)?;
    package::build(workspace, &workspace.root.join("target/npm/shardlab-engine-named"), true)?;
    bundle::dist(workspace, None, Purpose::Hosting { precompressed: false }, None)?;

    let mut rows = vec![["measure", "target", "value"].map(str::to_owned)];
    let mut failed: Vec<String> = Vec::new();
    let names = ["package", "engine", "stage", "labs", "slow", "results", "memory", "keys"];
    for script in names.map(|name| format!("tests/bench/{name}.mjs")) {
        let captured = capture(workspace.command("node").arg(&script).env("CHROMIUM", &chromium))?;
        rows.extend(captured.stdout.lines().filter_map(row));
        if !captured.ok {
            failed.push(script);
        }
    }
    println!("\n{}", table(&rows));
    if failed.is_empty() { Ok(()) } else { Err(format!("not measured to the end: {}", failed.join(", "))) }
}

fn row(line: &str) -> Option<[String; 3]> {
    let cells: Vec<String> = line.split('\t').map(|cell| cell.trim().to_owned()).collect();
    cells.try_into().ok()
}

/// Columns as wide as their widest cell, two spaces apart.
fn table(rows: &[[String; 3]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (first, second) = (width(0), width(1));
    let line = |row: &[String; 3]| format!("{:<first$}  {:<second$}  {}", row[0], row[1], row[2]);
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_line_up_and_other_lines_are_left_out() {
        let output = "measure\ttarget\tvalue\nnode says something\nµ put, 64 shards\t≥ 4 M/s\t5.1 M/s\n";
        let rows: Vec<_> = output.lines().filter_map(row).collect();
        assert_eq!(table(&rows), "measure           target   value\nµ put, 64 shards  ≥ 4 M/s  5.1 M/s");
    }
}
