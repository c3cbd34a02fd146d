//! CreateRole: a role without permissions. Nobody takes roles here: a call simply names one.

use super::shapes::{DOCUMENT, ROLE_NAME, role_arn};
use crate::api::body::Body;
use crate::api::service::{Answer, Operation};
use crate::api::shape::{Range, Shape, optional, required};
use crate::security::change;
use crate::security::kms::uuid;
use crate::security::policy::PolicyKind;
use crate::simulation::Simulation;
use serde_json::json;

pub static OPERATION: Operation = Operation {
    name: "CreateRole",
    members: &[
        required("RoleName", ROLE_NAME),
        required("AssumeRolePolicyDocument", DOCUMENT),
        optional("Path", Shape::TEXT),
        optional("Description", Shape::TEXT),
        optional("MaxSessionDuration", Shape::Integer(Range::ANY)),
        optional("Tags", Shape::Any),
    ],
    since: 0,
    run,
};

fn run(world: &mut Simulation, body: Body) -> Answer {
    let name = body.required("RoleName");
    let text = body.required("AssumeRolePolicyDocument");
    let trust = change::read(text, PolicyKind::Trust)?;
    let arn = role_arn(world, name);
    world.security_mut().add_principal(&arn, Some(trust))?;
    let id = uuid(&arn).replace('-', "").to_uppercase();
    Ok(json!({
        "Role": {
            "Path": "/",
            "RoleName": name,
            "RoleId": format!("AROA{}", &id[..17]),
            "Arn": arn,
            "CreateDate": world.account.epoch.second(world.now),
            "AssumeRolePolicyDocument": text,
        }
    }))
}
