//! The commands of README and CI: reads the arguments, calls the one module that does the work, sets the exit code.
#![allow(clippy::print_stdout, reason = "a command line tool talks by printing")]

mod args;
mod assets;
mod bench;
mod bundle;
mod compress;
#[cfg(test)]
mod hosting;
mod html;
mod http;
mod lanes;
mod oembed;
mod offline;
mod package;
mod packages;
mod parts;
mod pictures;
mod report;
mod serve;
mod shell;
mod single;
mod soak;
mod suite;
mod toolchain;

use std::process::ExitCode;

use args::{Command, USAGE};
use bundle::Purpose;
use shell::Workspace;

fn main() -> ExitCode {
    let command = match args::parse(std::env::args().skip(1)) {
        Ok(command) => command,
        Err(problem) => {
            eprintln!("{problem}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let workspace = Workspace::find();
    let outcome = match command {
        Command::Help => {
            println!("{USAGE}");
            Ok(true)
        }
        Command::Serve { open, port } => serve::serve(&workspace, open, port).map(|()| true),
        Command::Dist { precompressed: true, single_file: true, .. } => {
            Err("one file opens from disk: nobody sends it compressed".to_owned())
        }
        Command::Dist { single_file: true, scorm: true, .. } => {
            Err("one file can't be taken apart for packages".to_owned())
        }
        Command::Dist { only, scorm: false, .. } if !only.is_empty() => {
            Err("--only names packages: add --scorm".to_owned())
        }
        Command::Dist { out, single_file: true, .. } => single::single(&workspace, out).map(|()| true),
        Command::Dist { out, precompressed, scorm, only, url, .. } => {
            let page = bundle::dist(&workspace, out, Purpose::Hosting { precompressed }, url.as_deref());
            page.and_then(|page| if scorm { packages::write(&workspace, &page, &only) } else { Ok(()) }).map(|()| true)
        }
        Command::Package { out, names } => package::package(&workspace, out, names).map(|()| true),
        Command::Soak { minutes, seed } => soak::soak(&workspace, minutes, seed).map(|()| true),
        Command::ListLanes => {
            suite::list();
            Ok(true)
        }
        Command::Test { only } => suite::test(&workspace, &only),
        Command::Bench => bench::bench(&workspace).map(|()| true),
        Command::Pictures => pictures::pictures(&workspace).map(|()| true),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
