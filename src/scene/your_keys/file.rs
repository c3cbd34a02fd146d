//! A file in words: what it is, how much of it, what is damaged in it.

use crate::content::{t, tf};
use key_study::Flaw;
use key_study::damage::Damaged;
use key_study::lines::LINE_MAX;
use key_study::source::{Format, NotText, Source};
use lab_content::format::{THIN, thousands, with_unit};

/// What was read.
#[derive(Clone, PartialEq, Debug)]
pub struct Read {
    pub name: String,
    pub bytes: f64,
    pub bytes_read: f64,
    pub seconds: f64,
}

/// Bytes as people count files: `1.02 GB`.
pub fn size(bytes: f64) -> String {
    let units = [(1e9, "GB", 2), (1e6, "MB", 1), (1e3, "KB", 1)];
    match units.into_iter().find(|(unit, ..)| bytes >= *unit) {
        Some((unit, name, decimals)) => format!("{:.decimals$}{THIN}{name}", bytes / unit),
        None => format!("{bytes:.0}{THIN}bytes"),
    }
}

/// `39.7 million`, or the number itself.
fn count(rows: u64) -> String {
    match rows {
        1_000_000.. => tf("keys.file.million", &[("n", &format!("{:.1}", rows as f64 / 1e6))]),
        _ => thousands(rows),
    }
}

/// `clicks.csv · 39.7 million rows · 1.02 GB · read in 21 s, here in your browser`.
pub fn line(read: &Read, rows: u64) -> String {
    let took = match read.seconds {
        seconds if seconds >= 10.0 => format!("{seconds:.0}"),
        seconds => format!("{seconds:.1}"),
    };
    let whole = read.bytes_read >= read.bytes;
    let bytes = match whole {
        true => size(read.bytes),
        false => tf("keys.file.part", &[("n", &size(read.bytes_read)), ("of", &size(read.bytes))]),
    };
    tf("keys.file.line", &[("file", &read.name), ("rows", &count(rows)), ("size", &bytes), ("s", &took)])
}

/// `Reading clicks.csv: 43 %, 61 MB/s`.
pub fn speed(bytes: f64, seconds: f64) -> String {
    format!("{:.0}{THIN}MB/s", bytes / 1e6 / seconds.max(0.001))
}

/// What a file is: `CSV, parted by “;”, 5 columns`.
pub fn kind(source: &Source) -> String {
    match source.format {
        Format::Csv { delimiter } => {
            let delimiter =
                if delimiter == b'\t' { t("keys.kind.tab").to_owned() } else { char::from(delimiter).to_string() };
            tf("keys.kind.csv", &[("delimiter", &delimiter), ("n", &source.width.to_string())])
        }
        Format::JsonLines => t("keys.kind.json").to_owned(),
        Format::Lines => t("keys.kind.lines").to_owned(),
    }
}

/// Why a file can't be read.
pub fn refused(why: NotText, file: &str) -> String {
    let key = match why {
        NotText::Empty => "keys.refused.empty",
        NotText::Utf16 => "keys.refused.utf16",
        NotText::Binary => "keys.refused.binary",
        NotText::JsonDocument => "keys.refused.document",
        NotText::NoValues => "keys.refused.no_values",
    };
    tf(key, &[("file", file)])
}

/// Why a row is left out.
pub fn flaw(damaged: &Damaged) -> String {
    let number = |number: u32| thousands(u64::from(number));
    match damaged.flaw {
        Flaw::Fields { found, wanted } => tf("keys.flaw.fields", &[("n", &number(found)), ("of", &number(wanted))]),
        Flaw::Quote => t("keys.flaw.quote").to_owned(),
        Flaw::Encoding => t("keys.flaw.encoding").to_owned(),
        Flaw::Json => t("keys.flaw.json").to_owned(),
        Flaw::NoKey => t("keys.flaw.no_key").to_owned(),
        Flaw::LongKey { characters } => tf("keys.flaw.long_key", &[("n", &number(characters))]),
        Flaw::Time => t("keys.flaw.time").to_owned(),
        Flaw::Size => t("keys.flaw.size").to_owned(),
        Flaw::LongLine => tf("keys.flaw.long_line", &[("n", &with_unit(LINE_MAX as u64, "bytes"))]),
    }
}
