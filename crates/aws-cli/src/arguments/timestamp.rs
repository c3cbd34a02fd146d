//! Moments as an argument gives them and as an answer shows them.

/// Seconds since 1970, of a number or of `2026-01-01T00:00:30Z` and its shorter forms; a time without
/// a zone counts as UTC, as on a machine that is set to it. Fractions are cut off, as the CLI does.
pub fn read(text: &str) -> Option<i64> {
    if let Ok(seconds) = text.trim().parse::<f64>() {
        return seconds.is_finite().then_some(seconds.floor() as i64);
    }
    let text = text.trim();
    let (date, time) = text.split_once(['T', ' ']).unwrap_or((text, ""));
    let (time, offset_s) = zone(time)?;
    let mut numbers = date.split('-').map(|part| part.parse::<u32>().ok());
    let (year, month, day) = (numbers.next()??, numbers.next()??, numbers.next()??);
    if numbers.next().is_some() || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let mut clock = [0_u32; 3];
    if !time.is_empty() {
        let parts: Vec<&str> = time.split(':').collect();
        if parts.len() > 3 || parts.len() < 2 {
            return None;
        }
        for (place, part) in clock.iter_mut().zip(parts) {
            *place = part.split('.').next().unwrap_or_default().parse().ok()?;
        }
    }
    let [hour, minute, second] = clock;
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = days(year, month, day) * 86_400 + i64::from(hour * 3_600 + minute * 60 + second);
    Some(seconds - offset_s)
}

/// A time without its zone, and the zone's seconds east of Greenwich.
fn zone(time: &str) -> Option<(&str, i64)> {
    if let Some(time) = time.strip_suffix(['Z', 'z']) {
        return Some((time, 0));
    }
    let Some(place) = time.rfind(['+', '-']) else { return Some((time, 0)) };
    let (time, offset) = time.split_at(place);
    let digits: String = offset[1..].chars().filter(|char| *char != ':').collect();
    let (hours, minutes) = (digits.get(..2)?.parse::<i64>().ok()?, digits.get(2..).unwrap_or("0"));
    let minutes = if minutes.is_empty() { 0 } else { minutes.parse::<i64>().ok()? };
    let seconds = hours * 3_600 + minutes * 60;
    Some((time, if offset.starts_with('-') { -seconds } else { seconds }))
}

/// Days since 1970 of a date: counted from March, so that a leap day ends its year.
fn days(year: u32, month: u32, day: u32) -> i64 {
    let (year, month) = (i64::from(year) - i64::from(month < 3), i64::from((month + 9) % 12));
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * month + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// `2026-01-01T00:00:30.250000+00:00`; whole seconds without a fraction.
pub fn shown(seconds: f64) -> String {
    // To the nearest microsecond, as Python keeps it; moments of runs have milliseconds.
    let us = (seconds * 1e6).round() as u64;
    let iso = stream_engine::civil::Civil::from_ms(us / 1_000).iso();
    let whole = iso.split('.').next().unwrap_or(&iso);
    match us % 1_000_000 {
        0 => format!("{whole}+00:00"),
        fraction => format!("{whole}.{fraction:06}+00:00"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_in_many_forms() {
        let forms = [
            ("1767225630", Some(1_767_225_630)),
            ("1767225630.75", Some(1_767_225_630)),
            ("2026-01-01T00:00:30Z", Some(1_767_225_630)),
            ("2026-01-01T01:00:30+01:00", Some(1_767_225_630)),
            ("2025-12-31T19:00:30-0500", Some(1_767_225_630)),
            ("2026-01-01 00:00:30.5", Some(1_767_225_630)),
            ("2026-01-01", Some(1_767_225_600)),
            ("2024-02-29", Some(1_709_164_800)),
            ("1970-01-01", Some(0)),
            ("foo", None),
            ("2026-13-01", None),
            ("2026-01-01T25:00", None),
        ];
        for (text, wanted) in forms {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_moment_shows_its_fraction_if_it_has_one() {
        assert_eq!(shown(1_767_225_630.0), "2026-01-01T00:00:30+00:00");
        assert_eq!(shown(1_767_225_630.345), "2026-01-01T00:00:30.345000+00:00");
    }
}
