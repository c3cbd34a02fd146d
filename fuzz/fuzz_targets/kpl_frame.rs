//! Aggregated records with any content, as they are and under a right digest: taken apart or left
//! whole, and what was taken apart is written and read as the same user records.
#![no_main]

use libfuzzer_sys::fuzz_target;
use md5::{Digest, Md5};
use stream_engine::producers::kpl::frame::{MAGIC, UserRecord, deaggregate, decode, encode};

fuzz_target!(|data: &[u8]| {
    assert!(deaggregate("key", None, data).len() <= data.len().max(1));
    let digest = Md5::digest(data);
    let framed = [MAGIC.as_slice(), data, digest.as_slice()].concat();
    let Some(users) = decode(&framed) else { return };
    let again = decode(&encode(&users)).expect("what was just written is a frame");
    assert_eq!(users, again);
    for user in &users {
        assert!(user.aggregated);
        UserRecord::hash_key(user);
    }
});
