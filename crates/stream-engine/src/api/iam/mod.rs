//! IAM's roles and their inline policies. The real API speaks XML; here it has targets and JSON
//! like the others, with the same names.

mod create_role;
mod delete_role_policy;
mod get_role_policy;
mod list_role_policies;
mod put_role_policy;
mod shapes;
mod simulate_principal_policy;

use super::dialect;
use super::failure::Failure;
use super::service::{Response, Service};

/// The service. Names and members: IAM API Reference (checked 2026-11-23).
pub static SERVICE: Service = Service {
    prefix: "AmazonIdentityManagement",
    cli_name: "iam",
    json_version: "1.1",
    operations: &[
        &create_role::OPERATION,
        &delete_role_policy::OPERATION,
        &get_role_policy::OPERATION,
        &list_role_policies::OPERATION,
        &put_role_policy::OPERATION,
        &simulate_principal_policy::OPERATION,
    ],
    failure,
};

fn failure(failure: Failure) -> Response {
    dialect::plain(&SERVICE, failure)
}
