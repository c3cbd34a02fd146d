//! Many rectangles as a few paths: an element for each would take longer than a frame has when all of them change.

use crate::scene::pieces::Rectangle;
use crate::widgets::shape::{self, Shape};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Shades that can be told apart, from clear to full.
const SHADES: f64 = 20.0;

/// A rectangle with round corners, as a part of a path.
pub fn rounded(rectangle: Rectangle, radius: f64) -> String {
    let Rectangle { x, y, width, height } = rectangle;
    let r = radius.min(width / 2.0).min(height / 2.0);
    let (across, down) = (width - 2.0 * r, height - 2.0 * r);
    let mut path = String::new();
    // Writing into a text doesn't fail.
    let _ = write!(
        path,
        "M{:.1} {y:.1}h{across:.1}a{r:.1} {r:.1} 0 0 1 {r:.1} {r:.1}v{down:.1}a{r:.1} {r:.1} 0 0 1 -{r:.1} {r:.1}\
         h-{across:.1}a{r:.1} {r:.1} 0 0 1 -{r:.1} -{r:.1}v-{down:.1}a{r:.1} {r:.1} 0 0 1 {r:.1} -{r:.1}z",
        x + r
    );
    path
}

/// Rectangles of one colour and of different opacity (0 to 1): a path for each shade.
pub fn shaded(rectangles: impl Iterator<Item = (Rectangle, f64)>, radius: f64, class: &str) -> Vec<Shape> {
    let mut paths = BTreeMap::<u8, String>::new();
    for (rectangle, opacity) in rectangles {
        let shade = (opacity * SHADES).round() as u8;
        paths.entry(shade).or_default().push_str(&rounded(rectangle, radius));
    }
    let path =
        |(shade, path): (u8, String)| shape::path(path).class(class.to_owned()).opacity(f64::from(shade) / SHADES);
    paths.into_iter().map(path).collect()
}
