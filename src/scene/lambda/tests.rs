//! The picture of a mapping, by runs of its lab.

use super::*;
use crate::content::content;
use lab_content::run::replay;
use std::rc::Rc;
use stream_engine::consumers::lambda::LambdaChange;
use stream_engine::consumers::lambda::knob::MappingKnob;
use stream_engine::{Command, History, Time};

const SIZE: Size = Size { width: 892.0, height: 376.0 };

fn run(name: Option<&str>, second: u64) -> History {
    let lab = content().lab("lambda").expect("the lab is built");
    let mut all = std::iter::once(&lab.challenge.solution).chain(&lab.challenge.wrong);
    let steps = name.map_or(&[][..], |name| &all.find(|attempt| attempt.name == name).expect("it is there").steps);
    let requests = lab_content::challenge::requests(steps);
    let requests = requests.into_iter().filter(|request| request.at <= Time::from_s(second)).collect();
    replay(Rc::new(lab.scenario.clone()), content().profiles[2].quotas(), requests, Time::from_s(second))
}

#[test]
fn a_poison_record_stops_its_shard_and_no_other() {
    let run = run(None, 3_600);
    let scene = lambda(run.present(), SIZE);
    assert_eq!(scene.shards.len(), 3);
    let late: Vec<bool> = scene.shards.iter().map(|shard| shard.late).collect();
    assert_eq!(late, [false, true, false]);
    let lane = &scene.shards[1].lanes[0];
    let batch = lane.batch.as_ref().expect("it is tried again and again");
    assert!(batch.bad && batch.label.contains("attempt"), "{}", batch.label);
    assert!(lane.waiting > 0.9, "as much as is read ahead");
    assert!(scene.function.failing && scene.destination.none && scene.lost.is_none());
    assert!(
        scene.description.contains("Shard 1: 57") || scene.description.contains("Shard 1: 58"),
        "{}",
        scene.description
    );
}

#[test]
fn what_was_given_up_can_be_read_and_what_was_lost_is_told() {
    let solved = run(Some("two retries, bisect, a queue, four lanes"), 9_000);
    let scene = lambda(solved.present(), SIZE);
    assert_eq!(scene.shards[1].lanes.len(), 4);
    assert!(scene.lost.is_none() && scene.destination.name.contains("failed-batches"));
    let mapping = solved.present().lambda().mappings.values().next().expect("one");
    let letters = destination::letters(solved.present(), mapping);
    assert_eq!(letters.len(), 1);
    assert!(letters[0].body.contains("\"batchSize\":1,") && letters[0].body.contains("RetryAttemptsExhausted"));
    let (shard, _) = destination::newest_record(solved.present(), mapping).expect("one was given up");
    assert_eq!(shard.0, 1);
    let whole = run(Some("two retries and a queue"), 9_000);
    let scene = lambda(whole.present(), SIZE);
    assert!(scene.lost.is_some_and(|text| text.contains("given up")));
}

#[test]
fn the_destination_shows_what_it_holds_itself() {
    let mut run = run(Some("two retries and a queue"), 9_000);
    let count = |run: &History| lambda(run.present(), SIZE).destination.lines;
    let in_queue = count(&run);
    assert!(in_queue.len() == 4 && in_queue[0].ends_with(": 1"), "{in_queue:?}");
    let to = |run: &mut History, arn: &str| {
        let change = LambdaChange::Set(MappingKnob::OnFailure(arn.to_owned()));
        run.act(Command::Lambda { function: "handler".to_owned(), change }).expect("it is a destination");
    };
    to(&mut run, "arn:aws:s3:::failed-batches");
    let in_bucket = count(&run);
    assert!(
        in_bucket.len() == 1 && in_bucket[0].ends_with(": 0"),
        "what lies in the queue isn't the bucket's: {in_bucket:?}"
    );
    let mapping = run.present().lambda().mappings.values().next().expect("one");
    assert_eq!(destination::newest_record(run.present(), mapping), None);
    to(&mut run, "arn:aws:sns:us-east-1:123456789012:failed-batches");
    assert_eq!(count(&run), [tf("lambda.destination.uncounted", &[("service", "SNS")])]);
    to(&mut run, "arn:aws:sqs:us-east-1:123456789012:failed-batches");
    assert_eq!(count(&run), in_queue);
}

#[test]
fn how_far_behind_a_shard_is_has_room_in_its_box() {
    let late = run(None, 80_000);
    for width in [320.0, 351.0, 600.0, 892.0] {
        let scene = lambda(late.present(), Size { width, height: geometry::height(width) });
        let behind = &scene.shards[1].behind;
        let room = scene.geometry.shards.width - SHARD_MARGINS;
        assert!(crate::scene::pieces::width(behind, BEHIND) <= for_bold(room), "{behind} at {width}");
        assert_eq!(behind.ends_with("behind"), width >= 600.0, "{behind} at {width}");
    }
}

#[test]
fn parts_stay_in_the_picture_at_every_width() {
    let run = run(None, 600);
    for width in [296.0, 339.0, 500.0, 679.0, 680.0, 792.0, 892.0, 1_300.0] {
        let size = Size { width, height: geometry::height(width) };
        let scene = lambda(run.present(), size);
        let geometry = scene.geometry;
        assert!(geometry.shards.end() < geometry.lanes.x && geometry.lanes.width > 100.0, "{width}");
        for area in [geometry.function, geometry.destination, geometry.lanes] {
            assert!(area.end() <= width && area.y + area.height <= size.height, "{width}: {area:?}");
        }
        let lowest = scene.shards.iter().map(|shard| shard.y + shard.height).fold(0.0, f64::max);
        assert!(lowest <= geometry.shards.y + geometry.shards.height, "{width}");
    }
}
