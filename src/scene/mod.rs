//! Engine state as plain data to draw: no Leptos, no browser, tested natively.

pub mod calls;
pub mod chart;
pub mod keys;
pub mod lineage;
pub mod records;
pub mod reshard;
pub mod stage;
pub mod table;

use crate::content::t;
use lab_content::format::THIN;
use stream_engine::{Simulation, Time};

/// Shards have six colours; from the seventh on they repeat with a pattern.
pub const COLOURS: u32 = 6;

/// `01:37.2`.
pub fn clock(time: Time) -> String {
    let tenths = time.ms() / 100;
    format!("{:02}:{:02}.{}", tenths / 600, tenths / 10 % 60, tenths % 10)
}

/// `01:37.204`.
pub fn clock_ms(time: Time) -> String {
    let ms = time.ms();
    format!("{:02}:{:02}.{:03}", ms / 60_000, ms / 1_000 % 60, ms % 1_000)
}

/// Where the run stands and what happened last, in one line.
pub fn moment(run: &Simulation) -> String {
    let at = clock(run.now());
    match run.calls().last() {
        Some(call) => {
            let summary = stream_engine::api::summary::summary(run, call);
            format!("{at} · {} {} · {}", summary.operation, summary.subject, summary.result)
        }
        None => format!("{at} · {}", t("status.quiet")),
    }
}

/// Bytes a second as the picture writes them: `0.24 MB/s`, MB meaning MiB as in AWS' limits.
pub fn megabytes(bytes: u64) -> String {
    let hundredths = (bytes * 100 + (1 << 19)) >> 20;
    format!("{}.{:02}{THIN}MB/s", hundredths / 100, hundredths % 100)
}
