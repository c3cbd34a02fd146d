//! Numbers as learners write them: `1 000`, `1,000`, `0.5`, `0,5`.

/// The number that a text says; None if it says none.
pub fn read(text: &str) -> Option<f64> {
    let plain: String =
        text.chars().filter(|one| !one.is_whitespace() && *one != '$').collect::<String>().replace('\u{2212}', "-");
    let number = if has_thousands(&plain) { plain.replace(',', "") } else { plain.replace(',', ".") };
    number.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Whether commas part thousands: three digits behind each, and one to three before the first. `0,125` has none.
fn has_thousands(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or("");
    let mut groups = whole.trim_start_matches('-').split(',');
    let first = groups.next().unwrap_or("");
    let is_group = |group: &str| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit());
    whole.contains(',') && (1..=3).contains(&first.len()) && !first.starts_with('0') && groups.all(is_group)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_meant() {
        let cases = [
            ("12", Some(12.0)),
            ("$6.84", Some(6.84)),
            (" 1 000 ", Some(1_000.0)),
            ("1\u{202f}000", Some(1_000.0)),
            ("1,000", Some(1_000.0)),
            ("1,000,000.5", Some(1_000_000.5)),
            ("0.5", Some(0.5)),
            ("0,5", Some(0.5)),
            ("0,125", Some(0.125)),
            ("2,5", Some(2.5)),
            ("-3", Some(-3.0)),
            ("\u{2212}3", Some(-3.0)),
            ("", None),
            ("twelve", None),
            ("inf", None),
            ("1e999", None),
        ];
        for (text, number) in cases {
            assert_eq!(read(text), number, "{text}");
        }
    }
}
