//! The scene of topology, made from runs of its lab.

use super::faults::faults;
use super::*;
use crate::content::content;
use crate::scene::builder::Draft;
use crate::scene::builder::parts::KINDS;
use lab_content::exercise::{Exercise, VERSION};
use lab_content::run::simulation;
use stream_engine::{Scenario, Time};

const WIDE: Size = Size { width: 892.0, height: 376.0 };

/// One part of each kind, after so many seconds.
fn everything(second: u64) -> Simulation {
    let scenario = Scenario { seed: 1, ..Scenario::default() };
    let exercise =
        Exercise { version: VERSION, title: String::new(), text: String::new(), scenario, goals: Vec::new() };
    let mut draft = Draft::of(&exercise);
    KINDS.iter().for_each(|kind| draft.add(kind));
    let scenario = draft.exercise().expect("it can be read").scenario;
    let mut run = simulation(&scenario, content().profiles[0].quotas());
    run.run_until(Time::from_s(second));
    run
}

#[test]
fn each_part_has_a_box_inside_the_picture_and_each_link_a_wire() {
    let run = everything(90);
    let scene = topology(&run, WIDE);
    // Streams, queues and their users; the bucket came with the first object, a feed is a wire.
    assert_eq!((scene.boxes.len(), scene.hidden, scene.heads.len()), (11, 0, 4));
    for placed in &scene.boxes {
        assert!(placed.x >= 0.0 && placed.x + placed.width <= WIDE.width, "{placed:?}");
        assert!(placed.y >= 0.0 && placed.y + placed.height <= WIDE.height, "{placed:?}");
    }
    for pair in scene.boxes.windows(2).filter(|pair| pair[0].x == pair[1].x) {
        assert!(pair[0].y + pair[0].height < pair[1].y, "{pair:?}");
    }
    // Producer to stream and queue, five readers of the stream, one of the queue, Firehose to its bucket.
    assert_eq!(scene.wires.len(), 10);
    assert!(scene.description.contains("orders.fifo"), "{}", scene.description);
}

#[test]
fn a_narrow_picture_lists_the_boxes_below_each_other() {
    let size = Size { width: 320.0, height: height(320.0) };
    let scene = topology(&everything(5), size);
    assert!(scene.wires.is_empty());
    assert!(
        scene.boxes.iter().all(|placed| placed.y + placed.height <= size.height && placed.x + placed.width <= 320.0)
    );
    // Eleven stand closer than nine would, with the state beside the name.
    assert!(scene.hidden == 0 && scene.boxes.iter().all(|placed| placed.detail.len() == 1), "{:?}", scene.boxes);
}

#[test]
fn a_state_that_is_too_long_for_a_line_takes_two() {
    let lab = content().lab("sandbox").expect("the lab is built");
    let mut run = simulation(&lab.scenario, content().profiles[0].quotas());
    run.run_until(Time::from_s(20));
    for width in [660.0, 800.0, 892.0] {
        let scene = topology(&run, Size { width, height: height(width) });
        let stream = scene.boxes.iter().find(|placed| placed.node.id == Id::Stream(0)).expect("there is one");
        assert_eq!(stream.detail.join(" "), stream.node.detail, "{width}");
        assert!(scene.boxes.iter().all(|placed| !placed.detail.concat().contains('…')), "{width}: {:?}", scene.boxes);
    }
}

#[test]
fn every_fault_can_be_switched_on_and_off() {
    let run = everything(20);
    let all = faults(&run);
    assert!(all.len() >= 9, "{all:?}");
    for fault in all {
        let mut run = run.clone();
        assert!(run.apply(&fault.on).is_ok(), "{fault:?}");
        run.run_until(run.now() + 5_000_000);
        if let Some((_, off)) = &fault.off {
            assert!(run.apply(off).is_ok(), "{fault:?}");
        }
    }
}

#[test]
fn a_wire_past_a_column_keeps_between_its_boxes() {
    let lab = content().lab("sandbox").expect("the lab is built");
    let run = simulation(&lab.scenario, content().profiles[0].quotas());
    let scene = topology(&run, WIDE);
    let past: Vec<&Wire> = scene.wires.iter().filter(|wire| wire.path.contains('H')).collect();
    assert!(!past.is_empty(), "the queue's dead letters pass the readers");
    for wire in past {
        // `… to_x to_yHright`: level between the readers.
        let (curve, _) = wire.path.split_once('H').expect("it is level somewhere");
        let y: f64 = curve.rsplit(' ').next().expect("a curve has an end").parse().expect("a number");
        let readers = scene.boxes.iter().filter(|placed| placed.node.column == Column::Readers);
        for placed in readers {
            assert!(y < placed.y || y > placed.y + placed.height, "{} {placed:?}", wire.path);
        }
    }
}
