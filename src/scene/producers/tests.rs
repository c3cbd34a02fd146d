//! The clients' picture follows the run: what each packs, what is refused, and a call that fails in part.

use super::{MARGIN, ProducersScene, ROOMY, columns, latency, producers};
use crate::content::{content, t};
use crate::scene::chart::Size;
use crate::scene::table::tables;
use lab_content::challenge::requests;
use lab_content::control::Widget;
use lab_content::lab::{Lab, StageKind};
use std::rc::Rc;
use stream_engine::{Command, History, Time};

const SIZE: Size = Size { width: 892.0, height: 394.0 };

fn lab() -> &'static Lab {
    content().lab("producers").expect("the lab is built")
}

fn run(second: u64) -> History {
    let steps = requests(&lab().challenge.solution.steps);
    let quotas = content().profiles[2].quotas();
    lab_content::run::replay(Rc::new(lab().scenario.clone()), quotas, steps, Time::from_s(second))
}

/// The commands of a control's option or button.
fn commands(id: &str, label: &str) -> &'static [Command] {
    let control = lab().controls.iter().find(|control| control.id == id).expect("a control of the lab");
    let found = match &control.widget {
        Widget::Choice { options } => options.iter().find(|one| one.label == label).map(|one| &one.commands),
        Widget::Buttons { buttons } => buttons.iter().find(|one| one.label == label).map(|one| &one.commands),
        _ => None,
    };
    found.expect("it has this one")
}

fn scene(run: &History) -> ProducersScene {
    producers(run.present(), SIZE)
}

#[test]
fn a_row_tells_how_its_client_packs_and_what_is_refused() {
    let scene = scene(&run(15));
    assert_eq!(scene.rows.len(), 4);
    let [single, batch, kpl, agent] = [0, 1, 2, 3].map(|nth| &scene.rows[nth]);
    assert_eq!(single.call, (1, 1));
    assert!(batch.call.0 > 1 && batch.call.1 == 1, "{:?}", batch.call);
    assert!(kpl.call.1 > 1 && kpl.load > 0.98, "{kpl:?}");
    assert!([single, batch, agent].iter().all(|row| row.refused.is_some() && row.load < 0.2));
    assert!(scene.description.contains("KPL: "));
    // Once what waited from before the packing is through, nothing of the KPL's is refused.
    let later = self::scene(&run(40));
    assert!(later.rows[2].refused.is_none(), "{:?}", later.rows[2]);
    assert!(!tables(run(40).present(), StageKind::Producers)[0].rows[2][5].is_bad);
}

#[test]
fn a_partial_failure_shows_entry_by_entry_and_in_the_shard() {
    let numbers = |label: &str| {
        let mut run = run(1);
        for command in commands("resend", label).iter().chain(commands("put", "Put 1, 2, 3")) {
            run.act(command.clone()).expect("it is there");
        }
        run.seek(Time::from_s(8));
        let part = scene(&run).entries.expect("the lab has one");
        let failed: Vec<&str> = part.chips.iter().filter(|chip| chip.failed).map(|chip| chip.text.as_str()).collect();
        assert_eq!(failed, ["2"], "{label}");
        // The shard's records stand right of the calls.
        let middle = SIZE.width / 2.0;
        let held: Vec<&str> = part.chips.iter().filter(|chip| chip.x > middle).map(|chip| chip.text.as_str()).collect();
        (held.concat(), part.chips.iter().any(|chip| chip.out_of_order))
    };
    assert_eq!(numbers("entry 2"), ("132".to_owned(), true));
    assert_eq!(numbers("all three"), ("13123".to_owned(), true));
    assert_eq!(numbers("one PutRecord at a time"), ("123".to_owned(), false));
}

#[test]
fn where_columns_are_close_the_order_stands_below_the_cost() {
    let of = |width: f64| columns(width);
    for width in [700.0, 740.0, 779.0] {
        let close = of(width);
        assert_eq!((close.order, close.cost), (width - MARGIN, width - MARGIN));
        assert!(close.stream - close.call >= 150.0 && close.latency - close.stream_end >= 90.0, "{close:?}");
        assert!(close.stream_end - close.stream >= 140.0, "{close:?}");
    }
    assert!(of(ROOMY).order > of(ROOMY).cost);
}

#[test]
fn before_the_first_call_the_picture_says_what_to_do() {
    let part = scene(&run(1)).entries.expect("the lab has one");
    assert!(part.chips.is_empty() && part.description.contains(t("clients.no_call")));
}

#[test]
fn the_tables_have_a_row_for_each_client() {
    let tables = tables(run(15).present(), StageKind::Producers);
    assert_eq!(tables[0].rows.len(), 5);
    assert!(tables.iter().all(|table| table.rows.iter().all(|row| row.len() == table.columns.len())));
    assert!(tables[0].rows[0][5].is_bad);
}

#[test]
fn after_a_crash_of_the_agent_its_mean_is_not_above_its_p99() {
    let mut run = run(20);
    for (second, label) in [(20, "Crash"), (50, "Start again")] {
        run.seek(Time::from_s(second));
        for command in commands("log", label) {
            run.act(command.clone()).expect("the lab's own command");
        }
    }
    // What had waited is sent from the oldest on: all of the last seconds took about as long.
    run.seek(Time::from_s(96));
    let (mean, high) = latency(run.present(), 3, &run.present().producers()[3]);
    assert!(mean > Some(35_000) && high >= mean, "{mean:?} {high:?}");
}
