//! Ages of records, by reader.

use super::readers::{Ages, duration};
use super::{DeliveryScene, Place};
use crate::content::t;
use crate::scene::pieces::{Bar, Wire, Words};

/// The axis of ages reaches from 10 ms to 1 000 s.
const AXIS_FROM: f64 = 10.0;
const AXIS_DECADES: f64 = 5.0;
/// From this width on there is room for all its names.
const AXIS_NAMES: f64 = 480.0;

/// A bar for each reader from its youngest to its oldest record, on a logarithmic axis.
pub fn draw(scene: &mut DeliveryScene, ages: &[Ages; 3], place: Place) {
    let left = place.x + 116.0;
    let right = place.x + place.width - 16.0;
    let x = |ms: f64| left + (right - left) * ((ms.max(AXIS_FROM) / AXIS_FROM).log10() / AXIS_DECADES).clamp(0.0, 1.0);
    let marks = [
        (10.0, "delivery.axis.10ms"),
        (100.0, "delivery.axis.100ms"),
        (1_000.0, "delivery.axis.1s"),
        (10_000.0, "delivery.axis.10s"),
        (60_000.0, "delivery.axis.1min"),
        (600_000.0, "delivery.axis.10min"),
    ];
    let bottom = place.y + 64.0;
    // Where it is narrow every second name would touch the next.
    let hidden: &[f64] = match (place.width >= AXIS_NAMES, right - left >= 180.0) {
        (true, _) => &[],
        (false, true) => &[100.0, 10_000.0],
        (false, false) => &[100.0, 10_000.0, 60_000.0],
    };
    for (ms, key) in marks {
        scene.wires.push(Wire { path: format!("M{:.1} {}V{bottom}", x(ms), place.y + 4.0), class: "grid".to_owned() });
        if !hidden.contains(&ms) {
            scene.words.push(Words::in_middle(x(ms), bottom + 13.0, "mark", t(key)));
        }
    }
    for (nth, reader) in ages.iter().enumerate() {
        let y = place.y + 6.0 + 20.0 * nth as f64;
        scene.words.push(Words::new(place.x, y + 11.0, "reader-name", reader.name));
        let Some((low, middle, high)) = reader.found else {
            scene.words.push(Words::new(left + 4.0, y + 11.0, "reader-detail", t("delivery.no_age")));
            continue;
        };
        let [from, at, to] = [low, middle, high].map(|ms| x(ms as f64));
        let bar = |x: f64, width: f64, class: String| Bar { x, y: y + 2.0, width, height: 12.0, class };
        scene.bars.push(bar(from, (to - from).max(3.0), format!("ages shard-{}", reader.colour)));
        scene.bars.push(bar(at - 1.5, 3.0, "middle".to_owned()));
        let text = duration(middle);
        // Behind the bar if there is room, else before it.
        let words = if to + 64.0 < right {
            Words::new(to + 6.0, y + 12.0, "reader-detail", text)
        } else {
            Words::at_end(from - 6.0, y + 12.0, "reader-detail", text)
        };
        scene.words.push(words);
    }
}
