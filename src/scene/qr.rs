//! A text as a QR code: one path of dark squares, and how many squares wide it is.

use qrcodegen::{QrCode, QrCodeEcc};

/// Light squares around a code, so that a camera finds it.
const QUIET: i32 = 4;
/// Bytes up to which a code on a screen is read from an arm's length (assumed: 3 pixels a square on 400).
pub const COMFORT_BYTES: usize = 1_200;

/// A code to be drawn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Code {
    /// Edge in squares, the light rim included.
    pub size: i32,
    /// The dark squares, each a unit wide.
    pub path: String,
}

/// The code of a text; None if it is too long for any.
pub fn code(text: &str) -> Option<Code> {
    let code = QrCode::encode_text(text, QrCodeEcc::Low).ok()?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let width = (x..size).take_while(|at| code.get_module(*at, y)).count() as i32;
            if width > 0 {
                path.push_str(&format!("M{} {}h{width}v1h-{width}z", x + QUIET, y + QUIET));
            }
            x += width.max(1);
        }
    }
    Some(Code { size: size + 2 * QUIET, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The path, drawn into squares again.
    fn squares(code: &Code) -> Vec<Vec<bool>> {
        let mut drawn = vec![vec![false; code.size as usize]; code.size as usize];
        for run in code.path.split('M').skip(1) {
            let (place, rest) = run.split_once('h').expect("a run has a width");
            let (x, y) = place.split_once(' ').expect("a place has two numbers");
            let width: usize = rest.split_once('v').expect("a run has a height").0.parse().expect("a number");
            let (x, y): (usize, usize) = (x.parse().expect("a number"), y.parse().expect("a number"));
            drawn[y][x..x + width].fill(true);
        }
        drawn
    }

    #[test]
    fn a_code_has_its_three_corners_and_a_light_rim() {
        let code = code("#/lab/hot-shard?s=1.AbC_-").expect("short enough");
        let drawn = squares(&code);
        let last = code.size as usize - 1;
        assert!((0..=last).all(|at| !drawn[0][at] && !drawn[last][at] && !drawn[at][3] && !drawn[at][last - 3]));
        for (x, y) in [(4, 4), (last - 10, 4), (4, last - 10)] {
            assert!(
                (0..7).all(|at| drawn[y][x + at] && drawn[y + at][x] && drawn[y + 6][x + at] && drawn[y + at][x + 6])
            );
            assert!((1..6).all(|at| !drawn[y + 1][x + at]) && drawn[y + 3][x + 3]);
        }
    }

    #[test]
    fn the_longest_link_has_a_code_and_a_longer_text_none() {
        assert!(code(&"a".repeat(crate::share::LINK_MAX)).is_some());
        assert_eq!(code(&"a".repeat(4_000)), None);
    }
}
