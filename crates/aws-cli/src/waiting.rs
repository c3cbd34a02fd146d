//! `aws kinesis wait stream-exists`: polls until a sign is seen, and lets the clock go on meanwhile.

use crate::calling::{Refused, call};
use crate::failure::Failure;
use crate::model::{Operation, Service, Sign, Waiter};
use crate::value::Value;
use crate::world::World;
use stream_engine::time::SECOND_US;

/// Polls until the wait is over.
pub async fn wait<W: World>(
    world: &mut W,
    (service, operation, waiter): (&Service, &Operation, &Waiter),
    body: &str,
    attempts_max: u32,
) -> Result<(), Failure> {
    let failed = |reason: &str| Failure::general(&format!("Waiter {} failed: {reason}", waiter.name));
    let mut seen = None;
    for attempt in 1..=waiter.attempts_max {
        let answer = call(world, service, operation, body, attempts_max).await;
        match (waiter.signs.iter().find(|(_, sign)| is_seen(sign, &answer)), &answer) {
            (Some((true, _)), _) => return Ok(()),
            (Some((false, sign)), _) => seen = Some(*sign),
            (None, Err(refused)) => {
                return Err(failed(&format!("An error occurred ({}): {}", refused.code, refused.message)));
            }
            (None, Ok(_)) => {}
        }
        if attempt < waiter.attempts_max {
            let until = world.now() + waiter.delay_s * SECOND_US;
            if !world.pass(until).await {
                return Err(Failure::interrupted());
            }
        }
    }
    Err(failed(&match seen {
        Some(Sign::Error(code)) => {
            format!("Max attempts exceeded. Previously accepted state: Matched expected service error code: {code}")
        }
        _ => "Max attempts exceeded".to_owned(),
    }))
}

fn is_seen(sign: &Sign, answer: &Result<Value, Refused>) -> bool {
    match (sign, answer) {
        (Sign::Path(path, wanted), Ok(answer)) => answer.at(path).as_text() == Some(wanted),
        (Sign::Error(code), Err(refused)) => refused.code == *code,
        _ => false,
    }
}
