//! Links with any text: refused, or a run that can be played to its moment.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[allow(dead_code)]
#[path = "../../src/share.rs"]
mod share;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(run) = share::SharedRun::decode(text)
        && let Some(again) = run.encode()
    {
        assert_eq!(share::SharedRun::decode(&again), Ok(run));
    }
});
