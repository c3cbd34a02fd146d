//! Civil dates as AWS writes and reads them: `2026-01-01T00:00:00Z`. UTC, Gregorian calendar.

/// Microseconds since 1970 as a date, to the second.
pub fn format(us: u64) -> String {
    let seconds = us / 1_000_000;
    let (days, second) = ((seconds / 86_400) as i64, seconds % 86_400);
    let (year, month, day) = date(days);
    let (hour, minute) = (second / 3_600, second / 60 % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{:02}Z", second % 60)
}

/// Reads a date, with or without its time of day, as microseconds since 1970: `2026-11-23`,
/// `2026-11-23T08:00Z`, `2026-11-23T08:00:00.5+01:00`.
pub fn parse_us(text: &str) -> Option<i64> {
    let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    let mut parts = date.split('-');
    let (year, month, day) = (digits(parts.next()?, 4)?, digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    if parts.next().is_some() || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let days = days(year, month, day);
    let of_day = time.map_or(Some(0), time_us)?;
    Some(days * 86_400_000_000 + of_day)
}

fn time_us(text: &str) -> Option<i64> {
    let (clock, offset_minutes) = match text.strip_suffix('Z') {
        Some(clock) => (clock, 0),
        None => {
            let at = text.find(['+', '-'])?;
            let (hours, minutes) = text[at + 1..].split_once(':')?;
            let minutes = digits(hours, 2)? * 60 + digits(minutes, 2)?;
            (&text[..at], if text[at..].starts_with('-') { -minutes } else { minutes })
        }
    };
    let mut parts = clock.split(':');
    let (hour, minute) = (digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    let second = parts.next().unwrap_or("00");
    let (second, fraction) = second.split_once('.').unwrap_or((second, "0"));
    let second = digits(second, 2)?;
    if parts.next().is_some() || hour > 23 || minute > 59 || second > 60 || fraction.len() > 6 {
        return None;
    }
    let fraction = digits(fraction, fraction.len())? * 10_i64.pow(6 - fraction.len() as u32);
    Some(((hour * 60 + minute - offset_minutes) * 60 + second) * 1_000_000 + fraction)
}

fn digits(text: &str, count: usize) -> Option<i64> {
    let good = text.len() == count && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if good { text.parse().ok() } else { None }
}

/// Days since 1970 of a date; after Howard Hinnant's "chrono-compatible low-level date algorithms".
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The date of a day since 1970, by the same author.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days - era * 146_097;
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_they_were_written() {
        for (us, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400_000_000, "2000-02-29T00:00:00Z"),
            (1_767_225_600_000_000, "2026-01-01T00:00:00Z"),
            (1_798_761_599_000_000, "2026-12-31T23:59:59Z"),
        ] {
            assert_eq!(format(us), text);
            assert_eq!(parse_us(text), Some(us as i64));
        }
    }

    #[test]
    fn times_of_day_have_fractions_and_offsets() {
        assert_eq!(parse_us("1970-01-02"), Some(86_400_000_000));
        assert_eq!(parse_us("1970-01-01T01:30:00.25+01:00"), Some(1_800_250_000));
        for wrong in ["", "1970", "1970-13-01", "1970-01-01T", "1970-01-01T00:00", "1970-01-01T25:00Z", "é"] {
            assert_eq!(parse_us(wrong), None, "{wrong}");
        }
    }
}
