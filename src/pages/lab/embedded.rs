//! A lab within another page: it tells its height, goals, score and run, and hears the few messages that are declared here.
//! docs/embedding.md is the reference.

use crate::app::Shell;
use crate::embedding;
use crate::session::Session;
use lab_content::challenge::LabGoal;
use leptos::prelude::*;
use serde_json::{Value, json};
use stream_engine::Time;
use stream_engine::goal::{Standing, Verdict};

/// What is heard.
enum Heard {
    Play,
    Pause,
    Seek(Time),
}

/// Latest moment that a message may ask for.
const SEEK_MAX: Time = Time::from_s(3_600);

/// Begins to tell and to hear, as long as this session's views are there.
pub fn serve(shell: Shell, session: Session) {
    tell_goals(shell, session);
    embedding::follow_state(shell, "s", move || session.run(|_| ()), move || session.shared()?.encode_whole());
    embedding::follow_height(shell);
    embedding::hear(shell, move |message| match heard(message) {
        Some(Heard::Play) => session.play(),
        Some(Heard::Pause) => session.pause(),
        Some(Heard::Seek(to)) => session.scrub(to.min(SEEK_MAX)),
        None => {}
    });
}

/// Tells at first, and whenever something of it changes, how the run stands.
pub fn tell_goals(shell: Shell, session: Session) {
    let goals = Memo::new(move |_| goals(session));
    Effect::new(move |_| embedding::tell(shell, goals.get()));
}

/// How the run stands; `score` is the share of goals that hold, from 0 to 100, gold ones left out.
fn goals(session: Session) -> Value {
    let challenge = &session.lab.challenge;
    let judged = session.judge(challenge);
    let is_met = |verdict: &Verdict| verdict.standing == Standing::Met;
    let all = || challenge.goals.iter().zip(&judged.verdicts);
    let goal = |(goal, verdict): (&LabGoal, &Verdict)| {
        let (label, value) = (session.fill(&goal.label, &[]), goal.format.text(verdict.value));
        json!({ "label": label, "met": is_met(verdict), "value": value })
    };
    let needed: Vec<bool> = all().filter(|(goal, _)| !goal.gold).map(|(_, verdict)| is_met(verdict)).collect();
    json!({
        "type": "shardlab:goals",
        "lab": session.lab.id,
        "solved": judged.solved,
        "gold": judged.gold,
        "score": needed.iter().filter(|met| **met).count() * 100 / needed.len().max(1),
        "goals": all().map(goal).collect::<Vec<Value>>(),
    })
}

fn heard(message: &Value) -> Option<Heard> {
    match message.get("type")?.as_str()? {
        "shardlab:play" => Some(Heard::Play),
        "shardlab:pause" => Some(Heard::Pause),
        "shardlab:seek" => Some(Heard::Seek(Time::from_ms(message.get("t")?.as_u64()?))),
        _ => None,
    }
}
