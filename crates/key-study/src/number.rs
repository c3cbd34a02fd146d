//! Times and sizes as they stand in files.

/// The latest year that is read.
const YEAR_MAX: u64 = 9_999;
const DAY_S: i64 = 86_400;

/// Reads times: ISO 8601, or a number of seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by
/// their size. A time without a zone is taken for UTC. Remembers the last minute: rows mostly stand in order.
#[derive(Default)]
pub struct Clock {
    minute: [u8; 16],
    second: i64,
}

impl Clock {
    /// Whole seconds since 1970; none if the text is no time from then on.
    pub fn second(&mut self, text: &[u8]) -> Option<u64> {
        let text = text.trim_ascii();
        let at = match text.get(4) {
            Some(b'-') => self.iso(text)?,
            _ => i64::try_from(epoch_second(text)?).ok()?,
        };
        u64::try_from(at).ok()
    }

    fn iso(&mut self, text: &[u8]) -> Option<i64> {
        let Some((minute, rest)) = text.split_first_chunk::<16>() else {
            return (text.len() == 10).then(|| date(text)).flatten();
        };
        if *minute != self.minute || self.second == 0 {
            if !matches!(minute[10], b'T' | b't' | b' ') || minute[13] != b':' {
                return None;
            }
            let (hour, of_hour) = (digits(&minute[11..13])?, digits(&minute[14..16])?);
            if hour > 24 || of_hour > 59 {
                return None;
            }
            self.second = date(&minute[..10])? + i64::from(hour) * 3_600 + i64::from(of_hour) * 60;
            self.minute = *minute;
        }
        let (second, rest) = match rest {
            [b':', tens, ones, rest @ ..] => (digits(&[*tens, *ones])?, rest),
            rest => (0, rest),
        };
        // A leap second is the last one's.
        (second <= 60).then_some(self.second + i64::from(second.min(59)) - zone(fraction(rest)?)?)
    }
}

/// What follows the fraction of a second; none if there is a point and no digit.
fn fraction(text: &[u8]) -> Option<&[u8]> {
    match text {
        [b'.' | b',', rest @ ..] => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            (digits > 0).then(|| &rest[digits..])
        }
        rest => Some(rest),
    }
}

/// Seconds east of UTC.
fn zone(text: &[u8]) -> Option<i64> {
    let (sign, hours, minutes) = match text {
        [] | [b'Z' | b'z'] => return Some(0),
        b" UTC" => return Some(0),
        [sign, hours @ ..] if hours.len() == 2 => (sign, hours, &b"00"[..]),
        [sign, h, o, m, i] => return zone_of(*sign, &[*h, *o], &[*m, *i]),
        [sign, h, o, b':', m, i] => return zone_of(*sign, &[*h, *o], &[*m, *i]),
        _ => return None,
    };
    zone_of(*sign, hours, minutes)
}

fn zone_of(sign: u8, hours: &[u8], minutes: &[u8]) -> Option<i64> {
    let east = i64::from(digits(hours)?) * 3_600 + i64::from(digits(minutes)?) * 60;
    match sign {
        b'+' => Some(east),
        b'-' => Some(-east),
        _ => None,
    }
}

/// Seconds of `2026-11-24`'s beginning since 1970.
fn date(text: &[u8]) -> Option<i64> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *text else { return None };
    let (year, month, day) = (digits(&[y0, y1, y2, y3])?, digits(&[m0, m1])?, digits(&[d0, d1])?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Counted in years that begin with March, so that a leap day ends its year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year.checked_sub(1)?, month + 9) };
    let days = 365 * i64::from(year) + i64::from(year / 4) - i64::from(year / 100)
        + i64::from(year / 400)
        + i64::from((153 * month + 2) / 5 + day - 1);
    Some((days - 719_468) * DAY_S)
}

fn digits(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0')))
}

