//! Clicks that nobody made, for those who have no file at hand: CSV with a hot device, few countries and browsers, and
//! one minute that is busier than the others. The same ones each time.

use std::fmt::Write;

/// The names of the columns.
pub const NAMES: &str = "ts,device_id,country,browser,session\n";
/// 2026-11-24T14:04:00Z.
const START_S: u64 = 1_795_529_040;
/// Clicks a second in each of the minutes.
const RATES: [u64; 6] = [620, 840, 1_460, 3_180, 1_290, 710];
/// Devices and their weights: two devices and a gateway that speak much, then many that speak seldom.
const HOT: [(&str, u64); 5] =
    [("device-00117", 121), ("device-88210", 49), ("gateway-eu-2", 35), ("device-00009", 20), ("device-41377", 15)];
const WEIGHTS: u64 = 1_000;
const DEVICES: u64 = 20_000;
const COUNTRIES: [(&str, u64); 6] = [("DE", 34), ("FR", 22), ("US", 18), ("GB", 12), ("IT", 9), ("PL", 5)];
/// Market shares in percent, rounded (assumed: they move from month to month).
const BROWSERS: [(&str, u64); 5] = [("chrome", 68), ("safari", 17), ("edge", 6), ("firefox", 4), ("other", 5)];

/// Makes the clicks second by second.
#[derive(Default)]
pub struct MadeUp {
    second: u64,
    state: u64,
}

impl MadeUp {
    /// Appends the next second's clicks; false if there are no more.
    pub fn write(&mut self, text: &mut String) -> bool {
        let Some(rate) = RATES.get(self.second as usize / 60).copied() else { return false };
        if self.second == 0 {
            text.push_str(NAMES);
        }
        let (minute, second) = ((START_S + self.second) / 60 % 60, (START_S + self.second) % 60);
        let rate = rate - rate / 20 + self.below(rate / 10 + 1);
        for nth in 0..rate {
            // A String takes everything.
            let _ = write!(text, "2026-11-24T14:{minute:02}:{second:02}.{:03}Z,", nth * 1_000 / rate);
            let device = self.below(WEIGHTS);
            match chosen(&HOT, device) {
                Some(device) => text.push_str(device),
                None => _ = write!(text, "device-{:05}", self.below(DEVICES) + 20_000),
            }
            let (country, browser) = (self.below(100), self.below(100));
            let country = chosen(&COUNTRIES, country).unwrap_or_default();
            let browser = chosen(&BROWSERS, browser).unwrap_or_default();
            let _ = writeln!(text, ",{country},{browser},{:08x}", self.below(1 << 32));
        }
        self.second += 1;
        true
    }

    /// How much of all is made, in thousandths.
    pub fn done(&self) -> u64 {
        self.second * 1_000 / (RATES.len() as u64 * 60)
    }

    /// A number below this one (SplitMix64).
    fn below(&mut self, end: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}

/// The name that a drawn number falls to; none beyond all weights.
fn chosen(choices: &[(&'static str, u64)], drawn: u64) -> Option<&'static str> {
    let mut sum = 0;
    choices
        .iter()
        .find(|(_, weight)| {
            sum += weight;
            drawn < sum
        })
        .map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    #[test]
    fn the_clicks_are_read_as_what_they_are() {
        let mut made_up = MadeUp::default();
        let mut text = String::new();
        while made_up.write(&mut text) {}
        assert_eq!(made_up.done(), 1_000);
        let source = Source::of(text.as_bytes(), true).expect("it is text");
        let names: Vec<&str> = source.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["ts", "device_id", "country", "browser", "session"]);
        assert_eq!((source.key, source.time, source.size), (1, Some(0), None));
        assert!((450_000..520_000).contains(&text.lines().count()), "{}", text.lines().count());
    }
}
