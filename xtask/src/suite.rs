//! `cargo xtask test`: chooses the lanes, sets up what they need, runs them one by one, adds up.
//! What a lane is stands in `lanes`, how counts are read in `report`.

use std::time::Instant;

use crate::lanes::{LANES, Lane, Need};
use crate::report::{self, Line, Tally};
use crate::shell::{Workspace, say};
use crate::toolchain;

/// Prints the lanes' names.
pub fn list() {
    for lane in &LANES {
        say(lane.name, &lane.after.map_or_else(String::new, |other| format!("after {other}")));
    }
}

/// Runs all lanes, or those named and what they come after. True if every lane passed something and failed nothing.
pub fn test(workspace: &Workspace, only: &[String]) -> Result<bool, String> {
    let chosen = chosen(only)?;
    let unmet = prepare(workspace, &chosen);
    let mut lines: Vec<Line> = Vec::new();
    for lane in chosen {
        let missing = unmet.iter().find(|(need, _)| lane.needs.contains(need)).map(|(_, problem)| problem.clone());
        // A page that was built may be tried, even if something else about it failed.
        let broken = lines.iter().find(|line| Some(line.name) == lane.after && line.tally.passed == 0);
        let start = Instant::now();
        let outcome = match (missing, broken) {
            (Some(problem), _) => Err(format!("skipped: {problem}")),
            (None, Some(other)) => Err(format!("skipped: {} failed", other.name)),
            (None, None) => {
                say(lane.name, "…");
                (lane.run)(workspace)
            }
        };
        let (tally, note) = match outcome {
            // A lane that tests nothing looks green for ever: a moved file, a wrong filter.
            Ok(tally) if tally.is_empty() => (Tally::one(false), Some("it ran no test".to_owned())),
            Ok(tally) => (tally, None),
            Err(problem) => (Tally::one(false), Some(problem)),
        };
        lines.push(Line { name: lane.name, tally, time: start.elapsed(), note });
        println!("{}\n", report::lane_line(&lines[lines.len() - 1]));
    }
    for line in &lines {
        println!("{}", report::lane_line(line));
    }
    let total = lines.iter().map(|line| line.tally).fold(Tally::default(), Tally::plus);
    println!("\n{}", report::total_line(total));
    Ok(total.failed == 0)
}

fn chosen(only: &[String]) -> Result<Vec<&'static Lane>, String> {
    let find = |name: &str| LANES.iter().find(|lane| lane.name == name);
    if let Some(unknown) = only.iter().find(|name| find(name).is_none()) {
        return Err(format!("there is no lane `{unknown}`; `cargo xtask test --list` names them"));
    }
    let named = |lane: &Lane| only.is_empty() || only.iter().any(|name| name == lane.name);
    let needed = |lane: &Lane| LANES.iter().any(|other| named(other) && other.after == Some(lane.name));
    Ok(LANES.iter().filter(|lane| named(lane) || needed(lane)).collect())
}

/// Sets up what the chosen lanes need; returns what could not be, each with the line that says what to do.
fn prepare(workspace: &Workspace, chosen: &[&Lane]) -> Vec<(Need, String)> {
    let set_up = |need: Need| match need {
        Need::WasmTarget => toolchain::wasm_target(workspace),
        Need::Node => toolchain::node(workspace),
        Need::Packages => toolchain::packages(workspace),
        Need::Chromium => toolchain::chromium(workspace).map(drop),
    };
    let mut unmet = Vec::new();
    for need in [Need::WasmTarget, Need::Node, Need::Packages, Need::Chromium] {
        if chosen.iter().any(|lane| lane.needs.contains(&need))
            && let Err(problem) = set_up(need)
        {
            println!("{problem}\n");
            unmet.push((need, problem));
        }
    }
    unmet
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lane_is_chosen_with_the_one_that_it_works_on() {
        let check = |only: &[&str], expected: &[&str]| {
            let only: Vec<String> = only.iter().map(|&name| name.to_owned()).collect();
            let names: Vec<&str> = chosen(&only).expect("known lanes").iter().map(|lane| lane.name).collect();
            assert_eq!(names, expected);
        };
        check(&["format"], &["format"]);
        check(&["browser", "clippy"], &["clippy", "page", "browser"]);
        check(&[], &LANES.map(|lane| lane.name));
    }

    #[test]
    fn an_unknown_lane_is_refused() {
        let refused = chosen(&["pgae".to_owned()]).map(|lanes| lanes.len());
        assert_eq!(refused, Err("there is no lane `pgae`; `cargo xtask test --list` names them".to_owned()));
    }

    #[test]
    fn every_lane_comes_after_one_that_is_earlier_in_the_list() {
        for (place, lane) in LANES.iter().enumerate() {
            let earlier = LANES[..place].iter().any(|other| Some(other.name) == lane.after);
            assert!(lane.after.is_none() || earlier, "{}", lane.name);
        }
    }
}
