//! What several operations of KMS share: shapes, finding a key, and how one is shown.

use crate::api::body::Body;
use crate::api::failure::Failure;
use crate::api::shape::{Range, Shape};
use crate::security::change;
use crate::security::kms::{Key, KeyManager, KeyProblem, KeyState};
use crate::security::policy::{Document, PolicyKind};
use crate::simulation::Simulation;
use serde_json::{Value, json};

pub const KEY_ID: Shape = Shape::text(Range::between(1, 2_048));
pub const ALIAS: Shape = Shape::text(Range::between(1, 256));
pub const POLICY: Shape = Shape::text(Range::between(1, 131_072));

/// A key that can't be used, as KMS itself says it.
pub fn problem(problem: &KeyProblem) -> Failure {
    let code = match problem {
        KeyProblem::NotFound { .. } => "NotFoundException",
        KeyProblem::Disabled { .. } => "DisabledException",
        KeyProblem::PendingDeletion { .. } => "KMSInvalidStateException",
        KeyProblem::Throttled => "ThrottlingException",
    };
    Failure::new(code, problem.message())
}

/// The key that a request names.
pub fn named<'a>(world: &'a Simulation, body: Body) -> Result<&'a Key, Failure> {
    let found = world.security.keys.find(body.required("KeyId"), world.now);
    found.map_err(|found| problem(&found))
}

/// The same, to be changed: one of a customer's that isn't about to be deleted.
pub fn changed<'a>(world: &'a mut Simulation, body: Body) -> Result<&'a mut Key, Failure> {
    let key = named(world, body)?;
    if key.manager == KeyManager::Aws {
        let text = format!("{} is managed by AWS and can't be changed.", key.arn);
        return Err(Failure::new("UnsupportedOperationException", text));
    }
    if matches!(key.state, KeyState::PendingDeletion(_)) {
        return Err(problem(&KeyProblem::PendingDeletion { arn: key.arn.clone() }));
    }
    any(world, body)
}

/// The same in any state.
pub fn any<'a>(world: &'a mut Simulation, body: Body) -> Result<&'a mut Key, Failure> {
    let now = world.now;
    let found = world.security_mut().keys.find_mut(body.required("KeyId"), now);
    found.map_err(|found| problem(&found))
}

/// A key policy.
pub fn policy(text: &str) -> Result<Document, Failure> {
    Ok(change::read(text, PolicyKind::Resource)?)
}

/// A key as DescribeKey shows it.
pub fn metadata(world: &Simulation, key: &Key) -> Value {
    let mut metadata = json!({
        "AWSAccountId": world.account.id,
        "Arn": key.arn,
        "CreationDate": seconds(world, key.created),
        "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT",
        "Description": key.description,
        "Enabled": key.state == KeyState::Enabled,
        "EncryptionAlgorithms": ["SYMMETRIC_DEFAULT"],
        "KeyId": key.id,
        "KeyManager": if key.manager == KeyManager::Aws { "AWS" } else { "CUSTOMER" },
        "KeySpec": "SYMMETRIC_DEFAULT",
        "KeyState": key.state.name(),
        "KeyUsage": "ENCRYPT_DECRYPT",
        "MultiRegion": false,
        "Origin": "AWS_KMS",
    });
    if let KeyState::PendingDeletion(at) = key.state {
        metadata["DeletionDate"] = seconds(world, at);
    }
    metadata
}

/// An instant as KMS writes it: seconds since 1970, with fractions.
pub fn seconds(world: &Simulation, at: crate::time::Time) -> Value {
    (world.account.epoch.ms(at) as f64 / 1_000.0).into()
}
