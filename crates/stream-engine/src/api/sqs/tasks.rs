//! What the operations on message move tasks share.

use crate::api::body::Body;
use crate::simulation::Simulation;
use crate::sqs::Refused;
use crate::sqs::move_task::MoveTask;
use crate::sqs::refused::Code;
use crate::sqs::service::QueueId;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// The day on which message move tasks came to the API.
pub const SINCE: u64 = 20_230_606;

/// The queue that a member names by ARN.
pub fn by_arn(world: &Simulation, body: Body, member: &str) -> Result<QueueId, Refused> {
    let arn = super::shapes::required(body, member)?;
    if arn.split(':').count() != 6 || !arn.starts_with("arn:") {
        let text = format!(
            "You must use this format to specify the {member}: arn:<partition>:<service>:<region>:<account-id>:<resource-id>"
        );
        return Err(Refused::new(Code::InvalidParameterValue, text));
    }
    world.sqs.find_arn(arn, &world.account).ok_or_else(|| {
        let text = format!("The resource that you specified for the {member} parameter doesn't exist.");
        Refused::new(Code::ResourceNotFound, text)
    })
}

/// A task's handle: which task of which queue it is.
pub fn handle(task: &MoveTask) -> String {
    STANDARD.encode(json!({ "taskId": task.id.to_string(), "sourceArn": task.source_arn }).to_string())
}

/// The task that a handle names.
pub fn read_handle(handle: &str) -> Result<u64, Refused> {
    let fields = STANDARD.decode(handle).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    let id = fields.and_then(|fields| fields.get("taskId")?.as_str()?.parse().ok());
    id.ok_or_else(|| Refused::new(Code::InvalidParameterValue, "Value for parameter TaskHandle is invalid."))
}
