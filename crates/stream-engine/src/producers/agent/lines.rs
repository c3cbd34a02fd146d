//! What an application logs, line by line: made from the line's number, so that no text is stored.
//! Times in the lines come from the number too.

use serde::{Deserialize, Serialize};

/// The format of the log.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum LineKind {
    CommonLog,
    #[default]
    CombinedLog,
    ErrorLog,
    Syslog,
    Rfc3339Syslog,
    Json,
    Csv,
    /// A record of three lines; the Agent's `multiLineStartPattern` is that a line begins with a date.
    Trace,
}

/// The line with this number, its line break included, filled up to about `bytes`.
pub fn line_text(kind: LineKind, number: u32, source: u16, bytes: u32) -> String {
    let (hour, minute, second) = (number / 3_600 % 24, number / 60 % 60, number % 60);
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    let host = format!("10.0.{}.{}", source / 250, source % 250 + 1);
    let request =
        format!("{host} - user-{} [01/Jan/2026:{time} +0000] \"GET /item/{number} HTTP/1.1\" 200 512", source + 1);
    let (head, tail) = match kind {
        LineKind::CommonLog => (request, ""),
        LineKind::CombinedLog => (format!("{request} \"-\" \"curl/8.5.0 "), "\""),
        LineKind::ErrorLog => {
            let what = "[core:error] [pid 812:tid 9]";
            (format!("[Thu Jan 01 {time} 2026] {what} [client {host}:4711] File not found: /item/{number} "), "")
        }
        LineKind::Syslog => (format!("Jan  1 {time} truck-{} telemetry[77]: reading {number} ", source + 1), ""),
        LineKind::Rfc3339Syslog => {
            (format!("2026-01-01T{time}Z truck-{} telemetry[77]: reading {number} ", source + 1), "")
        }
        LineKind::Json => (format!("{{\"source\":{},\"reading\":{number},\"note\":\"", source + 1), "\"}"),
        LineKind::Csv => (format!("{},{number},2026-01-01T{time}Z,", source + 1), ""),
        LineKind::Trace => {
            let first = format!("2026-01-01 {time} ERROR reading {number}");
            (format!("{first}\n    at Truck.send(Truck.java:{})\n    at Fleet.run(Fleet.java:7) ", source + 1), "")
        }
    };
    let missing = (bytes as usize).saturating_sub(head.len() + tail.len() + 1);
    let filler = if matches!(kind, LineKind::CommonLog) { 0 } else { missing };
    format!("{head}{}{tail}\n", "x".repeat(filler))
}
