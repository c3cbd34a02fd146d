//! Amounts as text, for the arithmetic of a bill.

/// Nano-dollars as dollars: two decimals, and more where they say something, at most nine.
pub fn dollars(nano: u128) -> String {
    let (whole, rest) = (nano / 1_000_000_000, nano % 1_000_000_000);
    let decimals = format!("{rest:09}");
    let decimals = decimals.trim_end_matches('0');
    format!("${whole}.{decimals:0<2}")
}

/// Nano-dollars rounded to whole cents, or to what a smaller sum needs to show two digits.
pub fn to_cents(nano: u128) -> String {
    let mut unit: u128 = 10_000_000;
    while unit > 1 && nano < unit * 10 && nano > 0 {
        unit /= 10;
    }
    dollars((nano + unit / 2) / unit * unit)
}

/// A quantity in thousandths: `4`, `2.5`, `0.125`.
pub fn amount(thousandths: u128) -> String {
    let (whole, rest) = (thousandths / 1_000, thousandths % 1_000);
    match rest {
        0 => whole.to_string(),
        _ => format!("{whole}.{}", format!("{rest:03}").trim_end_matches('0')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_show_cents_and_prices_all_their_decimals() {
        assert_eq!(dollars(43_800_000_000), "$43.80");
        assert_eq!(dollars(15_000_000), "$0.015");
        assert_eq!(dollars(0), "$0.00");
        assert_eq!(to_cents(43_804_999_999), "$43.80");
        assert_eq!(to_cents(1_234_567), "$0.0012");
        assert_eq!(to_cents(99_999_999), "$0.10");
        assert_eq!(amount(2_500), "2.5");
        assert_eq!(amount(125), "0.125");
        assert_eq!(amount(4_000), "4");
    }
}
