//! Counts by key: exact, and within the bounds that are said.

use super::*;
use std::collections::BTreeMap;

/// Keys by a law that makes few of them hot.
fn stream(rows: u64, different: u64) -> impl Iterator<Item = String> {
    let mut state = 1_u64;
    (0..rows).map(move |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let drawn = (state >> 33) % different;
        format!("key-{}", drawn * drawn / different)
    })
}

#[test]
fn few_keys_are_counted_exactly() {
    let mut keys = Keys::default();
    let mut wanted = BTreeMap::<String, u64>::new();
    for key in stream(200_000, 20_000) {
        assert_eq!(keys.count(&key, 10), hash_key(&key).0);
        *wanted.entry(key).or_default() += 1;
    }
    assert_eq!(keys.distinct(), (wanted.len() as u64, true));
    assert_eq!(keys.missed(), 0);
    let hottest = keys.hottest(usize::MAX);
    assert_eq!(hottest.len(), wanted.len());
    assert!(hottest.iter().all(|hot| wanted[&hot.key] == hot.records && hot.bytes == hot.records * 10));
    assert!(hottest.windows(2).all(|pair| (pair[1].records, &pair[0].key) <= (pair[0].records, &pair[1].key)));
    assert_eq!(keys.hottest(7), hottest[..7]);
    let places = keys.places();
    assert!(places.windows(2).all(|pair| pair[0].hash < pair[1].hash));
    assert_eq!(places.iter().map(|place| place.records).sum::<u64>(), 200_000);
}

#[test]
fn many_keys_keep_the_bounds_that_are_said_and_no_record_is_lost_from_the_line() {
    let mut keys = Keys::with_max(2_000, 1_000);
    let mut wanted = BTreeMap::<String, u64>::new();
    for key in stream(300_000, 50_000) {
        keys.count(&key, 1);
        *wanted.entry(key).or_default() += 1;
    }
    assert!(!keys.is_exact() && keys.missed() < 300, "{}", keys.missed());
    let shown: BTreeMap<String, Hot> = keys.hottest(2_000).into_iter().map(|hot| (hot.key.clone(), hot)).collect();
    for (key, records) in &wanted {
        match shown.get(key) {
            Some(hot) => assert!((hot.records..=hot.records + hot.missed).contains(records), "{hot:?} {records}"),
            None => assert!(*records <= keys.missed(), "{key} {records}"),
        }
    }
    let hottest = wanted.iter().max_by_key(|(_, records)| **records).expect("there are keys").0;
    assert_eq!(&keys.hottest(1)[0].key, hottest);
    // By sixteenths of the line, the places tell what the keys themselves do.
    let sixteenth = |hash: u128| (hash >> 124) as usize;
    let (mut on_line, mut truly) = ([0; 16], [0; 16]);
    keys.places().iter().for_each(|place| on_line[sixteenth(place.hash)] += place.records);
    wanted.iter().for_each(|(key, records)| truly[sixteenth(hash_key(key).0)] += records);
    assert_eq!(on_line, truly);
    let (distinct, exact) = keys.distinct();
    assert!(!exact && distinct.abs_diff(wanted.len() as u64) * 100 < 7 * wanted.len() as u64, "{distinct}");
}

#[test]
fn a_sample_has_each_key_as_often_as_its_part_of_the_records() {
    let mut keys = Keys::default();
    for (key, records) in [("a", 600), ("b", 300), ("c", 99), ("d", 1)] {
        (0..records).for_each(|_| _ = keys.count(key, 1));
    }
    let sample = keys.sample(100);
    let count = |key: &str| sample.iter().filter(|line| *line == key).count();
    assert_eq!((sample.len(), count("a"), count("b")), (100, 60, 30));
    assert!((9..=10).contains(&count("c")) && count("d") <= 1);
    // As mixed as they came, not one key after the other.
    let in_ten = |lines: &[String]| lines.iter().filter(|line| *line == "a").count();
    assert!(sample.windows(10).all(|lines| (5..=7).contains(&in_ten(lines))));
    assert_eq!(keys.sample(5_000).len(), 1_000);
    assert_eq!(Keys::default().sample(10), Vec::<String>::new());
}
