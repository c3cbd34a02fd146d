//! The log formats that LOGTOJSON knows, and what their lines are taken apart into.

use serde::{Deserialize, Serialize};

/// `logFormat`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum LogFormat {
    CommonApacheLog,
    CombinedApacheLog,
    ApacheErrorLog,
    Syslog,
    Rfc3339Syslog,
}

/// The names of a format's fields.
pub fn fields_of(format: LogFormat) -> &'static [&'static str] {
    const APACHE: [&str; 9] =
        ["host", "ident", "authuser", "datetime", "request", "response", "bytes", "referer", "agent"];
    match format {
        LogFormat::CommonApacheLog => &APACHE[..7],
        LogFormat::CombinedApacheLog => &APACHE,
        LogFormat::ApacheErrorLog => &["timestamp", "module", "severity", "processid", "threadid", "client", "message"],
        LogFormat::Syslog | LogFormat::Rfc3339Syslog => &["timestamp", "hostname", "program", "processid", "message"],
    }
}

/// The values of a line's fields; None if the line has another format. A simplification: the Agent
/// tries regular expressions that are stricter about dates and host names.
pub fn parse(format: LogFormat, line: &str) -> Option<Vec<Option<&str>>> {
    let mut rest = Rest(line);
    match format {
        LogFormat::CommonApacheLog => apache(&mut rest),
        LogFormat::CombinedApacheLog => {
            let mut values = apache(&mut rest)?;
            for _ in 0..2 {
                rest.skip(" \"")?;
                values.push(present(rest.until("\"")?));
            }
            Some(values)
        }
        LogFormat::ApacheErrorLog => apache_error(&mut rest),
        LogFormat::Syslog => {
            // "Jan  1 10:00:00 ": month, day, time.
            let stamp = line.get(..15).filter(|stamp| stamp.as_bytes()[3] == b' ' && stamp.as_bytes()[6] == b' ')?;
            rest.skip(stamp)?;
            rest.skip(" ")?;
            syslog(stamp, &mut rest)
        }
        LogFormat::Rfc3339Syslog => {
            let stamp = rest.until(" ").filter(|stamp| stamp.contains('T') && stamp.len() >= 20)?;
            syslog(stamp, &mut rest)
        }
    }
}

fn apache<'a>(rest: &mut Rest<'a>) -> Option<Vec<Option<&'a str>>> {
    let mut values: Vec<_> = (0..3).map(|_| rest.until(" ").map(present)).collect::<Option<_>>()?;
    rest.skip("[")?;
    values.push(present(rest.until("] \"")?));
    values.push(present(rest.until("\" ")?));
    values.push(present(rest.number()?));
    rest.skip(" ")?;
    values.push(present(rest.number()?));
    Some(values)
}

fn apache_error<'a>(rest: &mut Rest<'a>) -> Option<Vec<Option<&'a str>>> {
    rest.skip("[")?;
    let timestamp = rest.until("] [")?;
    let severity = rest.until("] [pid ")?;
    let (module, severity) = severity.split_once(':').map_or((None, severity), |(module, rest)| (Some(module), rest));
    let process = rest.until("] [client ")?;
    let (process, thread) =
        process.split_once(":tid ").map_or((process, None), |(process, thread)| (process, Some(thread)));
    let client = rest.until("] ")?;
    Some(vec![Some(timestamp), module, Some(severity), Some(process), thread, Some(client), Some(rest.0)])
}

fn syslog<'a>(stamp: &'a str, rest: &mut Rest<'a>) -> Option<Vec<Option<&'a str>>> {
    if rest.0.starts_with('<') {
        rest.until("> ")?;
    }
    let host = rest.until(" ")?;
    let program = rest.until(": ")?;
    let (program, process) = match program.strip_suffix(']').and_then(|named| named.split_once('[')) {
        Some((name, process)) => (name, Some(process)),
        None => (program, None),
    };
    Some(vec![Some(stamp), Some(host), Some(program), process, Some(rest.0)])
}

/// A hyphen stands for "not there".
fn present(value: &str) -> Option<&str> {
    (value != "-").then_some(value)
}

/// What of a line has not been taken.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn skip(&mut self, text: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(text)?;
        Some(())
    }

    /// What stands before a text, which is passed over; None if there is nothing or no such text.
    fn until(&mut self, text: &str) -> Option<&'a str> {
        let (before, rest) = self.0.split_once(text)?;
        self.0 = rest;
        (!before.is_empty()).then_some(before)
    }

    /// A whole number or a hyphen.
    fn number(&mut self) -> Option<&'a str> {
        let end = self.0.find(|char: char| !char.is_ascii_digit() && char != '-').unwrap_or(self.0.len());
        let (number, rest) = self.0.split_at(end);
        self.0 = rest;
        (!number.is_empty()).then_some(number)
    }
}
