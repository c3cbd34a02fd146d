//! The arguments of `cargo xtask`: text in, one `Command` or a plain sentence about what is wrong out.

use std::path::PathBuf;

use crate::oembed;

/// What `cargo xtask help` prints, and what follows a bad argument.
pub const USAGE: &str = "\
cargo xtask serve [--open] [--port N]    build the page, serve it on 127.0.0.1 (8080 or the next free port)
cargo xtask dist [--out DIR] [--precompressed]  build the page into dist/ or DIR; --precompressed writes .br and .gz
                                         beside each file that gets smaller by it, for hosts that send these
cargo xtask dist --single-file [--out DIR]  build the page as one file that opens from disk, target/single-file/shardlab.html
                                         or DIR/shardlab.html
cargo xtask dist --url URL               the same with oEmbed files, for a page that will stand at this address
cargo xtask dist --scorm [--only NAME,NAME]  the same, and packages for learning-management systems (SCORM 1.2, cmi5) of all
                                         labs, exercises and the quiz, or of these: hot-shard,exercise/chatty-truck,quiz
cargo xtask package [--out DIR] [--names]  build the npm package into target/npm/shardlab-engine/ or DIR; --names
                                         keeps the functions' names for a profiler
cargo xtask test [--only LANE,LANE]      run all tests; --list names the lanes
cargo xtask bench                        measure the engine and the page against their targets
cargo xtask pictures                     build the page, take pictures of all of it into docs/pictures/
cargo xtask soak [--minutes N] [--seed N]  random API calls for so long (10), held against what must always be true";

/// One command with its options.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Print the usage.
    Help,
    /// Build and serve the page.
    Serve {
        /// Open a browser on it.
        open: bool,
        /// The port asked for; none means 8080 or the next free one.
        port: Option<u16>,
    },
    /// Build the page.
    Dist {
        /// Where to, relative to the current folder; none means `dist/` in the workspace, or for one file
        /// `target/single-file/`.
        out: Option<PathBuf>,
        /// Write compressed files beside the plain ones.
        precompressed: bool,
        /// As one file.
        single_file: bool,
        /// With packages for learning-management systems.
        scorm: bool,
        /// Names of the packages; none means all.
        only: Vec<String>,
        /// Where it will stand, for what names its host.
        url: Option<String>,
    },
    /// Build the npm package.
    Package {
        /// Where to, relative to the current folder; none means `target/npm/shardlab-engine/`.
        out: Option<PathBuf>,
        /// Keep the functions' names.
        names: bool,
    },
    /// Random API calls.
    Soak {
        /// For how long.
        minutes: u32,
        /// Of the first sequence of calls; the next ones count up.
        seed: u64,
    },
    /// Run the lanes named, or all when none is.
    Test {
        /// Names of lanes.
        only: Vec<String>,
    },
    /// Name the lanes.
    ListLanes,
    /// Measure.
    Bench,
    /// Take pictures of the page.
    Pictures,
}

/// Reads the arguments after `cargo xtask`.
pub fn parse(arguments: impl Iterator<Item = String>) -> Result<Command, String> {
    let mut rest = arguments;
    let name = rest.next().unwrap_or_else(|| "help".to_owned());
    let mut command = match name.as_str() {
        "help" | "-h" | "--help" => Command::Help,
        "serve" => Command::Serve { open: false, port: None },
        "dist" => Command::Dist {
            out: None,
            precompressed: false,
            single_file: false,
            scorm: false,
            only: Vec::new(),
            url: None,
        },
        "package" => Command::Package { out: None, names: false },
        "soak" => Command::Soak { minutes: 10, seed: 1 },
        "test" => Command::Test { only: Vec::new() },
        "bench" => Command::Bench,
        "pictures" => Command::Pictures,
        other => return Err(format!("there is no command `{other}`")),
    };
    while let Some(option) = rest.next() {
        let (flag, inline) = match option.split_once('=') {
            Some((flag, value)) => (flag.to_owned(), Some(value.to_owned())),
            None => (option, None),
        };
        let takes_value = matches!(flag.as_str(), "--port" | "--out" | "--only" | "--minutes" | "--seed" | "--url");
        let value = if takes_value {
            inline.or_else(|| rest.next()).ok_or(format!("{flag} needs a value"))?
        } else if inline.is_some() {
            return Err(format!("{flag} takes no value"));
        } else {
            String::new()
        };
        match (&mut command, flag.as_str()) {
            (Command::Serve { open, .. }, "--open") => *open = true,
            (Command::Serve { port, .. }, "--port") => *port = Some(port_number(&value)?),
            (Command::Soak { minutes, .. }, "--minutes") => *minutes = whole("--minutes", &value)?,
            (Command::Soak { seed, .. }, "--seed") => *seed = whole("--seed", &value)?,
            (Command::Package { names, .. }, "--names") => *names = true,
            (Command::Dist { precompressed, .. }, "--precompressed") => *precompressed = true,
            (Command::Dist { single_file, .. }, "--single-file") => *single_file = true,
            (Command::Dist { scorm, .. }, "--scorm") => *scorm = true,
            (Command::Dist { url, .. }, "--url") => *url = Some(oembed::host(&value)?),
            (Command::Dist { out, .. } | Command::Package { out, .. }, "--out") if !value.is_empty() => {
                *out = Some(PathBuf::from(value))
            }
            (Command::Test { only } | Command::Dist { only, .. }, "--only") => {
                only.extend(value.split(',').filter(|name| !name.is_empty()).map(str::to_owned));
            }
            (Command::Test { .. }, "--list") => return Ok(Command::ListLanes),
            _ => return Err(format!("`{name}` has no option `{flag}`")),
        }
    }
    Ok(command)
}

