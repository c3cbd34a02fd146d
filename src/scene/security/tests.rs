//! The scene of security, made from runs of its lab.

use super::journey::{GateName, Passage};
use super::permissions::{Standing, grid};
use super::*;
use crate::content::content;
use lab_content::challenge::{Step, requests};
use lab_content::run::replay;
use std::rc::Rc;
use stream_engine::{Command, History, Time};

const WIDE: Size = Size { width: 892.0, height: 376.0 };

/// The lab's run with the steps of its controls and attempts, under the newest profile.
fn run(steps: &[Step], until_s: u64) -> History {
    let lab = content().lab("security").expect("the lab is built");
    let quotas = content().profiles.last().expect("there are profiles").quotas();
    replay(Rc::new(lab.scenario.clone()), quotas, requests(steps), Time::from_s(until_s))
}

/// The commands of a control's option, as steps.
fn option(control: &str, label: &str, at_s: u64) -> Vec<Step> {
    let lab = content().lab("security").expect("the lab is built");
    let control = lab.controls.iter().find(|one| one.id == control).expect("a control");
    let option = control.options().iter().find(|option| option.label == label).expect("an option");
    option.commands.iter().map(|command| Step { at_s, command: command.clone() }).collect()
}

/// The command that puts a preset in its place, as the editor does.
fn preset(document: usize, nth: usize, at_s: u64) -> Step {
    let policy = &content().lab("security").expect("the lab is built").policies[document];
    Step { at_s, command: policy.place.command(&policy.presets[nth].text) }
}

fn stopped(history: &History, reads: bool) -> Option<(GateName, &'static str)> {
    let all = journeys(history.present());
    let journey = all.into_iter().find(|one| one.reads == reads).expect("both are there");
    let gate = journey.gates.iter().find(|gate| gate.passage == Passage::Stopped)?;
    Some((gate.name, journey.said.expect("what stops a call says why").code))
}

#[test]
fn at_the_start_nothing_has_called_and_then_both_get_through() {
    let fresh = run(&[], 0);
    let writer = journeys(fresh.present()).into_iter().find(|one| !one.reads).expect("the writer");
    assert!(writer.gates.iter().all(|gate| gate.passage == Passage::Unreached));
    let run = run(&[], 5);
    for journey in journeys(run.present()) {
        let passages: Vec<Passage> = journey.gates.iter().map(|gate| gate.passage).collect();
        assert_eq!(passages, [Passage::Passed, Passage::Passed, Passage::Passed, Passage::Open, Passage::Passed]);
        assert!(journey.passed > 5 && journey.refused == 0, "{journey:?}");
    }
}

