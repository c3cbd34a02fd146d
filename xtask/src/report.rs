//! Counting: what a lane passed and failed, read from the words of the test runners, and the lines printed about it.

use std::time::Duration;

/// Tests of one lane, or of all.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Tests that passed.
    pub passed: u32,
    /// Tests that failed, and builds that did.
    pub failed: u32,
}

/// How one lane ended.
pub struct Line {
    /// The lane's name.
    pub name: &'static str,
    /// Its counts.
    pub tally: Tally,
    /// Its time.
    pub time: Duration,
    /// Why it failed without a test of its own, if so.
    pub note: Option<String>,
}

impl Tally {
    /// One check that passed or failed.
    pub fn one(passed: bool) -> Tally {
        Tally { passed: u32::from(passed), failed: u32::from(!passed) }
    }

    /// Both together.
    pub fn plus(self, other: Tally) -> Tally {
        Tally { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }

    /// A runner that ended badly without naming a failed test (it didn't build, it crashed) is one failure.
    pub fn and_exit(self, ok: bool) -> Tally {
        if ok || self.failed > 0 { self } else { self.plus(Tally::one(false)) }
    }

    /// Nothing was tested.
    pub fn is_empty(self) -> bool {
        self == Tally::default()
    }
}

/// Sums cargo's `test result: ok. 12 passed; 0 failed; 0 ignored; …`, one line a test program.
pub fn libtest(output: &str) -> Tally {
    output
        .lines()
        .filter_map(|line| line.trim().strip_prefix("test result: "))
        .map(|line| Tally { passed: before(line, "passed"), failed: before(line, "failed") })
        .fold(Tally::default(), Tally::plus)
}

/// Reads the last lines of TAP as Node's test runner writes them. A cancelled test is a failed one.
pub fn tap(output: &str) -> Tally {
    let count = |name: &str| -> u32 {
        let last = output.lines().rev().find_map(|line| line.strip_prefix(&format!("# {name} ")));
        last.and_then(|number| number.trim().parse().ok()).unwrap_or(0)
    };
    Tally { passed: count("pass"), failed: count("fail") + count("cancelled") }
}

/// `native        12 passed, 0 failed in 3.4 s`, and why.
pub fn lane_line(line: &Line) -> String {
    let Line { name, tally, time, note } = line;
    let counts = format!("{name:<14}{} passed, {} failed in {:.1} s", tally.passed, tally.failed, time.as_secs_f64());
    match note {
        Some(note) => format!("{counts}: {note}"),
        None => counts,
    }
}

/// The last line of all.
pub fn total_line(total: Tally) -> String {
    format!("{} passed, {} failed", total.passed, total.failed)
}

/// The number before `word` in `ok. 12 passed; 0 failed; …`.
fn before(line: &str, word: &str) -> u32 {
    let words: Vec<&str> = line.split([' ', ';', '.']).filter(|part| !part.is_empty()).collect();
    words.windows(2).find(|pair| pair[1] == word).and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_test_program_of_cargo_is_summed() {
        let output = "running 2 tests\ntest a ... ok\n\
                      test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\n\
                      test result: FAILED. 30 passed; 4 failed; 1 ignored; 0 measured; 0 filtered out; finished in 1.20s\n\
                      \n   Doc-tests x\ntest result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(libtest(output), Tally { passed: 32, failed: 4 });
        assert_eq!(libtest("error: could not compile"), Tally::default());
    }

    #[test]
    fn the_summary_of_node_is_read_and_nothing_else() {
        let output = "TAP version 13\n# Subtest: x\n    # pass 100\nok 1 - x\n1..1\n# tests 6\n# suites 0\n# pass 3\n# fail 1\n# cancelled 2\n# skipped 0\n";
        assert_eq!(tap(output), Tally { passed: 3, failed: 3 });
        assert_eq!(tap(""), Tally::default());
    }

    #[test]
    fn a_bad_end_counts_once() {
        let none = Tally::default();
        assert_eq!(none.and_exit(false), Tally { passed: 0, failed: 1 });
        assert_eq!(Tally { passed: 3, failed: 0 }.and_exit(false), Tally { passed: 3, failed: 1 });
        assert_eq!(Tally { passed: 3, failed: 2 }.and_exit(false), Tally { passed: 3, failed: 2 });
        assert_eq!(Tally::one(true).and_exit(true), Tally { passed: 1, failed: 0 });
        assert!(none.and_exit(true).is_empty());
    }

    #[test]
    fn lines_have_the_form_that_readme_and_ci_promise() {
        let tally = Tally { passed: 12, failed: 1 };
        assert_eq!(total_line(tally), "12 passed, 1 failed");
        let line = Line { name: "native", tally, time: Duration::from_millis(3440), note: None };
        assert_eq!(lane_line(&line), "native        12 passed, 1 failed in 3.4 s");
        let noted = Line { note: Some("it didn't build".to_owned()), ..line };
        assert_eq!(lane_line(&noted), "native        12 passed, 1 failed in 3.4 s: it didn't build");
    }
}
