//! A small file through all that is drawn of it.

use super::commands::{commands, script, stream_name};
use super::file::{Read, line, size};
use super::minute::Minute;
use super::needs::Needs;
use super::{Known, hottest, hottest_of, shares};
use crate::content::content;
use key_study::need::Limits;
use key_study::plan::Plan;
use key_study::{Settings, Source, Study};
use lab_content::format::THIN;
use std::fmt::Write;
use std::rc::Rc;

/// Five minutes of 600 keys and one that is hot, in the profile's limits.
fn known(hot: u32) -> Known {
    let mut text = String::from("ts,device\n");
    for second in 0..120 {
        for key in 0..600 {
            writeln!(text, "{},device-{key}", 1_795_529_220 + second).expect("a String takes all");
        }
        for _ in 0..hot {
            writeln!(text, "{},gateway", 1_795_529_220 + second).expect("a String takes all");
        }
    }
    let source = Source::of(text.as_bytes(), true).expect("it is text");
    let field = |nth: usize| source.columns[nth].field.clone();
    let mut study = Study::new(&Settings {
        format: source.format,
        has_names: source.has_names,
        columns: source.width,
        key: field(source.key),
        time: source.time.map(field),
        size: None,
        key_characters_max: 256,
        payload_unit_bytes: 25_600,
    });
    study.push(text.as_bytes());
    Known::new(Rc::new(study.finish()), 1_000)
}

fn limits() -> Limits {
    Limits::of(&content().profiles[0].limits, 1)
}

fn plain(text: &str) -> String {
    text.replace(THIN, " ")
}

#[test]
fn shares_and_hottest_keys_tell_their_shards() {
    let known = known(900);
    let drawn = shares(&known, 4);
    assert_eq!(drawn.bars.len(), 4);
    assert_eq!(plain(&drawn.even_text), "25.0 %");
    assert!(drawn.bars.iter().all(|bar| (0.0..=0.9).contains(&bar.length)));
    let keys = hottest(&known, 4);
    assert_eq!(
        (keys[0].key.as_str(), plain(&keys[0].records).as_str(), plain(&keys[0].share).as_str()),
        ("gateway", "108 000", "60.0 %")
    );
    assert!(keys.len() > 5 && keys[0].length == 1.0 && keys[1].length < 0.01);
    let fullest = drawn.bars.iter().max_by(|one, other| one.length.total_cmp(&other.length)).expect("there are bars");
    assert_eq!(fullest.name, format!("shard {}", keys[0].shard));
    assert_eq!(hottest_of(&known), "of 601");
}

#[test]
fn needs_say_what_the_keys_cost_more() {
    let one = known(900);
    let needs = Needs::of(&one, limits());
    assert_eq!(needs.even_keys, 2);
    assert!(!needs.is_stuck() && needs.alone > 0.89 && needs.alone < 0.91);
    assert_eq!(plain(&needs.alone_text()), "0.90 of a shard");
    assert!(plain(&needs.because(&one)).contains("1 500 rec/s"));
    assert!(needs.why(&one, 2).1.contains("gateway"));
    let (price, made_of) = needs.month(&one, &content().prices.prices);
    assert!(price.starts_with('$') && price.contains(" + $"), "{price}");
    assert!(made_of.contains("PUT"), "{made_of}");

    // 900 of a second's 1 500 are under one key: more than half of any shard that it lies in.
    let why = plain(&needs.why(&one, 2).1);
    assert!(why.contains("can't be divided") && !why.contains("split where half"), "{why}");
    assert!(why.contains("60.0 % of all rows, and 7"), "{why}");
    // 300 of 900, beside half of the others: less than half of its shard.
    let less = known(200);
    let why = Needs::of(&less, limits()).why(&less, 2).1;
    assert!(why.contains("split where half"), "{why}");

    let too_hot = known(1_600);
    let needs = Needs::of(&too_hot, limits());
    assert!(needs.is_stuck() && needs.alone > 1.5);
    assert_eq!(needs.even_split, None);
}

#[test]
fn the_busiest_minute_shows_what_is_taken_and_what_is_refused() {
    let known = known(900);
    let minute = Minute::of(&known, 1, &limits()).expect("the file has times");
    assert!(minute.is_refused && minute.note.is_none());
    assert!(plain(&minute.summary).contains("1 500 rec/s"), "{}", minute.summary);
    assert!(plain(&minute.summary).contains("33.3 %"), "{}", minute.summary);
    let chart = minute.chart(crate::scene::chart::Size { width: 600.0, height: 200.0 });
    assert_eq!(chart.lines.len(), 2);
    assert!(chart.limit.is_some());
    let enough = Minute::of(&known, 64, &limits()).expect("the file has times");
    assert!(!enough.is_refused, "{}", enough.summary);
}

#[test]
fn commands_are_those_of_the_plan_and_a_shell_takes_them() {
    let known = known(900);
    let plan = Plan::split_hot(&known.findings.line, &known.moments, &limits(), 2);
    let lines = commands(&known, &plan, "clicks");
    let text = script(&lines);
    assert!(text.starts_with("aws kinesis create-stream --stream-name clicks --shard-count 2\n"), "{text}");
    assert_eq!(text.matches("split-shard").count(), plan.splits.len());
    assert_eq!(text.matches("wait stream-exists").count(), plan.splits.len() + 1);
    for split in &plan.splits {
        assert!(text.contains(&format!("--new-starting-hash-key {}   # ", split.at)), "{text}");
    }
    assert!(text.is_ascii(), "{text}");
}

#[test]
fn files_are_named_and_measured_in_words() {
    let names =
        [("clicks-2026-11.csv", "clicks-2026-11"), ("größe 1.tar.gz", "gr--e-1.tar"), ("…", "stream"), ("", "stream")];
    for (file, name) in names {
        assert_eq!(stream_name(file), name, "{file}");
    }
    assert_eq!(plain(&size(1_020_000_000.0)), "1.02 GB");
    assert_eq!(plain(&size(512.0)), "512 bytes");
    let read = Read { name: "a.csv".to_owned(), bytes: 1e6, bytes_read: 1e6, seconds: 0.42 };
    assert_eq!(
        plain(&line(&read, 39_700_000)),
        "a.csv · 39.7 million rows · 1.0 MB · read in 0.4 s, here in your browser"
    );
}
