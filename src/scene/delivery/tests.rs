//! The scene of delivery, made from runs of its lab.

use super::readers::{Buffer, buffer, client, counting, landed};
use super::*;
use crate::content::content;
use lab_content::challenge::{Step, requests};
use lab_content::run::replay;
use std::rc::Rc;
use stream_engine::{History, Time};

fn run(steps: &[Step], until_s: u64) -> History {
    let lab = content().lab("delivery").expect("the lab is built");
    let quotas = content().profiles.last().expect("there are profiles").quotas();
    replay(Rc::new(lab.scenario.clone()), quotas, requests(steps), Time::from_s(until_s))
}

fn option(control: &str, label: &str, at_s: u64) -> Vec<Step> {
    let lab = content().lab("delivery").expect("the lab is built");
    let control = lab.controls.iter().find(|one| one.id == control).expect("a control");
    let option = control.options().iter().find(|option| option.label == label).expect("an option");
    option.commands.iter().map(|command| Step { at_s, command: command.clone() }).collect()
}

#[test]
fn the_buffer_fills_by_size_and_time_and_becomes_an_object() {
    let early = run(&[], 60);
    let found = buffer(early.present()).expect("a delivery stream");
    assert!((2_700_000..3_100_000).contains(&found.bytes), "3 MB a minute: {}", found.bytes);
    assert!((57_000..61_000).contains(&found.waited_ms));
    let (next_ms, by_size) = found.next.expect("something is in it");
    assert!(!by_size && (238_000..243_000).contains(&next_ms), "32 MiB are far off: {next_ms}");
    assert!(landed(early.present(), 9).0.is_empty());
    let late = run(&[], 310);
    let (objects, total) = landed(late.present(), 9);
    assert_eq!((objects.len(), total), (1, 1));
    assert!(objects[0].key.starts_with("trucks/2026/01/01/00/to-archive-1-") && objects[0].age_ms < 11_000);
    let content = late.present().object_beginning("truck-archive", objects[0].index, 200).expect("it is kept");
    assert!(
        content.starts_with(b"{\"Fleet\":") || content.starts_with(b"{\"van-7\":"),
        "{:?}",
        String::from_utf8_lossy(&content[..40])
    );
}

#[test]
fn three_readers_three_ages() {
    let run = run(&[], 320);
    let [kcl, flink, firehose] = ages(run.present()).map(|ages| ages.found.expect("each has finished something").1);
    assert!(kcl < 2_000, "about a second: {kcl}");
    assert!((20_000..60_000).contains(&flink), "half a window and the watermark: {flink}");
    assert!((100_000..200_000).contains(&firehose), "half an interval: {firehose}");
    assert!(client(run.present()).expect("a worker").records > 9_000);
}

#[test]
fn a_slow_clock_makes_late_readings_and_a_fast_one_lies_ahead_of_all_others() {
    let dropped = |label: &str| {
        let run = run(&option("clock", label, 100), 300);
        let found = counting(run.present()).expect("an application");
        (found.dropped, found.ahead)
    };
    assert_eq!(dropped("right"), (0, 0));
    let (slow, _) = dropped("2 min slow");
    assert!((150..=200).contains(&slow), "van-7 alone, one reading a second: {slow}");
    let (fast, ahead) = dropped("1 day fast");
    // The other shard's records hold the watermark back: nothing is late, but van-7's windows lie a day ahead.
    assert!(fast == 0 && ahead > 0, "{fast} dropped, {ahead} ahead");
}

#[test]
fn sliding_windows_overlap() {
    let run = run(&option("window", "60 s, every 10 s", 1), 200);
    let found = counting(run.present()).expect("an application");
    let fired: Vec<&readers::Counted> = found.windows.iter().filter(|window| window.fired).collect();
    assert!(fired.windows(2).all(|pair| pair[1].start_ms - pair[0].start_ms == 10_000));
    let full: Vec<u64> = fired.iter().map(|window| window.count).collect();
    assert!(full.iter().all(|count| (1_700..=1_900).contains(count)), "31 a second for 60 s: {full:?}");
}

#[test]
fn a_refusing_bucket_keeps_the_objects_waiting() {
    let steps = [option("bucket", "refuses", 1), option("load", "9 MB/min", 1)].concat();
    let run = run(&steps, 320);
    let found = buffer(run.present()).expect("a delivery stream");
    assert!(found.refuses && found.waiting >= 1);
    let scene = delivery(run.present(), Size { width: 892.0, height: 424.0 });
    assert!(scene.cards.iter().filter(|card| card.class == "box hot").count() >= 2);
}

#[test]
fn refused_objects_are_counted_as_far_as_they_are_kept_apart() {
    let text = |waiting: usize| {
        let run = run(&[], 60);
        let found = Buffer { waiting, ..buffer(run.present()).expect("a delivery stream") };
        tf("delivery.waiting", &[("n", &found.waiting_text())])
    };
    for (waiting, beginning) in [(1, "✕ 1 object refused"), (63, "✕ 63 objects refused"), (64, "✕ 64+ objects refused")]
    {
        assert!(text(waiting).starts_with(beginning), "{}", text(waiting));
    }
}

#[test]
fn the_picture_keeps_inside_its_card_at_every_width() {
    let steps = [option("clock", "2 min slow", 50), option("load", "9 MB/min", 20)].concat();
    let run = run(&steps, 590);
    for width in [892.0, 1_180.0, 640.0, 560.0, 343.0, 288.0] {
        let size = Size { width, height: height(width) };
        let scene = delivery(run.present(), size);
        for card in &scene.cards {
            assert!(
                card.x >= 0.0 && card.x + card.width <= width && card.y + card.height <= size.height,
                "{width}: {card:?}"
            );
        }
        for bar in &scene.bars {
            assert!(bar.x >= 0.0 && bar.x + bar.width <= width + 0.5 && bar.width >= 0.0, "{width}: {bar:?}");
        }
        assert!(scene.words.iter().all(|words| words.y <= size.height - 2.0));
    }
}
