//! What the tests share: limits and prices of the content, a file studied in one go, findings as something to compare.
#![allow(dead_code, reason = "each test file uses a part of it")]

use key_study::damage::Damaged;
use key_study::keys::Hot;
use key_study::line::Line;
use key_study::timeline::Minute;
use key_study::{Findings, Settings, Source, Study};
use rand_core::Rng;
use rand_pcg::Pcg32;
use std::path::Path;
use stream_engine::bill::Prices;
use stream_engine::quota::Quotas;

pub fn content() -> lab_content::Content {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../content"));
    lab_content::read::read(root).expect("the content reads").1
}

/// The limits of the quota profile `aws-2026`.
pub fn quotas() -> Quotas {
    let content = content();
    content.profiles.iter().find(|profile| profile.id == "aws-2026").expect("a profile of the content").limits.clone()
}

pub fn prices() -> Prices {
    content().prices.prices
}

/// Reads a file as the page would without a word from the person.
pub fn settings(source: &Source) -> Settings {
    let field = |nth: usize| source.columns[nth].field.clone();
    Settings {
        format: source.format,
        has_names: source.has_names,
        columns: source.width,
        key: field(source.key),
        time: source.time.map(field),
        size: source.size.map(field),
        key_characters_max: 256,
        payload_unit_bytes: 25_600,
    }
}

pub fn study(text: &[u8]) -> Findings {
    let source = Source::of(text, true).expect("it is text");
    in_pieces(&settings(&source), text, usize::MAX)
}

pub fn in_pieces(settings: &Settings, text: &[u8], piece: usize) -> Findings {
    let mut study = Study::new(settings);
    text.chunks(piece.min(text.len().max(1))).for_each(|piece| study.push(piece));
    study.finish()
}

/// All that a file's reading comes to.
pub type Digest = (u64, u64, u64, Vec<Damaged>, Vec<Hot>, Line, Vec<Minute>, Option<(u64, u64)>, Vec<(u64, u64)>);

pub fn digest(found: &Findings) -> Digest {
    let timeline = found.timeline.as_ref();
    (
        found.rows,
        found.units,
        found.damage.rows,
        found.damage.shown.clone(),
        found.hottest.clone(),
        found.line.clone(),
        timeline.map(|timeline| timeline.minutes().to_vec()).unwrap_or_default(),
        timeline.and_then(|timeline| timeline.span()),
        found.busy.iter().map(|busy| (busy.number, busy.rows)).collect(),
    )
}

pub fn rng(seed: u64) -> Pcg32 {
    Pcg32::new(seed, 7)
}

pub fn below(rng: &mut Pcg32, end: u32) -> u32 {
    rng.next_u32() % end
}
