//! A lab within another page: it tells its height, goals and score, and hears the few messages that are declared here.
//! docs/embedding.md is the reference.

use crate::session::Session;
use lab_content::challenge::LabGoal;
use leptos::ev;
use leptos::prelude::*;
use serde_json::{Value, json};
use stream_engine::Time;
use stream_engine::goal::{Standing, Verdict};
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

/// What is heard, from the origin that the address names.
enum Heard {
    Play,
    Pause,
    Seek(Time),
}

/// Latest moment that a message may ask for.
const SEEK_MAX: Time = Time::from_s(3_600);

/// Begins to tell and to hear, as long as this session's views are there.
pub fn serve(session: Session, origin: Option<String>) {
    let to = StoredValue::new(origin.clone().unwrap_or_else(|| "*".to_owned()));
    let tell = move |told: &Value| to.with_value(|to| tell(told, to));
    let goals = Memo::new(move |_| goals(session));
    Effect::new(move |_| goals.with(tell));
    follow_height(move |height| {
        tell(&json!({ "type": "shardlab:resize", "height": height }));
        // As learning-management systems read it: a text.
        let for_lti = json!({ "subject": "lti.frameResize", "height": height }).to_string();
        to.with_value(|to| post(&JsValue::from_str(&for_lti), to));
    });
    let Some(origin) = origin else { return };
    let hearing = window_event_listener(ev::message, move |event| {
        let from_parent = event.source().is_some_and(|source| Some(source.unchecked_into()) == parent());
        if !from_parent || event.origin() != origin {
            return;
        }
        match heard(&event.data()) {
            Some(Heard::Play) => session.playing.set(true),
            Some(Heard::Pause) => session.playing.set(false),
            Some(Heard::Seek(to)) => session.scrub(to.min(SEEK_MAX)),
            None => {}
        }
    });
    on_cleanup(move || hearing.remove());
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

fn heard(data: &JsValue) -> Option<Heard> {
    let text = js_sys::JSON::stringify(data).ok()?.as_string()?;
    let message: Value = serde_json::from_str(&text).ok()?;
    match message.get("type")?.as_str()? {
        "shardlab:play" => Some(Heard::Play),
        "shardlab:pause" => Some(Heard::Pause),
        "shardlab:seek" => Some(Heard::Seek(Time::from_ms(message.get("t")?.as_u64()?))),
        _ => None,
    }
}

fn tell(told: &Value, to: &str) {
    if let Ok(value) = js_sys::JSON::parse(&told.to_string()) {
        post(&value, to);
    }
}

/// The page around this one; none if it stands by itself.
fn parent() -> Option<web_sys::Window> {
    window().parent().ok().flatten().filter(|parent| *parent != window())
}

fn post(value: &JsValue, to: &str) {
    if let Some(parent) = parent() {
        // An origin that isn't the parent's: the browser keeps the message back.
        let _refused = parent.post_message(value, to);
    }
}

/// Tells the page's height at first and after each change.
fn follow_height(found: impl Fn(i32) + Copy + 'static) {
    let Some(body) = document().body() else { return };
    let last = StoredValue::new(0);
    let measured = body.clone();
    let changed = Closure::<dyn FnMut()>::new(move || {
        let height = measured.scroll_height();
        if last.try_get_value() != Some(height) && last.try_set_value(height).is_none() {
            found(height);
        }
    });
    let Ok(watching) = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()) else { return };
    watching.observe(&body);
    let kept = StoredValue::new_local(Some((watching, changed)));
    on_cleanup(move || {
        if let Some((watching, _)) = kept.try_update_value(Option::take).flatten() {
            watching.disconnect();
        }
    });
}
