//! The KPL's format, against frames that another implementation made and read.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use stream_engine::kinesis::hash_key::HashKeyRange;
use stream_engine::producers::kpl::frame::{MAGIC, UserRecord, deaggregate, deaggregate_in, decode, encode};
use stream_engine::rng::Generator;

fn vectors() -> Vec<Value> {
    serde_json::from_str(include_str!("../data/kpl-frames.json")).expect("the vectors read")
}

fn bytes(value: &Value) -> Vec<u8> {
    STANDARD.decode(value.as_str().expect("a text")).expect("Base64")
}

fn users(value: &Value) -> Option<Vec<UserRecord>> {
    let user = |(nth, user): (usize, &Value)| UserRecord {
        partition_key: user["partitionKey"].as_str().expect("a key").to_owned(),
        explicit_hash_key: user["explicitHashKey"].as_str().map(str::to_owned),
        data: bytes(&user["data"]),
        tags: Vec::new(),
        sub_sequence_number: nth as u64,
        aggregated: true,
    };
    value.as_array().map(|list| list.iter().enumerate().map(user).collect())
}

#[test]
fn frames_of_another_implementation_are_read_as_it_reads_them() {
    for vector in vectors() {
        let mut found = decode(&bytes(&vector["frame"]));
        found.iter_mut().flatten().for_each(|user| user.tags.clear());
        assert_eq!(found, users(&vector["users"]), "{}", vector["name"]);
    }
}

#[test]
fn frames_are_written_byte_for_byte_as_another_implementation_writes_them() {
    let written = vectors().into_iter().filter(|vector| vector["written"] == "again");
    let checked = written.map(|vector| {
        let users = users(&vector["users"]).expect("user records");
        assert_eq!(encode(&users), bytes(&vector["frame"]), "{}", vector["name"]);
    });
    assert_eq!(checked.count(), 5);
}

#[test]
fn tags_are_kept_in_both_directions() {
    let vector = vectors().into_iter().find(|vector| vector["name"] == "tags").expect("it is there");
    let users = decode(&bytes(&vector["frame"])).expect("a frame");
    let tags: Vec<_> = users[0].tags.iter().map(|tag| (tag.key.as_str(), tag.value.as_deref())).collect();
    assert_eq!(tags, [("unit", Some("km/h")), ("bare", None)]);
    assert_eq!(encode(&users), bytes(&vector["frame"]));
}

#[test]
fn what_is_no_frame_is_a_plain_record() {
    for data in [&b"hello"[..], b"", &MAGIC] {
        let users = deaggregate("truck-1", Some("7"), data);
        assert_eq!(users.len(), 1);
        assert_eq!((users[0].partition_key.as_str(), users[0].data.as_slice()), ("truck-1", data));
        assert!(!users[0].aggregated && users[0].hash_key().0 == 7);
    }
}

#[test]
fn a_shard_leaves_out_the_user_records_that_belong_elsewhere() {
    let user = |key: &str| UserRecord { partition_key: key.to_owned(), ..UserRecord::default() };
    // MD5 puts these keys into the third, fourth, second and first quarter of the hash keys.
    let frame = encode(&["truck-1", "firefox", "chrome", "a"].map(user));
    let found: Vec<Vec<String>> = HashKeyRange::even(4)
        .into_iter()
        .map(|range| deaggregate_in(range, "a", &frame).into_iter().map(|user| user.partition_key).collect())
        .collect();
    assert_eq!(found, [vec!["a"], vec!["chrome"], vec!["truck-1"], vec!["firefox"]]);
    let plain = deaggregate_in(HashKeyRange::even(4)[0], "truck-1", b"x");
    assert_eq!(plain.len(), 1, "a plain record is where it is");
}

#[test]
fn a_hundred_thousand_damaged_frames_are_read_without_a_panic() {
    let frames: Vec<Vec<u8>> = vectors().iter().map(|vector| bytes(&vector["frame"])).collect();
    let mut chance = Generator::named(7, "frames");
    let mut read = 0;
    for turn in 0..100_000 {
        let mut frame = frames[chance.below(frames.len() as u64) as usize].clone();
        frame.truncate(600);
        for _ in 0..chance.below(6) {
            if !frame.is_empty() {
                let at = chance.below(frame.len() as u64) as usize;
                frame[at] = chance.below(256) as u8;
            }
        }
        if turn % 3 == 0 {
            frame = (0..chance.below(80)).map(|_| chance.below(256) as u8).collect();
        }
        // Under a right digest the damage reaches the parser.
        if turn % 2 == 0 {
            frame = sealed(&frame);
        }
        let users = decode(&frame);
        let total: usize = users.iter().flatten().map(|user| user.data.len()).sum();
        assert!(total <= frame.len() && users.as_ref().is_none_or(|users| users.len() <= frame.len()));
        read += usize::from(users.is_some());
    }
    assert!(read > 1_000, "only {read} were frames");
}

/// The bytes as a frame's message.
fn sealed(bytes: &[u8]) -> Vec<u8> {
    let message = bytes.strip_prefix(&MAGIC).unwrap_or(bytes);
    let message = message.get(..message.len().saturating_sub(16)).unwrap_or(message);
    let digest = stream_engine::kinesis::hash_key::md5(message);
    [&MAGIC, message, &digest].concat()
}
