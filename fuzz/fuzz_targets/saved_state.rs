//! Saved labs with any content under a right digest: refused, or taken in a form that is written the
//! same again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stream_engine_js::lab::Lab;
use stream_engine_js::saved;

fuzz_target!(|data: &[u8]| {
    // As it is, and as the content of a frame that fits.
    let _refused = Lab::restore(data);
    let framed = saved::wrap(data);
    if let Ok(lab) = Lab::restore(&framed) {
        assert!(lab.save() == framed, "a state changes when it is read");
    }
});