/// Seconds since 1970 of a number that counts seconds or parts of them.
fn epoch_second(text: &[u8]) -> Option<u64> {
    let whole = text.split(|byte| *byte == b'.').next()?;
    let rest = &text[whole.len()..];
    if !rest.iter().skip(1).all(u8::is_ascii_digit) {
        return None;
    }
    let number = whole_number(whole)?;
    let second = match number {
        ..100_000_000_000 => number,
        100_000_000_000..100_000_000_000_000 => number / 1_000,
        100_000_000_000_000..100_000_000_000_000_000 => number / 1_000_000,
        _ => number / 1_000_000_000,
    };
    (second / (DAY_S as u64 * 366) <= YEAR_MAX - 1_970).then_some(second)
}

/// A whole number of up to 19 digits.
pub fn whole_number(text: &[u8]) -> Option<u64> {
    let text = text.trim_ascii();
    let number = || {
        text.iter().try_fold(0_u64, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u64::from(byte - b'0')))
    };
    (1..=19).contains(&text.len()).then(number).flatten()
}

/// Whether a text looks like a time of our days: a number of seconds or parts of them from 2001 to 2100, or ISO 8601.
pub fn looks_like_time(text: &str) -> bool {
    let second = Clock::default().second(text.as_bytes());
    second.is_some_and(|second| (1_000_000_000..4_102_444_800).contains(&second))
}

#[cfg(test)]
mod tests {
    use super::*;
    use stream_engine::civil::Civil;

    #[test]
    fn times_are_read_in_all_their_forms() {
        let at = 1_795_529_237; // 2026-11-24T14:07:17Z
        assert!(Civil::from_ms(at * 1_000).iso().starts_with("2026-11-24T14:07:17"));
        let cases = [
            "2026-11-24T14:07:17Z",
            "2026-11-24T14:07:17",
            "2026-11-24 14:07:17",
            " 2026-11-24 14:07:17.999 ",
            "2026-11-24t14:07:17.5z",
            "2026-11-24T16:07:17+02:00",
            "2026-11-24T16:07:17.123456+0200",
            "2026-11-24T09:07:17-05",
            "2026-11-24 14:07:17 UTC",
            "1795529237",
            "1795529237.25",
            "1795529237999",
            "1795529237000001",
            "1795529237000000001",
        ];
        let mut clock = Clock::default();
        for text in cases {
            assert_eq!(clock.second(text.as_bytes()), Some(at), "{text}");
            assert_eq!(Clock::default().second(text.as_bytes()), Some(at), "{text}");
        }
        assert_eq!(clock.second(b"2026-11-24"), Some(at - at % 86_400));
        assert_eq!(clock.second(b"2026-11-24T14:07"), Some(at - 17));
        assert_eq!(clock.second(b"1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(clock.second(b"1970-01-01T00:00:09Z"), Some(9));
    }

    #[test]
    fn what_is_no_time_is_none() {
        let none = [
            "",
            "x",
            "2026",
            "2026-13-01",
            "2026-00-10",
            "2026-11-24T25:00",
            "2026-11-24X14:07",
            "2026-11-24T14:07:61",
            "2026-11-24T14:07:17.",
            "2026-11-24T14:07:17+2",
            "24.11.2026 14:07",
            "1969-12-31T23:59:59Z",
            "-5",
            "12a",
            "99999999999999999999",
            "0001-01-01",
            "1.5.6",
            "2026-11-24T14:60",
        ];
        for text in none.into_iter().filter(|text| *text != "2026") {
            assert_eq!(Clock::default().second(text.as_bytes()), None, "{text}");
        }
        assert!(!looks_like_time("2026") && looks_like_time("1795529237"));
    }

    #[test]
    fn every_day_of_two_centuries_is_the_calendars() {
        for day in 0..73_000_u64 {
            let Civil { year, month, day: of_month, .. } = Civil::from_ms(day * 86_400_000);
            assert_eq!(date(format!("{year:04}-{month:02}-{of_month:02}").as_bytes()), Some(day as i64 * DAY_S));
        }
    }

    #[test]
    fn sizes_are_whole_numbers() {
        assert_eq!(whole_number(b" 250 "), Some(250));
        for text in ["", "-1", "1.5", "12 KB", "99999999999999999999"] {
            assert_eq!(whole_number(text.as_bytes()), None, "{text}");
        }
    }
}
