//! Whether a setting of security already stands as a command would put it.

use super::SecurityCommand;
use super::kms::KeyState;
use crate::simulation::Simulation;
use serde_json::Value;

impl SecurityCommand {
    /// Whether carrying it out would change nothing; None for what is no setting.
    pub fn holds(&self, run: &Simulation) -> Option<bool> {
        let security = run.security();
        let state = |key: &str| security.keys.find(key, run.now()).ok().map(|key| key.state);
        let caller = |actor: &str| security.callers.get(actor).cloned().unwrap_or_default();
        let same =
            |document: Option<&super::policy::Document>, text: &str| document.is_some_and(|found| found.text == text);
        Some(match self {
            SecurityCommand::PutPolicy { principal, policy_name, document } => {
                same(security.principal(principal)?.policies.get(policy_name), document)
            }
            SecurityCommand::DeletePolicy { principal, policy_name } => {
                !security.principal(principal)?.policies.contains_key(policy_name)
            }
            SecurityCommand::PutResourcePolicy { resource_arn, document } => {
                same(security.resource_policies.get(resource_arn), document)
            }
            SecurityCommand::DeleteResourcePolicy { resource_arn } => {
                !security.resource_policies.contains_key(resource_arn)
            }
            SecurityCommand::ModifyVpcEndpoint { id, document } => {
                let found = security.endpoints.get(id)?.policy.as_ref();
                found.map(|found| &found.text) == document.as_ref()
            }
            SecurityCommand::PutKeyPolicy { key, document } => {
                security.keys.find(key, run.now()).ok()?.policy.text == *document
            }
            SecurityCommand::EnableKey { key } => state(key)? == KeyState::Enabled,
            SecurityCommand::DisableKey { key } => state(key)? == KeyState::Disabled,
            SecurityCommand::ScheduleKeyDeletion { key, .. } => {
                state(key).is_none_or(|state| matches!(state, KeyState::PendingDeletion(_)))
            }
            SecurityCommand::ThrottleKms(throttled) => security.keys.throttled == *throttled,
            SecurityCommand::TakeWay { actor, path } => caller(actor).path == *path,
            SecurityCommand::Speak { actor, tls } => {
                let caller = caller(actor);
                caller.secure_transport.then_some(caller.tls) == *tls
            }
            SecurityCommand::Call { actor, caller } => security.callers.get(actor) == caller.as_ref(),
            SecurityCommand::CreateUser { .. }
            | SecurityCommand::CreateRole { .. }
            | SecurityCommand::MeetPrincipal { .. }
            | SecurityCommand::CreateVpcEndpoint { .. }
            | SecurityCommand::DeleteVpcEndpoint { .. }
            | SecurityCommand::CreateKey { .. } => return None,
        })
    }
}

/// The same for calls over the wire that set a stream's encryption or a key's state.
pub(crate) fn call_holds(run: &Simulation, target: &str, body: &str) -> Option<bool> {
    let body: Value = serde_json::from_str(body).ok()?;
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let key = |state: KeyState| Some(run.security().keys.find(text("KeyId")?, run.now()).ok()?.state == state);
    let encryption = || Some(&run.stream_named(text("StreamName")?)?.settings.key_id);
    match target.rsplit('.').next()? {
        "StartStreamEncryption" => Some(encryption()?.as_deref() == text("KeyId")),
        "StopStreamEncryption" => Some(encryption()?.is_none()),
        "EnableKey" => key(KeyState::Enabled),
        "DisableKey" => key(KeyState::Disabled),
        _ => None,
    }
}
