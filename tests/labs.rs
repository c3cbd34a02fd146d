//! Every lab holds what it promises: its solution reaches the challenge, doing nothing and the wrong
//! attempts don't, its prediction has exactly one right answer, in every quota profile.

use lab_content::challenge::{Attempt, Challenge, Judged, LabGoal};
use lab_content::prediction::Ask;
use lab_content::trial::Finding;
use lab_content::{Content, lab::Lab};
use std::path::Path;
use stream_engine::extensions::Extensions;

fn content() -> Content {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let (_, content) = lab_content::read::read(&root).unwrap_or_else(|problems| {
        panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    });
    content
}

/// Runs `check` for every lab in every profile, with both names for the message.
fn for_each_lab(check: impl Fn(&Content, &Lab, &lab_content::profile::Profile, &str)) {
    let content = content();
    assert!(!content.labs.is_empty());
    for lab in &content.labs {
        for profile in &content.profiles {
            check(&content, lab, profile, &format!("{} under {}", lab.id, profile.id));
        }
    }
}

#[test]
fn the_solution_reaches_the_challenge() {
    for_each_lab(|content, lab, profile, place| {
        for challenge in lab.challenges() {
            let attempt = &challenge.solution;
            let end = attempt.play(&lab.scenario, profile.quotas());
            let judged = challenge.judge(end.present(), &content.prices.prices);
            assert!(judged.solved, "{place}: {}:{}", attempt.name, report(challenge, &judged));
            assert_eq!(judged.gold, attempt.gold, "{place}: gold:{}", report(challenge, &judged));
        }
    });
}

#[test]
fn doing_nothing_does_not_reach_it_at_any_moment() {
    for_each_lab(|content, lab, profile, place| {
        let idle = Attempt { name: "nothing".to_owned(), steps: Vec::new(), until_s: 0, gold: false };
        let mut run = idle.play(&lab.scenario, profile.quotas());
        // A lab of days is looked at every few minutes.
        let step = (lab.timeline_s / 600).max(1) as usize;
        for second in (0..=lab.timeline_s).step_by(step) {
            run.seek(stream_engine::Time::from_s(second));
            for challenge in lab.challenges() {
                let judged = challenge.judge(run.present(), &content.prices.prices);
                assert!(!judged.solved, "{place} at second {second}: {}", challenge.title);
            }
        }
    });
}

#[test]
fn wrong_attempts_do_not_reach_it() {
    for_each_lab(|content, lab, profile, place| {
        for challenge in lab.challenges() {
            for attempt in &challenge.wrong {
                let end = attempt.play(&lab.scenario, profile.quotas());
                let judged = challenge.judge(end.present(), &content.prices.prices);
                assert!(!judged.solved, "{place}: {}", attempt.name);
            }
        }
    });
}

#[test]
fn no_step_of_an_attempt_is_refused() {
    for_each_lab(|_, lab, profile, place| {
        for attempt in
            lab.challenges().flat_map(|one| std::iter::once(&one.solution).chain(&one.wrong)).chain(&lab.runs)
        {
            let refused = attempt.refusals(&lab.scenario, profile.quotas());
            assert_eq!(refused, Vec::<String>::new(), "{place}: {}", attempt.name);
        }
    });
}

/// The goals with what was found, one a line.
fn report(challenge: &Challenge, judged: &Judged) -> String {
    let line = |(goal, verdict): (&LabGoal, &stream_engine::goal::Verdict)| {
        format!("\n  {}: {} ({:?})", goal.label, goal.format.text(verdict.value), verdict.standing)
    };
    challenge.goals.iter().zip(&judged.verdicts).map(line).collect()
}

#[test]
fn the_prediction_has_an_answer_found_by_running() {
    for_each_lab(|content, lab, profile, place| {
        let finding =
            lab.prediction.trial.find(&lab.scenario, &profile.quotas(), &content.prices.prices, Extensions::ALL);
        match (&lab.prediction.ask, &finding) {
            (Ask::Number { min, max, .. }, Finding::Number(answer)) => {
                assert!((min..=max).contains(&answer), "{place}: the answer {answer} lies outside {min} to {max}");
            }
            (Ask::Choice { .. }, finding) => {
                assert!(lab.prediction.right_option(finding).is_some(), "{place}: {finding:?}");
            }
            other => panic!("{place}: {other:?}"),
        }
    });
}

#[test]
fn the_predictions_are_answered_as_the_service_would() {
    let right = |content: &Content, lab: &str, profile: usize| {
        let lab = content.lab(lab).expect("the lab is built");
        let finding = lab.prediction.trial.find(
            &lab.scenario,
            &content.profiles[profile].quotas(),
            &content.prices.prices,
            Extensions::ALL,
        );
        let Ask::Choice { options } = &lab.prediction.ask else { panic!("a choice") };
        options[lab.prediction.right_option(&finding).expect("one is right")].label.clone()
    };
    let content = content();
    for profile in 0..content.profiles.len() {
        assert_eq!(right(&content, "hot-shard", profile), "the same");
        assert_eq!(right(&content, "resharding", profile), "the call is refused");
        assert_eq!(right(&content, "kcl", profile), "5");
        assert_eq!(right(&content, "lambda", profile), "they wait until it expires");
        assert_eq!(right(&content, "fan-out", profile), "reads throttle");
        assert_eq!(right(&content, "capacity-modes", profile), "provisioned");
    }
}

#[test]
fn a_hundred_trucks_on_five_shards_leave_26_on_the_fullest() {
    let content = content();
    let lab = content.lab("partition-keys").expect("the first lab is built");
    let quotas = &content.profiles[0].quotas();
    assert_eq!(
        lab.prediction.trial.find(&lab.scenario, quotas, &content.prices.prices, Extensions::ALL),
        Finding::Number(26)
    );
}
