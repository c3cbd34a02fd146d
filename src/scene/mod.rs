//! Engine state as plain data to draw: no Leptos, no browser, tested natively.

pub mod ballot;
pub mod builder;
pub mod calls;
pub mod capacity;
pub mod chart;
pub mod compare;
pub mod delivery;
pub mod fan_out;
pub mod foretold;
pub mod kcl;
pub mod keys;
pub mod lambda;
pub mod lineage;
pub mod marks;
pub mod pieces;
pub mod producers;
pub mod proof;
pub mod qr;
pub mod race;
pub mod records;
pub mod reshard;
pub mod results;
pub mod security;
pub mod stage;
pub mod table;
pub mod tools;
pub mod topology;
pub mod workers;
pub mod your_keys;

use crate::content::{t, tf};
use lab_content::format::{THIN, thousands};
use stream_engine::{Simulation, Time};

/// Shards have six colours; from the seventh on they repeat with a pattern.
pub const COLOURS: u32 = 6;

/// `01:37.2`, and from an hour on `1:02:37`.
pub fn clock(time: Time) -> String {
    let tenths = time.ms() / 100;
    if tenths >= 36_000 {
        return format!("{}:{:02}:{:02}", tenths / 36_000, tenths / 600 % 60, tenths / 10 % 60);
    }
    format!("{:02}:{:02}.{}", tenths / 600, tenths / 10 % 60, tenths % 10)
}

/// `01:37.204`, and from an hour on `1:02:37`.
pub fn clock_ms(time: Time) -> String {
    let ms = time.ms();
    if ms >= 3_600_000 {
        return clock(time);
    }
    format!("{:02}:{:02}.{:03}", ms / 60_000, ms / 1_000 % 60, ms % 1_000)
}

/// Where the run stands and what happened last, in one line.
pub fn moment(run: &Simulation) -> String {
    let at = clock(run.now());
    if let Some(load) = capacity::load(run) {
        let rate = thousands(load.rate(run, run.now().second()));
        return tf("capacity.moment", &[("clock", &capacity::clock(run)), ("rate", &rate)]);
    }
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
