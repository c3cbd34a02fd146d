//! Finding the queue that a request names, and naming it in answers.

use super::shapes::required;
use crate::account::Account;
use crate::api::body::Body;
use crate::simulation::Simulation;
use crate::sqs::Refused;
use crate::sqs::queue::Queue;
use crate::sqs::refused::Code;
use crate::sqs::service::QueueId;

/// The queue of `QueueUrl`. Only the path counts: a client may reach the service under any host.
pub fn named(world: &Simulation, body: Body) -> Result<QueueId, Refused> {
    let url = required(body, "QueueUrl")?;
    let mut parts = url.trim_end_matches('/').rsplit('/');
    let (name, account) = (parts.next().unwrap_or_default(), parts.next());
    if account.is_some_and(|account| account != world.account.id) {
        return Err(Refused::no_queue());
    }
    if name.is_empty() {
        return Err(Refused::new(Code::InvalidAddress, format!("The address {url} is not valid for this endpoint.")));
    }
    world.sqs.find(name).ok_or_else(Refused::no_queue)
}

/// The queue behind a number that was just looked up.
pub fn queue(world: &Simulation, id: QueueId) -> Result<&Queue, Refused> {
    world.sqs.queue(id).ok_or_else(Refused::no_queue)
}

/// A queue's URL.
pub fn url(account: &Account, name: &str) -> String {
    format!("https://sqs.{}.amazonaws.com/{}/{name}", account.region, account.id)
}
