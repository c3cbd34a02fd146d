//! How values read: thin spaces for thousands, units, and texts with `{placeholders}`.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A narrow space that doesn't break: between thousands, and between a number and its unit.
pub const THIN: char = '\u{202f}';

/// How a measured value is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Format {
    Count,
    /// From thousandths of a percent.
    Percent,
    /// 0 is "kept", else how often not; from a thousand on in thousands, so that a goal's line has room for it.
    Kept,
    /// From nano-dollars an hour.
    DollarsPerHour,
    /// From milliseconds.
    Seconds,
    /// From bytes, in MiB; in KiB below a tenth of one.
    Mebibytes,
    /// From bytes a minute, in MB of a million.
    MegabytesPerMinute,
    /// From nano-dollars.
    Dollars,
    /// From milliseconds, in seconds, minutes or hours.
    Duration,
    Milliseconds,
    /// From nano-dollars a month.
    DollarsPerMonth,
    /// From bytes a second.
    KilobytesPerSecond,
    /// From thousandths of a percent, with a digit more.
    FinePercent,
    RecordsPerSecond,
}

impl Format {
    /// The value as text.
    pub fn text(self, value: u64) -> String {
        match self {
            Format::Count => thousands(value),
            Format::Percent => percent(value, 1),
            Format::Kept if value == 0 => "kept".to_owned(),
            Format::Kept if value < 1_000 => format!("broken {value}×"),
            Format::Kept => format!("broken {}k×", thousands(value / 1_000)),
            Format::DollarsPerHour => format!("${}", dollars(value, 3)),
            Format::Milliseconds if value >= u64::from(u32::MAX) => "–".to_owned(),
            Format::Dollars => format!("${}", dollars(value, 2)),
            Format::Duration => duration(value),
            Format::Milliseconds => format!("{}{THIN}ms", thousands(value)),
            Format::DollarsPerMonth => format!("${}", thousands((value + 500_000_000) / 1_000_000_000)),
            Format::KilobytesPerSecond => format!("{}{THIN}KB/s", thousands(value >> 10)),
            Format::FinePercent => percent(value, 2),
            Format::RecordsPerSecond => format!("{}{THIN}rec/s", thousands(value)),
            Format::Seconds => format!("{}.{}{THIN}s", value / 1_000, value % 1_000 / 100),
            // Of less than a tenth, so that small files can be told apart.
            Format::Mebibytes if value * 10 < 1 << 20 => format!("{}{THIN}KiB", value.div_ceil(1 << 10)),
            Format::Mebibytes => format!("{}.{}{THIN}MiB", thousands(value >> 20), (value % (1 << 20) * 10) >> 20),
            Format::MegabytesPerMinute => {
                format!("{}.{}{THIN}MB/min", value / 1_000_000, value % 1_000_000 / 100_000)
            }
        }
    }
}

/// A part of a whole in thousandths of a percent, to the nearest; what is more than none is never 0, what is less than
/// all never 100 %.
pub fn share(part: u64, whole: u64) -> u64 {
    let Some(doubled) = (u128::from(part) * 200_000).checked_div(u128::from(whole)) else { return 0 };
    let nearest = doubled.div_ceil(2) as u64;
    match part {
        0 => 0,
        _ if part < whole => nearest.clamp(1, ALL - 1),
        _ => nearest,
    }
}

/// The whole of a share.
const ALL: u64 = 100_000;

/// Thousandths of a percent with 0 to 2 decimals, to the nearest: `26.4 %`. A share that this would make none or all of
/// the whole, and isn't, reads as less or more than the last that can be written: `<0.1 %`, `>99.9 %`.
pub fn percent(thousandths: u64, decimals: u32) -> String {
    let unit = 10_u64.pow(3 - decimals.min(2));
    let (rounded, all) = ((thousandths + unit / 2) / unit, ALL / unit);
    let (sign, shown) = match rounded {
        0 if thousandths > 0 => ("<", 1),
        _ if rounded == all && thousandths < ALL => (">", all - 1),
        _ => ("", rounded),
    };
    let scale = 10_u64.pow(decimals.min(2));
    match decimals {
        0 => format!("{sign}{shown}{THIN}%"),
        _ => format!("{sign}{}.{:0width$}{THIN}%", shown / scale, shown % scale, width = decimals.min(2) as usize),
    }
}

/// Milliseconds as `4.1 s`, `12 min` or `5 h 12 min`.
pub fn duration(ms: u64) -> String {
    match ms / 60_000 {
        0 | 1 => format!("{}.{}{THIN}s", ms / 1_000, ms % 1_000 / 100),
        minutes @ 2..120 => format!("{minutes}{THIN}min"),
        minutes if minutes % 60 == 0 => format!("{}{THIN}h", minutes / 60),
        minutes => format!("{}{THIN}h {}{THIN}min", minutes / 60, minutes % 60),
    }
}

