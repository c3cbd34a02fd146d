//! Windows of a Flink application.

use super::readers::{Counting, duration};
use super::{DeliveryScene, Place, card};
use crate::content::{t, tf};
use crate::scene::pieces::{Bar, Words, fit, width};
use lab_content::format::thousands;

/// A card of windows that is higher has two lines at its foot.
const LOW: f64 = 110.0;

/// A column for each window: dashed while it is open, filled when its count came out.
pub fn draw(scene: &mut DeliveryScene, found: &Counting, place: Place) {
    let title = tf("delivery.flink.title", &[("name", &found.name), ("window", &found.window)]);
    let lost = found.dropped > 0;
    let values = [("late", thousands(found.late)), ("dropped", thousands(found.dropped))];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let (class, late) = match (found.running, lost || found.late > 0) {
        (false, _) => ("refused", t("delivery.restarting").to_owned()),
        (_, false) => ("rate", t("delivery.in_time").to_owned()),
        (_, true) => (if lost { "refused" } else { "rate" }, tf("delivery.late", &values)),
    };
    let hot = lost || !found.running;
    scene.cards.push(card(place, if hot { "box hot" } else { "box" }, title, Vec::new()));
    // What was late stands beside the watermark, or below it where there is no room.
    let (left, right, bottom) = (place.x + 12.0, place.x + place.width - 12.0, place.y + place.height - 7.0);
    let is_low = place.height > LOW;
    let room = right - left - if is_low { 0.0 } else { width(&late, 11.5) + 16.0 };
    let watermark = fit(&watermark(found), room, 11.5);
    scene.words.push(Words::new(left, if is_low { bottom - 16.0 } else { bottom }, "rate", watermark));
    scene.words.push(match is_low {
        true => Words::new(left, bottom, class, late),
        false => Words::at_end(right, bottom, class, late),
    });
    let most = found.windows.iter().map(|window| window.count).max().unwrap_or(1).max(1);
    let floor = bottom - if is_low { 41.0 } else { 25.0 };
    let slot = (place.width - 24.0) / 8.0;
    for (nth, window) in found.windows.iter().enumerate() {
        let x = place.x + 12.0 + slot * nth as f64;
        let height = 2.0 + 26.0 * window.count as f64 / most as f64;
        let class = match (window.fired, window.corrected) {
            (true, true) => "block corrected shard-3",
            (true, false) => "block shard-3",
            (false, _) => "block open",
        };
        scene.bars.push(Bar { x: x + 3.0, y: floor - height, width: slot - 8.0, height, class: class.to_owned() });
        scene.words.push(Words::in_middle(
            x + slot / 2.0 - 1.0,
            floor - height - 4.0,
            "reader-detail",
            thousands(window.count),
        ));
        scene.words.push(Words::in_middle(x + slot / 2.0 - 1.0, floor + 11.0, "mark", clock(window.start_ms)));
    }
}

pub fn watermark(found: &Counting) -> String {
    let at = match found.watermark_behind_ms {
        None => t("delivery.no_watermark").to_owned(),
        Some(behind) if behind >= 0 => tf("delivery.watermark", &[("behind", &duration(behind.unsigned_abs()))]),
        Some(ahead) => tf("delivery.watermark_ahead", &[("hours", &(ahead.unsigned_abs() / 3_600_000).to_string())]),
    };
    match found.ahead {
        0 => at,
        n => format!("{at} {}", tf("delivery.ahead", &[("n", &thousands(n))])),
    }
}

/// `1:00`.
pub fn clock(ms: u64) -> String {
    format!("{}:{:02}", ms / 60_000, ms / 1_000 % 60)
}
