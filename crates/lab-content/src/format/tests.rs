//! How values read.

use super::*;

#[test]
fn values_read_as_on_the_page() {
    let cases = [
        (thousands(1_048_576), "1 048 576"),
        (with_unit(1_048_576, "bytes/s"), "1 MiB/s"),
        (with_unit(25_600, "bytes"), "25 KiB"),
        (with_unit(1_000, "records/s"), "1 000 records/s"),
        (with_unit(30_000, "ms"), "30 s"),
        (with_unit(1, "shards"), "1 shard"),
        (with_unit(1, "records/s"), "1 record/s"),
        (with_unit(1, "times per 24 h"), "1 time per 24 h"),
        (with_unit(1, "retries"), "1 retry"),
        (with_unit(1, "batches"), "1 batch"),
        (with_unit(1, "bytes"), "1 byte"),
        (with_unit(1, "per shard"), "1 per shard"),
        (with_unit(1, "ms"), "1 ms"),
        (with_unit(0, "shards"), "0 shards"),
        (Format::Percent.text(26_449), "26.4 %"),
        (Format::Kept.text(0), "kept"),
        (Format::Kept.text(999), "broken 999×"),
        (Format::Kept.text(36_427), "broken 36k×"),
        (Format::DollarsPerHour.text(75_000_000), "$0.075"),
        (Format::DollarsPerMonth.text(1_119_500_000_000), "$1 120"),
        (Format::Milliseconds.text(1_574), "1 574 ms"),
        (Format::KilobytesPerSecond.text(204_800), "200 KB/s"),
        (Format::Percent.text(26_450), "26.5 %"),
        (Format::Percent.text(150_049), "150.0 %"),
        (Format::FinePercent.text(95), "0.10 %"),
        (Format::RecordsPerSecond.text(2_050), "2 050 rec/s"),
        (Format::Mebibytes.text(5_767_168), "5.5 MiB"),
        (Format::Mebibytes.text(104_857), "103 KiB"),
        (Format::Mebibytes.text(104_858), "0.1 MiB"),
        (Format::MegabytesPerMinute.text(2_996_000), "2.9 MB/min"),
        (dollars(14_000_000, 3), "0.014"),
        (dollars(1_234_567_000_000_000, 2), "1 234 567.00"),
        (spaced("54 shards × 7300.1234 GB = $12345.67"), "54 shards × 7 300.1234 GB = $12 345.67"),
        (spaced("1000000"), "1 000 000"),
        (spaced("none, 0.00012345 and 007"), "none, 0.00012345 and 007"),
    ];
    for (found, wanted) in cases {
        assert_eq!(found.replace(THIN, " "), wanted);
    }
}

#[test]
fn a_share_is_rounded_and_never_none_or_all_where_it_is_not() {
    let cases = [
        (0, 3, 1, "0.0 %"),
        (1, 3, 1, "33.3 %"),
        (2, 3, 1, "66.7 %"),
        (2, 3, 0, "67 %"),
        (3, 3, 1, "100.0 %"),
        (1, 1_000_000, 1, "<0.1 %"),
        (1, 1_000_000, 2, "<0.01 %"),
        (999_999, 1_000_000, 1, ">99.9 %"),
        (999, 1_000, 1, "99.9 %"),
        (999, 1_000, 0, ">99 %"),
        (7, 0, 1, "0.0 %"),
        (u64::MAX, u64::MAX, 2, "100.00 %"),
    ];
    for (part, whole, decimals, wanted) in cases {
        assert_eq!(percent(share(part, whole), decimals).replace(THIN, " "), wanted, "{part} of {whole}");
    }
}

#[test]
fn one_of_a_thing_is_named_as_one() {
    let text = |n: &str| fill("{n} {n|shard|shards}, {m|x|y}", |key| (key == "n").then(|| n.to_owned()));
    for (n, wanted) in [("0", "0 shards"), ("1", "1 shard"), ("2", "2 shards"), ("1\u{202f}000", "1\u{202f}000 shards")]
    {
        assert_eq!(text(n), format!("{wanted}, {{m|x|y}}"));
    }
    assert_eq!(placeholders("{n} {n|shard|shards}"), ["n", "n"]);
}

#[test]
fn a_placeholder_nobody_knows_stays_in_the_text() {
    let known = |key: &str| (key == "a").then(|| "1".to_owned());
    assert_eq!(fill("{a} and {b} and { and {a}", known), "1 and {b} and { and 1");
    assert_eq!(placeholders("{a} {price.x} {\"json\": 1}"), ["a", "price.x"]);
}
