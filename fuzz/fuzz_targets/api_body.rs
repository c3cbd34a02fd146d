//! Calls with any bodies: each is answered as a service does, and the answer is JSON.
//!
//! The input is a list of calls, parted by line feeds. A call is a letter for the operation, counted
//! over all services, a letter for the time before it, and the body.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stream_engine::api::service::services;
use stream_engine_js::lab::Lab;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let targets: Vec<String> = services()
        .iter()
        .flat_map(|service| service.operations.iter().map(|one| format!("{}.{}", service.prefix, one.name)))
        .collect();
    let mut lab = Lab::create("{}").expect("no options are good options");
    for line in text.split('\n').take(40) {
        let mut letters = line.chars();
        let (Some(operation), Some(pause)) = (letters.next(), letters.next()) else { continue };
        // From "0" on, with room for every operation in the letters that can be typed and those behind.
        let nth = (operation as usize).wrapping_sub('0' as usize) % targets.len();
        lab.advance_us(u64::from(pause as u32 % 64).pow(4) * 1_000);
        let answer = lab.call(&targets[nth], letters.as_str());
        // 500 is for sequence numbers of a form that the service no longer gives out.
        let numbers = ["GetShardIterator", "SubscribeToShard"].iter().any(|end| targets[nth].ends_with(end));
        let expected = matches!(answer.status, 200 | 400..500) || answer.status == 500 && numbers;
        assert!(expected, "{} {}", answer.status, answer.body);
        assert!(
            answer.body.is_empty() || answer.body.starts_with('{') && answer.body.ends_with('}'),
            "{}",
            answer.body
        );
    }
});