#[test]
fn each_gate_says_no_in_its_own_words() {
    let key = |at| option("rest", "your key", at);
    type Said = Option<(GateName, &'static str)>;
    let cases: Vec<(Vec<Step>, Said, Said)> = vec![
        (option("tls", "HTTP", 5), Some((GateName::Tls, "EndpointConnectionError")), None),
        (option("tls", "TLS 1.0", 5), Some((GateName::Tls, "SSLError")), None),
        (
            [option("writer-way", "VPC endpoint", 5), vec![preset(2, 3, 5)]].concat(),
            Some((GateName::Way, "AccessDeniedException")),
            None,
        ),
        (vec![preset(0, 4, 5)], Some((GateName::Iam, "AccessDeniedException")), None),
        (
            vec![preset(3, 1, 5)],
            Some((GateName::Iam, "AccessDeniedException")),
            Some((GateName::Iam, "AccessDeniedException")),
        ),
        ([vec![preset(0, 1, 5)], key(5)].concat(), Some((GateName::Kms, "KMSAccessDeniedException")), None),
        ([vec![preset(1, 1, 5)], key(5)].concat(), None, Some((GateName::Kms, "KMSAccessDeniedException"))),
        ([key(5), vec![preset(4, 2, 6)]].concat(), None, Some((GateName::Kms, "KMSAccessDeniedException"))),
        (
            [key(5), option("key", "disabled", 40)].concat(),
            Some((GateName::Kms, "KMSDisabledException")),
            // Nothing new is stored, and what there was has been read.
            None,
        ),
        ([key(5), vec![preset(4, 1, 6)]].concat(), None, None),
        (option("rest", "AWS key", 5), None, None),
    ];
    for (steps, writer, reader) in cases {
        let run = run(&steps, 50);
        assert_eq!((stopped(&run, false), stopped(&run, true)), (writer, reader), "{steps:?}");
    }
}

#[test]
fn a_reader_without_the_writers_own_key_sees_noise_though_every_gate_is_green() {
    let run = run(&option("client", "yes", 5), 20);
    assert_eq!((stopped(&run, false), stopped(&run, true)), (None, None));
    let reader = journeys(run.present()).into_iter().find(|one| one.reads).expect("the reader");
    assert!(!reader.sees.expect("it has read").1);
    let scene = security(run.present(), WIDE);
    assert!(scene.words.iter().any(|words| words.class.starts_with("refused") && words.text.contains("noise")));
}

#[test]
fn the_picture_keeps_inside_its_card_at_every_width() {
    let run = run(&[vec![preset(0, 1, 5)], option("rest", "your key", 5)].concat(), 50);
    for width in [892.0, 1_180.0, 640.0, 560.0, 343.0, 288.0] {
        let size = Size { width, height: height(width) };
        let scene = security(run.present(), size);
        for card in &scene.cards {
            assert!(card.x >= 0.0 && card.x + card.width <= width, "{width}: {card:?}");
            assert!(card.y >= 20.0 && card.y + card.height <= size.height, "{width}: {card:?}");
        }
        for words in &scene.words {
            assert!(words.y <= size.height - 4.0, "{width}: {words:?}");
        }
        assert!(scene.description.contains("KMSAccessDeniedException"), "{}", scene.description);
    }
}

#[test]
fn the_grid_is_red_at_the_start_and_right_when_solved() {
    let fresh = run(&[], 1);
    let grid_at_start = grid(fresh.present());
    assert!(grid_at_start.beyond > 100 && grid_at_start.missing == 0, "{}", grid_at_start.beyond);
    let solution = &content().lab("security").expect("the lab is built").challenge.solution;
    let solved = run(&solution.steps, solution.until_s);
    let grid = grid(solved.present());
    assert_eq!((grid.beyond, grid.missing), (0, 0));
    let fields: Vec<&super::permissions::Field> = grid.rows.iter().flat_map(|(_, fields)| fields).collect();
    assert!(fields.iter().all(|field| matches!(field.standing, Standing::Right | Standing::Quiet)));
    assert_eq!(
        fields.iter().filter(|field| field.standing == Standing::Right).count(),
        4,
        "put, read, two uses of the key"
    );
    assert_eq!(grid.columns.len(), 4, "two actors by two ways");
}

#[test]
fn every_call_of_the_labs_controls_and_attempts_is_carried_out() {
    let lab = content().lab("security").expect("the lab is built");
    for profile in &content().profiles {
        for attempt in std::iter::once(&lab.challenge.solution).chain(&lab.challenge.wrong) {
            let mut history = lab_content::run::fresh(Rc::new(lab.scenario.clone()), profile.quotas());
            for step in &attempt.steps {
                history.seek(Time::from_s(step.at_s));
                let answer = history.act(step.command.clone());
                if let Ok(stream_engine::Answer::Reply(reply)) = answer {
                    assert_eq!(reply.error, "", "{}: {:?}", attempt.name, step.command);
                }
            }
        }
        for (policy, preset) in
            lab.policies.iter().flat_map(|policy| policy.presets.iter().map(move |one| (policy, one)))
        {
            let mut history = lab_content::run::fresh(Rc::new(lab.scenario.clone()), profile.quotas());
            let command = policy.place.command(&preset.text);
            let known = policy.place.is_known(history.present());
            // What is there already is not put again.
            if known && policy.place.text(history.present()) == preset.text {
                continue;
            }
            match history.act(command.clone()) {
                Ok(stream_engine::Answer::Reply(reply)) if known => {
                    assert_eq!(reply.error, "", "{}: {}", preset.label, reply.body)
                }
                Ok(stream_engine::Answer::Reply(reply)) => assert_ne!(reply.error, "", "{}", preset.label),
                Ok(_) => {}
                Err(refusal) => panic!("{}: {}", preset.label, refusal.code()),
            }
            assert!(matches!(command, Command::Call { .. } | Command::Secure(_)));
        }
    }
}
