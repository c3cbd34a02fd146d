//! A Firehose buffer and the bucket that its objects land in.

use super::readers::{Buffer, Landed, OBJECTS_MAX, duration};
use super::{DeliveryScene, Place, card};
use crate::content::{t, tf};
use crate::scene::pieces::{Bar, Card, Words};
use lab_content::format::{Format, thousands};

/// How long an object falls, in simulated milliseconds.
const FALL_MS: u64 = 1_500;

/// Two gauges: the one that is full first makes the object.
pub fn draw_buffer(scene: &mut DeliveryScene, found: &Buffer, place: Place) {
    let by_size = found.next.is_some_and(|(_, by_size)| by_size);
    let class = if found.refuses { "box hot" } else { "box" };
    scene.cards.push(card(place, class, tf("delivery.firehose.title", &[("name", &found.name)]), Vec::new()));
    let (left, right) = (place.x + 12.0, place.x + place.width - 12.0);
    let gauges = [
        (
            t("delivery.size"),
            Format::Mebibytes.text(found.bytes),
            Format::Mebibytes.text(found.size_bytes),
            part(found.bytes, found.size_bytes),
            by_size,
        ),
        (
            t("delivery.time"),
            duration(found.waited_ms),
            duration(found.interval_ms),
            part(found.waited_ms, found.interval_ms),
            !by_size,
        ),
    ];
    for (nth, (name, now, full, part, first)) in gauges.into_iter().enumerate() {
        let y = place.y + 46.0 + 32.0 * nth as f64;
        scene.words.push(Words::new(left, y, if first { "reader-name" } else { "rate" }, name));
        let of = tf("delivery.of", &[("now", &now), ("full", &full)]);
        scene.words.push(Words::at_end(right, y, "rate", of));
        gauge(scene, (left, y + 6.0, right - left), part, "shard-1");
    }
    let last = match (found.waiting, found.next) {
        (1.., _) => tf("delivery.waiting", &[("n", &found.waiting_text())]),
        (_, Some((ms, true))) => tf("delivery.next_by_size", &[("in", &duration(ms))]),
        (_, Some((ms, false))) => tf("delivery.next_by_time", &[("in", &duration(ms))]),
        (_, None) => t("delivery.empty").to_owned(),
    };
    let class = if found.waiting > 0 { "refused" } else { "rate" };
    scene.words.push(Words::new(left, place.y + place.height - 12.0, class, last));
}

fn gauge(scene: &mut DeliveryScene, (x, y, width): (f64, f64, f64), part: f64, class: &str) {
    let bar = |width: f64, class: &str| Bar { x, y, width, height: 6.0, class: class.to_owned() };
    scene.bars.extend([bar(width, "track"), bar(width * part, class)]);
}

fn part(now: u64, full: u64) -> f64 {
    if full == 0 { 0.0 } else { (now as f64 / full as f64).min(1.0) }
}

/// Objects as blocks, the newest at the left; it falls as it lands.
pub fn draw_bucket(scene: &mut DeliveryScene, buffer: &Buffer, (objects, total): (&[Landed], u64), place: Place) {
    let title = tf("delivery.bucket", &[("n", &thousands(total))]);
    let class = if buffer.refuses { "box hot" } else { "box" };
    let mark = Some(if buffer.refuses {
        (t("delivery.refuses").to_owned(), "bad")
    } else {
        (t("delivery.no_replay").to_owned(), "rate")
    });
    scene.cards.push(Card { mark, ..card(place, class, title, Vec::new()) });
    let floor = place.y + place.height - 28.0;
    let most = objects.iter().map(|object| object.bytes).max().unwrap_or(1).max(1);
    let slot = ((place.width - 20.0) / OBJECTS_MAX as f64).max(40.0);
    let shown = ((place.width - 20.0) / slot) as usize;
    for (nth, object) in objects.iter().take(shown).enumerate() {
        let x = place.x + 10.0 + slot * nth as f64;
        let height = 8.0 + 46.0 * object.bytes as f64 / most as f64;
        let falling = FALL_MS.saturating_sub(object.age_ms) as f64 / FALL_MS as f64;
        let y = (floor - height - 40.0 * falling).max(place.y + 26.0);
        scene.bars.push(Bar { x: x + 3.0, y, width: slot - 6.0, height, class: "block shard-1".to_owned() });
        let size = format!("{}.{}", object.bytes >> 20, (object.bytes % (1 << 20) * 10) >> 20);
        scene.words.push(Words::in_middle(x + slot / 2.0, floor + 11.0, "reader-detail", size));
        let age = short(object.age_ms);
        scene.words.push(Words::in_middle(x + slot / 2.0, floor + 23.0, "reader-detail", age));
    }
    if objects.is_empty() {
        scene.words.push(Words::new(place.x + 12.0, place.y + 60.0, "rate", t("delivery.nothing_landed")));
    } else {
        scene.words.push(Words::at_end(
            place.x + place.width - 10.0,
            place.y + 34.0,
            "reader-detail",
            t("delivery.blocks"),
        ));
    }
}

/// `40 s`, `12 min`: an age under a block.
fn short(ms: u64) -> String {
    if ms < 120_000 {
        tf("delivery.s", &[("n", &(ms / 1_000).to_string())])
    } else {
        tf("delivery.min", &[("n", &(ms / 60_000).to_string())])
    }
}