/// `1 234 567`, with thin spaces.
pub fn thousands(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + 8);
    for (nth, digit) in digits.chars().enumerate() {
        if nth > 0 && (digits.len() - nth).is_multiple_of(3) {
            text.push(THIN);
        }
        text.push(digit);
    }
    text
}

/// Nano-dollars with so many decimals, rounded.
pub fn dollars(nano: u64, decimals: u32) -> String {
    let unit = 10_u64.pow(9 - decimals.min(9));
    let rounded = (nano + unit / 2) / unit;
    let scale = 10_u64.pow(decimals);
    format!("{}.{:0width$}", thousands(rounded / scale), rounded % scale, width = decimals as usize)
}

/// A text of sums with thin spaces in its numbers, for what is written elsewhere: `4 shards × 10 000 h = $1 200.50`.
/// Decimals stay together.
pub fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(at) = rest.find(|character: char| character.is_ascii_digit()) {
        let (before, number) = rest.split_at(at);
        let end = number.find(|character: char| !character.is_ascii_digit()).unwrap_or(number.len());
        let (digits, after) = number.split_at(end);
        spaced.push_str(before);
        match digits.parse() {
            Ok(value) if !before.ends_with('.') && !digits.starts_with('0') => spaced.push_str(&thousands(value)),
            _ => spaced.push_str(digits),
        }
        rest = after;
    }
    spaced.push_str(rest);
    spaced
}

/// A count with its unit as the page writes it: bytes in KiB and MiB, whole seconds and minutes.
pub fn with_unit(value: u64, unit: &str) -> String {
    let (value, unit) = match unit {
        "bytes" | "bytes/s" => {
            let (value, scaled) = match value {
                _ if value > 0 && value.is_multiple_of(1 << 30) => (value >> 30, "GiB"),
                _ if value > 0 && value.is_multiple_of(1 << 20) => (value >> 20, "MiB"),
                _ if value > 0 && value.is_multiple_of(1 << 10) => (value >> 10, "KiB"),
                _ => (value, "bytes"),
            };
            (value, format!("{scaled}{}", if unit == "bytes/s" { "/s" } else { "" }))
        }
        "ms" if value >= 1_000 && value.is_multiple_of(1_000) => (value / 1_000, "s".to_owned()),
        "us" if value.is_multiple_of(1_000) => (value / 1_000, "ms".to_owned()),
        unit => (value, unit.to_owned()),
    };
    match unit_of(value, &unit).as_ref() {
        "" => thousands(value),
        unit => format!("{}{THIN}{unit}", thousands(value)),
    }
}

/// The unit of a number of things: of one `shard` for `shards`, `record/s` for `records/s`. What is no plural noun stays.
pub fn unit_of(value: u64, unit: &str) -> Cow<'_, str> {
    let end = unit.find(|character: char| !character.is_ascii_lowercase()).unwrap_or(unit.len());
    let (noun, rest) = unit.split_at(end);
    // `s` and `ms` are no nouns.
    let one = noun.strip_suffix('s').filter(|noun| value == 1 && noun.len() > 2);
    match one {
        None => Cow::Borrowed(unit),
        Some(one) => match (one.strip_suffix("ie"), one.strip_suffix("che")) {
            (Some(stem), _) => Cow::Owned(format!("{stem}y{rest}")),
            (_, Some(stem)) => Cow::Owned(format!("{stem}ch{rest}")),
            _ => Cow::Owned(format!("{one}{rest}")),
        },
    }
}

/// The text with each `{key}` replaced by what `value` knows; an unknown one stays as it is. `{key|shard|shards}` is the
/// first word where the value is 1, else the second: a number never meets a noun in the wrong number.
pub fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let value = |key: &str| match key.split('|').collect::<Vec<_>>()[..] {
        [number, one, many] => Some(if value(number)? == "1" { one } else { many }.to_owned()),
        _ => value(key),
    };
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        match after.split_once('}').and_then(|(key, after)| Some((value(key)?, after))) {
            Some((known, after)) => {
                filled.push_str(&known);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// The keys between braces, in the order of the text; with the profile before a slash, if one is named.
pub fn placeholders(text: &str) -> Vec<&str> {
    let is_key =
        |key: &&str| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-/".contains(&byte));
    // Of words that a number chooses from, the number's name.
    let keys = text.split('{').skip(1).filter_map(|piece| piece.split_once('}').map(|(key, _)| key));
    keys.map(|key| key.split_once('|').map_or(key, |(number, _)| number)).filter(is_key).collect()
}

#[cfg(test)]
mod tests;
