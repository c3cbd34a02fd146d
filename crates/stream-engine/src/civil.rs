//! Civil time in UTC, for the few texts that carry a date: object names, invocation records.

/// A moment by the calendar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Civil {
    pub year: u64,
    pub month: u64,
    pub day: u64,
    pub hour: u64,
    pub minute: u64,
    pub second: u64,
    pub ms: u64,
}

impl Civil {
    /// The moment at these milliseconds since 1970. Days to date by counting from 0000-03-01 in
    /// eras of 400 years, which begin with March so that a leap day ends its year.
    pub fn from_ms(ms: u64) -> Civil {
        let (second, days) = (ms / 1_000, ms / 86_400_000 + 719_468);
        let (era, day) = (days / 146_097, days % 146_097);
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let (year, month) = if month < 10 { (era * 400 + year, month + 3) } else { (era * 400 + year + 1, month - 9) };
        Civil {
            year,
            month,
            day,
            hour: second / 3_600 % 24,
            minute: second / 60 % 60,
            second: second % 60,
            ms: ms % 1_000,
        }
    }

    /// `2026-01-01T00:00:00.000Z`.
    pub fn iso(self) -> String {
        let Civil { year, month, day, hour, minute, second, ms } = self;
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}Z")
    }

    /// `2026/01/01/00/`.
    pub fn hour_path(self) -> String {
        format!("{:04}/{:02}/{:02}/{:02}/", self.year, self.month, self.day, self.hour)
    }

    /// `2026-01-01-00-00-00`.
    pub fn dashed(self) -> String {
        let Civil { year, month, day, hour, minute, second, .. } = self;
        format!("{year:04}-{month:02}-{day:02}-{hour:02}-{minute:02}-{second:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_across_leap_days_and_centuries() {
        // Checked with `date -u -d @…`.
        for (second, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400, "2000-02-29T00:00:00.000Z"),
            (951_868_799, "2000-02-29T23:59:59.000Z"),
            (1_767_225_600, "2026-01-01T00:00:00.000Z"),
            (1_709_164_800, "2024-02-29T00:00:00.000Z"),
            (4_107_542_400, "2100-03-01T00:00:00.000Z"),
        ] {
            assert_eq!(Civil::from_ms(second * 1_000).iso(), text);
        }
        assert_eq!(Civil::from_ms(1_767_225_600_000).hour_path(), "2026/01/01/00/");
    }
}
