//! How a command ends that wasn't carried out: the CLI's exit codes and texts (AWS CLI 2.36,
//! checked 2026-11-26).

/// Carried out.
pub const DONE: u8 = 0;
/// The service refused.
pub const SERVICE: u8 = 254;
/// The command makes no sense.
pub const USAGE_CODE: u8 = 252;
/// Anything else.
pub const GENERAL: u8 = 255;
/// Broken off.
pub const INTERRUPTED: u8 = 130;

/// What the CLI prints below a command that it can't read.
pub const USAGE: &str = "\
usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help
";

/// A command that ended before its end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// Exit code.
    pub code: u8,
    /// What goes to standard error, with all line ends.
    pub text: String,
}

impl Failure {
    /// A word that can't be read: the text, and how a command looks.
    pub fn usage(message: &str) -> Failure {
        Failure::parameter(&format!("{message}\n\n{USAGE}"))
    }

    /// An argument or value without sense.
    pub fn parameter(message: &str) -> Failure {
        let text = format!("An error occurred (ParamValidation): {message}");
        Failure { code: USAGE_CODE, text: line(&text) }
    }

    /// A value that can't be read, of the option of this name.
    pub fn value(option: &str, message: &str) -> Failure {
        Failure::parameter(&format!("Error parsing parameter '{option}': {message}"))
    }

    /// Arguments that nobody asked for.
    pub fn unknown(options: &[String]) -> Failure {
        let text = line(&format!("Unknown options: {}", options.join(", ")));
        Failure { code: USAGE_CODE, text: format!("\n{USAGE}\n{text}") }
    }

    /// Anything that went wrong by itself.
    pub fn general(message: &str) -> Failure {
        Failure { code: GENERAL, text: line(message) }
    }

    /// What the service refused, in its own words.
    pub fn service(message: &str) -> Failure {
        Failure { code: SERVICE, text: line(message) }
    }

    /// Broken off with Ctrl+C.
    pub fn interrupted() -> Failure {
        Failure { code: INTERRUPTED, text: "\n".to_owned() }
    }
}

fn line(message: &str) -> String {
    format!("\naws: [ERROR]: {}\n", message.trim())
}
