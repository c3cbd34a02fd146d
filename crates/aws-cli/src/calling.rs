//! One call as the CLI makes it: with the retries of its standard mode, and refusals in its words.

use crate::answer;
use crate::failure::Failure;
use crate::model::{Operation, Service};
use crate::value::Value;
use crate::world::World;
use stream_engine::Time;
use stream_engine::command::Reply;
use stream_engine::rng::mix;
use stream_engine::sqs::refused::query_code;
use stream_engine::time::{MS_US, SECOND_US};

/// Attempts of one call, the first included (the CLI's standard mode), unless `AWS_MAX_ATTEMPTS`
/// says otherwise.
pub const ATTEMPTS_MAX: u32 = 3;

/// Errors that are tried again after a longer wait (botocore's standard retries).
const THROTTLED: [&str; 13] = [
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottledException",
    "TooManyRequestsException",
    "ProvisionedThroughputExceededException",
    "TransactionInProgressException",
    "RequestLimitExceeded",
    "BandwidthLimitExceeded",
    "LimitExceededException",
    "RequestThrottled",
    "SlowDown",
    "PriorRequestNotComplete",
];

/// The longest wait before a further attempt.
const WAIT_MAX_US: u64 = 20 * SECOND_US;

/// What the service refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    pub code: String,
    pub message: String,
    /// Further attempts that were made, if it was the last one.
    retries: Option<u32>,
    /// Broken off while it waited.
    interrupted: bool,
}

impl Refused {
    fn read(service: &Service, reply: &Reply) -> Refused {
        let body: Value = serde_json::from_str(&reply.body).unwrap_or(Value::Null);
        let text = |name: &str| body.get(name).and_then(Value::as_text);
        let message = text("message").or(text("Message")).unwrap_or_default().to_owned();
        // SQS names its errors twice; the CLI shows the name of its older protocol.
        let code = if service.cli_name == "sqs" { query_code(&reply.error).to_owned() } else { reply.error.clone() };
        Refused { code, message, retries: None, interrupted: false }
    }

    /// What the CLI prints.
    pub fn failure(&self, operation: &Operation) -> Failure {
        if self.interrupted {
            return Failure::interrupted();
        }
        let retries = match self.retries {
            None => String::new(),
            Some(retries) => format!(" (reached max retries: {retries})"),
        };
        Failure::service(&format!(
            "An error occurred ({}) when calling the {} operation{retries}: {}",
            self.code, operation.name, self.message
        ))
    }
}

/// The answer to a call.
pub async fn call<W: World>(
    world: &mut W,
    service: &Service,
    operation: &Operation,
    body: &str,
    attempts_max: u32,
) -> Result<Value, Refused> {
    let target = service.target(operation);
    let mut retries = 0;
    loop {
        let reply = world.call(&target, body);
        if reply.status < 400 {
            return Ok(answer::read(&reply.body, &operation.output));
        }
        let mut refused = Refused::read(service, &reply);
        let throttled = THROTTLED.contains(&reply.error.as_str());
        // Of the last attempt the CLI says so, whatever came of it.
        refused.retries = (retries + 1 >= attempts_max).then_some(retries);
        if refused.retries.is_some() || !throttled && reply.status < 500 {
            return Err(refused);
        }
        retries += 1;
        let until = world.now() + wait_us(world.now(), retries, throttled);
        if !world.pass(until).await {
            return Err(Refused { interrupted: true, ..refused });
        }
    }
}

/// A part, drawn by chance, of a time that doubles. The chance comes from the moment, so that a run
/// is the same each time.
fn wait_us(now: Time, retry: u32, throttled: bool) -> u64 {
    let scale_us = if throttled { SECOND_US } else { 50 * MS_US };
    let most_us = (scale_us << (retry - 1).min(16)).min(WAIT_MAX_US);
    ((u128::from(mix(now.0 ^ u64::from(retry))) * u128::from(most_us)) >> 64) as u64
}
