//! Checks files of questions while they are written: `cargo run -p question-bank --example check -- kcl.toml`. Prints each
//! problem, or each question as it is asked under the newest limits, with its key and what its run shows. `--variants N`
//! runs so many variants of a generator in each profile (20); `--profile exam-2022` asks under those limits.

use question_bank::question::Body;
use std::path::Path;
use std::process::ExitCode;

#[expect(clippy::print_stdout, reason = "that is what it is for")]
fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    let variants = option(&mut files, "--variants").and_then(|number| number.parse().ok()).unwrap_or(20);
    let only = option(&mut files, "--profile");
    let content = match lab_content::read::read(&root) {
        Ok((_, content)) => content,
        Err(problems) => {
            problems.iter().for_each(|problem| println!("{problem}"));
            return ExitCode::FAILURE;
        }
    };
    let bank = match question_bank::read::read_files(&root, &files) {
        Ok(bank) => bank,
        Err(problems) => {
            problems.iter().for_each(|problem| println!("{problem}"));
            return ExitCode::FAILURE;
        }
    };
    let mut sound = true;
    for item in &bank.items {
        println!("\n## {} (topic {}, {:?}, difficulty {})", item.id, item.topic, item.domain, item.difficulty);
        for (profile, facts) in bank.facts.iter().filter(|(profile, _)| item.is_asked_in(profile)) {
            let seeds = if item.is_generator() { variants } else { 1 };
            let wrong = (0..seeds).find_map(|seed| {
                item.prove(&content, profile, facts, seed).err().map(|why| format!("variant {seed}: {why}"))
            });
            if let Some(why) = wrong {
                sound = false;
                println!("WRONG in {profile}, {why}");
            }
        }
        let is_shown = |profile: &str| item.is_asked_in(profile) && only.as_ref().is_none_or(|only| only == profile);
        let Some((profile, facts)) = bank.facts.iter().rev().find(|(profile, _)| is_shown(profile)) else { continue };
        let asked = item.asked(&content, profile, facts, 1);
        match asked {
            Ok(question) => {
                println!("{}", question.stem);
                match &question.body {
                    Body::Choice { options, .. } => options.iter().for_each(|option| {
                        println!("  {} {}\n      {}", if option.right { "+" } else { "-" }, option.text, option.why);
                    }),
                    Body::Number { answer, unit, .. } => println!("  = {answer} {unit}"),
                    Body::Order { steps, places } => {
                        steps.iter().zip(places).for_each(|(step, place)| println!("  {}. {}", place + 1, step.text));
                    }
                    Body::Match { lefts, rights, key } => {
                        lefts.iter().zip(key).for_each(|(left, at)| println!("  {} -> {}", left.text, rights[*at]));
                    }
                }
                println!("  {}", question.explanation);
                if let Ok(Some(shown)) = item.shown(&content, profile, facts, 1) {
                    println!("  The run: {shown}");
                }
            }
            Err(why) => println!("not asked: {why}"),
        }
    }
    println!("\n{} items, {}", bank.items.len(), if sound { "all sound" } else { "some WRONG" });
    if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Takes an option and its value out of the arguments.
fn option(arguments: &mut Vec<String>, name: &str) -> Option<String> {
    let at = arguments.iter().position(|argument| argument == name)?;
    let found: Vec<String> = arguments.drain(at..(at + 2).min(arguments.len())).collect();
    found.into_iter().nth(1)
}
