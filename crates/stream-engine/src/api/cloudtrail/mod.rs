//! CloudTrail's event history.

mod lookup_events;

use super::dialect;
use super::failure::Failure;
use super::service::{Response, Service};

/// The service. Names and members: CloudTrail API Reference (checked 2026-11-23).
pub static SERVICE: Service = Service {
    prefix: "CloudTrail_20131101",
    cli_name: "cloudtrail",
    json_version: "1.1",
    operations: &[&lookup_events::OPERATION],
    failure,
};

fn failure(failure: Failure) -> Response {
    dialect::plain(&SERVICE, failure)
}