fn port_number(value: &str) -> Result<u16, String> {
    match value.parse() {
        Ok(port) if port > 0 => Ok(port),
        _ => Err(format!("--port needs a number from 1 to 65535, not `{value}`")),
    }
}

fn whole<T: std::str::FromStr>(flag: &str, value: &str) -> Result<T, String> {
    value.parse().map_err(|_| format!("{flag} needs a whole number, not `{value}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Result<Command, &str>) {
        let read = parse(line.split_whitespace().map(str::to_owned));
        assert_eq!(read, expected.map_err(str::to_owned), "for `{line}`");
    }

    #[test]
    fn commands_and_their_options_are_read() {
        check("", Ok(Command::Help));
        check("--help", Ok(Command::Help));
        check("serve", Ok(Command::Serve { open: false, port: None }));
        check("serve --port 9000 --open", Ok(Command::Serve { open: true, port: Some(9000) }));
        check("serve --port=1", Ok(Command::Serve { open: false, port: Some(1) }));
        let dist = |out: Option<&str>, precompressed, single_file| {
            let out = out.map(PathBuf::from);
            Ok(Command::Dist { out, precompressed, single_file, scorm: false, only: vec![], url: None })
        };
        check("dist", dist(None, false, false));
        check("dist --out a/b", dist(Some("a/b"), false, false));
        check("dist --precompressed", dist(None, true, false));
        check("dist --out a --single-file", dist(Some("a"), false, true));
        let (out, precompressed, single_file) = (None, false, false);
        let only = vec!["quiz".into(), "exercise/chatty-truck".into()];
        let packages =
            Command::Dist { out, precompressed, single_file, scorm: true, only, url: Some("https://a/b/".into()) };
        check("dist --scorm --only quiz,exercise/chatty-truck --url https://a/b", Ok(packages));
        check("test", Ok(Command::Test { only: vec![] }));
        check("test --only page,browser", Ok(Command::Test { only: vec!["page".into(), "browser".into()] }));
        check("test --list", Ok(Command::ListLanes));
        check("package --out a", Ok(Command::Package { out: Some(PathBuf::from("a")), names: false }));
        check("package --names", Ok(Command::Package { out: None, names: true }));
        check("soak --minutes 3 --seed=7", Ok(Command::Soak { minutes: 3, seed: 7 }));
        check("bench", Ok(Command::Bench));
        check("pictures", Ok(Command::Pictures));
    }

    #[test]
    fn bad_arguments_are_named() {
        check("sevre", Err("there is no command `sevre`"));
        check("serve --out x", Err("`serve` has no option `--out`"));
        check("pictures --out x", Err("`pictures` has no option `--out`"));
        check("dist --precompressed=9", Err("--precompressed takes no value"));
        check("serve --precompressed", Err("`serve` has no option `--precompressed`"));
        check("dist --single-file=a", Err("--single-file takes no value"));
        check("serve --single-file", Err("`serve` has no option `--single-file`"));
        check("dist fast", Err("`dist` has no option `fast`"));
        check("dist --scorm=a", Err("--scorm takes no value"));
        check("package --scorm", Err("`package` has no option `--scorm`"));
        check("serve --port", Err("--port needs a value"));
        check("serve --open=yes", Err("--open takes no value"));
        check("serve --port 70000", Err("--port needs a number from 1 to 65535, not `70000`"));
        check("soak --minutes x", Err("--minutes needs a whole number, not `x`"));
        check("serve --port 0", Err("--port needs a number from 1 to 65535, not `0`"));
    }
}
