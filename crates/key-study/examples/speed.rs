//! Megabytes a second that are read and counted natively, for files of several kinds:
//! `cargo run --release -p key-study --example speed`. The page's figure is that of tests/bench/keys.mjs.
#![allow(clippy::print_stdout, reason = "an example talks by printing")]

use key_study::{Settings, Source, Study};
use std::fmt::Write;
use std::time::Instant;

const BYTES: usize = 200 << 20;
const PIECE: usize = 1 << 20;

fn main() {
    let clicks = |row: u64, text: &mut String| {
        let (second, key) = (1_795_529_220 + row / 2_000, mixed(row) % 1_000 * (mixed(row) % 200));
        let _ = writeln!(text, "{second},device-{key:05},DE,chrome");
    };
    let quoted = |row: u64, text: &mut String| {
        let _ = writeln!(
            text,
            "2026-11-24T14:{:02}:{:02}Z,\"device-{}\",\"a, b\"",
            row / 60_000 % 60,
            row / 1_000 % 60,
            mixed(row) % 5_000
        );
    };
    let unique = |row: u64, text: &mut String| _ = writeln!(text, "{:016x}", mixed(row));
    let json = |row: u64, text: &mut String| {
        let _ = writeln!(
            text,
            "{{\"at\":{},\"user\":{{\"id\":\"user-{}\"}},\"page\":\"/a/b/c\"}}",
            1_795_529_220 + row / 500,
            mixed(row) % 9_000
        );
    };
    measure("CSV, short rows", "ts,device_id,country,browser\n", clicks);
    measure("CSV, quotes, ISO times", "ts,device_id,note\n", quoted);
    measure("lines, each key once", "", unique);
    measure("JSON Lines", "", json);
}

fn measure(name: &str, head: &str, row: impl Fn(u64, &mut String)) {
    let mut text = head.to_owned();
    let mut rows = 0;
    while text.len() < BYTES {
        row(rows, &mut text);
        rows += 1;
    }
    let source = Source::of(text.as_bytes(), false).expect("it is text");
    let field = |nth: usize| source.columns[nth].field.clone();
    let settings = Settings {
        format: source.format,
        has_names: source.has_names,
        columns: source.width,
        key: field(source.key),
        time: source.time.map(field),
        size: None,
        key_characters_max: 256,
        payload_unit_bytes: 25_600,
    };
    let start = seconds();
    let mut study = Study::new(&settings);
    text.as_bytes().chunks(PIECE).for_each(|piece| study.push(piece));
    let read = seconds() - start;
    let found = study.finish();
    let done = seconds() - start;
    println!(
        "{name}: {:.0} MB/s, {} rows, {} damaged, {} keys; {:.0} ms at the end",
        text.len() as f64 / 1e6 / read,
        found.rows,
        found.damage.rows,
        found.keys.distinct().0,
        (done - read) * 1e3
    );
}

/// Seconds that this program has had of the processor, where Linux tells them; else those of the clock.
fn seconds() -> f64 {
    thread_local! {
        static START: Instant = Instant::now();
    }
    let told = std::fs::read_to_string("/proc/self/schedstat").ok();
    let ran = told.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    ran.map_or_else(|| START.with(|start| start.elapsed().as_secs_f64()), |ns| ns / 1e9)
}

/// SplitMix64.
fn mixed(number: u64) -> u64 {
    let mut mixed = (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
